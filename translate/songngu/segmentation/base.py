"""A segment: what is translated, reviewed and scored as one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songngu.documents.base import BlockKind
    from songngu.spans import Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence (or a whole heading, caption, byline …) of a block.

    Attributes:
        text: the source text, NFC, no white space at either end, markup as written.
        block: position of its block in the document, from 1.
        sentence: position of the segment in its block, from 1.
        kind: kind of its block.
        line: line of the file at which its block starts, from 1.
        protected: ranges of `text` that stay as they are (see `Block.protected`).
        furniture: its block is page furniture.
        separator: white space between this segment and the next of the same block ("" after the last).
    """

    text: str
    block: int
    sentence: int
    kind: BlockKind
    line: int
    protected: tuple[Span, ...] = ()
    furniture: bool = False
    separator: str = ""
