"""A catalogue that is there already: reading it, and telling a person's work from the machine's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.catalogues.base import EntryState, Header, Key
from songngu.catalogues.comments import origin_of, seal_of, text_digest, without_seal
from songngu.catalogues.syntax import PoSyntaxError, parse
from songngu.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polib


def has_text(entry: polib.POEntry) -> bool:
    """Say whether an entry has a translation."""
    return bool(entry.msgstr) or any(entry.msgstr_plural.values())


def is_machine_text(entry: polib.POEntry) -> bool:
    """Say whether an entry is fuzzy and its translation, to the letter, what the machine wrote."""
    return entry.fuzzy and bool(entry.msgstr) and seal_of(entry) == text_digest(entry.msgstr)


def state_of(entry: polib.POEntry | None) -> EntryState:
    """Say whose word an entry is.

    Machine text is fuzzy and matches the seal in its origin line. Whatever else has a translation counts as a
    person's: accepted, edited, or written by another tool.
    """
    if entry is None:
        return EntryState.MISSING
    if not has_text(entry):
        return EntryState.UNTRANSLATED
    if is_machine_text(entry):
        return EntryState.MISSING if entry.obsolete else EntryState.MACHINE
    return EntryState.REVIEWED


class Catalogue:
    """A gettext catalogue that was read from a file.

    Args:
        file: what polib read.
        path: the file.
        raw: its bytes.
    """

    def __init__(self, file: polib.POFile, path: Path, raw: bytes) -> None:
        self.file, self.path, self.raw = file, path, raw
        self._entries: dict[Key, polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in file}

    @classmethod
    def load(cls, path: Path) -> Catalogue | None:
        """Read a catalogue; None when there is no such file.

        Raises:
            CatalogueError: unreadable, not UTF-8, a syntax error, or an entry twice; with its line.
        """
        try:
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
            file = parse(text)
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise CatalogueError(
                "is not UTF-8",
                path=path,
                line=error.object[: error.start].count(b"\n") + 1,
                remedy="save it as UTF-8",
            ) from None
        except PoSyntaxError as error:
            raise CatalogueError(
                error.problem,
                path=path,
                line=error.line,
                remedy="mend that line (msgfmt -c says more) or move the file away",
            ) from None
        except OSError as error:
            raise CatalogueError(
                f"cannot be read ({error.strerror})", path=path, remedy="check the path and its permissions"
            ) from None
        _refuse_duplicates(file, path)
        return cls(file, path, raw)

    def __iter__(self) -> Iterator[polib.POEntry]:
        """Iterate over the entries that are in use."""
        return (entry for entry in self.file if not entry.obsolete)

    @property
    def obsolete(self) -> list[polib.POEntry]:
        """Entries whose source is gone."""
        return [entry for entry in self.file if entry.obsolete]

    def find(self, source: str, context: str | None = None) -> polib.POEntry | None:
        """Return the entry of a source, obsolete or not."""
        return self._entries.get((context, source))

    def state(self, source: str, context: str | None = None) -> EntryState:
        """Say whose word the entry of a source is."""
        return state_of(self.find(source, context))

    def origin(self, source: str, context: str | None = None) -> str | None:
        """Return where the machine text of an entry came from: `model songngu-en-vi 1.0, inline, 0.74`."""
        entry = self.find(source, context)
        line = origin_of(entry) if entry is not None else None
        return None if line is None else without_seal(line)

    def changed_settings(self, header: Header) -> tuple[str, ...]:
        """Return the header fields on which machine text depends and that differ from `header`'s.

        If there are any, the machine text in the catalogue may be out of date.
        """
        found = self.file.metadata
        return tuple(name for name, value in header.made_with.items() if found.get(name, "") != value)


def _refuse_duplicates(file: polib.POFile, path: Path) -> None:
    seen: dict[Key, polib.POEntry] = {}
    for entry in file:
        first = seen.setdefault((entry.msgctxt, entry.msgid), entry)
        if first is not entry:
            raise CatalogueError(
                f"an entry stands twice, first in line {first.linenum}",
                path=path,
                line=entry.linenum,
                remedy="delete one of the two",
            )
