"""How far a catalogue is reviewed."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from songngu.catalogues.base import EntryState
from songngu.catalogues.catalogue import Catalogue, has_text, state_of
from songngu.catalogues.comments import FINDING, notes_of


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of a catalogue, or of several.

    Attributes:
        entries: entries in use: `reviewed + fuzzy + untranslated`.
        reviewed: translated and accepted (not fuzzy): what gettext will use.
        fuzzy: translated, waiting for a person to accept them.
        edited: those of the fuzzy ones whose text a person, or another tool, has written.
        untranslated: without a translation.
        obsolete: kept although the source dropped them; not among `entries`.
        words: words of the sources, as separated by white space.
        words_left: words of the sources that are fuzzy or untranslated.
        findings: `check:` lines in entries that are not accepted yet.
    """

    entries: int = 0
    reviewed: int = 0
    fuzzy: int = 0
    edited: int = 0
    untranslated: int = 0
    obsolete: int = 0
    words: int = 0
    words_left: int = 0
    findings: int = 0

    def __add__(self, other: Status) -> Status:
        return Status(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def finished(self) -> float:
        """Share of the words that are reviewed, 0 to 1; 1 for an empty catalogue."""
        return 1 - self.words_left / self.words if self.words else 1.0


def count(catalogue: Catalogue) -> Status:
    """Count the entries of a catalogue."""
    total = Status(obsolete=len(catalogue.obsolete))
    for entry in catalogue:
        words = len(entry.msgid.split())
        translated = has_text(entry)
        accepted = translated and not entry.fuzzy
        total += Status(
            entries=1,
            reviewed=int(accepted),
            fuzzy=int(translated and not accepted),
            edited=int(entry.fuzzy and state_of(entry) is EntryState.REVIEWED),
            untranslated=int(not translated),
            words=words,
            words_left=0 if accepted else words,
            findings=0 if accepted else sum(line.startswith(FINDING) for line in notes_of(entry)),
        )
    return total
