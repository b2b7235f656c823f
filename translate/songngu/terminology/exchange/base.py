"""What the exchange formats share: the contract of a format, and clean entries from strangers' files."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair
    from songngu.terminology.base import Entry

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave.

    Attributes:
        entries: the concepts, those with one source made one.
        left_out: one line for each thing in the file that is no entry of the language pair.
    """

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()


class Format(ABC):
    """A file format that terms travel in.

    Attributes:
        name: what `--format` calls it.
        suffixes: endings of file names, with the dot, that mean it.
    """

    name: str
    suffixes: tuple[str, ...] = ()

    @abstractmethod
    def read(self, path: Path, pair: LanguagePair) -> Reading:
        """Read a file.

        Raises:
            GlossaryError: the file is not of this format, or not safe to read.
        """

    @abstractmethod
    def write(self, entries: Sequence[Entry], pair: LanguagePair) -> bytes:
        """Return the contents of a file with `entries`."""


def clean(text: str | None) -> str:
    """Return `text` as the loader wants it: NFC, single blanks, no control characters."""
    plain = _CONTROL.sub(lambda match: " " if match[0] in "\t\n\r\x0b\x0c\u2028\u2029" else "", text or "")
    return " ".join(unicodedata.normalize("NFC", plain).split())


def merged(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Make one entry of those with the same source, whatever its case: the first wins.

    The targets of the others become admitted renderings; their variants, forbidden and deprecated renderings
    are added. A stranger's termbase has an entry for each sense; ours has one for each source.
    """
    first: dict[str, Entry] = {}
    for entry in entries:
        key = entry.source.casefold()
        first[key] = _joined(first[key], entry) if key in first else entry
    return tuple(first.values())


def _joined(entry: Entry, other: Entry) -> Entry:
    admitted = _added(entry.admitted, other.renderings, but={entry.target})
    deprecated = _added(entry.deprecated, other.deprecated, but={entry.target, *admitted})
    notes = (
        *entry.notes[: len(entry.admitted)],
        *[""] * (len(admitted) - len(entry.notes[: len(entry.admitted)])),
        *entry.notes[len(entry.admitted) :],
        *[""] * (len(deprecated) - len(entry.notes[len(entry.admitted) :])),
    )
    conditions = (*entry.conditions, *[()] * (len(admitted) + 1 - len(entry.conditions)))
    return replace(
        entry,
        admitted=admitted,
        deprecated=deprecated,
        variants=_added(entry.variants, other.variants, but={entry.source}),
        forbidden=_added(entry.forbidden, other.forbidden, but=set()),
        notes=notes if any(notes) else (),
        conditions=conditions if any(conditions) else (),
    )


def _added(have: tuple[str, ...], more: tuple[str, ...], *, but: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*have, *(text for text in more if text not in but))))


def padded_notes(entry: Entry) -> tuple[str, ...]:
    """Return one note for each admitted, then each deprecated rendering, empty where there is none."""
    return entry.notes or ("",) * (len(entry.admitted) + len(entry.deprecated))
