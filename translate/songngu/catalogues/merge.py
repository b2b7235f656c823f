"""Merging what the pipeline wants into what is there, without touching what a person wrote.

As with msgmerge, a source that changed a little keeps its history (`#| msgid`), and what the source
dropped becomes obsolete. Unlike msgmerge, a source that changed gets new machine text unless a person
had worked on it; then the person's text stays, fuzzy, and the machine's stands beside it as a note. An
accepted translation whose source was reworded also stays as an obsolete entry: when the old wording
comes back, so does the accepted translation.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polib

from songngu.catalogues.base import Counts, Draft, EntryState, Header, Key, united
from songngu.catalogues.catalogue import Catalogue, has_text, is_machine_text, state_of
from songngu.catalogues.comments import (
    EARLIER,
    MACHINE,
    ORIGIN,
    PLACES,
    machine_line,
    notes_of,
    origin_line,
    origin_of,
    text_digest,
)
from songngu.languages import plural_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIMILAR = 75.0
"""Normalised Indel similarity (percent) from which a new source counts as a dropped one, reworded."""

NEARBY = 100
"""How many entries away, in the old order, a reworded source is looked for: keeps the merge linear."""

MACHINE_TRANSLATOR = "Songngu <songngu@machine.internal>"
"""`.internal` is reserved for private use (ICANN, 2024): an address that can be nobody's."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged catalogue and what became of its entries."""

    file: polib.POFile
    counts: Counts


def merge(existing: Catalogue | None, drafts: Iterable[Draft], header: Header) -> Merge:
    """Bring `drafts` into a catalogue.

    Args:
        existing: the catalogue that is there, if any; it is not changed.
        drafts: the entries wanted, in document order; those with the same key are united.
        header: what the header says.

    Returns:
        The new catalogue. A person's translations, flags and comments are in it as they were, whatever
        the drafts say. Its header says with what the oldest machine text in it was made: a run that was
        interrupted while it renewed a catalogue leaves these fields, so that the next run renews the rest.
    """
    wanted = united(drafts)
    file = _with_header(existing, header)
    ancestors = _ancestors(existing, wanted)
    tally = dict.fromkeys(("new", "renewed", "kept", "reviewed"), 0)
    for draft in wanted:
        before = existing.find(draft.source, draft.context) if existing else None
        entry, outcome = _entry(draft, before, ancestors.get(draft.key))
        file.append(entry)
        tally[outcome] += 1
    if existing and tally["kept"]:
        file.metadata.update({name: existing.file.metadata.get(name, "") for name in header.made_with})
    obsolete = _obsolete(existing, {draft.key for draft in wanted}, ancestors.values()) if existing else []
    file.extend(obsolete)
    return Merge(file, Counts(**tally, obsolete=len(obsolete)))


def kept_texts(existing: Catalogue | None, drafts: Iterable[Draft]) -> dict[Key, str]:
    """Return the translations that a merge will leave in place because a person wrote them.

    Notes about terms and findings must be about these texts, not about the machine's. A reworded source whose
    translation is kept is among them although its state is `missing`: its draft should have a target all the
    same, which becomes a suggestion.
    """
    if existing is None:
        return {}
    wanted = united(drafts)
    ancestors = _ancestors(existing, wanted)
    kept = {}
    for draft in wanted:
        entry = existing.find(draft.source, draft.context) or ancestors.get(draft.key)
        if entry is not None and state_of(entry) is EntryState.REVIEWED:
            kept[draft.key] = str(entry.msgstr)
    return kept


def _entry(
    draft: Draft, before: polib.POEntry | None, ancestor: polib.POEntry | None
) -> tuple[polib.POEntry, str]:
    """Return the entry for a draft, and what was done: a field of `Counts`."""
    state = state_of(before)
    if before is not None and state is EntryState.REVIEWED:
        return _carried(draft, before), "reviewed"
    if before is not None and draft.target is None and is_machine_text(before):
        return _carried(draft, before), "kept"
    if ancestor is not None and state_of(ancestor) is EntryState.REVIEWED:
        return _inherited(draft, ancestor), "reviewed"
    return _fresh(draft, before, ancestor), "renewed" if state is EntryState.MACHINE else "new"


