"""`songngu score`: how good translations are, how sure that is, which of two systems is better."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.options import (
    DebugOption,
    GlossaryOption,
    JsonOption,
    LocaleDirOption,
    QuietOption,
    SourceOption,
    TargetOption,
)
from songngu.cli.output import EXIT_FINDINGS, note, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from songngu.languages import LanguagePair
    from songngu.scoring import Evaluation
    from songngu.scoring.inputs import Inputs
    from songngu.scoring.metrics import Progress
    from songngu.scoring.thresholds import Threshold

LONG_WORK = 10_000
"""Segments times metrics from which progress is told where nobody looks at a terminal."""


def score(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Catalogues, or document folders with reference.<target>.txt. Default: the corpus.",
            show_default=False,
        ),
    ] = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    corpus: Annotated[
        Path, typer.Option("--corpus", metavar="DIR", help="Folder of the documents with references.")
    ] = Path("corpus"),
    locale_dir: LocaleDirOption = Path("locales"),
    hyp: Annotated[
        Path | None,
        typer.Option("--hyp", metavar="FILE", help="Score this line file or catalogue instead; needs --ref."),
    ] = None,
    ref: Annotated[
        list[Path] | None,
        typer.Option("--ref", metavar="FILE", help="Reference lines, reviewed catalogue or TMX; repeatable."),
    ] = None,
    src: Annotated[Path | None, typer.Option("--src", metavar="FILE", help="Source lines of --hyp.")] = None,
    align: Annotated[
        bool, typer.Option("--align", help="Align line files whose numbers of lines differ.")
    ] = False,
    which: Annotated[
        str, typer.Option("--which", metavar="WHOSE", help="all, machine, or reviewed entries of catalogues.")
    ] = "all",
    metrics: Annotated[
        str,
        typer.Option(
            "--metrics", metavar="LIST", help="Of bleu, bleu-intl, bleu-none, spbleu, chrf, chrf++, ter."
        ),
    ] = "bleu,chrf,chrf++,ter",
    bootstrap: Annotated[
        int, typer.Option("--bootstrap", min=0, help="Resamples for the 95 % intervals; 0: none.")
    ] = 1000,
    terms: Annotated[
        bool, typer.Option("--terms", help="Also the accuracy of terms, names and numbers.")
    ] = False,
    glossary: GlossaryOption = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="A B", help="Two locale folders or hypothesis files: is B better?"),
    ] = None,
    machine: Annotated[
        Path | None,
        typer.Option(
            "--machine", metavar="DIR", help="Locale folder from before the review: edit rate (HTER)."
        ),
    ] = None,
    fail_under: Annotated[
        str | None,
        typer.Option("--fail-under", metavar="LIST", help="Exit 1 below, e.g., bleu=30,terms=0.98."),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the result as JUnit XML.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="Add the scores to a JSON-lines file.")
    ] = None,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Score empty hypotheses as worth nothing.")
    ] = False,
    width: Annotated[int, typer.Option("--width", "-w", min=0, max=6, help="Decimals to print.")] = 2,
    json: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Score translations: BLEU, chrF, chrF++ and TER with 95 % intervals, terms, names and numbers.

    Without --hyp, the catalogues in the locale folder are scored against reference.<target>.txt of each
    document. The numbers are sacrebleu's; each comes with its signature.
    """
    from songngu.languages import LanguagePair
    from songngu.scoring.hypotheses import parse_which
    from songngu.scoring.inputs import Inputs
    from songngu.scoring.metrics import check_metrics
    from songngu.scoring.thresholds import parse_thresholds

    pair = LanguagePair.parse(source, target)
    thresholds = parse_thresholds(fail_under) if fail_under else ()
    keys = [key for key in (part.strip() for part in metrics.split(",")) if key]
    keys = list(check_metrics([*keys, *(each.measure for each in thresholds if each.is_metric)]))
    inputs = Inputs(
        pair=pair,
        paths=tuple(paths or ()),
        corpus=corpus,
        locale_dir=locale_dir,
        references=tuple(ref or ()),
        source=src,
        which=parse_which(which),
        aligned=align,
    )
    if machine is not None:
        _edits(inputs, machine, glossary or [], _Output(json, quiet, width), bootstrap)
    elif compare is not None:
        _comparison(inputs, compare, keys, _Output(json, quiet, width), allow_empty)
    else:
        wanted = _Wanted(
            keys, bootstrap, allow_empty, terms or any(not each.is_metric for each in thresholds)
        )
        evaluation = _evaluation(inputs, hyp, wanted, glossary or [], _Output(json, quiet, width))
        _results(evaluation, pair, thresholds, _Output(json, quiet, width), junit=junit, history=history)


