"""`songngu glossary …`: look into termbases, mend them, exchange them, find candidates for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from songngu.cli.glossary_extract import extract
from songngu.cli.glossary_store import FormatOption, add, import_file
from songngu.cli.options import GlossaryOption, JsonOption, SourceOption, TargetOption
from songngu.cli.output import EXIT_FINDINGS, note, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from songngu.languages import LanguagePair
    from songngu.terminology import Entry, Termbase, TermMatch

glossary_app = typer.Typer(
    name="glossary",
    help="Find, check, add, exchange and extract terms.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
glossary_app.command()(extract)
glossary_app.command()(add)
glossary_app.command("import")(import_file)

SubjectOption = Annotated[
    str | None, typer.Option("--subject", metavar="NAME", help="Only this subject field.", show_default=False)
]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="NAME", help="term, place, person or organisation.")
]


def _termbase(source: str, target: str, stacked: list[Path] | None) -> tuple[LanguagePair, Termbase]:
    from songngu.languages import LanguagePair
    from songngu.terminology import Termbase
    from songngu.terminology.finder import glossary_folders

    pair = LanguagePair.parse(source, target)
    return pair, Termbase.load(glossary_folders(pair, stacked or ()))


def _selected(
    entries: Iterable[Entry],
    subject: str | None,
    status: str | None,
    enforcement: str | None,
    kind: str | None,
) -> Iterator[tuple[Entry, str, str]]:
    """Yield entry, rendering and its status, of those that the options let through.

    Raises:
        UsageError: an option has an unknown value.
    """
    from songngu.errors import UsageError
    from songngu.terminology import Enforcement, EntryKind, Status

    for name, value, allowed in (
        ("status", status, Status),
        ("enforcement", enforcement, Enforcement),
        ("kind", kind, EntryKind),
    ):
        if value is not None and value not in set(allowed):
            raise UsageError(f"unknown {name} {value!r}", remedy=f"use one of {', '.join(allowed)}")
    for entry in entries:
        if subject not in (None, entry.subject) or enforcement not in (None, entry.enforcement):
            continue
        if kind not in (None, entry.kind):
            continue
        for state, targets in (
            (Status.PREFERRED, (entry.target,)),
            (Status.ADMITTED, entry.admitted),
            (Status.DEPRECATED, entry.deprecated),
        ):
            if status in (None, state):
                yield from ((entry, target, state) for target in targets)


@glossary_app.command("find")
def find_command(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="A text, or a document.", show_default=False)
    ],
    source: SourceOption = "en",
    target: TargetOption = "vi",
    glossary: GlossaryOption = None,
    json: JsonOption = False,
) -> None:
    """Show the terms and names of a text with the rendering that each must have here."""
    from songngu.terminology.finder import TermFinder

    pair, termbase = _termbase(source, target, glossary)
    finder = TermFinder(termbase, pair)
    parts = list(_parts(text, pair.source))
    finder.read(part for _, part in parts)
    found = [(line, match) for line, part in parts for match in finder(part)]
    if json:
        print_json([_match_as_data(line, match) for line, match in found])
        return
    _print_rows(
        (
            str(line),
            match.text,
            match.target,
            str(match.entry.enforcement),
            match.entry.subject,
            match.entry.note,
        )
        for line, match in found
    )
    if not found:
        note("no term found")


def _parts(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of the segments of a document, or the lines of a text."""
    path = Path(text)
    if len(text) < 1000 and "\n" not in text and path.is_file():
        from songngu.documents import read_document
        from songngu.segmentation import segment_document

        for segment in segment_document(read_document(path, path.stem), language):
            yield segment.line, segment.text
    else:
        yield from enumerate(text.splitlines(), 1)


def _match_as_data(line: int, match: TermMatch) -> dict[str, Any]:
    entry = match.entry
    return {
        "line": line,
        "start": match.span.start,
        "end": match.span.end,
        "text": match.text,
        "target": match.target,
        "renderings": entry.renderings,
        "forbidden": entry.forbidden,
        "enforcement": entry.enforcement,
        "kind": entry.kind,
        "subject": entry.subject,
        "note": entry.note,
        "entry": None if entry.path is None else f"{entry.path}:{entry.line}",
    }


def _print_rows(rows: Iterable[tuple[str, ...]]) -> None:
    listed = list(rows)
    widths = [min(48, max(map(len, column))) for column in zip(*listed, strict=True)]
    for row in listed:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


