"""A catalogue that is there already: reading it, and telling a person's work from the machine's."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polib

from songngu.catalogues.base import EntryState
from songngu.errors import CatalogueError

ORIGIN = "origin: "
_DIGEST = re.compile(r"\[([0-9a-f]{8})\]$")
_LINE = re.compile(r"\(line (\d+)\)|line (\d+)")


def text_digest(text: str) -> str:
    """Return 8 hex digits that change when a translation is edited (SHA-256 of the NFC text)."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:8]


def origin_line(origin: str, target: str) -> str:
    """Return the comment line that says where a machine text came from, sealed with its digest."""
    return f"{ORIGIN}{origin} [{text_digest(target)}]"


def origin_of(entry: polib.POEntry) -> str | None:
    """Return the origin line of an entry, if it has one."""
    return next((line for line in entry.comment.splitlines() if line.startswith(ORIGIN)), None)


def is_machine_text(entry: polib.POEntry) -> bool:
    """Say whether the translation is, to the letter, what the machine wrote."""
    line = origin_of(entry)
    seal = _DIGEST.search(line) if line else None
    return seal is not None and seal[1] == text_digest(entry.msgstr)


def state_of(entry: polib.POEntry | None) -> EntryState:
    """Say whose word an entry is.

    Machine text is fuzzy and matches the digest in its origin line. Whatever else has a translation counts as a
    person's: accepted, edited, or written by another tool.
    """
    if entry is None:
        return EntryState.MISSING
    if not entry.msgstr and not any(entry.msgstr_plural.values()):
        return EntryState.UNTRANSLATED
    if entry.fuzzy and not entry.obsolete and is_machine_text(entry):
        return EntryState.MACHINE
    return EntryState.REVIEWED


class Catalogue:
    """A gettext catalogue that was read from a file.

    Args:
        file: what polib read.
        path: the file.
        text: the file's text with line feeds.
    """

    def __init__(self, file: polib.POFile, path: Path, text: str) -> None:
        self.file, self.path, self.text = file, path, text
        self._entries = {(entry.msgctxt, entry.msgid): entry for entry in reversed(file)}
        self._entries.update({(e.msgctxt, e.msgid): e for e in file if not e.obsolete})

    @classmethod
    def load(cls, path: Path) -> Catalogue | None:
        """Read a catalogue; None when there is no such file.

        Raises:
            CatalogueError: unreadable, not UTF-8, a syntax error, or an entry twice; with its line.
        """
        try:
            text = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            raise CatalogueError("is not UTF-8", path=path, remedy="save it as UTF-8") from None
        except OSError as error:
            raise CatalogueError(
                f"cannot be read ({error.strerror})", path=path, remedy="check the path and its permissions"
            ) from None
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        try:
            file = polib.pofile(text, wrapwidth=0) if text.strip() else polib.POFile(wrapwidth=0)
        except (OSError, ValueError, IndexError, UnicodeError) as error:
            found = _LINE.search(str(error))
            raise CatalogueError(
                "has a syntax error",
                path=path,
                line=int(found[1] or found[2]) if found else None,
                remedy="mend it there (msgfmt -c shows it, too) or move the file away",
            ) from None
        seen: dict[tuple[str | None, str], polib.POEntry] = {}
        for entry in file:
            if entry.obsolete:
                continue
            key = (entry.msgctxt, entry.msgid)
            if key in seen:
                raise CatalogueError(
                    f"has an entry twice, first in line {seen[key].linenum}",
                    path=path,
                    line=entry.linenum,
                    remedy="delete one of them (msguniq does)",
                )
            seen[key] = entry
        return cls(file, path, text)

    def __iter__(self) -> Iterator[polib.POEntry]:
        return (entry for entry in self.file if not entry.obsolete)

    @property
    def obsolete(self) -> list[polib.POEntry]:
        """Entries whose source is gone."""
        return [entry for entry in self.file if entry.obsolete]

    def find(self, source: str, context: str | None = None) -> polib.POEntry | None:
        """Return the entry of a source; a live one before an obsolete one."""
        return self._entries.get((context, source))

    def state(self, source: str, context: str | None = None) -> EntryState:
        """Say whose word the entry of a source is."""
        return state_of(self.find(source, context))
