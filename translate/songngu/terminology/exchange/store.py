"""Put entries into a user's termbase folder; the loader judges the new folder before a file is touched."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from songngu.errors import GlossaryError, UsageError
from songngu.files import write_atomically
from songngu.terminology.base import Entry, Status
from songngu.terminology.exchange.house import rows, split, table
from songngu.terminology.loader import FULL_TERM_COLUMNS
from songngu.terminology.termbase import Termbase, lint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from songngu.terminology.loader import GlossaryProblem

_DEFAULTS = {"enforcement": "required", "context": ""}  # what a file without the column means


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import did.

    Attributes:
        paths: the files written.
        entries: the entries in them.
        left_out: one line for each entry that the folder cannot take, and why.
    """

    paths: tuple[Path, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]


def import_entries(folder: Path, stem: str, entries: Sequence[Entry]) -> Stored:
    """Write entries into `<stem>.csv` (terms) and `<stem>-names.csv` (names) of a folder.

    The two files are written anew, so that importing a newer version of a file replaces the older one. Left
    out are entries whose source another file of the folder has, and those that the loader refuses.

    Args:
        folder: a termbase folder; created when missing.
        stem: name of the files.
        entries: what to write.

    Raises:
        GlossaryError: the folder itself has a wrong line, or a file cannot be written.
    """
    names = (f"{stem}.csv", f"{stem}-names.csv")
    taken: dict[str, Entry] = {}
    if _files(folder, but=names):
        with _trial(folder, {}, but=names) as trial:
            taken = {entry.source.casefold(): entry for entry in Termbase.load([Path(trial)]).entries}
    left_out: list[str] = []
    wanted: list[Entry] = []
    for entry in entries:
        if (own := taken.get(entry.source.casefold())) is not None and own.path is not None:
            left_out.append(
                f"{_place(entry)}{entry.source!r} is in {folder / own.path.name}:{own.line} already"
            )
        else:
            wanted.append(entry)
    while wanted:
        parts = dict(zip(names, split(wanted), strict=True))
        contents = {name: table(part) for name, part in parts.items() if part}
        refused = _refused(folder, contents, parts, but=names)
        if not refused:
            for name in names:
                if name in contents:
                    write_glossary(folder / name, contents[name])
                else:
                    (folder / name).unlink(missing_ok=True)
            return Stored(tuple(folder / name for name in contents), tuple(wanted), tuple(left_out))
        left_out += [f"{_place(entry)}{why}" for entry, why in refused]
        gone = {id(entry) for entry, _ in refused}
        wanted = [entry for entry in wanted if id(entry) not in gone]
    return Stored((), (), tuple(left_out))


def add_entry(
    folder: Path, entry: Entry, status: Status, *, file: str = "terms.csv", base: Termbase | None = None
) -> Path:
    """Add one rendering to a folder.

    Args:
        folder: a termbase folder; created when missing.
        entry: a term: source, rendering and what belongs to them.
        status: of the rendering; one that is not preferred joins the concept that the folder has.
        file: name of the CSV file that gets the row.
        base: where a concept is copied from that the folder has not, so that one more admitted rendering
            does not hide the preferred one.

    Returns:
        The file written.

    Raises:
        GlossaryError: the loader refuses the new folder.
        UsageError: the file lacks a column that the row needs.
    """
    if Path(file).name != file or not file.endswith(".csv"):
        raise UsageError(
            f"{file!r} is no name of a CSV file", remedy="give a name such as terms.csv with --file"
        )
    path = folder / file
    content = path.read_bytes() if path.is_file() else _line(FULL_TERM_COLUMNS, "\n")
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")), [])
    newline = "\r\n" if b"\r\n" in content else "\n"
    new = [dict(zip(FULL_TERM_COLUMNS, row, strict=True)) for row in rows(entry)]
    new[0]["status"] = status
    own = Termbase.load([folder]) if _files(folder) else Termbase()
    if status is not Status.PREFERRED and own.find(entry.source) is None and base is not None:
        copied = base.find(entry.source)
        if copied is not None and not copied.is_name:
            new = [dict(zip(FULL_TERM_COLUMNS, row, strict=True)) for row in rows(copied)] + new
    if content and not content.endswith(b"\n"):
        content += newline.encode()
    for row in new:
        if lacking := [name for name in _DEFAULTS if name not in header and row[name] != _DEFAULTS[name]]:
            raise UsageError(
                f"the file has no column {lacking[0]}", path=path, remedy="name another file with --file"
            )
        content += _line([row.get(name, "") for name in header], newline)
    with _trial(folder, {file: content}) as trial:
        for problem in lint([Path(trial)]):
            if problem.fatal:
                raise replace(problem, path=folder / problem.path.name).error()
    write_glossary(path, content)
    return path


def write_glossary(path: Path, content: bytes) -> None:
    """Write a file of terms whole or not at all; make its folder.

    Raises:
        GlossaryError: it cannot be written.
    """
    write_atomically(path, content, GlossaryError, remedy="check the folder's permissions")


def _refused(
    folder: Path, contents: Mapping[str, bytes], parts: Mapping[str, Sequence[Entry]], *, but: Iterable[str]
) -> list[tuple[Entry, str]]:
    """Return the entries that the loader refuses, once each, and why.

    Raises:
        GlossaryError: another file of the folder is wrong.
    """
    refused: dict[int, tuple[Entry, str]] = {}
    with _trial(folder, contents, but=but) as trial:
        problems: list[GlossaryProblem] = [each for each in lint([Path(trial)]) if each.fatal]
    for problem in problems:
        if problem.path.name not in contents:
            raise replace(problem, path=folder / problem.path.name).error()
        entry = _entry_at(problem.line, parts[problem.path.name])
        refused.setdefault(id(entry), (entry, f"{problem.problem}; {problem.remedy}"))
    return list(refused.values())


def _entry_at(line: int, entries: Sequence[Entry]) -> Entry:
    """Return the entry one of whose rows stands on `line` of the table of `entries`."""
    end = 1
    for entry in entries:
        end += sum(1 for _ in rows(entry))
        if line <= end:
            return entry
    return entries[-1]


def _trial(
    folder: Path, contents: Mapping[str, bytes], *, but: Iterable[str] = ()
) -> tempfile.TemporaryDirectory[str]:
    """Make a copy of a folder with other contents in some files and without the files `but`."""
    trial = tempfile.TemporaryDirectory(prefix="songngu-")
    for path in _files(folder, but=but):
        shutil.copy(path, trial.name)
    for name, content in contents.items():
        (Path(trial.name) / name).write_bytes(content)
    return trial


def _files(folder: Path, *, but: Iterable[str] = ()) -> list[Path]:
    return [path for path in sorted(folder.glob("*.csv")) if path.name not in set(but)]


def _place(entry: Entry) -> str:
    return "" if entry.path is None else f"{entry.path}:{entry.line}: " if entry.line else f"{entry.path}: "


def _line(cells: Sequence[str], newline: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=newline).writerow(cells)
    return stream.getvalue().encode()
