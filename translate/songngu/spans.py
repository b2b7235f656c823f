"""Character ranges of a text: the one currency in which rooms tell each other where something stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Half-open character range `[start, end)` of a text, 0-based."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Say whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def shifted(self, offset: int) -> Span:
        """Return the same range, `offset` characters further right."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a source and of its target that belong together.

    Attributes:
        source: where the words stand in the source.
        target: where they stand in the target.
        weight: how much of the target's word is owed to this part of the source, 0 to 1.
    """

    source: Span
    target: Span
    weight: float


def overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    """Say whether `span` shares a character with any of `others`."""
    return any(span.overlaps(other) for other in others)