@dataclass(frozen=True, slots=True)
class _Output:
    """How to print."""

    json: bool
    quiet: bool
    width: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to compute."""

    metrics: list[str]
    bootstrap: int
    allow_empty: bool
    terms: bool


def _evaluation(
    inputs: Inputs, hyp: Path | None, wanted: _Wanted, glossaries: list[Path], output: _Output
) -> Evaluation:
    from songngu.errors import UsageError
    from songngu.scoring import evaluate, has_sources, make_judge

    documents = inputs.documents(hyp)
    if wanted.terms and not has_sources(documents):
        raise UsageError(
            "terms, names and numbers are those of the source text, and there is none",
            remedy="name it with --src",
        )
    total = sum(len(document.segments) for document in documents) * len(wanted.metrics)
    with scoring_progress(total, shown=not output.quiet and not output.json) as progress:
        return evaluate(
            documents,
            inputs.pair,
            metrics=wanted.metrics,
            bootstrap=wanted.bootstrap,
            judge=make_judge(inputs.pair, glossaries) if wanted.terms else None,
            allow_empty=wanted.allow_empty,
            progress=progress,
        )


def _results(
    evaluation: Evaluation,
    pair: LanguagePair,
    thresholds: tuple[Threshold, ...],
    output: _Output,
    *,
    junit: Path | None,
    history: Path | None,
) -> None:
    from songngu.scoring import history as history_file
    from songngu.scoring import junit as junit_file
    from songngu.scoring import present
    from songngu.scoring.thresholds import judge

    verdicts = judge(evaluation.pooled, thresholds)
    if history is not None:
        history_file.append(history, history_file.run_of(evaluation))
    if junit is not None:
        junit_file.write(junit, [*evaluation.scores, evaluation.pooled], {evaluation.pooled.slug: verdicts})
    if output.json:
        print_json(present.evaluation_data(evaluation, pair, verdicts))
    else:
        for remark in evaluation.remarks:
            note(f"note: {remark}")
        _print(present.score_table(evaluation, output.width))
        if evaluation.verdicts:
            _print(present.accuracy_table(evaluation))
        if not output.quiet:
            for line in present.signatures(evaluation):
                typer.echo(line)
    for verdict in verdicts:
        if not verdict.passed:
            note(f"below the threshold: {verdict}")
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(EXIT_FINDINGS)


def _comparison(
    inputs: Inputs, sides: tuple[Path, Path], metrics: list[str], output: _Output, allow_empty: bool
) -> None:
    from songngu.scoring import compare, evaluate, present

    evaluations = []
    for side in sides:
        documents = inputs.documents(side)
        total = sum(len(document.segments) for document in documents) * len(metrics)
        with scoring_progress(total, shown=not output.quiet and not output.json) as progress:
            evaluations.append(
                evaluate(
                    documents,
                    inputs.pair,
                    metrics=metrics,
                    bootstrap=0,
                    allow_empty=allow_empty,
                    progress=progress,
                )
            )
    a, b = evaluations
    require_same_references(a, b)
    comparisons = [compare(a.statistics[key], b.statistics[key]) for key in metrics]
    names = (f"A = {sides[0]}", f"B = {sides[1]}")
    if output.json:
        print_json([present.comparison_data(each, ("A", "B")) for each in comparisons])
        return
    for remark in dict.fromkeys((*a.remarks, *b.remarks)):
        note(f"note: {remark}")
    typer.echo(f"{names[0]}, {names[1]}, {a.pooled.segments:,} segments")
    _print(present.comparison_table(comparisons, ("A", "B"), output.width))
    for each in comparisons:
        typer.echo(each.sentence("A", "B"))
    if not output.quiet:
        for each in comparisons:
            typer.echo(f"{each.name}|{each.signature}")


def _edits(inputs: Inputs, machine: Path, glossaries: list[Path], output: _Output, bootstrap: int) -> None:
    from songngu.catalogues import catalogue_path
    from songngu.scoring import hter, make_judge, present

    reports = [
        hter.edits_of(path, catalogue_path(machine, inputs.pair, slug), slug, bootstrap=bootstrap)
        for slug, path in inputs.catalogues()
    ]
    total = hter.pooled(reports, bootstrap=bootstrap)
    reviewers = hter.by_reviewer(reports, bootstrap=bootstrap)
    changes = hter.changed_terms(
        [edit for report in reports for edit in report.edits], make_judge(inputs.pair, glossaries)
    )
    if output.json:
        print_json(present.edits_data(reports, total, reviewers, changes))
        return
    _print(present.edit_table(reports, total, reviewers, output.width))
    for change in changes:
        typer.echo(f"taken out by reviewers: {change.source} → {change.rendering} ({change.count})")
    if not output.quiet:
        typer.echo(f"{total.name}|{total.signature}")


def require_same_references(a: Evaluation, b: Evaluation) -> None:
    """Raise unless two evaluations scored the same segments against the same references.

    Raises:
        ScoringError: they did not; a paired test would compare apples with pears.
    """
    from songngu.errors import ScoringError

    pairs = [[segment.references for segment in each.segments] for each in (a, b)]
    if pairs[0] != pairs[1]:
        raise ScoringError(
            f"A and B are scored on different segments ({len(pairs[0])} and {len(pairs[1])})",
            remedy="translate the same documents, cut alike, in both",
        )


def _print(table: Table) -> None:
    """Print a table in full width: a figure that is cut is no figure."""
    from rich.console import Console
    from rich.measure import Measurement

    console = Console(soft_wrap=True)
    needed = Measurement.get(console, console.options.update(width=1000), table).maximum
    Console(soft_wrap=True, width=max(console.width, needed)).print(table)


@contextmanager
def scoring_progress(total: int, *, shown: bool) -> Iterator[Progress]:
    """Show a bar on a terminal; elsewhere nothing, unless the work is long: then a line for each tenth."""
    if not shown:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("scoring", total=total)
            yield lambda count: bar.advance(task, count)
    else:
        done = reported = 0

        def advance(count: int) -> None:
            nonlocal done, reported
            done += count
            if total >= LONG_WORK and done * 10 // total > reported:
                reported = done * 10 // total
                note(f"scoring: {reported * 10} %")

        yield advance
