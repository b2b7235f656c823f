"""Word alignment by IBM model 1 with a diagonal prior, both directions, symmetrised; and phrase pairs from
it.

Sources: Brown et al., Computational Linguistics 1993 (model 1); Dyer et al., NAACL 2013 (diagonal prior, as
in fast_align); Och & Ney 2003 (grow heuristic); Koehn et al. 2003 (consistent phrase pairs). Links guide the
attention of the network, phrase pairs feed the term augmentation.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from songngu.files import replacing
from songngu.function_words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from songngu.training.corpus import Pair, Source

    Ints = NDArray[np.int32]
    Spans = NDArray[np.int16]

_TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")
MAX_TOKENS = 80
MAX_PHRASE = 4
_BLOCK = 4000


class Token(NamedTuple):
    """A word or a punctuation mark with its place in the text (characters)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """What alignment knows of one pair, in character spans `[source start, source end, target start, target
    end]`."""

    links: Spans
    phrases: Spans


Alignments = dict[int, Aligned]


def pair_key(pair: Pair) -> int:
    """Return a 63-bit key of a pair, by which its alignment is found."""
    digest = hashlib.blake2b(f"{pair.source}\t{pair.target}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def tokens(text: str) -> list[Token]:
    """Split into words (inner hyphens and apostrophes kept) and punctuation marks."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _ids(sentences: Sequence[Sequence[Token]], language: str) -> tuple[list[Ints], int]:
    """Number the words. Six letters stand for an inflected word; Vietnamese syllables do not inflect."""
    import numpy as np

    numbers: dict[str, int] = {}
    cut = None if language == "vi" else 6
    rows = [[numbers.setdefault(t.text.lower()[:cut], len(numbers)) for t in s] for s in sentences]
    return [np.array(row, np.int32) for row in rows], len(numbers)


def ibm1(
    source: Sequence[Ints],
    source_size: int,
    target: Sequence[Ints],
    target_size: int,
    *,
    iterations: int = 4,
    tension: float = 4.0,
) -> list[Ints]:
    """Return, for each pair, the source position of every target word (-1: none).

    Args:
        source: word numbers of each source sentence.
        source_size: how many different source words there are.
        target: word numbers of each target sentence.
        target_size: how many different target words there are.
        iterations: rounds of expectation maximisation.
        tension: how strongly the prior keeps to the diagonal.
    """
    import numpy as np

    blocks = [range(i, min(i + _BLOCK, len(source))) for i in range(0, len(source), _BLOCK)]

    def cells(k: int) -> NDArray[np.int64]:
        """Every (target word, source word or NULL) of pair `k`, row by row, as one number."""
        with_null = np.concatenate([[source_size], source[k]]).astype(np.int64)
        return np.asarray(with_null[None, :] * target_size + target[k][:, None].astype(np.int64)).ravel()

    def prior(k: int) -> NDArray[np.float32]:
        width, height = len(source[k]), len(target[k])
        distance = np.abs(np.arange(height)[:, None] / height - np.arange(width)[None] / width)
        near = np.exp(-tension * distance)
        near *= 0.92 / near.sum(1, keepdims=True)
        return np.concatenate([np.full((height, 1), 0.08), near], 1).astype(np.float32).ravel()

    uniques = [np.unique(np.concatenate([cells(k) for k in block])) for block in blocks]
    table = np.unique(np.concatenate(uniques))
    word = (table // target_size).astype(np.int32)
    where = [np.searchsorted(table, np.concatenate([cells(k) for k in b])).astype(np.int32) for b in blocks]
    priors = [np.concatenate([prior(k) for k in block]) for block in blocks]
    rows = [
        np.concatenate([np.repeat(len(source[k]) + 1, len(target[k])) for k in block]) for block in blocks
    ]
    starts = [np.concatenate([[0], np.cumsum(widths)[:-1]]) for widths in rows]

    probability = np.full(len(table), 1.0 / target_size, np.float32)
    for _ in range(iterations):
        counts = np.full(len(table), 1e-3)
        for cell, weight, widths, start in zip(where, priors, rows, starts, strict=True):
            share = probability[cell] * weight
            share /= np.repeat(np.maximum(np.add.reduceat(share, start), 1e-30), widths)
            counts += np.bincount(cell, share, minlength=len(table))
        totals = np.bincount(word, counts, minlength=source_size + 1)
        probability = (counts / totals[word]).astype(np.float32)

    best: list[Ints] = []
    for block, cell, weight in zip(blocks, where, priors, strict=True):
        scores, at = probability[cell] * weight, 0
        for k in block:
            shape = len(target[k]), len(source[k]) + 1
            best.append((scores[at : at + shape[0] * shape[1]].reshape(shape).argmax(1) - 1).astype(np.int32))
            at += shape[0] * shape[1]
    return best


def symmetrise(forward: Ints, backward: Ints) -> set[tuple[int, int]]:
    """Return (source, target) links: the intersection, grown by neighbours that touch a word without a link.

    Args:
        forward: source position of each target word.
        backward: target position of each source word.
    """
    one = {(int(i), j) for j, i in enumerate(forward) if i >= 0}
    other = {(i, int(j)) for i, j in enumerate(backward) if j >= 0}
    links = one & other
    sources, targets = {i for i, _ in links}, {j for _, j in links}
    around = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    for _ in range(2):
        for i, j in sorted((one | other) - links):
            if (i not in sources or j not in targets) and any((i + x, j + y) in links for x, y in around):
                links.add((i, j))
                sources.add(i)
                targets.add(j)
    return links


def phrase_pairs(
    source: Sequence[Token],
    target: Sequence[Token],
    links: set[tuple[int, int]],
    function_words: frozenset[str],
) -> list[tuple[int, int, int, int]]:
    """Return the token spans (ends included) of phrases that translate each other and nothing beside.

    A phrase has up to four words, neither begins nor ends with a function word, has a link for every content
    word, and no punctuation on either side.
    """
    linked = {i for i, _ in links}
    found = []
    for first in range(len(source)):
        for last in range(first, min(len(source), first + MAX_PHRASE)):
            words = [token.text for token in source[first : last + 1]]
            if not words[-1][0].isalnum():
                break
            if {words[0].lower(), words[-1].lower()} & function_words or all(len(word) < 3 for word in words):
                continue
            aligned = [j for i, j in links if first <= i <= last]
            if not aligned:
                continue
            low, high = min(aligned), max(aligned)
            if high - low + 1 > 2 * (last - first + 1) + 2:
                continue
            if any(low <= j <= high and not first <= i <= last for i, j in links):
                continue
            if any(
                i not in linked and source[i].text.lower() not in function_words
                for i in range(first, last + 1)
            ) or not all(token.text[0].isalnum() for token in target[low : high + 1]):
                continue
            found.append((first, last, low, high))
    return found


def align(pairs: Sequence[Pair], languages: tuple[str, str]) -> Alignments:
    """Align pairs; 60,000 take a few minutes on one core.

    A phrase pair counts as reliable when it was seen twice and is at least a fifth of the phrase's
    translations, or when it is a capitalised phrase of several words (a name).

    Args:
        pairs: the parallel text; pairs with fewer than three or more than 80 words on a side are left out.
        languages: BCP 47 tags of source and target.
    """
    import numpy as np

    kept: dict[int, tuple[Pair, list[Token], list[Token]]] = {}
    for pair in pairs:
        source, target = tokens(pair.source), tokens(pair.target)
        if 3 <= len(source) <= MAX_TOKENS and 3 <= len(target) <= MAX_TOKENS:
            kept.setdefault(pair_key(pair), (pair, source, target))
    if not kept:
        return {}
    source_ids, source_size = _ids([s for _, s, _ in kept.values()], languages[0])
    target_ids, target_size = _ids([t for _, _, t in kept.values()], languages[1])
    forward = ibm1(source_ids, source_size, target_ids, target_size)
    backward = ibm1(target_ids, target_size, source_ids, source_size)
    function_words = FUNCTION_WORDS.get(languages[0], frozenset())

    links: list[Spans] = []
    candidates: list[list[tuple[int, int, int, int]]] = []
    lexicon: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (pair, source, target), there, back in zip(kept.values(), forward, backward, strict=True):
        found = symmetrise(there, back)
        characters = sorted(
            (source[i].start, source[i].end, target[j].start, target[j].end) for i, j in found
        )
        links.append(np.array(characters, np.int16).reshape(-1, 4))
        phrases = [
            (source[a].start, source[b].end, target[c].start, target[d].end)
            for a, b, c, d in phrase_pairs(source, target, found, function_words)
        ]
        candidates.append(phrases)
        for a, b, c, d in phrases:
            lexicon[pair.source[a:b].lower()][pair.target[c:d].lower()] += 1
    totals = {phrase: sum(counts.values()) for phrase, counts in lexicon.items()}

    result: Alignments = {}
    for (key, (pair, _, _)), linked, phrases in zip(kept.items(), links, candidates, strict=True):
        reliable = []
        for a, b, c, d in phrases:
            phrase = pair.source[a:b]
            seen = lexicon[phrase.lower()][pair.target[c:d].lower()]
            name = phrase[0].isupper() and len(phrase.split()) >= 2
            if name or (seen >= 2 and seen / totals[phrase.lower()] >= 0.2):
                reliable.append((a, b, c, d))
        result[key] = Aligned(linked, np.array(reliable, np.int16).reshape(-1, 4))
    return result


def pairs_to_align(sources: Sequence[Source], seed: int) -> list[Pair]:
    """Return up to `align` pairs of each source, chosen by `seed`."""
    rng = random.Random(seed)
    return [
        source.pairs[index]
        for source in sources
        for index in sorted(rng.sample(range(len(source.pairs)), min(source.align, len(source.pairs))))
    ]


def save(alignments: Alignments, path: Path) -> None:
    """Write alignments as a NumPy archive (no pickles)."""
    import numpy as np

    empty = np.zeros((0, 4), np.int16)
    with replacing(path) as file:
        np.savez_compressed(
            file,
            keys=np.array(list(alignments), np.int64),
            link_counts=np.array([len(a.links) for a in alignments.values()], np.int32),
            phrase_counts=np.array([len(a.phrases) for a in alignments.values()], np.int32),
            links=np.concatenate([empty, *(a.links for a in alignments.values())]),
            phrases=np.concatenate([empty, *(a.phrases for a in alignments.values())]),
        )


def load(path: Path) -> Alignments:
    """Read what `save` wrote."""
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        links = np.split(file["links"], np.cumsum(file["link_counts"])[:-1])
        phrases = np.split(file["phrases"], np.cumsum(file["phrase_counts"])[:-1])
        keys = file["keys"].tolist()
    return {key: Aligned(a, b) for key, a, b in zip(keys, links, phrases, strict=True)} if keys else {}
