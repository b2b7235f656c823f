"""Our own CSV, one file for terms and one for names: loses nothing.

The columns are those of `glossary/README.md`; `enforcement` and `context` are always written.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from songngu.terminology.base import Entry, Status
from songngu.terminology.context import format_conditions
from songngu.terminology.exchange.base import Format, Reading, padded_notes
from songngu.terminology.loader import FULL_TERM_COLUMNS, NAME_COLUMNS, GlossaryProblem, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair


class HouseCsv(Format):
    """CSV as the termbase folders have it; a file holds either terms or names."""

    name = "csv"
    suffixes = (".csv",)

    def read(self, path: Path, pair: LanguagePair) -> Reading:
        """Read a file of terms or of names, as strictly as the termbase is loaded."""

        def fail(problem: GlossaryProblem) -> None:
            raise problem.error()

        return Reading(read_entries(path, fail))

    def write(self, entries: Sequence[Entry], pair: LanguagePair) -> bytes:
        """Return a file of the terms among `entries`; of the names, if there are no terms."""
        terms = [entry for entry in entries if not entry.is_name]
        return table(terms or entries)


def table(entries: Sequence[Entry]) -> bytes:
    """Return a CSV file; the entries are all terms or all names."""
    is_names = bool(entries) and entries[0].is_name
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(NAME_COLUMNS if is_names else FULL_TERM_COLUMNS)
    for entry in entries:
        writer.writerows(rows(entry))
    return stream.getvalue().encode()


def rows(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an entry: the preferred one, the admitted ones, the deprecated ones."""
    variants, forbidden = "|".join(entry.variants), "|".join(entry.forbidden)
    if entry.is_name:
        yield (entry.source, entry.target, entry.kind, variants, entry.note)
        return
    notes = iter((entry.note, *padded_notes(entry)))
    conditions = iter(entry.conditions)
    for status, targets in (
        (Status.PREFERRED, (entry.target,)),
        (Status.ADMITTED, entry.admitted),
        (Status.DEPRECATED, entry.deprecated),
    ):
        for target in targets:
            yield (
                entry.source,
                target,
                entry.pos,
                entry.subject,
                status,
                entry.enforcement,
                *((variants, forbidden) if status is Status.PREFERRED else ("", "")),
                str(entry.case_sensitive).lower(),
                format_conditions(next(conditions, ())),
                next(notes),
            )


def split(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the terms and the names among `entries`."""
    listed = list(entries)
    return [each for each in listed if not each.is_name], [each for each in listed if each.is_name]
