"""What goes into a catalogue and what is found in one, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from songngu.languages import LanguagePair


class EntryState(StrEnum):
    """Whose word an entry is.

    `machine` entries are renewed freely; `reviewed` ones carry a person's work and are never overwritten.
    """

    MISSING = "missing"
    UNTRANSLATED = "untranslated"
    MACHINE = "machine"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as the pipeline wants it: one segment text of a document.

    Attributes:
        source: the `msgid`.
        references: source file and 1-based line of each place where it stands.
        places: a line for each place, `block 3, sentence 2, heading`.
        notes: further lines for the reviewer (terms, names, findings); None keeps those of the entry.
        target: new machine text; None keeps what the entry has.
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
    def key(self) -> tuple[str | None, str]:
        """What gettext tells entries apart by: context and source."""
        return self.context, self.source


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a catalogue says.

    Attributes:
        document: the source document as the user named it, with `/`.
        pair: the language pair.
        model: name, version and digest of the model.
        glossary: digest of the termbase.
        settings: everything else that a machine text depends on.
        segmenter: which segmenter cut the document.
        created: `POT-Creation-Date`.
    """

    document: str
    pair: LanguagePair
    model: str
    glossary: str
    settings: str
    segmenter: str
    created: str

    @property
    def fields(self) -> dict[str, str]:
        """The header fields that are ours."""
        return {
            "X-Songngu-Model": self.model,
            "X-Songngu-Glossary": self.glossary,
            "X-Songngu-Settings": self.settings,
            "X-Songngu-Segmenter": self.segmenter,
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries a merge made, renewed and kept."""

    new: int = 0
    renewed: int = 0
    kept: int = 0
    reviewed: int = 0
    obsolete: int = 0
