"""Two-column CSV, as the glossaries of DeepL (no header) and Google (header of language tags) have it.

Each English form, variants too, is a row of its own with the preferred rendering, for these services match
words as they stand. Lost are: which form is the main one, admitted, deprecated and forbidden renderings,
part of speech, subject, enforcement, case rule, conditions, notes and kinds of names.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from songngu.errors import GlossaryError
from songngu.terminology.base import Enforcement, Entry
from songngu.terminology.exchange.base import Format, Reading, clean, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair


class PairCsv(Format):
    """Rows of source and target.

    Args:
        name: name of the format.
        has_header: whether a header with the two language tags is written.
    """

    def __init__(self, name: str, *, has_header: bool) -> None:
        self.name = name
        self._has_header = has_header

    def read(self, path: Path, pair: LanguagePair) -> Reading:
        """Read rows of source and target; further columns are ignored, and so is a header.

        Raises:
            GlossaryError: not UTF-8, no CSV, or a row with one cell.
        """
        left_out: list[str] = []
        entries: list[Entry] = []
        for line, cells in _rows(path):
            if line == 1 and _is_header(cells, pair):
                continue
            if len(cells) < 2:
                raise GlossaryError(
                    "a row without two cells", path=path, line=line, remedy="write source,target"
                )
            source, target = clean(cells[0]), clean(cells[1])
            if source and target:
                entries.append(Entry(source, target, enforcement=Enforcement.SUGGESTED, path=path, line=line))
            else:
                left_out.append(f"{path}:{line}: empty source or target")
        return Reading(merged(entries), tuple(left_out))

    def write(self, entries: Sequence[Entry], pair: LanguagePair) -> bytes:
        """Return the rows; a form that two entries have is written once, for the first."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        if self._has_header:
            writer.writerow((pair.source, pair.target))
        rows: dict[str, str] = {}
        for entry in entries:
            for form in (entry.source, *entry.variants):
                rows.setdefault(form, entry.target)
        writer.writerows(rows.items())
        return stream.getvalue().encode()


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise GlossaryError("is not UTF-8", path=path, remedy="save it as CSV UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise GlossaryError(
            f"broken CSV: {error}", path=path, line=reader.line_num, remedy="check the quotation marks"
        ) from None


def _is_header(cells: list[str], pair: LanguagePair) -> bool:
    names = [cell.strip().casefold().replace("_", "-").partition("-")[0] for cell in cells[:2]]
    return names in (["source", "target"], [pair.source.partition("-")[0], pair.target.partition("-")[0]])
