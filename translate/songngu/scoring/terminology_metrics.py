"""The measures of the WMT terminology tasks, beside the exact-match accuracy of `accuracy`.

Sources: window overlap and 1 − TERm: Anastasopoulos et al., "On the Evaluation of Machine Translation for
Terminology Consistency", 2021, and its script `evaluate_term_wmt.py` (WMT 2021). Terminology consistency:
Semenov et al., "Findings of the WMT 2023 Shared Task on Machine Translation with Terminologies", 2023, with the most
frequent rendering as the pseudo-reference.

All three look at folded words (case, tone placement and kinds of marks do not matter); punctuation marks are words
of their own. The script takes the marked terms of annotated references; here a reference's terms are the
places in which it has a rendering of the termbase.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from songngu.scoring.base import Mean, Ratio, TermMeasures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from songngu.scoring.accuracy import VerdictLike
    from songngu.scoring.base import ScoredSegment

TERM_COST = 2
"""What an edit of a term's word costs in TERm; other edits, and a moved block, cost 1."""

_WORD = re.compile(r"\w+|[^\w\s]")

Place = tuple[int, int]
"""Words `[start, end)` of a text."""


def words(text: str) -> list[str]:
    """Return the folded words and punctuation marks of a text."""
    from songngu.terminology.folding import fold

    return _WORD.findall(fold(text))


def measure(segments: Sequence[ScoredSegment], verdicts: Sequence[Sequence[VerdictLike]]) -> TermMeasures:
    """Compute all measures on the segments of a document, against their first references.

    Args:
        segments: of one document; consistency is a matter of a document.
        verdicts: those of each segment.
    """
    two, three, edited = Mean(), Mean(), Mean()
    for segment, each in zip(segments, verdicts, strict=True):
        hypothesis, reference = words(segment.hypothesis), words(segment.references[0])
        terms = term_places(reference, each)
        if terms:
            two += Mean(window_overlap(hypothesis, reference, terms, 2), 1)
            three += Mean(window_overlap(hypothesis, reference, terms, 3), 1)
        if reference:
            edited += Mean(1 - term_edit_rate(hypothesis, reference, terms), 1)
    return TermMeasures(two, three, edited, mean_consistency(used_renderings(segments, verdicts)))


def term_places(text: Sequence[str], verdicts: Iterable[VerdictLike]) -> list[Place]:
    """Return where a text has renderings of the terms looked for, in order.

    Longer renderings claim their words first; a term that the source has once claims one place.
    """
    wanted = sorted(
        ([*map(words, dict.fromkeys((v.match.target, *v.match.entry.renderings)))] for v in verdicts),
        key=lambda renderings: -len(renderings[0]),
    )
    claimed: list[Place] = []
    for renderings in wanted:
        free = (
            place
            for rendering in renderings
            for place in _occurrences(rendering, text)
            if all(place[1] <= start or end <= place[0] for start, end in claimed)
        )
        claimed += [place for place in (next(free, None),) if place]
    return sorted(claimed)


def window_overlap(
    hypothesis: Sequence[str], reference: Sequence[str], terms: Sequence[Place], window: int
) -> float:
    """Return how alike the surroundings of terms are in hypothesis and reference, 0 to 1.

    Around each term of the reference stand up to `window` words on either side, punctuation left out. Their
    overlap is the share of them that stand around the same words in the hypothesis. A term that a text has several
    times is paired best overlap first. The result is the mean over the pairs; 0 when no term is in
    the hypothesis.
    """
    overlaps: list[float] = []
    groups: dict[tuple[str, ...], list[Place]] = {}
    for start, end in terms:
        groups.setdefault(tuple(reference[start:end]), []).append((start, end))
    for term, places in groups.items():
        found = list(_occurrences(term, hypothesis))
        pairs = sorted(
            (
                (
                    _overlap(_around(hypothesis, theirs, window), _around(reference, ours, window)),
                    ours,
                    theirs,
                )
                for ours in places
                for theirs in found
            ),
            key=lambda pair: -pair[0],
        )
        taken: set[tuple[str, Place]] = set()
        for overlap, ours, theirs in pairs:
            if taken.isdisjoint({("reference", ours), ("hypothesis", theirs)}):
                taken |= {("reference", ours), ("hypothesis", theirs)}
                overlaps.append(overlap)
    return sum(overlaps) / len(overlaps) if overlaps else 0.0


