"""Merging what the pipeline wants into what is there, without touching what a person wrote.

As msgmerge does, a source that changed a little keeps its history (`#| msgid`), and what the source dropped becomes
obsolete. Unlike msgmerge, a person's translation is never replaced, with whatever option.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polib

from songngu.catalogues.base import Counts, Draft, EntryState, Header
from songngu.catalogues.catalogue import ORIGIN, Catalogue, origin_line, origin_of, state_of
from songngu.languages import plural_forms

SIMILAR = 75.0
"""Similarity (percent, normalised Indel distance) from which a new source counts as a dropped one, reworded."""

_PLACES = ("block ", "kind: ")
_SUGGESTION = "machine: "


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged catalogue and what became of its entries."""

    file: polib.POFile
    counts: Counts


def merge(existing: Catalogue | None, drafts: Sequence[Draft], header: Header) -> Merge:
    """Bring `drafts` into a catalogue.

    Args:
        existing: the catalogue that is there, if any; it is not changed.
        drafts: the entries wanted, one for each key, in document order. A draft without a target keeps the
            machine text that is there.
        header: what the header says.

    Returns:
        The new catalogue. A person's translations, flags and comments are in it as they were.
    """
    file = _with_header(existing, header)
    keys = {draft.key for draft in drafts}
    dropped = [] if existing is None else [e for e in existing if (e.msgctxt, e.msgid) not in keys and e.msgstr]
    ancestors = _ancestors(existing, drafts, dropped)
    tally = dict.fromkeys(("new", "renewed", "kept", "reviewed"), 0)
    for draft in drafts:
        before = existing.find(draft.source, draft.context) if existing else None
        entry, outcome = _entry(draft, before, ancestors.get(draft.key))
        file.append(entry)
        tally[outcome] += 1
    used = {id(entry) for entry in ancestors.values()}
    obsolete = [_retired(entry) for entry in dropped if id(entry) not in used]
    obsolete += [
        _retired(entry) for entry in (existing.obsolete if existing else []) if (entry.msgctxt, entry.msgid) not in keys
    ]
    kept: dict[tuple[str | None, str], polib.POEntry] = {}
    for entry in obsolete:
        kept.setdefault((entry.msgctxt, entry.msgid), entry)
    file.extend(kept.values())
    return Merge(file, Counts(**tally, obsolete=len(kept)))


def _entry(
    draft: Draft, before: polib.POEntry | None, ancestor: polib.POEntry | None
) -> tuple[polib.POEntry, str]:
    state = state_of(before)
    entry = polib.POEntry(
        msgid=draft.source,
        msgctxt=draft.context,
        occurrences=[(path, str(line)) for path, line in draft.references],
        tcomment=before.tcomment if before else ancestor.tcomment if ancestor else "",
    )
    if before is not None and state is EntryState.REVIEWED:
        origin = origin_of(before)
        return _carry(entry, before, draft, [origin] if origin else []), "reviewed"
    if before is not None and state is EntryState.MACHINE and draft.target is None:
        return _carry(entry, before, draft, [origin_of(before) or ""]), "kept"
    target = draft.target or ""
    if ancestor is not None:
        entry.previous_msgid, entry.previous_msgctxt = ancestor.msgid, ancestor.msgctxt
        if state_of(ancestor) is EntryState.REVIEWED:
            entry.msgstr, entry.flags = ancestor.msgstr, _fuzzy(ancestor.flags)
            entry.comment = _comment(
                draft, [f"{_SUGGESTION}{target}", f"{ORIGIN}translation of the earlier wording, to be adapted"]
            )
            return entry, "reviewed"
    elif before is not None and before.fuzzy:
        entry.previous_msgid, entry.previous_msgctxt = before.previous_msgid, before.previous_msgctxt
    entry.msgstr = target
    entry.flags = _fuzzy(before.flags if before else []) if target else []
    if not target:
        entry.previous_msgid = entry.previous_msgctxt = None
    entry.comment = _comment(draft, [origin_line(draft.origin, target)] if target else [])
    return entry, "renewed" if state is EntryState.MACHINE else "new"


def _carry(entry: polib.POEntry, before: polib.POEntry, draft: Draft, origin: list[str]) -> polib.POEntry:
    """Take over translation, flags and history; refresh places and notes."""
    entry.msgstr, entry.flags = before.msgstr, list(before.flags)
    entry.msgstr_plural, entry.msgid_plural = dict(before.msgstr_plural), before.msgid_plural
    if before.fuzzy:
        entry.previous_msgid, entry.previous_msgctxt = before.previous_msgid, before.previous_msgctxt
    suggestion = [line for line in before.comment.splitlines() if line.startswith(_SUGGESTION) and before.fuzzy]
    notes = draft.notes
    if notes is None:
        notes = tuple(
            line
            for line in before.comment.splitlines()
            if not line.startswith((*_PLACES, ORIGIN, _SUGGESTION))
        )
    entry.comment = "\n".join((*draft.places, *notes, *suggestion, *origin))
    return entry


def _comment(draft: Draft, last: list[str]) -> str:
    return "\n".join((*draft.places, *(draft.notes or ()), *last))


def _fuzzy(flags: Sequence[str]) -> list[str]:
    return ["fuzzy", *(flag for flag in flags if flag != "fuzzy")]


def _ancestors(
    existing: Catalogue | None, drafts: Sequence[Draft], dropped: Sequence[polib.POEntry]
) -> dict[tuple[str | None, str], polib.POEntry]:
    """Find, for sources that are new, the dropped entry that each is a rewording of; one to one."""
    if existing is None or not dropped:
        return {}
    from rapidfuzz import fuzz, process

    free = dict(enumerate(entry.msgid for entry in dropped))
    found: dict[tuple[str | None, str], polib.POEntry] = {}
    for draft in drafts:
        if existing.find(draft.source, draft.context) is None and free:
            best = process.extractOne(draft.source, free, scorer=fuzz.ratio, score_cutoff=SIMILAR)
            if best is not None:
                found[draft.key] = dropped[best[2]]
                del free[best[2]]
    return found


def _retired(entry: polib.POEntry) -> polib.POEntry:
    """Return an entry as obsolete: translation, flags and the person's comment stay, the rest is of no use."""
    return polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstr_plural=dict(entry.msgstr_plural),
        tcomment=entry.tcomment,
        flags=list(entry.flags),
        obsolete=True,
    )


def _with_header(existing: Catalogue | None, header: Header) -> polib.POFile:
    import songngu

    file = polib.POFile(wrapwidth=0)
    old = dict(existing.file.metadata) if existing else {}
    file.header = existing.file.header if existing and existing.file.header else f"Translation of {header.document}."
    ours = {
        "Project-Id-Version": old.get("Project-Id-Version") or f"songngu {songngu.__version__}",
        "Report-Msgid-Bugs-To": old.get("Report-Msgid-Bugs-To", ""),
        "POT-Creation-Date": header.created,
        "PO-Revision-Date": old.get("PO-Revision-Date") or header.created,
        "Last-Translator": old.get("Last-Translator") or "Automatically generated",
        "Language-Team": old.get("Language-Team") or "none",
        "Language": header.pair.gettext_target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(header.pair.target),
    }
    theirs = {name: value for name, value in old.items() if name not in ours and not name.startswith("X-Songngu-")}
    file.metadata = {**ours, **theirs, **header.fields}
    return file
