"""Learn from reviewers: names as they spelt them, and renderings that they put in the place of the termbase's.

A name that a person accepted is known from then on. A rendering is a candidate only, for a terminologist to judge.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.terminology.base import Enforcement, Entry, EntryKind, Status
from songngu.terminology.exchange.base import clean
from songngu.terminology.exchange.store import add_entry
from songngu.terminology.folding import fold, without_diacritics
from songngu.terminology.replace import find_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from songngu.terminology.termbase import Termbase

COLUMNS = ("source", "target", "kind", "variants", "note")
NOTE = "accepted by a reviewer"
_NAME = re.compile(r"name: (.+?) → (.+)")
_UNSURE = re.compile(r"check: names: (.+?) can be ")


@dataclass(frozen=True, slots=True)
class LearntName:
    """A name as a reviewer spelt it: English form, Vietnamese form, kind."""

    source: str
    target: str
    kind: EntryKind = EntryKind.PERSON


@dataclass(frozen=True, slots=True)
class Learnt:
    """What reviewed entries teach.

    Attributes:
        names: new names, in order of their first appearance.
        disputed: English forms for which reviewers accepted several spellings, with these.
    """

    names: tuple[LearntName, ...]
    disputed: tuple[tuple[str, tuple[str, ...]], ...] = ()


def learn_names(entries: Iterable[tuple[Sequence[str], str]], known: Termbase) -> Learnt:
    """Return the names whose accepted spelling is not the proposed one, or was proposed without being sure.

    Args:
        entries: of each accepted entry the comment lines (`name: Nguyen Van An → Nguyễn Văn An`) and the text.
        known: the termbase; it tells the kind of a name that it has with another spelling.
    """
    spellings: dict[str, dict[str, None]] = {}
    for lines, text in entries:
        unsure = {found[1] for line in lines if (found := _UNSURE.match(line))}
        for line in lines:
            found = _NAME.fullmatch(line)
            accepted = _spelling(text, found[2]) if found else None
            if found and accepted and (accepted != found[2] or found[1] in unsure):
                source = found[1].title() if found[1].isupper() else found[1]
                spellings.setdefault(source, {})[accepted] = None
    names, disputed = [], []
    for source, forms in spellings.items():
        if len(forms) > 1:
            disputed.append((source, tuple(forms)))
            continue
        entry = known.find(source)
        target = next(iter(forms))
        if entry is None or target not in entry.renderings:
            names.append(
                LearntName(source, target, entry.kind if entry and entry.is_name else EntryKind.PERSON)
            )
    return Learnt(tuple(names), tuple(disputed))


def with_learnt(content: str, names: Sequence[LearntName]) -> str:
    """Return a `names.csv` with the names added; a row for the same English form is replaced.

    Args:
        content: the file so far, "" for a new one.
        names: what was learnt.
    """
    old = csv.DictReader(io.StringIO(content, newline=""))
    columns = list(old.fieldnames or COLUMNS)
    learnt = {name.source.casefold(): name for name in names}
    rows = [row for row in old if (row.get("source") or "").casefold() not in learnt]
    for name in names:
        rows.append({"source": name.source, "target": name.target, "kind": name.kind.value, "note": NOTE})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def candidate(entry: Entry, target: str, note: str) -> Entry:
    """Return an entry that proposes another rendering of a term; the present ones stay right beside it.

    Args:
        entry: the term as the termbase has it.
        target: the rendering that reviewers wrote.
        note: how often, instead of what, and where.
    """
    wanted = clean(target)
    return Entry(
        source=entry.source,
        target=wanted,
        variants=entry.variants,
        admitted=tuple(each for each in entry.renderings if each != wanted),
        pos=entry.pos,
        subject=entry.subject,
        enforcement=Enforcement.SUGGESTED,
        case_sensitive=entry.case_sensitive,
        note=clean(note),
    )


def add_candidates(
    folder: Path, file: str, candidates: Sequence[Entry], *, dry_run: bool = False
) -> list[Entry]:
    """Append candidates to a file of a folder; what stands there already is left as it is.

    Args:
        folder: a folder that no termbase is loaded from; made when missing.
        file: name of its file.
        candidates: one for each term.
        dry_run: write nothing.

    Returns:
        Those that were added: a term that the folder has already, judged or not, gets no second entry.

    Raises:
        GlossaryError: the folder has a wrong line, or cannot be written.
    """
    from songngu.terminology.termbase import Termbase

    known = Termbase.load([folder]) if any(folder.glob("*.csv")) else Termbase()
    new = [each for each in candidates if known.find(each.source) is None]
    for each in () if dry_run else new:
        add_entry(folder, each, Status.PREFERRED, file=file)
    return new


def _spelling(text: str, proposed: str) -> str | None:
    """Return how `text` writes a name, whatever its diacritics, or None when it is not there or in capitals."""
    for span in find_phrase(text, proposed, lambda phrase: without_diacritics(fold(phrase))):
        written = span.of(text)
        if written[1:] == proposed[1:] and written[0].lower() == proposed[0]:
            return proposed  # it begins the sentence
        if all(word[:1].isupper() for word in written.split()):
            return written.title() if written.isupper() else written
    return None
