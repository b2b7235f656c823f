"""What text formats share: the file as it was, where its blocks stand in it, and how to write it again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.errors import DocumentError
from songngu.files import write_atomically
from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from songngu.documents.base import Block, Document

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_BREAK = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]\s*")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The file as it was.

    Attributes:
        text: its characters, before normalisation, line ends untouched.
        bom: it began with a UTF-8 byte order mark.
        ranges: for each block, in order, its characters in `text`.
    """

    text: str
    bom: bool
    ranges: tuple[Span, ...]


def lines_of(text: str) -> list[Span]:
    """Return the ranges of the lines of `text`, line ends left out; only CR, LF and CR LF end a line."""
    spans = []
    for match in _LINE.finditer(text):
        content = match[0].rstrip("\r\n")
        spans.append(Span(match.start(), match.start() + len(content)))
    return spans


def write_document(
    document: Document,
    translations: Mapping[int, str],
    path: Path,
    escape: Callable[[Block, str], str] = lambda _, text: text,
) -> None:
    """Write a document whose skeleton is a `Skeleton`; what is not translated stays byte for byte.

    Args:
        document: what was read.
        translations: block position → translated text; a missing block, or one equal to its source, stays.
        path: where to write, UTF-8 (with a byte order mark if the file had one), atomically.
        escape: makes a translation safe where it is put.

    Raises:
        DocumentError: the file cannot be written.
        TypeError: the document was read by a format with another skeleton.
    """
    skeleton = document.skeleton
    if not isinstance(skeleton, Skeleton):
        raise TypeError(f"{document.path} was not read by this format")
    parts: list[str] = []
    position = 0
    for block, span in zip(document.blocks, skeleton.ranges, strict=True):
        target = translations.get(block.position, block.text)
        if target != block.text:
            # Text formats end blocks at line breaks: a translation must stay on one line.
            parts += (skeleton.text[position : span.start], escape(block, _BREAK.sub(" ", target).strip()))
            position = span.end
    parts.append(skeleton.text[position:])
    content = "".join(parts).encode("utf-8-sig" if skeleton.bom else "utf-8")
    write_atomically(path, content, DocumentError, remedy="choose another folder")
