"""Documents: files become blocks with kinds, and, with translations, files again.

The room knows formats and encodings; it knows nothing of sentences, terms, models or catalogues.
"""

from songngu.documents.base import Block, BlockKind, Document, DocumentFormat
from songngu.documents.discover import DocumentSource, find_documents
from songngu.documents.registry import FORMATS, format_for, known_suffixes, read_document

__all__ = [
    "FORMATS",
    "Block",
    "BlockKind",
    "Document",
    "DocumentFormat",
    "DocumentSource",
    "find_documents",
    "format_for",
    "known_suffixes",
    "read_document",
]
