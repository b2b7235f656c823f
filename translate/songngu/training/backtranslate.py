"""Monolingual target text becomes synthetic pairs: a reverse model writes the source side.

Sources: Sennrich et al., ACL 2016 (back-translation); Caswell et al., WMT 2019 (tagging it: the recipe's
`tag`). What is kept: `filters`.

The work is cut into shards of input lines; a shard's file is written whole or not at all, and a shard that is
there is not made again, so that the work can be broken off at any time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from songngu.files import replacing
from songngu.training.base import TrainingError
from songngu.training.corpus import clean, leak_key, open_text
from songngu.training.decoding import Decoder, Search
from songngu.training.filters import Filters, dual_cross_entropy, language_share, reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MANIFEST = "backtranslation.json"
_MOVED_TONES = (
    (re.compile(r"(o)([àáảãạ])(?!\w)", re.I), "òóỏõọ", "àáảãạ", "a"),
    (re.compile(r"(o)([èéẻẽẹ])(?!\w)", re.I), "òóỏõọ", "èéẻẽẹ", "e"),
    (re.compile(r"(?<!q)(u)([ỳýỷỹỵ])(?!\w)", re.I), "ùúủũụ", "ỳýỷỹỵ", "y"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a call did.

    Attributes:
        shards: shards made now.
        skipped: shards that were there already.
        kept: pairs written now.
        rejected: sentences left out now, by reason.
        seconds: time taken.
    """

    shards: int
    skipped: int
    kept: int
    rejected: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def traditional_tones(text: str) -> str:
    """Put the tone mark of open oa, oe, uy where the press puts it: hoà → hòa, thuỷ → thủy; quý and hoàn
    stay."""
    for pattern, first, second, plain in _MOVED_TONES:

        def move(match: re.Match[str], first: str = first, second: str = second, plain: str = plain) -> str:
            accented = first[second.index(match[2].lower())]
            letters = zip((accented, plain), (match[1], match[2]), strict=True)
            return "".join(new.upper() if old.isupper() else new for new, old in letters)

        text = pattern.sub(move, text)
    return text


def backtranslate(
    texts: Sequence[Path],
    model: Path,
    out: Path,
    *,
    languages: tuple[str, str] = ("vi", "en"),
    search: Search | None = None,
    filters: Filters | None = None,
    forward: Path | None = None,
    held_out: frozenset[str] = frozenset(),
    shard: int = 2000,
    limit: int = 0,
    seed: int = 1,
    threads: int = 0,
    tell: Callable[[str], None],
) -> Result:
    """Back-translate monolingual files into `out/shard-00000.tsv.gz` …: synthetic TAB original.

    A file's columns are therefore `[languages[1], languages[0]]` in a recipe's `[[data]]`.

    Args:
        texts: files of one sentence a line, plain, .gz or .xz.
        model: model folder that translates `languages[0]` into `languages[1]`.
        out: folder for the shards.
        languages: of the text, and of the synthetic side.
        search: beam 2 unless given.
        filters: what is kept.
        forward: a model of the other direction, for the dual score.
        held_out: leak keys (`corpus.leak_key`) of sentences that may not come back.
        shard: input lines of a shard.
        limit: input lines in all; 0 takes all.
        seed: of sampling.
        threads: processor cores; 0 takes all. Sampling takes one.
        tell: told after each shard.

    Raises:
        TrainingError: the folder holds shards made with other settings, or input is missing or broken.
    """
    search, filters, started = search or Search(), filters or Filters(), time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    settings = {
        "texts": [path.name for path in texts],
        "model": _digest(model),
        "forward": _digest(forward) if forward else "",
        "languages": list(languages),
        "search": asdict(search),
        "filters": asdict(filters),
        "shard": shard,
        "seed": seed,
    }
    _check_manifest(out, settings)
    # Which worker draws for which sentence is chance, so that only a single one draws the same again.
    decoder = Decoder(model, 1 if search.sampling else threads)
    judge = Decoder(forward, threads) if forward is not None else None
    made = skipped = kept = 0
    rejected: Counter[str] = Counter()
    for number, lines in enumerate(_shards(texts, shard, limit)):
        path = out / f"shard-{number:05}.tsv.gz"
        if path.exists():
            skipped += 1
            continue
        originals = list(dict.fromkeys(_wanted(lines, languages[0], filters, held_out)))
        rejected["input"] += len(lines) - len(originals)
        outputs = decoder.translate(originals, search, seed + number)
        pairs = []
        for original, output in zip(originals, outputs, strict=True):
            reason = reject(original, output.text, output.score, languages, filters)
            rejected[reason] += bool(reason)
            if not reason:
                pairs.append((clean(output.text), original, output.score))
        if judge is not None:
            back = judge.likelihoods([p[0] for p in pairs], [p[1] for p in pairs])
            good = [dual_cross_entropy(f, p[2]) <= filters.max_dual for f, p in zip(back, pairs, strict=True)]
            rejected["dual"] += good.count(False)
            pairs = [pair for pair, is_good in zip(pairs, good, strict=True) if is_good]
        _write(path, pairs)
        made, kept = made + 1, kept + len(pairs)
        rate = kept / max(time.monotonic() - started, 1e-6)
        tell(f"shard {number}: {len(pairs):,} of {len(lines):,} kept, {rate:,.0f} pairs/s")
    reasons = {reason: count for reason, count in rejected.items() if reason and count}
    return Result(made, skipped, kept, reasons, round(time.monotonic() - started, 1))


def _shards(texts: Sequence[Path], size: int, limit: int) -> Iterator[list[str]]:
    def lines() -> Iterator[str]:
        for path in texts:
            try:
                with open_text(path) as file:
                    yield from (clean(line) for line in file)
            except (OSError, EOFError, UnicodeDecodeError) as error:
                raise TrainingError(f"cannot read text ({error})", path=path) from None

    stream = islice(lines(), limit or None)
    while block := list(islice(stream, size)):
        yield block


def _wanted(lines: Sequence[str], language: str, filters: Filters, held_out: frozenset[str]) -> Iterator[str]:
    for line in lines:
        text = traditional_tones(line) if language == "vi" else line
        words = len(text.split())
        long_enough = filters.min_words <= words <= filters.max_words
        if (
            long_enough
            and language_share(text, language) >= filters.min_language
            and leak_key(text) not in held_out
        ):
            yield text


def _write(path: Path, pairs: Sequence[tuple[str, str, float]]) -> None:
    text = "".join(f"{synthetic}\t{original}\n" for synthetic, original, _ in pairs)

    with replacing(path) as file:
        file.write(gzip.compress(text.encode(), mtime=0))


def _check_manifest(out: Path, settings: dict[str, object]) -> None:
    """Let shards of one folder be made with the same settings only."""
    path = out / MANIFEST
    if path.exists():
        if json.loads(path.read_text(encoding="utf-8")) != settings:
            raise TrainingError(
                "the folder holds shards that were made with other settings",
                path=out,
                remedy="choose another --out",
            )
    else:
        path.write_text(json.dumps(settings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _digest(model: Path) -> str:
    for name in ("model.safetensors", "ctranslate2-int8/model.bin"):
        if (model / name).is_file():
            return hashlib.sha256((model / name).read_bytes()).hexdigest()[:16]
    raise TrainingError("no model weights", path=model, remedy="name a model folder")
