"""What reviewers have accepted, as parallel text: catalogues, translation memories in TMX, TSV files."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from songngu.training.base import TrainingError
from songngu.training.corpus import Pair, clean, read_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Document:
    """The reviewed pairs of one catalogue or file."""

    name: str
    pairs: tuple[Pair, ...]


def read_reviewed(paths: Sequence[Path], source: str, target: str) -> list[Document]:
    """Read every `.po`, `.tmx` and `.tsv` file among `paths` and in folders among them.

    Args:
        paths: files and folders.
        source: BCP 47 tag; a TSV file's first column is of this language.
        target: BCP 47 tag.

    Raises:
        TrainingError: nothing reviewed is found, or a file is broken.
    """
    documents = []
    for path in paths:
        if not path.exists():
            raise TrainingError("no such file or folder", path=path)
        files = sorted(f for f in path.rglob("*") if f.suffix in _READERS) if path.is_dir() else [path]
        for file in files:
            reader = _READERS.get(file.suffix)
            if reader is None:
                raise TrainingError("not a catalogue", path=file, remedy="name .po, .tmx or .tsv files")
            pairs = tuple(dict.fromkeys(reader(file, source, target)))
            if pairs:
                documents.append(Document(file.stem, pairs))
    if not documents:
        raise TrainingError(
            "no reviewed segment",
            path=paths[0] if paths else None,
            remedy="review entries and take their fuzzy flag off",
        )
    return documents


def _base(tag: str) -> str:
    """The language of a tag: `vi` of `vi-VN` and `vi_VN`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _catalogue(path: Path, _source: str, target: str) -> Iterator[Pair]:
    """Entries that a person has accepted: translated, not fuzzy, not obsolete, without plural forms."""
    import polib

    try:
        catalogue = polib.pofile(str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"cannot read the catalogue ({error})", path=path) from None
    language = catalogue.metadata.get("Language", target)
    if _base(language) != _base(target):
        return
    for entry in catalogue:
        if entry.translated() and not entry.obsolete and not entry.msgid_plural:
            yield Pair(clean(entry.msgid), clean(entry.msgstr))


def _memory(path: Path, source: str, target: str) -> Iterator[Pair]:
    """Translation units of a TMX file that have both languages; inline markup is left out."""
    wanted = {_base(source): 0, _base(target): 1}
    try:
        for _, unit in ElementTree.iterparse(path):
            if unit.tag != "tu":
                continue
            sides = ["", ""]
            for variant in unit.iter("tuv"):
                tag = _base(variant.get(_LANGUAGE) or variant.get("lang") or "")
                segment = variant.find("seg")
                if tag in wanted and segment is not None:
                    sides[wanted[tag]] = clean("".join(segment.itertext()))
            unit.clear()
            if all(sides):
                yield Pair(*sides)
    except (OSError, ElementTree.ParseError) as error:
        raise TrainingError(f"cannot read the memory ({error})", path=path) from None


def _table(path: Path, _source: str, _target: str) -> Iterator[Pair]:
    return read_pairs(path)


_READERS = {".po": _catalogue, ".tmx": _memory, ".tsv": _table}


def hold_out(documents: Sequence[Document], share: float, seed: int) -> tuple[list[Pair], list[Pair]]:
    """Split into training and held-out pairs, whole documents at a time; of a single document its end is held
    out.

    Sentences of one document resemble each other: a random split would flatter the adapted model.

    Args:
        documents: what was read.
        share: of the pairs to hold out.
        seed: decides which documents.

    Returns:
        Training pairs (none of which has a held-out source), held-out pairs.
    """
    total = sum(len(document.pairs) for document in documents)
    order = list(documents)
    random.Random(seed).shuffle(order)
    held: list[Pair] = []
    training: list[Pair] = []
    for document in order:
        if len(documents) > 1 and len(held) + len(document.pairs) / 2 <= share * total:
            held += document.pairs
        else:
            training += document.pairs
    if not held:
        cut = len(training) - max(1, round(share * len(training)))
        training, held = training[:cut], training[cut:]
    sources = {pair.source for pair in held}
    return [pair for pair in training if pair.source not in sources], held