def _bare(draft: Draft, comments: polib.POEntry | None) -> polib.POEntry:
    return polib.POEntry(
        msgid=draft.source,
        msgctxt=draft.context,
        occurrences=[(path, str(line)) for path, line in draft.references],
        tcomment=comments.tcomment if comments is not None else "",
    )


def _carried(draft: Draft, before: polib.POEntry) -> polib.POEntry:
    """Take over translation, flags and history; refresh references, places and notes."""
    entry = _bare(draft, before)
    entry.msgstr, entry.flags = before.msgstr, list(before.flags)
    entry.msgid_plural, entry.msgstr_plural = before.msgid_plural, dict(before.msgstr_plural)
    lines = notes_of(before)
    notes = draft.notes
    if notes is None:
        notes = tuple(line for line in lines if not line.startswith((*PLACES, MACHINE, ORIGIN)))
    entry.comment = _comment(*draft.places, *notes, *_history(before))
    if before.fuzzy:
        entry.previous_msgid, entry.previous_msgctxt = before.previous_msgid, before.previous_msgctxt
    return entry


def _history(entry: polib.POEntry) -> list[str]:
    """Return the lines that say what the machine wrote, and how.

    A suggestion for a reworded source has done its work once the translation is accepted. Machine text from before
    there were such lines gets one while it is still known; a person's does not: had entries that were accepted as
    they were one, and those that were changed none, reviewers would seem to change nothing.
    """
    lines = [line for line in notes_of(entry) if line.startswith((MACHINE, ORIGIN))]
    if not entry.fuzzy and any(line.startswith(EARLIER) for line in lines):
        return []
    if is_machine_text(entry) and not any(line.startswith(MACHINE) for line in lines):
        return [machine_line(entry.msgstr), *lines]
    return lines


def _inherited(draft: Draft, ancestor: polib.POEntry) -> polib.POEntry:
    """Keep a person's translation of the earlier wording, to be adapted; the machine's is a suggestion."""
    entry = _bare(draft, ancestor)
    entry.msgstr, entry.flags = ancestor.msgstr, _fuzzy(ancestor.flags)
    entry.msgid_plural, entry.msgstr_plural = ancestor.msgid_plural, dict(ancestor.msgstr_plural)
    origin = f"{EARLIER} ({text_digest(ancestor.msgstr)})"
    context: str | None
    context, source = ancestor.msgctxt, ancestor.msgid
    if ancestor.previous_msgid and origin_of(ancestor) == origin:
        # Nobody adapted the translation to the wording in between: it is still that of the first one.
        context, source = ancestor.previous_msgctxt, ancestor.previous_msgid
    if (context, source) != draft.key:
        entry.previous_msgctxt, entry.previous_msgid = context, source
    suggestion = machine_line(draft.target) if draft.target else ""
    entry.comment = _comment(*draft.places, *(draft.notes or ()), suggestion, origin)
    return entry


def _fresh(draft: Draft, before: polib.POEntry | None, ancestor: polib.POEntry | None) -> polib.POEntry:
    """Take the draft's machine text."""
    entry = _bare(draft, before if before is not None else ancestor)
    flags = before.flags if before is not None else []
    history: tuple[str, ...] = ()
    if draft.target:
        entry.msgstr, entry.flags = draft.target, _fuzzy(flags)
        history = machine_line(draft.target), origin_line(draft.origin, draft.target)
        if ancestor is not None:
            entry.previous_msgid, entry.previous_msgctxt = ancestor.msgid, ancestor.msgctxt
        elif before is not None and before.fuzzy:
            entry.previous_msgid, entry.previous_msgctxt = before.previous_msgid, before.previous_msgctxt
    else:
        entry.flags = _fuzzy(flags)[1:]
    entry.comment = _comment(*draft.places, *(draft.notes or ()), *history)
    return entry


def _comment(*lines: str) -> str:
    """Return comment lines as one text; what breaks a line would end the comment."""
    return "\n".join(" ".join(line.split()) if len(line.splitlines()) > 1 else line for line in lines if line)


