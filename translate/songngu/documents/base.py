"""What a document is for the rest of the program, and the contract of a format.

A format turns a file into a `Document` and, given translations, a `Document` back into a file. It knows
nothing of sentences, terms, models or catalogues.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from songngu.spans import Span


class BlockKind(StrEnum):
    """What a block is in its document; the value is what catalogues show."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_CELL = "table cell"
    CAPTION = "caption"
    QUOTE = "quote"
    BYLINE = "byline"
    DATE_LINE = "date line"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is translated as a whole: a paragraph, a heading, a caption …

    Attributes:
        text: NFC text on one line (hard wraps joined by one space), inline markup included as written.
        kind: what the block is.
        line: 1-based line of the file at which it starts.
        position: 1-based number of the block in its document.
        protected: ranges of `text` that no translation may change (inline markup, URLs, e-mail addresses,
            code, and brackets of the term protocol in the user's own text), sorted, disjoint.
        furniture: True for what a web page left in an article (comment counter, teaser, share button): it is
            translated, but the catalogue marks it.
        end_line: 1-based line of the file at which it ends.
    """

    text: str
    kind: BlockKind
    line: int
    position: int
    protected: tuple[Span, ...] = ()
    furniture: bool = False
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file read: its blocks in order, and what its format needs to write it again.

    Attributes:
        path: the file as the user named it.
        slug: the name of its catalogue (file stem, or folder name for `<slug>/source.*`).
        blocks: the blocks in document order.
        encoding: the codec it was decoded with, e.g. `utf-8`, `utf-16`, `cp1252`.
        warnings: one line each, e.g. a guessed legacy encoding.
        skeleton: private to the format: whatever it needs to write the document again.
    """

    path: Path
    slug: str
    blocks: tuple[Block, ...]
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
    skeleton: object = field(default=None, compare=False, repr=False)


class DocumentFormat(ABC):
    """One file format: reads and writes documents with the suffixes it names."""

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    @abstractmethod
    def read(self, path: Path, slug: str) -> Document:
        """Read a file.

        Raises:
            DocumentError: unreadable, empty, binary, or not decodable; the message names the remedy.
        """

    @abstractmethod
    def write(self, document: Document, translations: Mapping[int, str], path: Path) -> None:
        """Write `document` to `path` with the text of blocks replaced.

        Args:
            document: a document that this format has read.
            translations: block position → translated text; a block that is missing keeps its source.
            path: where to write, UTF-8, atomically.
        """