def term_edit_rate(hypothesis: Sequence[str], reference: Sequence[str], terms: Sequence[Place]) -> float:
    """Return TERm: the edits that make the hypothesis the reference, per word of the reference.

    A word of a term that is missing or replaced costs `TERM_COST`. Blocks are moved as sacrebleu's TER moves
    them, that is, to the least number of edits without weights.
    """
    from sacrebleu.metrics import lib_ter

    distance, moves, tried = lib_ter.BeamEditDistance(list(reference)), 0, 0
    current = list(hypothesis)
    while tried < lib_ter._MAX_SHIFT_CANDIDATES:
        gain, moved, tried = lib_ter._shift(current, list(reference), distance, tried)
        if gain <= 0 or tried >= lib_ter._MAX_SHIFT_CANDIDATES:
            break
        current, moves = moved, moves + 1
    costs = [1] * len(reference)
    for start, end in terms:
        costs[start:end] = [TERM_COST] * (end - start)
    return (moves + _weighted_distance(current, reference, costs)) / len(reference)


def _weighted_distance(hypothesis: Sequence[str], reference: Sequence[str], costs: Sequence[int]) -> int:
    """Return the edit distance in which a missing or replaced word of the reference has its own cost."""
    row = [0]
    for cost in costs:
        row.append(row[-1] + cost)
    for number, word in enumerate(hypothesis, start=1):
        before, row = row, [number]
        for column, (wanted, cost) in enumerate(zip(reference, costs, strict=True), start=1):
            replaced = before[column - 1] + (0 if word == wanted else cost)
            row.append(min(replaced, before[column] + 1, row[-1] + cost))
    return row[-1]


def used_renderings(
    segments: Sequence[ScoredSegment], verdicts: Sequence[Sequence[VerdictLike]]
) -> dict[str, list[str]]:
    """Return, for each term that a document has several times, the rendering of each occurrence, "" for none."""
    seen: dict[str, list[str]] = {}
    for segment, each in zip(segments, verdicts, strict=True):
        target = words(segment.hypothesis)
        for verdict in each:
            entry = verdict.match.entry
            used = (text for text in entry.renderings if any(_occurrences(words(text), target)))
            seen.setdefault(entry.source, []).append(next(used, "") if verdict.kept else "")
    return {source: renderings for source, renderings in seen.items() if len(renderings) > 1}


def consistency(used: dict[str, list[str]]) -> Ratio:
    """Count how often a repeated term has the rendering that it mostly has in the document.

    An occurrence in no known rendering agrees with none. This is the micro average of Semenov et al.
    """
    return sum((_agreeing(renderings) for renderings in used.values()), Ratio(0, 0))


def mean_consistency(used: dict[str, list[str]]) -> Mean:
    """Return the same share for each repeated term, to be averaged over terms: the macro average."""
    shares = [_agreeing(renderings) for renderings in used.values()]
    return Mean(sum(each.right / each.total for each in shares), len(shares))


def _agreeing(renderings: Sequence[str]) -> Ratio:
    counts = Counter(filter(None, renderings))
    return Ratio(max(counts.values(), default=0), len(renderings))


def _occurrences(needle: Sequence[str], text: Sequence[str]) -> Iterator[Place]:
    size = len(needle)
    for start in range(len(text) - size + 1 if size else 0):
        if list(text[start : start + size]) == list(needle):
            yield start, start + size


def _around(text: Sequence[str], place: Place, window: int) -> Counter[str]:
    start, end = place
    left = [word for word in text[:start] if word[0].isalnum()][-window:]
    right = [word for word in text[end:] if word[0].isalnum()][:window]
    return Counter((*left, *right))


def _overlap(found: Counter[str], wanted: Counter[str]) -> float:
    return (found & wanted).total() / wanted.total() if wanted else 0.0
