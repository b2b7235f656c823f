"""One finder for everything that has a fixed rendering: terms, and names of persons and places."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from songngu.languages import LanguagePair
from songngu.terminology.document import Document
from songngu.terminology.matcher import Matcher
from songngu.terminology.termbase import Termbase, default_glossary
from songngu.terminology.vietnamese_names import VietnameseNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from songngu.terminology.base import TermMatch

SHIPPED_PAIR = LanguagePair("en", "vi")


class TermFinder:
    """Finds terms and names of a text, sorted, disjoint.

    Args:
        termbase: the concepts.
        pair: the language pair; names of persons get their diacritics when the target is Vietnamese.
    """

    def __init__(self, termbase: Termbase, pair: LanguagePair) -> None:
        self._matcher = Matcher(termbase)
        self._names = VietnameseNames() if pair == SHIPPED_PAIR else None
        self._document: Document | None = None
        self._default = termbase.directories[0] if termbase.directories else None

    def read(self, texts: Iterable[str]) -> None:
        """Take the texts that follow for parts of one document, whose wording decides some renderings.

        Args:
            texts: all texts of the document.
        """
        self._document = Document(texts)

    def __call__(self, text: str) -> list[TermMatch]:
        """Return the matches in `text`; a name never reaches into a term."""
        terms = self._matcher.find(text, document=self._document)
        if self._names:
            places = self._names.places
            terms = [places.doubted(text, match) if self._is_ours(match) else match for match in terms]
        names = self._names.find(text, [match.span for match in terms]) if self._names else []
        return sorted((*terms, *names), key=lambda match: match.span)

    def _is_ours(self, match: TermMatch) -> bool:
        """Say whether a match is from the default termbase: what users decided themselves is not doubted."""
        path = match.entry.path
        return path is not None and path.parent == self._default


def glossary_folders(pair: LanguagePair, stacked: Sequence[Path] = ()) -> list[Path]:
    """Return the termbase folders of a pair, the default one first; a pair without one starts from nothing.

    Raises:
        GlossaryError: the default termbase of the pair that ships is gone.
    """
    from songngu.errors import GlossaryError

    try:
        return [default_glossary(pair), *stacked]
    except GlossaryError:
        if pair == SHIPPED_PAIR:
            raise
        return list(stacked)


def glossary_digest(folders: Sequence[Path]) -> str:
    """Return 16 hex digits that change when a file of the folders does.

    Raises:
        GlossaryError: a folder that does not exist or cannot be read.
    """
    from songngu.errors import GlossaryError

    total = hashlib.sha256()
    for folder in folders:
        if not folder.is_dir():
            raise GlossaryError(
                "is not a glossary folder", path=folder, remedy="give a folder with CSV files with --glossary"
            )
        for path in sorted(folder.glob("*.csv")):
            try:
                content = path.read_bytes()
            except OSError as error:
                raise GlossaryError(
                    f"cannot be read ({error.strerror})", path=path, remedy="check its permissions"
                ) from None
            total.update(path.name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()[:16]
