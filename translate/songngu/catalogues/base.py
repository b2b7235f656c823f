"""What goes into a catalogue and what is found in one, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from songngu.languages import LanguagePair

Key = tuple[str | None, str]
"""What gettext tells entries apart by: context (`msgctxt`) and source (`msgid`)."""


class EntryState(StrEnum):
    """Whose word an entry is.

    Attributes:
        MISSING: there is no such entry, or only obsolete machine text, which other settings may have made.
        UNTRANSLATED: it has no translation, or a person has emptied it; it may be filled.
        MACHINE: fuzzy, and to the letter what the machine wrote; it may be renewed.
        REVIEWED: a person has accepted or edited it, or another tool wrote it; it is never overwritten.
    """

    MISSING = "missing"
    UNTRANSLATED = "untranslated"
    MACHINE = "machine"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as the pipeline wants it: one segment text of a document.

    Attributes:
        source: the `msgid`, not empty.
        references: source file (with `/`, as the user named it) and 1-based line of each place where it is.
        places: a line for each place, `block 3, sentence 2, heading`, then `kind: page furniture` if it is.
        notes: further lines for the reviewer, in order: `term: a → b`, `name: a → b`, `check: numbers: …`;
            None keeps those that the entry has.
        target: new machine text; None keeps the machine text that the entry has.
        origin: where the machine text came from, e.g. `model songngu-en-vi 1.0, inline, 0.74`.
        context: the `msgctxt`, when equal sentences are kept apart.
    """

    source: str
    references: tuple[tuple[str, int], ...]
    places: tuple[str, ...]
    notes: tuple[str, ...] | None = None
    target: str | None = None
    origin: str = ""
    context: str | None = None

    @property
    def key(self) -> Key:
        """Context and source."""
        return self.context, self.source


def united(drafts: Iterable[Draft]) -> list[Draft]:
    """Return one draft for each key, in order of first appearance.

    Equal sentences of a document share an entry: it has all their references and places; target, origin and
    notes are those of the first that has any.
    """
    found: dict[Key, Draft] = {}
    for draft in drafts:
        first = found.get(draft.key)
        if first is None:
            found[draft.key] = draft
            continue
        given = first if first.target is not None else draft
        found[draft.key] = replace(
            first,
            references=tuple(dict.fromkeys((*first.references, *draft.references))),
            places=tuple(dict.fromkeys((*first.places, *draft.places))),
            notes=first.notes if first.notes is not None else draft.notes,
            target=given.target,
            origin=given.origin,
        )
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a catalogue says.

    Attributes:
        document: the source document as the user named it, with `/`.
        pair: the language pair.
        model: name, version and digest of the model.
        glossary: digest of the termbase.
        settings: everything else that a machine text depends on (engine, beam, protocol …), in a few words.
        segmenter: which segmenter cut the document.
        created: `POT-Creation-Date`, as `save_template` returns it.
    """

    document: str
    pair: LanguagePair
    model: str
    glossary: str
    settings: str
    segmenter: str
    created: str

    @property
    def made_with(self) -> dict[str, str]:
        """The header fields on which machine text depends."""
        return {
            "X-Songngu-Model": self.model,
            "X-Songngu-Glossary": self.glossary,
            "X-Songngu-Settings": self.settings,
        }

    @property
    def fields(self) -> dict[str, str]:
        """The header fields that are ours."""
        return {**self.made_with, "X-Songngu-Segmenter": self.segmenter}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge did.

    Attributes:
        new: entries that got machine text, or were added without any.
        renewed: entries whose machine text was offered anew.
        kept: entries whose machine text was left as it was.
        reviewed: entries that hold a person's translation.
        obsolete: entries kept although the source dropped them.
    """

    new: int = 0
    renewed: int = 0
    kept: int = 0
    reviewed: int = 0
    obsolete: int = 0
