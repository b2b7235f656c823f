"""Hypotheses out of catalogues, and how they meet their references.

A catalogue and its reference need not be cut alike. Each reference line takes the entry whose msgid is its
source line; when one is missing, both sides are brought to common pieces (`align`), and the scores say so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from songngu.catalogues import Catalogue, EntryState, machine_text, model_of, notes_of, state_of
from songngu.catalogues.merge import MACHINE_TRANSLATOR
from songngu.errors import ScoringError, UsageError
from songngu.scoring.align import Bead, align, resegment
from songngu.scoring.base import ScoredDocument, ScoredSegment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polib

    from songngu.scoring.texts import ReferenceText

_PLACE = re.compile(r"block (\d+), sentence (\d+)\b")
_NO_NAME = ("", "Automatically generated", "FULL NAME <EMAIL@ADDRESS>", MACHINE_TRANSLATOR)


class Which(StrEnum):
    """Whose text is scored: all that is there, machine text only, or reviewed text only."""

    ALL = "all"
    MACHINE = "machine"
    REVIEWED = "reviewed"


def parse_which(text: str) -> Which:
    """Read `--which`.

    Raises:
        UsageError: neither all, machine nor reviewed.
    """
    try:
        return Which(text)
    except ValueError:
        raise UsageError(f"unknown --which {text!r}", remedy="use all, machine or reviewed") from None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An entry of a catalogue at one of its places in the document.

    Attributes:
        source: the source text.
        target: the translation.
        reviewed: a person has accepted or changed it.
        order: where it stands in the document.
        context: what tells it from other entries of the same source.
        machine: what the machine wrote, if the entry keeps it.
        model: which model that was.
    """

    source: str
    target: str
    reviewed: bool
    order: tuple[int, int, int]
    context: str | None = None
    machine: str | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class HypothesisText:
    """What a catalogue says, in document order.

    Attributes:
        path: the catalogue.
        entries: one for each place in the document.
        model: the header's `X-Songngu-Model`.
        glossary: the header's `X-Songngu-Glossary`.
        reviewer: the header's `Last-Translator`, when that is a person.
        date: day of the header's `PO-Revision-Date`.
    """

    path: Path
    entries: tuple[Hypothesis, ...]
    model: str = ""
    glossary: str = ""
    reviewer: str = ""
    date: str = ""


def read_catalogue(path: Path) -> HypothesisText:
    """Read a catalogue.

    Raises:
        ScoringError: there is no such file, or it has no entry.
        CatalogueError: it cannot be read.
    """
    catalogue = Catalogue.load(path)
    if catalogue is None:
        raise ScoringError("there is no such catalogue", path=path, remedy="run songngu translate first")
    entries = sorted(
        (hypothesis for number, entry in enumerate(catalogue) for hypothesis in _places(entry, number)),
        key=lambda each: each.order,
    )
    if not entries:
        raise ScoringError("has no entry", path=path, remedy="run songngu translate first")
    header = catalogue.file.metadata
    translator = header.get("Last-Translator", "")
    return HypothesisText(
        path,
        tuple(entries),
        header.get("X-Songngu-Model", ""),
        header.get("X-Songngu-Glossary", ""),
        "" if translator in _NO_NAME else translator,
        header.get("PO-Revision-Date", "")[:10],
    )


def _places(entry: polib.POEntry, number: int) -> Iterator[Hypothesis]:
    """Yield the entry once for each of its places; a foreign catalogue keeps its order of entries."""
    places = filter(None, map(_PLACE.match, notes_of(entry)))
    found = [(0, int(place[1]), int(place[2])) for place in places]
    reviewed, machine = state_of(entry) is EntryState.REVIEWED, machine_text(entry)
    for order in found or [(1, number, 0)]:
        yield Hypothesis(
            _tidy(entry.msgid),
            _tidy(entry.msgstr),
            reviewed,
            order,
            entry.msgctxt,
            None if machine is None else _tidy(machine),
            model_of(entry),
        )


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def against_lines(
    text: HypothesisText, reference: ReferenceText, slug: str, which: Which = Which.ALL
) -> ScoredDocument:
    """Pair a catalogue with a line-aligned reference.

    Raises:
        ScoringError: a reference line has no entry, or the two texts are not of one document.
    """
    sources = None if reference.sources is None else [_tidy(line) for line in reference.sources]
    notes: list[str] = []
    known = {entry.source for entry in text.entries}
    if sources is not None and known.issuperset(sources):
        chosen = [[entry] for entry in _in_turn(text.entries, sources)]
        beads = [Bead(line, line + 1, line, line + 1) for line in range(len(sources))]
        left_out = known - set(sources)
        if left_out:
            notes.append(f"{len(left_out)} entries have no reference line and are not scored")
    else:
        beads, how = _aligned(text, sources, reference)
        beads, lost = (
            [bead for bead in beads if bead.is_complete],
            [bead for bead in beads if not bead.is_complete],
        )
        _refuse_lost(text, reference, lost)
        chosen = [list(text.entries[bead.left_start : bead.left_end]) for bead in beads]
        entries = sum(bead.left_end - bead.left_start for bead in lost)
        notes.append(how + (f"; {entries} entries have no reference and are not scored" if entries else ""))
    segments = [
        ScoredSegment(
            source=" ".join(entry.source for entry in entries),
            hypothesis=" ".join(entry.target for entry in entries),
            references=tuple(
                " ".join(lines[bead.right_start : bead.right_end]) for lines in reference.references
            ),
            place=_lines(bead),
            reviewed=all(entry.reviewed for entry in entries),
        )
        for bead, entries in zip(beads, chosen, strict=True)
    ]
    return ScoredDocument(slug, _only(segments, which), tuple(notes), text.model, text.glossary)


