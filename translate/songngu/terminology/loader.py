"""Read termbase folders strictly: every wrong line is found, and told with file, line and remedy.

The format is described in `glossary/README.md`. A folder holds term files (nine columns; `enforcement` and
`context` may be left out) and name files (five columns); which of the two a file is, its header says.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from songngu.errors import GlossaryError
from songngu.terminology.base import Condition, Enforcement, Entry, EntryKind, Status
from songngu.terminology.context import parse_conditions
from songngu.terminology.folding import contains, fold_form

TERM_COLUMNS = (
    "source",
    "target",
    "pos",
    "subject",
    "status",
    "variants",
    "forbidden",
    "case_sensitive",
    "note",
)
TERM_COLUMNS_WITH_ENFORCEMENT = (*TERM_COLUMNS[:5], "enforcement", *TERM_COLUMNS[5:])
FULL_TERM_COLUMNS = (*TERM_COLUMNS_WITH_ENFORCEMENT[:-1], "context", "note")
NAME_COLUMNS = ("source", "target", "kind", "variants", "note")
PARTS_OF_SPEECH = frozenset({"noun", "proper noun", "verb", "adjective", "phrase"})
_STATUSES = {status.value: status for status in Status}
_ENFORCEMENTS = {enforcement.value: enforcement for enforcement in Enforcement}
_KINDS = {kind.value: kind for kind in EntryKind if kind is not EntryKind.TERM}
_SPARE = re.compile(r"\t[^\S\t]|[^\S\t]\t|[^\S\t]{2}|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class GlossaryProblem:
    """One thing that is wrong with a termbase.

    Attributes:
        path: the file or folder.
        line: 1-based line, 0 when the problem belongs to no line.
        problem: what is wrong.
        remedy: what to do.
        fatal: False for what deserves a look but loads all the same (a user's entry over one of the default).
    """

    path: Path
    line: int
    problem: str
    remedy: str
    fatal: bool = True

    def error(self) -> GlossaryError:
        """Return the problem as the exception that `Termbase.load` raises."""
        return GlossaryError(self.problem, path=self.path, line=self.line or None, remedy=self.remedy)


Report = Callable[[GlossaryProblem], None]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file, its cells checked and parsed."""

    entry: Entry
    status: Status
    path: Path
    line: int


@dataclass(slots=True)
class _Folder:
    """What one folder gives: its concepts by folded source, and who owns each form."""

    entries: dict[str, Entry] = field(default_factory=dict)
    owners: dict[str, Entry] = field(default_factory=dict)


def read_folders(directories: Sequence[Path], report: Report) -> tuple[tuple[Entry, ...], str]:
    """Read and stack `directories`; a later one replaces the concepts of an earlier one.

    Args:
        directories: folders with CSV files, the default first.
        report: called with every problem; it may raise to stop at the first.

    Returns:
        The entries, those that win last, and the digest: the first 16 hexadecimal digits of the SHA-256
        over names and contents of the files.
    """
    stacked: dict[str, Entry] = {}
    owners: dict[str, Entry] = {}
    digest = hashlib.sha256()
    for directory in directories:
        folder = _read_folder(directory, report, digest.update)
        for form, owner in folder.owners.items():
            earlier = owners.get(form)
            if earlier is not None and earlier.target != owner.target:
                report(_conflict(form, owner, earlier))
        for source, entry in folder.entries.items():
            stacked.pop(source, None)  # so that what wins stands last
            stacked[source] = entry
        owners.update(folder.owners)
    return tuple(stacked.values()), digest.hexdigest()[:16]


def _conflict(form: str, entry: Entry, earlier: Entry) -> GlossaryProblem:
    return GlossaryProblem(
        entry.path or Path(),
        entry.line,
        f"{form!r} → {entry.target!r} stands over {earlier.target!r} of {earlier.path}:{earlier.line}",
        "nothing to do if that is meant; the later folder wins",
        fatal=False,
    )


def _read_folder(directory: Path, report: Report, digest: Callable[[bytes], None]) -> _Folder:
    folder = _Folder()
    paths = sorted(directory.glob("*.csv")) if directory.is_dir() else []
    if not paths:
        what = "no CSV file in this glossary folder" if directory.is_dir() else "no such glossary folder"
        report(GlossaryProblem(directory, 0, what, "give a folder with CSV files with --glossary"))
    rows: list[_Row] = []
    for path in paths:
        content = path.read_bytes()
        digest(path.name.encode() + b"\0" + content + b"\0")
        rows += _read_file(path, content, report)
    for concept in _concepts(rows):
        entry = _merge(concept, report)
        if entry is not None:
            folder.entries[entry.source.casefold()] = entry
            _claim_forms(folder.owners, entry, report)
    return folder


def read_entries(path: Path, report: Report) -> tuple[Entry, ...]:
    """Read one file of terms or names.

    Args:
        path: the file.
        report: called with every problem; it may raise to stop at the first.
    """
    concepts = _concepts(list(_read_file(path, path.read_bytes(), report)))
    return tuple(entry for entry in (_merge(rows, report) for rows in concepts) if entry is not None)


def _read_file(path: Path, content: bytes, report: Report) -> Iterator[_Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        report(GlossaryProblem(path, line, "the file is not UTF-8", "save it as CSV UTF-8"))
        return
    is_clean = unicodedata.is_normalized("NFC", text) and not _CONTROL.search(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header not in (TERM_COLUMNS, TERM_COLUMNS_WITH_ENFORCEMENT, FULL_TERM_COLUMNS, NAME_COLUMNS):
            report(
                GlossaryProblem(
                    path,
                    1,
                    f"wrong columns {','.join(header)!r}",
                    f"the first line is {','.join(FULL_TERM_COLUMNS)} for terms, "
                    f"{','.join(NAME_COLUMNS)} for names, with commas between",
                )
            )
            return
        previous_end = 1
        for cells in reader:
            line, previous_end = previous_end + 1, reader.line_num
            if cells:
                row = _read_row(path, line, header, cells, report, is_clean=is_clean)
                if row is not None:
                    yield row
    except csv.Error as error:
        report(
            GlossaryProblem(
                path, reader.line_num, f"broken CSV: {error}", "check the quotation marks of the line"
            )
        )


def _read_row(
    path: Path, line: int, header: tuple[str, ...], cells: list[str], report: Report, *, is_clean: bool
) -> _Row | None:
    def wrong(problem: str, remedy: str) -> None:
        report(GlossaryProblem(path, line, problem, remedy))

    if len(cells) != len(header):
        wrong(
            f"{len(cells)} cells instead of {len(header)}",
            "put cells that contain a comma in quotation marks",
        )
        return None
    row = dict(zip(header, cells, strict=True))
    if not is_clean:
        for column, cell in row.items():
            if not unicodedata.is_normalized("NFC", cell):
                wrong(f"{column} is not in Unicode normal form C", "normalise the file to NFC")
            if character := _CONTROL.search(cell):
                wrong(f"control character U+{ord(character[0]):04X} in {column}", "delete it")
    is_sound = True
    for column in ("source", "target"):
        if not row[column].strip():
            wrong(f"empty {column}", "fill the cell or delete the line")
            is_sound = False
    if _SPARE.search("\t".join(("", *cells, ""))):
        wrong("spare white space", "keep single blanks between words only")
    choices = (
        (("kind", _KINDS),)
        if header == NAME_COLUMNS
        else (
            ("pos", PARTS_OF_SPEECH),
            ("status", _STATUSES),
            ("enforcement", _ENFORCEMENTS),
            ("case_sensitive", ("true", "false")),
        )
    )
    for column, allowed in choices:
        if column in row and row[column] not in allowed:
            wrong(f"unknown {column} {row[column]!r}", f"write one of {', '.join(sorted(allowed))}")
            is_sound = False
    variants, forbidden = _cells(row["variants"]), _cells(row.get("forbidden", ""))
    if "" in variants or "" in forbidden:
        wrong("empty item in a list", "delete the spare | in variants or forbidden")
        is_sound = False
    conditions = _conditions(row, wrong)
    if not is_sound or conditions is None:
        return None
    return _row(path, line, row, variants=variants, forbidden=forbidden, conditions=conditions)


def _conditions(row: dict[str, str], wrong: Callable[[str, str], None]) -> tuple[Condition, ...] | None:
    """Parse the context of a row; None if it is wrong."""
    try:
        conditions = parse_conditions(row.get("context", ""))
    except ValueError as error:
        wrong(
            str(error),
            "write otherwise; or before, after, near, subject or document, a colon, and words separated by |",
        )
        return None
    if conditions and row["status"] == Status.DEPRECATED:
        wrong("a deprecated rendering has a context", "empty the cell")
        return None
    return conditions


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _row(
    path: Path,
    line: int,
    row: dict[str, str],
    *,
    variants: tuple[str, ...],
    forbidden: tuple[str, ...],
    conditions: tuple[Condition, ...],
) -> _Row:
    is_name = "kind" in row
    entry = Entry(
        source=row["source"],
        target=row["target"],
        kind=_KINDS[row["kind"]] if is_name else EntryKind.TERM,
        variants=variants,
        forbidden=forbidden,
        pos="proper noun" if is_name else row["pos"],
        subject="names" if is_name else row["subject"],
        enforcement=_ENFORCEMENTS[row.get("enforcement", Enforcement.REQUIRED.value)],
        case_sensitive=is_name or row["case_sensitive"] == "true",
        note=row["note"],
        path=path,
        line=line,
        conditions=(conditions,) if conditions else (),
    )
    return _Row(entry, Status.PREFERRED if is_name else _STATUSES[row["status"]], path, line)


def _concepts(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    grouped: dict[str, list[_Row]] = {}
    for row in rows:
        grouped.setdefault(row.entry.source.casefold(), []).append(row)
    yield from grouped.values()


def _merge(rows: list[_Row], report: Report) -> Entry | None:
    """Make one entry of all rows with the same source."""
    preferred = [row for row in rows if row.status is Status.PREFERRED]
    if not preferred:
        first = rows[0]
        problem = f"{first.entry.source!r} has no preferred rendering"
        report(GlossaryProblem(first.path, first.line, problem, "mark one of its lines preferred"))
        return None
    for extra in preferred[1:]:
        first = preferred[0]
        where = f"the first is {first.path.name}:{first.line}"
        report(
            GlossaryProblem(
                extra.path,
                extra.line,
                f"second preferred rendering of {extra.entry.source!r}; {where}",
                "mark it admitted or delete it",
            )
        )
    entry = preferred[0].entry
    if len(rows) == 1:
        return _without_contradiction(entry, report)
    seen: dict[str, _Row] = {}
    for row in rows:
        if earlier := seen.get(row.entry.target):
            problem = (
                f"duplicate of {earlier.path.name}:{earlier.line}: {entry.source!r} → {row.entry.target!r}"
            )
            report(GlossaryProblem(row.path, row.line, problem, "delete one of them"))
        seen.setdefault(row.entry.target, row)
    admitted = [row.entry for row in rows if row.status is Status.ADMITTED]
    deprecated = [row.entry for row in rows if row.status is Status.DEPRECATED]
    notes = tuple(row.note for row in (*admitted, *deprecated))
    conditions = tuple(row.conditions[0] if row.conditions else () for row in (entry, *admitted))
    return _without_contradiction(
        replace(
            entry,
            admitted=tuple(row.target for row in admitted),
            deprecated=tuple(row.target for row in deprecated),
            variants=tuple(dict.fromkeys(variant for row in rows for variant in row.entry.variants)),
            forbidden=tuple(dict.fromkeys(wrong for row in rows for wrong in row.entry.forbidden)),
            conditions=conditions if any(conditions) else (),
            notes=notes if any(notes) else (),
        ),
        report,
    )


def _without_contradiction(entry: Entry, report: Report) -> Entry:
    for wrong in entry.forbidden:
        for rendering in entry.renderings:
            # The plain test first: it decides nearly always, and folding costs a hundred times as much.
            if wrong.casefold() in rendering.casefold() and contains(rendering, wrong):
                problem = (
                    f"forbidden {wrong!r} is part of the valid rendering {rendering!r} of {entry.source!r}"
                )
                report(GlossaryProblem(entry.path or Path(), entry.line, problem, "forbid a longer string"))
    return entry


def _claim_forms(owners: dict[str, Entry], entry: Entry, report: Report) -> None:
    """Note which entry owns each English form; a form has one owner."""
    own: set[str] = set()
    for form in (entry.source, *entry.variants):
        folded = fold_form(form)
        if folded in own:
            continue
        own.add(folded)
        other = owners.setdefault(folded, entry)
        if other is not entry and other.case_sensitive == entry.case_sensitive:
            problem = f"{form!r} of {entry.source!r} is also a form of {other.source!r}"
            where = f"delete it here or in {other.path.name if other.path else '?'}:{other.line}"
            report(GlossaryProblem(entry.path or Path(), entry.line, problem, where))
