"""Concepts of terminology as data: no files, no matching, no policy here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


class ConditionKind(StrEnum):
    """Where the words of a condition must stand; `context` tells how each is judged."""

    BEFORE = "before"
    AFTER = "after"
    NEAR = "near"
    SUBJECT = "subject"
    DOCUMENT = "document"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rendering is the one to choose.

    Attributes:
        kind: where to look.
        words: what to look for, one is enough; subject fields for `subject`, nothing for `otherwise`.
    """

    kind: ConditionKind
    words: tuple[str, ...]


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
        conditions: for each of `renderings`, when to choose it (one condition is enough); empty when no
            rendering has any.
        notes: usage notes of the admitted, then of the deprecated renderings; empty when none has one.
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
    conditions: tuple[tuple[Condition, ...], ...] = ()
    notes: tuple[str, ...] = ()

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
        target: the rendering wanted here: of the entry's the one, and in the case, that the place asks for.
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
