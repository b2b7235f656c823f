"""Hide protected spans from the segmenter, so that markup and URLs neither make nor swallow boundaries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

# Markup that a reader does not see: emphasis marks, the tail of a link, HTML tags, footnote references.
_INVISIBLE = re.compile(
    r"[^\w\s]+|\][(\[].*|</?[a-z][\w-]*(?:\s[^>]*)?/?>|\[\^[^\]]+\]", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as the segmenter shall see it.

    Attributes:
        text: invisible markup left out, other protected spans replaced by a capitalised word of their length.
        offsets: for each character of `text` its place in the original; one more for the end.
    """

    text: str
    offsets: tuple[int, ...]


def mask(text: str, protected: Sequence[Span]) -> Masked:
    """Return `text` with its protected spans hidden.

    Args:
        text: the text of a block.
        protected: sorted, disjoint ranges of it.
    """
    parts: list[str] = []
    offsets: list[int] = []
    position = 0
    for span in (*protected, Span(len(text), len(text))):
        parts.append(text[position : span.start])
        offsets.extend(range(position, span.start))
        if not _INVISIBLE.fullmatch(span.of(text)) and span.start < span.end:
            parts.append("X".ljust(span.end - span.start, "x"))
            offsets.extend(range(span.start, span.end))
        position = span.end
    return Masked("".join(parts), (*offsets, len(text)))
