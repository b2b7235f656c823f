"""Check that a target text has the renderings that its source's terms ask for.

Vietnamese does not inflect, so looking for the very words is sound; what may differ is listed in
`folding.fold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any
from songngu.terminology.base import TermMatch, Verdict
from songngu.terminology.folding import fold, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def verify(target: str, matches: Sequence[TermMatch]) -> list[Verdict]:
    """Return one verdict for each match, in the order of `matches`.

    A term that the source has twice must be twice in the target. One place serves one match, but for a
    rendering that lies inside the rendering of another match ("Đảng" in "Đảng ủy"). A forbidden or
    deprecated rendering counts where a valid one is missing, unless it is part of a valid rendering there.
    """
    folded = fold(target)
    places = [_places(folded, match) for match in matches]
    valid = [place for places_of_one in places for place in places_of_one]
    claimed: list[Span] = []
    verdicts: dict[int, Verdict] = {}
    by_length = sorted(range(len(matches)), key=lambda index: -len(matches[index].target))
    for index in by_length:
        match = matches[index]
        free = next((place for place in places[index] if not overlaps_any(place, claimed)), None)
        if free is not None:
            claimed.append(free)
        kept = free is not None or any(_inside(place, claimed) for place in places[index])
        verdicts[index] = Verdict(match, kept, () if kept else _wrong(folded, match, valid))
    return [verdicts[index] for index in range(len(matches))]


def excess(target: str, matches: Sequence[TermMatch]) -> int:
    """Return how many times renderings of three words and more stand in `target` that no match asks for.

    A rendering inside another match's is asked for by that one. Shorter ones are rightly repeated, in place of "it".
    """
    folded, wanted = fold(target), [fold(match.target) for match in matches]
    return sum(
        max(0, sum(1 for _ in occurrences(each, folded)) - sum(each in other for other in wanted))
        for each in dict.fromkeys(wanted)
        if each.count(" ") > 1
    )


def _places(folded: str, match: TermMatch) -> list[Span]:
    """Return where a rendering of the match stands, but not as a part of a forbidden one."""
    wanted = dict.fromkeys(map(fold, (match.target, *match.entry.renderings)))
    found = [place for rendering in wanted for place in occurrences(rendering, folded)]
    wrong = [place for text in match.entry.forbidden for place in occurrences(fold(text), folded)]
    return [place for place in found if not _inside(place, wrong)] if wrong else found


def _wrong(folded: str, match: TermMatch, valid: Sequence[Span]) -> tuple[str, ...]:
    return tuple(
        rendering
        for rendering in (*match.entry.forbidden, *match.entry.deprecated)
        if any(not _covered(place, valid) for place in occurrences(fold(rendering), folded))
    )


def _inside(place: Span, others: Iterable[Span]) -> bool:
    """Say whether `place` lies in one of `others` and is shorter."""
    return any(other.start <= place.start and place.end <= other.end and other != place for other in others)


def _covered(place: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= place.start and place.end <= other.end for other in others)