@glossary_app.command("list")
def list_command(
    subject: SubjectOption = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="NAME", help="preferred, admitted or deprecated.")
    ] = None,
    enforcement: Annotated[
        str | None, typer.Option("--enforcement", metavar="NAME", help="required or suggested.")
    ] = None,
    kind: KindOption = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    glossary: GlossaryOption = None,
    json: JsonOption = False,
) -> None:
    """List renderings: source, rendering, status, enforcement, subject."""
    _, termbase = _termbase(source, target, glossary)
    chosen = list(_selected(termbase.entries, subject, status, enforcement, kind))
    if json:
        print_json(
            [
                {
                    "source": entry.source,
                    "target": rendering,
                    "status": state,
                    "enforcement": entry.enforcement,
                    "kind": entry.kind,
                    "subject": entry.subject,
                    "variants": entry.variants,
                    "forbidden": entry.forbidden,
                    "entry": None if entry.path is None else f"{entry.path}:{entry.line}",
                }
                for entry, rendering, state in chosen
            ]
        )
        return
    _print_rows(
        (entry.source, rendering, state, str(entry.enforcement), entry.subject)
        for entry, rendering, state in chosen
    )


@glossary_app.command("stats")
def stats_command(
    source: SourceOption = "en",
    target: TargetOption = "vi",
    glossary: GlossaryOption = None,
    json: JsonOption = False,
) -> None:
    """Count concepts, renderings and names of the stacked termbases."""
    from collections import Counter

    _, termbase = _termbase(source, target, glossary)
    terms = [entry for entry in termbase.entries if not entry.is_name]
    counts: dict[str, int | dict[str, int]] = {
        "concepts": len(terms),
        "names": dict(Counter(str(entry.kind) for entry in termbase.names)),
        "enforcement": dict(Counter(str(entry.enforcement) for entry in terms)),
        "English forms": sum(1 + len(entry.variants) for entry in termbase.entries),
        "admitted renderings": sum(len(entry.admitted) for entry in terms),
        "deprecated renderings": sum(len(entry.deprecated) for entry in terms),
        "forbidden renderings": sum(len(entry.forbidden) for entry in terms),
        "chosen by context": sum(bool(entry.conditions) for entry in terms),
        "subjects": dict(Counter(entry.subject for entry in terms).most_common()),
    }
    if json:
        print_json({"digest": termbase.digest, "folders": termbase.directories, **counts})
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            typer.echo(f"{name}: {sum(value.values()):,}")
            for part, count in value.items():
                typer.echo(f"  {part or '(none)'}: {count:,}")
        else:
            typer.echo(f"{name}: {value:,}")


@glossary_app.command("lint")
def lint_command(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DIR]...", help="Termbase folders, later ones win.", show_default="the default one"
        ),
    ] = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    json: JsonOption = False,
) -> None:
    """Report every wrong line, and (as notes) where a folder overrides an earlier one; exit 1 on problems."""
    from songngu.languages import LanguagePair
    from songngu.terminology import default_glossary, lint

    problems = lint(folders or [default_glossary(LanguagePair.parse(source, target))])
    wrong = [problem for problem in problems if problem.fatal]
    if json:
        print_json(problems)
    else:
        for problem in problems:
            typer.echo(f"{'' if problem.fatal else 'note: '}{problem.error()}")
        if not wrong:
            note("no problem")
    if wrong:
        raise typer.Exit(EXIT_FINDINGS)


@glossary_app.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.", dir_okay=False)],
    form: FormatOption = None,
    subject: SubjectOption = None,
    kind: KindOption = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    glossary: GlossaryOption = None,
) -> None:
    """Export the stacked termbases. CSV puts names into a second file, <FILE>-names.csv."""
    from songngu.terminology import Status
    from songngu.terminology.exchange import find_format
    from songngu.terminology.exchange.house import split
    from songngu.terminology.exchange.store import write_glossary

    pair, termbase = _termbase(source, target, glossary)
    chosen = [entry for entry, _, _ in _selected(termbase.entries, subject, Status.PREFERRED, None, kind)]
    travelling = find_format(file, form)
    parts = {file: chosen}
    if travelling.name == "csv":
        terms, names = split(chosen)
        if terms and names:
            parts = {file: terms, file.with_name(f"{file.stem}-names{file.suffix}"): names}
    for path, entries in parts.items():
        write_glossary(path, travelling.write(entries, pair))
        note(f"{path}: {len(entries):,} entries")
