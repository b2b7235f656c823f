"""Learn names from what reviewers accepted: the spelling of a name that a person chose is known from then on."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.terminology.base import EntryKind
from songngu.terminology.folding import fold, without_diacritics
from songngu.terminology.replace import find_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def _spelling(text: str, proposed: str) -> str | None:
    """Return how `text` writes a name, whatever its diacritics, or None when it is not there or in capitals."""
    for span in find_phrase(text, proposed, lambda phrase: without_diacritics(fold(phrase))):
        written = span.of(text)
        if all(word[:1].isupper() for word in written.split()):
            return written.title() if written.isupper() else written
    return None
