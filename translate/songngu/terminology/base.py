"""Concepts of terminology as data: no files, no matching, no policy here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from songngu.spans import Span


class Status(StrEnum):
    """Administrative status of a term (ISO 30042, TBX)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"


class Enforcement(StrEnum):
    """How strongly a rendering is demanded: `required` is verified and repaired, `suggested` only offered."""

    REQUIRED = "required"
    SUGGESTED = "suggested"


class EntryKind(StrEnum):
    """A term of the four term files, or a kind of name of `names.csv`."""

    TERM = "term"
    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept of the termbase: a source term with all its renderings.

    Attributes:
        source: the English base form.
        target: the preferred Vietnamese rendering.
        kind: term, or kind of name.
        variants: other English forms that mean the same.
        admitted: renderings that are right, too.
        deprecated: renderings that were once right or are often seen; reported, not accepted.
        forbidden: wrong renderings.
        pos: part of speech (`noun`, `proper noun`, `verb`, `adjective`, `phrase`).
        subject: subject field.
        enforcement: whether the preferred or an admitted rendering is required or suggested.
        case_sensitive: the source is matched with its capitals only.
        note: usage note for people.
        path: file of the preferred row.
        line: 1-based line of the preferred row.
    """

    source: str
    target: str
    kind: EntryKind = EntryKind.TERM
    variants: tuple[str, ...] = ()
    admitted: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    pos: str = "noun"
    subject: str = ""
    enforcement: Enforcement = Enforcement.REQUIRED
    case_sensitive: bool = False
    note: str = ""
    path: Path | None = None
    line: int = 0

    @property
    def renderings(self) -> tuple[str, ...]:
        """Renderings that verify: the preferred one first, then the admitted ones."""
        return (self.target, *self.admitted)

    @property
    def is_name(self) -> bool:
        """True for places, persons and organisations."""
        return self.kind is not EntryKind.TERM


@dataclass(frozen=True, slots=True)
class TermMatch:
    """An entry found in a source text.

    Attributes:
        span: where it stands in the source.
        text: the source text as found, e.g. `Provincial Party Committee’s`.
        entry: what was found.
        target: the rendering wanted here (the entry's, with the casing or the choice that the place asks for).
    """

    span: Span
    text: str
    entry: Entry
    target: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found about one match in a target text.

    Attributes:
        match: the term looked for.
        kept: the preferred or an admitted rendering is in the target.
        forbidden: the forbidden or deprecated renderings that are in the target instead.
    """

    match: TermMatch
    kept: bool
    forbidden: tuple[str, ...] = ()