def _fuzzy(flags: Sequence[str]) -> list[str]:
    return ["fuzzy", *(flag for flag in flags if flag != "fuzzy")]


def _ancestors(existing: Catalogue | None, drafts: Sequence[Draft]) -> dict[Key, polib.POEntry]:
    """Find the dropped entries of which new sources are rewordings; one to one, best pairs first."""
    if existing is None:
        return {}
    from rapidfuzz import fuzz, process

    keys = {draft.key for draft in drafts}
    old = list(existing)
    position: dict[Key, int] = {(entry.msgctxt, entry.msgid): number for number, entry in enumerate(old)}
    dropped = [number for key, number in position.items() if key not in keys and _worth_keeping(old[number])]
    if not dropped:
        return {}
    sources = [old[number].msgid for number in dropped]
    pairs: list[tuple[float, int, int, int]] = []
    here = -1
    for order, draft in enumerate(drafts):
        here = position.get(draft.key, here + 1)
        if existing.find(draft.source, draft.context) is not None:
            continue
        low, high = bisect_left(dropped, here - NEARBY), bisect_left(dropped, here + NEARBY)
        found = process.extract(
            draft.source, sources[low:high], scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
        )
        for _, score, index in found:
            number = dropped[low + index]
            pairs.append((-score, abs(number - here), order, number))
    ancestors: dict[Key, polib.POEntry] = {}
    taken: set[int] = set()
    for _, _, order, number in sorted(pairs):
        key = drafts[order].key
        if key not in ancestors and number not in taken:
            ancestors[key] = old[number]
            taken.add(number)
    return ancestors


def _obsolete(existing: Catalogue, keys: set[Key], ancestors: Iterable[polib.POEntry]) -> list[polib.POEntry]:
    """Return the entries that stay although the source dropped them, lately dropped ones first."""
    moved = {id(entry) for entry in ancestors if state_of(entry) is not EntryState.REVIEWED or entry.fuzzy}
    return [
        _retired(entry)
        for entry in (*existing, *existing.obsolete)
        if (entry.msgctxt, entry.msgid) not in keys and id(entry) not in moved and _worth_keeping(entry)
    ]


def _worth_keeping(entry: polib.POEntry) -> bool:
    return has_text(entry) or bool(entry.tcomment)


def _retired(entry: polib.POEntry) -> polib.POEntry:
    """Return an entry as obsolete: translation, flags, the person's comment, machine text and origin stay."""
    return polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstr_plural=dict(entry.msgstr_plural),
        comment="\n".join(line for line in notes_of(entry) if line.startswith((MACHINE, ORIGIN))),
        tcomment=entry.tcomment,
        flags=list(entry.flags),
        obsolete=True,
    )


def _with_header(existing: Catalogue | None, header: Header) -> polib.POFile:
    """Return an empty catalogue with its header: our fields in Poedit's order, those of editors kept."""
    import songngu

    file = polib.POFile(wrapwidth=0)
    old = dict(existing.file.metadata) if existing else {}
    file.header = (existing.file.header if existing else "") or f"Translation of {header.document}."
    ours = {
        "Project-Id-Version": old.get("Project-Id-Version") or f"songngu {songngu.__version__}",
        "Report-Msgid-Bugs-To": old.get("Report-Msgid-Bugs-To") or document_uri(header.document),
        "POT-Creation-Date": header.created,
        "PO-Revision-Date": old.get("PO-Revision-Date") or header.created,
        "Last-Translator": old.get("Last-Translator") or MACHINE_TRANSLATOR,
        "Language-Team": old.get("Language-Team") or "none",
        "Language": header.pair.gettext_target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(header.pair.target),
    }
    theirs = {
        name: value for name, value in old.items() if name not in ours and not name.startswith("X-Songngu-")
    }
    file.metadata = {**ours, **theirs, **header.fields}
    return file


def document_uri(document: str) -> str:
    """Return the place where a fault in the source text is mended, as `Report-Msgid-Bugs-To` wants it."""
    return f"file:{document.replace(' ', '%20')}"
