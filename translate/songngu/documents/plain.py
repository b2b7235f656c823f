"""Plain text: paragraphs by blank lines, or one to a line, or hard-wrapped; decided by evidence."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.documents.base import Block, BlockKind, Document, DocumentFormat
from songngu.documents.encoding import read_text
from songngu.documents.furniture import mark_furniture
from songngu.documents.kinds import LONGEST_HEADING, is_stamp, is_unfinished, line_kind, running_kind
from songngu.documents.protected import protected_spans
from songngu.documents.skeleton import Skeleton, lines_of, write_document
from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WIDEST_WRAP = 100  # characters; nobody wraps text by hand or by fmt further right
NARROWEST_WRAP = 40
_WRAPPED_SHARE = 0.3  # of line pairs that go on with a small letter, in a text that is wrapped
_MARKER = re.compile(r"(?:[-*•·–—+▪◦‣]|\(?(?:\d{1,3}|[a-zđ]|[ivx]{1,4})\)|\d{1,3}\.)\s+(?=\S)")
_OPENERS = "“\"‘'([«"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: number from 1, range without white space at its ends, text, width of its indent."""

    number: int
    span: Span
    text: str
    indent: int

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


class PlainText(DocumentFormat):
    """Plain text files."""

    name = "plain text"
    suffixes = (".txt", ".text")

    def read(self, path: Path, slug: str) -> Document:
        """Read a text file (see `DocumentFormat.read`)."""
        decoded = read_text(path)
        chunks = _chunks(decoded.text)
        wrap = _wrap_width(chunks)
        paragraphs = [lines for chunk in chunks for lines in _paragraphs(chunk, wrap)]
        blocks, ranges = _blocks(paragraphs)
        return Document(
            path=path,
            slug=slug,
            blocks=mark_furniture(blocks),
            encoding=decoded.encoding,
            warnings=decoded.warnings,
            skeleton=Skeleton(decoded.text, decoded.encoding == "utf-8-sig", ranges),
        )

    def write(self, document: Document, translations: Mapping[int, str], path: Path) -> None:
        """Write the document again; blank lines, line ends and list markers stay."""
        write_document(document, translations, path)


def _chunks(text: str) -> list[list[_Line]]:
    """Return the lines that hold a letter or a digit, in groups that blank lines and rulers separate."""
    chunks: list[list[_Line]] = [[]]
    for number, span in enumerate(lines_of(text), 1):
        raw = span.of(text)
        content = raw.strip()
        if any(character.isalnum() for character in content):
            indent = len(raw) - len(raw.lstrip())
            start = span.start + indent
            chunks[-1].append(_Line(number, Span(start, start + len(content)), content, indent))
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _goes_on(previous: _Line, following: _Line) -> bool:
    """Say whether a small letter shows that a sentence runs over the line break."""
    return is_unfinished(previous.text) and following.text.lstrip(_OPENERS)[:1].islower()


def _width(chunk: Sequence[_Line]) -> int:
    return max(line.width for line in chunk)


def _wrap_width(chunks: Sequence[Sequence[_Line]]) -> int:
    """Return the width at which the text was wrapped, in characters; 0 when it was not."""
    narrow = [chunk for chunk in chunks if len(chunk) > 1 and NARROWEST_WRAP <= _width(chunk) <= WIDEST_WRAP]
    pairs = [pair for chunk in narrow for pair in itertools.pairwise(chunk)]
    running = sum(_goes_on(*pair) for pair in pairs)
    return max(map(_width, narrow)) if running > _WRAPPED_SHARE * len(pairs) else 0


def _paragraphs(chunk: Sequence[_Line], wrap: int) -> list[list[_Line]]:
    """Group the lines of a chunk into paragraphs."""
    groups = [[chunk[0]]]
    for line in chunk[1:]:
        if _continues(groups[-1], line, wrap if _width(chunk) <= WIDEST_WRAP else 0):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(group: Sequence[_Line], line: _Line, wrap: int) -> bool:
    """Say whether `line` goes on with the paragraph in `group`.

    Args:
        group: the lines of the paragraph so far.
        line: the next line.
        wrap: the width at which the text was wrapped, 0 when it was not.
    """
    previous = group[-1]
    in_list = _MARKER.match(group[0].text) is not None
    if not wrap or running_kind(previous.text) is BlockKind.DATE_LINE or is_stamp(line.text):
        return False
    if _MARKER.match(line.text) and (in_list or not is_unfinished(previous.text)):
        return False
    if line.indent > previous.indent and not in_list:
        return False
    if _goes_on(previous, line) and previous.width >= wrap / 2:
        return True
    # A wrapped line is full: the first word of the next one would not have fitted.
    needed = previous.width + 1 + len(line.text.split(maxsplit=1)[0])
    return needed > wrap * (0.88 if is_unfinished(previous.text) else 1)


def _joined(lines: Sequence[_Line]) -> str:
    """Join hard-wrapped lines with a space, after a hyphen inside a word without."""
    text = lines[0].text
    for line in lines[1:]:
        hyphenated = text[-1:] == "-" and text[-2:-1].isalpha() and line.text[:1].islower()
        text += line.text if hyphenated else f" {line.text}"
    return text


def _blocks(paragraphs: Sequence[Sequence[_Line]]) -> tuple[list[Block], tuple[Span, ...]]:
    texts = [_joined(lines) for lines in paragraphs]
    running = [
        index for index, text in enumerate(texts) if len(text) > LONGEST_HEADING and not is_unfinished(text)
    ]
    last_running = running[-1] if running else -1
    blocks: list[Block] = []
    ranges: list[Span] = []
    titled = False
    for index, (lines, text) in enumerate(zip(paragraphs, texts, strict=True)):
        marker = _MARKER.match(text)
        offset = marker.end() if marker else 0
        content = unicodedata.normalize("NFC", text[offset:])
        kind = (
            BlockKind.LIST_ITEM if marker else line_kind(content, first=not titled, last=index > last_running)
        )
        titled = titled or kind is not BlockKind.DATE_LINE
        ranges.append(Span(lines[0].span.start + offset, lines[-1].span.end))
        blocks.append(
            Block(
                text=content,
                kind=kind,
                line=lines[0].number,
                position=len(blocks) + 1,
                protected=tuple(protected_spans(content)),
                end_line=lines[-1].number,
            )
        )
    return blocks, tuple(ranges)