def _in_turn(entries: Sequence[Hypothesis], sources: Sequence[str]) -> Iterator[Hypothesis]:
    """Yield the entry of each source line; entries that share a source (`msgctxt`) take turns, the last one stays."""
    waiting: dict[str, list[Hypothesis]] = {}
    for entry in reversed(entries):
        waiting.setdefault(entry.source, []).append(entry)
    for source in sources:
        yield waiting[source].pop() if len(waiting[source]) > 1 else waiting[source][0]


def against_memory(
    text: HypothesisText, references: Mapping[str, Sequence[str]], slug: str, which: Which = Which.ALL
) -> ScoredDocument:
    """Pair a catalogue with references by source text: a reviewed catalogue or a TMX.

    Raises:
        ScoringError: no source is known there.
    """
    tidy = {_tidy(source): tuple(map(_tidy, targets)) for source, targets in references.items()}
    entries = list({entry.source: entry for entry in text.entries}.values())
    segments = [
        ScoredSegment(
            entry.source,
            entry.target,
            tidy[entry.source],
            f"entry {number}",
            entry.reviewed,
        )
        for number, entry in enumerate(entries, start=1)
        if entry.source in tidy
    ]
    if not segments:
        raise ScoringError(
            "shares no source text with the references",
            path=text.path,
            remedy="check that they belong together",
        )
    missing = len(entries) - len(segments)
    notes = (f"{missing} entries have no reference and are not scored",) if missing else ()
    return ScoredDocument(slug, _only(segments, which), notes, text.model, text.glossary)


def reviewed_references(path: Path) -> dict[str, tuple[str, ...]]:
    """Return what reviewers have accepted or written in a catalogue: source → translation.

    Raises:
        ScoringError: nothing in it is reviewed.
    """
    found: dict[str, tuple[str, ...]]
    found = {entry.source: (entry.target,) for entry in read_catalogue(path).entries if entry.reviewed}
    if not found:
        raise ScoringError(
            "has no reviewed entry that could be a reference", path=path, remedy="review some entries first"
        )
    return found


def _only(segments: Sequence[ScoredSegment], which: Which) -> tuple[ScoredSegment, ...]:
    if which is Which.ALL:
        return tuple(segments)
    return tuple(each for each in segments if each.reviewed is (which is Which.REVIEWED))


def _lines(bead: Bead) -> str:
    first, last = bead.right_start + 1, bead.right_end
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _aligned(
    text: HypothesisText, sources: Sequence[str] | None, reference: ReferenceText
) -> tuple[list[Bead], str]:
    ours = [entry.source for entry in text.entries]
    if sources is None:
        if len(ours) == len(reference.references[0]):
            beads = [Bead(line, line + 1, line, line + 1) for line in range(len(ours))]
            return beads, "no source lines beside the reference: taken line by line"
        beads = align([entry.target for entry in text.entries], reference.references[0], same_language=True)
        return beads, "the reference is segmented otherwise: aligned by length and words"
    exact = resegment(ours, sources)
    if exact is not None:
        return exact, "the reference is segmented otherwise: sentences joined where the cuts differ"
    return align(ours, sources, same_language=True), (
        "the source is segmented or worded otherwise than the reference's: aligned by length and words"
    )


def _refuse_lost(text: HypothesisText, reference: ReferenceText, lost: Sequence[Bead]) -> None:
    """Raise when a reference line has no entry: leaving it out would flatter the hypotheses."""
    for bead in lost:
        if bead.right_start < bead.right_end:
            raise ScoringError(
                f"has no entry for line {bead.right_start + 1} of {reference.path}",
                path=text.path,
                remedy="translate the document again, or mend the reference",
            )
