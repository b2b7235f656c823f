"""Propose renderings of English terms from sentence pairs: the word sequences that go with the term.

For each term the Vietnamese n-grams of the pairs that have it are scored by the log-likelihood ratio of
occurring together (Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational
Linguistics 19(1), 1993). Nothing is aligned word by word: a few thousand pairs and a term that occurs twice
are enough for a proposal that a person judges.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.terminology.base import Entry
from songngu.terminology.matcher import Matcher
from songngu.terminology.termbase import Termbase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^,.;:!?()“”\"…]+")
_EDGE_LIST = """
    và của là các những một được bị cho với trong trên dưới ở tại từ đến về để mà thì cũng đã đang sẽ
    không chưa này đó kia ấy khi nếu vì do bởi nhưng hay hoặc như mọi mỗi từng phải có theo ông bà anh chị
    tôi họ nó rất nhiều ít bằng qua ra vào lên xuống lại còn
"""
_EDGE = frozenset(_EDGE_LIST.split())
LONGEST = 7  # syllables
_SAME = 0.75  # a longer sequence that occurs at least so often as the best one takes its place


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rendering that pairs suggest.

    Attributes:
        target: the Vietnamese words.
        together: in how many pairs the term and the rendering stand together.
        share: that number by the number of pairs with the term.
        score: log-likelihood ratio (G²).
    """

    target: str
    together: int
    share: float
    score: float


def propose(
    terms: Sequence[str], pairs: Sequence[tuple[str, str]], *, best: int = 3, minimum: int = 2
) -> dict[str, list[Proposal]]:
    """Return the best proposals for each term that enough pairs have.

    Args:
        terms: English terms, matched as the termbase's are.
        pairs: source and target sentences.
        best: how many proposals at most.
        minimum: in how many pairs term and rendering stand together at least.
    """
    matcher = Matcher(Termbase(tuple(Entry(term, "?") for term in dict.fromkeys(terms))))
    having: dict[str, list[int]] = defaultdict(list)
    for number, (source, _) in enumerate(pairs):
        for term in {match.entry.source for match in matcher.find(source)}:
            having[term].append(number)
    together = {
        term: _together(pairs, numbers, minimum)
        for term, numbers in having.items()
        if len(numbers) >= minimum
    }
    wanted = {sequence for counts in together.values() for sequence in counts}
    everywhere: Counter[str] = Counter()
    for _, target in pairs:
        everywhere.update({sequence for sequence in _sequences(target) if sequence in wanted})
    forms = _forms(pairs, having, together)
    return {
        term: _ranked(counts, everywhere, forms, having=len(having[term]), total=len(pairs), best=best)
        for term, counts in together.items()
        if counts
    }


def _together(pairs: Sequence[tuple[str, str]], numbers: Iterable[int], minimum: int) -> dict[str, int]:
    counts = Counter(sequence for number in numbers for sequence in set(_sequences(pairs[number][1])))
    return {sequence: count for sequence, count in counts.items() if count >= minimum}


def _sequences(text: str) -> Iterator[str]:
    """Yield the n-grams of syllables; none reaches over punctuation or has an empty word at an end."""
    for part in _PART.findall(text.casefold()):
        words = _WORD.findall(part)
        for first, word in enumerate(words):
            if word in _EDGE:
                continue
            for last in range(first, min(len(words), first + LONGEST)):
                if words[last] not in _EDGE:
                    yield " ".join(words[first : last + 1])


def _forms(
    pairs: Sequence[tuple[str, str]], having: dict[str, list[int]], together: dict[str, dict[str, int]]
) -> dict[str, Counter[str]]:
    """Count how each sequence is written: "tư lệnh", "Tư lệnh"."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for term, counts in together.items():
        for number in having[term]:
            for part in _PART.findall(pairs[number][1]):
                words = _WORD.findall(part)
                lowered = [word.casefold() for word in words]
                for first in range(len(words)):
                    for last in range(first, min(len(words), first + LONGEST)):
                        sequence = " ".join(lowered[first : last + 1])
                        if sequence in counts:
                            forms[sequence][" ".join(words[first : last + 1])] += 1
    return forms


def _ranked(
    counts: dict[str, int],
    everywhere: Counter[str],
    forms: dict[str, Counter[str]],
    *,
    having: int,
    total: int,
    best: int,
) -> list[Proposal]:
    scored = {
        sequence: _log_likelihood(count, having - count, everywhere[sequence] - count, total)
        for sequence, count in counts.items()
    }
    order = sorted(scored, key=lambda sequence: (-scored[sequence], -len(sequence)))
    chosen: list[str] = []
    for sequence in order:
        longer = [
            other
            for other in order
            if f" {sequence} " in f" {other} " and counts[other] >= _SAME * counts[sequence]
        ]
        whole = max(longer, key=len)
        if not any(f" {whole} " in f" {other} " or f" {other} " in f" {whole} " for other in chosen):
            chosen.append(whole)
        if len(chosen) == best:
            break
    return [
        Proposal(forms[each].most_common(1)[0][0], counts[each], counts[each] / having, scored[each])
        for each in chosen
    ]


def _log_likelihood(both: int, only_source: int, only_target: int, total: int) -> float:
    """Return G² of a two-by-two table; 0 where they avoid each other."""
    neither = total - both - only_source - only_target
    cells = (
        (both, both + only_source, both + only_target),
        (only_source, both + only_source, only_source + neither),
        (only_target, only_target + neither, both + only_target),
        (neither, only_target + neither, only_source + neither),
    )
    if both * total <= (both + only_source) * (both + only_target):
        return 0.0
    return 2 * sum(count * math.log(count * total / (row * column)) for count, row, column in cells if count)
