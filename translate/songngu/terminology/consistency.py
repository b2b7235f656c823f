"""One concept, one rendering through a document: where a text deviates from the others, a reviewer should know."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any
from songngu.terminology.base import Enforcement
from songngu.terminology.folding import fold, occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.terminology.base import TermMatch

Concept = tuple[str, str]
"""Source of an entry and the rendering wanted: renderings that the context asks for are concepts of their own."""


def deviations(texts: Sequence[tuple[str, Sequence[TermMatch]]]) -> list[tuple[str, ...]]:
    """Return, for each text of a document, a message for each concept that it renders unlike most of the others.

    Only required terms and names, and of these renderings that the entry admits, are compared: ordinary phrases
    may vary, and a missing or forbidden rendering is another finding. Without a majority the rendering that is
    wanted counts as the document's.

    Args:
        texts: of each text the target, and the terms and names of its source.
    """
    used = [renderings_used(target, list(filter(_is_official, matches))) for target, matches in texts]
    totals: dict[Concept, Counter[str]] = defaultdict(Counter)
    for found in used:
        for concept, renderings in found.items():
            totals[concept].update(renderings)
    messages: list[tuple[str, ...]] = []
    for found in used:
        lines = []
        for concept, renderings in found.items():
            counts = totals[concept]
            usual = max(
                counts, key=lambda rendering: (counts[rendering], fold(rendering) == fold(concept[1]))
            )
            lines += [
                f"{concept[0]} is “{rendering}” here, “{usual}” elsewhere ({counts[usual]} of {counts.total()})"
                for rendering in renderings
                if rendering != usual
            ]
        messages.append(tuple(lines))
    return messages


def renderings_used(target: str, matches: Sequence[TermMatch]) -> dict[Concept, Counter[str]]:
    """Return which of the renderings that their entries admit a target has for its terms, and how often.

    Longer renderings claim their places first, so that "Đảng" in "Đảng ủy" counts for nothing.
    """
    folded = fold(target)
    claimed: list[Span] = []
    wanted = Counter((match.entry.source, match.target) for match in matches)
    options = {
        (rendering, (match.entry.source, match.target))
        for match in matches
        for rendering in (match.target, *match.entry.renderings)
    }
    used: dict[Concept, Counter[str]] = {}
    for rendering, concept in sorted(options, key=lambda option: (-len(option[0]), option)):
        for place in occurrences(fold(rendering), folded):
            if wanted[concept] and not overlaps_any(place, claimed):
                claimed.append(place)
                wanted[concept] -= 1
                used.setdefault(concept, Counter())[_spelt(rendering, concept)] += 1
    return used


def _is_official(match: TermMatch) -> bool:
    return match.entry.is_name or match.entry.enforcement is Enforcement.REQUIRED


def _spelt(rendering: str, concept: Concept) -> str:
    """Return one spelling for renderings that differ in capitals only."""
    return concept[1] if fold(rendering) == fold(concept[1]) else rendering
