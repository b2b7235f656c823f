"""The formats, found by suffix. A new format is one more entry of `FORMATS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.documents.markdown import Markdown
from songngu.documents.plain import PlainText
from songngu.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from songngu.documents.base import Document, DocumentFormat

FORMATS: tuple[DocumentFormat, ...] = (PlainText(), Markdown())


def known_suffixes() -> tuple[str, ...]:
    """Return the suffixes that can be read, in lower case, with their dots."""
    return tuple(suffix for each in FORMATS for suffix in each.suffixes)


def format_for(path: Path) -> DocumentFormat:
    """Return the format of a file.

    Raises:
        DocumentError: no format has its suffix; the remedy lists those that exist.
    """
    for each in FORMATS:
        if path.suffix.lower() in each.suffixes:
            return each
    raise DocumentError(
        f"no format reads {path.suffix or 'files without a suffix'}",
        path=path,
        remedy=f"use one of: {', '.join(known_suffixes())}",
    )


def read_document(path: Path, slug: str) -> Document:
    """Read a file with the format of its suffix (see `DocumentFormat.read`)."""
    return format_for(path).read(path, slug)
