"""`songngu translate`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.options import (
    BeamOption,
    DebugOption,
    EngineOption,
    GlossaryOption,
    JsonOption,
    LocaleDirOption,
    ModelOption,
    QuietOption,
    ReverseOption,
    SourceOption,
    TargetOption,
    VerboseOption,
)
from songngu.cli.output import EXIT_USAGE, note, print_json, print_table

if TYPE_CHECKING:
    from songngu.documents import DocumentSource
    from songngu.pipeline import Pipeline, Progress, Result


def translate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Documents, or folders of documents (a.txt, b.md, <slug>/source.txt). Default: corpus/",
            show_default=False,
        ),
    ] = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    locale_dir: LocaleDirOption = Path("locales"),
    model: ModelOption = None,
    engine: EngineOption = "ctranslate2",
    glossary: GlossaryOption = None,
    reverse: ReverseOption = None,
    beam: BeamOption = None,
    context: Annotated[
        str,
        typer.Option("--context", help="none, or paragraph: keep equal sentences of different blocks apart."),
    ] = "none",
    force: Annotated[
        bool,
        typer.Option("--force", help="Renew machine entries that are up to date, too; never reviewed ones."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be translated; write nothing.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Cores to use; 0 takes all.")] = 0,
    json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = 0,
    debug: DebugOption = False,
) -> None:
    """Translate documents into catalogues (locales/<target>/LC_MESSAGES/<document>.po).

    Entries that a person has touched stay as they are, always. Machine entries are renewed when the source,
    the model, the glossary or a setting has changed, or with --force.
    """
    from songngu.documents import find_documents
    from songngu.errors import UsageError
    from songngu.languages import LanguagePair
    from songngu.pipeline import Options, Pipeline

    if context not in ("none", "paragraph"):
        raise UsageError(f"unknown context {context!r}", remedy="use none or paragraph")
    options = Options(
        pair=LanguagePair.parse(source, target),
        locale_dir=locale_dir,
        model=model,
        engine=engine,
        glossaries=tuple(glossary or ()),
        reverse=reverse,
        beam=beam,
        force=force,
        paragraph_context=context == "paragraph",
        dry_run=dry_run,
        jobs=jobs,
    )
    documents = find_documents(paths or [Path("corpus")])
    pipeline = Pipeline(options)
    results = []
    with _progress(pipeline, documents, shown=not quiet and not json) as advance:
        for result in pipeline.run(documents, advance):
            results.append(result)
            for warning in result.warnings:
                note(f"warning: {result.source.path}: {warning}")
            if result.error is not None:
                note(f"songngu: {result.error}")
            elif verbose:
                note(f"{result.catalogue}: {result.counts}")
    if json:
        print_json([_as_data(result) for result in results])
    elif not quiet:
        _print_table(results, dry_run)
    if any(result.error for result in results):
        raise typer.Exit(EXIT_USAGE)


@contextmanager
def _progress(pipeline: Pipeline, documents: Sequence[DocumentSource], *, shown: bool) -> Iterator[Progress]:
    """Show a bar with rate and remaining time on a terminal, a line for each document elsewhere."""
    if not shown or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from songngu.errors import SongnguError

    total = 0
    for document in documents:
        try:
            total += len(pipeline.segments(document))
        except SongnguError:
            continue  # the run itself reports it
    columns = (
        TextColumn("translating"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("segments"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("translating", total=total, rate="")

        def advance(count: int) -> None:
            bar.advance(task, count)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.0f}/s" if speed else "")

        yield advance


def _as_data(result: Result) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "source": result.source.path,
        "catalogue": result.catalogue,
        "segments": result.segments,
        "words": result.words,
        "translated": result.translated,
        "counts": asdict(result.counts),
        "terms": result.terms,
        "findings": result.findings,
        "seconds": round(result.seconds, 3),
        "warnings": list(result.warnings),
        "error": None if result.error is None else str(result.error),
    }


def _print_table(results: Sequence[Result], dry_run: bool) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("document", no_wrap=True)
    last = "to translate" if dry_run else "translated"
    for name in ("segments", "words", last, "reviewed", "terms", "findings", "seconds"):
        table.add_column(name, justify="right")
    for each in results:
        if each.error is not None:
            table.add_row(each.source.slug, "failed", *[""] * 6)
            continue
        table.add_row(
            each.source.slug,
            f"{each.segments:,}",
            f"{each.words:,}",
            f"{each.translated:,}",
            f"{each.counts.reviewed:,}",
            f"{each.terms:,}",
            f"{each.findings:,}",
            f"{each.seconds:.1f}",
        )
    print_table(table)
