"""`songngu status`: how far the catalogues are reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.options import DebugOption, JsonOption, LocaleDirOption, SourceOption, TargetOption
from songngu.cli.output import EXIT_USAGE, note, print_json
from songngu.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.catalogues import Status
    from songngu.languages import LanguagePair

WIDTH = 1000
"""Columns that a table may take: without a terminal, rich would cut names to fit 80 columns."""


def status(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATHS",
            help="Catalogues, folders of catalogues, names of documents. Default: all of the target.",
            show_default=False,
        ),
    ] = None,
    *,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    locale_dir: LocaleDirOption = Path("locales"),
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Print how many entries are reviewed, fuzzy and untranslated, and how many words are left."""
    from songngu.catalogues import Status, catalogue_folder
    from songngu.languages import LanguagePair

    pair = LanguagePair.parse(source, target)
    found: dict[Path, Status] = {}
    errors: list[CatalogueError] = []
    for named in paths or [catalogue_folder(locale_dir, pair)]:
        for path in _meant(named, locale_dir, pair):
            try:
                found[path] = _count(path)
            except CatalogueError as error:
                if debug:
                    raise
                errors.append(error)
    total = sum(found.values(), Status())
    if json:
        print_json(
            {
                "catalogues": [{"path": path.as_posix(), "status": each} for path, each in found.items()],
                "total": total,
                "errors": [str(each) for each in errors],
            }
        )
    elif found:
        rows = [(path.stem, each) for path, each in found.items()]
        _print_table([*rows, ("total", total)] if len(rows) > 1 else rows)
    for each in errors:
        note(f"songngu: {each}")
    if errors:
        raise typer.Exit(EXIT_USAGE)


def _meant(named: Path, locale_dir: Path, pair: LanguagePair) -> Sequence[Path]:
    """Return the catalogues that a folder, file or document name means (an empty folder: itself)."""
    from songngu.catalogues import catalogue_path

    if named.is_dir():
        return sorted(named.rglob("*.po")) or [named]
    if named.suffix == ".po" or named.exists():
        return [named]
    return [catalogue_path(locale_dir, pair, named.as_posix())]


def _count(path: Path) -> Status:
    """Count the entries of a catalogue.

    Raises:
        CatalogueError: it is not there, cannot be read, or is not PO.
    """
    from songngu.catalogues import Catalogue, count

    catalogue = None if path.is_dir() else Catalogue.load(path)
    if catalogue is None:
        raise CatalogueError("no catalogue here", path=path, remedy="songngu translate makes it")
    return count(catalogue)


def _print_table(rows: Sequence[tuple[str, Status]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("catalogue")
    for title in ("reviewed", "fuzzy", "untranslated", "obsolete", "findings", "words left", "done"):
        table.add_column(title, justify="right")
    for name, each in rows:
        figures = (
            each.reviewed,
            each.fuzzy,
            each.untranslated,
            each.obsolete,
            each.findings,
            each.words_left,
        )
        # Rounded down: 100 % means that nothing is left.
        table.add_row(name, *(f"{figure:,}" for figure in figures), f"{int(each.finished * 100)} %")
    # A table at its own width: what is too long for the terminal is wrapped by it, not cut off.
    Console(width=WIDTH, markup=False).print(table)
