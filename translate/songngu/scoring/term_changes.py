"""Which terms reviewers change: what the machine wrote as the termbase has it, and what they wrote instead."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from songngu.terminology.folding import fold
from songngu.terminology.replace import find_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from songngu.scoring.accuracy import Judge, MatchLike, VerdictLike
    from songngu.scoring.hter import Edit

EXAMPLES = 3
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONGER = 4
"""By how many words more than the rendering what stands in its place may be and still be taken for its like."""


@dataclass(frozen=True, slots=True)
class TermChange:
    """A rendering that reviewers took out: a candidate for a change of the termbase.

    Attributes:
        source: the English term.
        rendering: the rendering that the machine's text has and the final one has not.
        count: how often it was taken out.
        offered: how often the machine's text of reviewed entries had it.
        replacements: what stands in its place and how often, most often first; empty where that is not plain.
        examples: final texts, up to three.
    """

    source: str
    rendering: str
    count: int
    offered: int
    replacements: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


def changed_terms(documents: Iterable[Sequence[Edit]], judge: Judge) -> list[TermChange]:
    """Return the renderings that reviewers took out, most often changed first.

    Args:
        documents: the reviewed entries of each, changed or not.
        judge: tells which terms of a source a text keeps.
    """
    offered: Counter[tuple[str, str]] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    instead: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edit, old, new in _verdicts(documents, judge):
        if not old.kept:
            continue
        key = old.match.entry.source, _rendering_in(edit.machine, old.match)
        offered[key] += 1
        if not new.kept:
            counts[key] += 1
            examples[key].append(edit.final)
            if found := replacement(edit.machine, edit.final, key[1]):
                instead[key][found] += 1
    return [
        TermChange(
            source,
            rendering,
            count,
            offered[source, rendering],
            tuple(instead[source, rendering].most_common()),
            tuple(dict.fromkeys(examples[source, rendering]))[:EXAMPLES],
        )
        for (source, rendering), count in counts.most_common()
    ]


def _verdicts(
    documents: Iterable[Sequence[Edit]], judge: Judge
) -> Iterator[tuple[Edit, VerdictLike, VerdictLike]]:
    """Yield each term of each entry with what became of it in the machine's text and in the final one."""
    for edits in documents:
        before = judge([(edit.source, edit.machine) for edit in edits])
        after = judge([(edit.source, edit.final) for edit in edits])
        for edit, old, new in zip(edits, before, after, strict=True):
            yield from ((edit, *pair) for pair in zip(old, new, strict=True))


def replacement(machine: str, final: str, rendering: str) -> str:
    """Return what stands in `final` where `machine` has `rendering`; "" where that is not plain.

    Both texts are compared word by word. The words that keep their neighbours in place bound the stretch; where a
    change reaches beyond the rendering, nobody can tell which of the new words are the term's.
    """
    place = next(find_phrase(machine, rendering, fold), None)
    if place is None:
        return ""
    ours, theirs = list(_TOKEN.finditer(machine)), list(_TOKEN.finditer(final))
    inside = [index for index, token in enumerate(ours) if place.start <= token.start() < place.end]
    matcher = SequenceMatcher(
        None, [fold(token[0]) for token in ours], [fold(token[0]) for token in theirs], autojunk=False
    )
    found = _counterpart(matcher.get_opcodes(), inside[0], inside[-1] + 1)
    if found is None or not 0 < found[1] - found[0] <= len(inside) + _LONGER:
        return ""
    text = final[theirs[found[0]].start() : theirs[found[1] - 1].end()].strip(",.;:!? ")
    begins_sentence = rendering[:1].islower() and place.of(machine)[:1].isupper()
    return text[:1].lower() + text[1:] if begins_sentence else text


def _counterpart(
    opcodes: Sequence[tuple[str, int, int, int, int]], first: int, last: int
) -> tuple[int, int] | None:
    """Return the stretch that stands for the words from `first` to before `last`; words added at an end belong to it.

    Args:
        opcodes: of `difflib.SequenceMatcher`.
    """
    edges: list[tuple[int, int]] = []
    for tag, left, right, low, high in opcodes:
        outside = right <= first or left >= last
        if outside and not (tag == "insert" and first <= left <= last):
            continue
        if tag == "equal":
            edges.append((low + max(0, first - left), high - max(0, right - last)))
        elif left < first or right > last:
            return None
        else:
            edges.append((low, high))
    return (edges[0][0], edges[-1][1]) if edges else None


def _rendering_in(text: str, match: MatchLike) -> str:
    """Return which of the renderings of a term a text has."""
    wanted = (match.target, *match.entry.renderings)
    return next((each for each in wanted if next(find_phrase(text, each, fold), None)), match.target)
