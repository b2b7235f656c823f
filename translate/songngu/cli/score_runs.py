"""What `songngu score` does once its options are read: scores, a comparison, or edit rates, as tables or JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from songngu.cli.output import EXIT_FINDINGS, note, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from songngu.languages import LanguagePair
    from songngu.scoring import Evaluation, ScoredDocument
    from songngu.scoring.inputs import Inputs
    from songngu.scoring.metrics import Progress
    from songngu.scoring.thresholds import Threshold

LONG_WORK = 10_000
"""Segments times metrics from which progress is told where nobody looks at a terminal."""

LONG_TEXT = 200
"""Lines to translate from which it is told."""


@dataclass(frozen=True, slots=True)
class Output:
    """How to print."""

    json: bool
    quiet: bool
    width: int

    @property
    def shows_progress(self) -> bool:
        """True unless the output is for a program or should be short."""
        return not self.quiet and not self.json


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to compute."""

    metrics: list[str]
    bootstrap: int
    allow_empty: bool
    terms: bool
    measures: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """How a system translates that is run to be scored."""

    engine: str
    reverse: str | None
    beam: int | None
    glossaries: list[Path]


def read_documents(
    inputs: Inputs, side: str | None, settings: Settings, output: Output
) -> list[ScoredDocument]:
    """Return what is scored.

    Args:
        inputs: what the user named.
        side: a locale folder or file of hypotheses, `system:MODEL` for what a model writes now, or None for the
            catalogues of `inputs`.
        settings: of the system.
        output: how to show progress.
    """
    from songngu.scoring.system import PREFIX, document_of, load_system

    if side is None or not side.startswith(PREFIX):
        return inputs.documents(Path(side) if side else None)
    texts = inputs.sources()
    system = load_system(
        inputs.pair,
        side.removeprefix(PREFIX),
        engine=settings.engine,
        reverse=settings.reverse,
        beam=settings.beam,
        glossaries=settings.glossaries,
    )
    total = sum(len(text.references[0]) for _, text in texts)
    with scoring_progress(total, shown=output.shows_progress, what="translating", long=LONG_TEXT) as progress:
        return [document_of(system, slug, text, progress) for slug, text in texts]


def evaluation(
    documents: list[ScoredDocument],
    pair: LanguagePair,
    wanted: Wanted,
    output: Output,
    glossaries: list[Path],
) -> Evaluation:
    """Score documents.

    Raises:
        UsageError: terms are wanted, and there is no source text.
    """
    from songngu.errors import UsageError
    from songngu.scoring import evaluate, has_sources, make_judge

    if wanted.terms and not has_sources(documents):
        raise UsageError(
            "terms, names and numbers are those of the source text, and there is none",
            remedy="name it with --src",
        )
    total = sum(len(document.segments) for document in documents) * len(wanted.metrics)
    with scoring_progress(total, shown=output.shows_progress) as progress:
        return evaluate(
            documents,
            pair,
            metrics=wanted.metrics,
            bootstrap=wanted.bootstrap,
            judge=make_judge(pair, glossaries) if wanted.terms else None,
            measures=wanted.measures,
            allow_empty=wanted.allow_empty,
            progress=progress,
        )


def print_results(
    evaluation: Evaluation,
    pair: LanguagePair,
    thresholds: tuple[Threshold, ...],
    output: Output,
    *,
    junit: Path | None,
    history: Path | None,
) -> None:
    """Print scores and write what else was asked for; exit with code 1 when a threshold is not reached."""
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
            if evaluation.pooled.accuracy and evaluation.pooled.accuracy.measures:
                _print(present.measures_table(evaluation))
        if not output.quiet:
            for line in present.signatures(evaluation):
                typer.echo(line)
    for verdict in verdicts:
        if not verdict.passed:
            note(f"threshold not reached: {verdict}")
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(EXIT_FINDINGS)


def print_comparison(
    inputs: Inputs,
    sides: tuple[str, str],
    metrics: list[str],
    output: Output,
    settings: Settings,
    *,
    allow_empty: bool,
) -> None:
    """Print whether the second side is better than the first; see `read_documents` for what a side is."""
    from songngu.scoring import compare, evaluate, present

    evaluations = []
    for side in sides:
        documents = read_documents(inputs, side, settings, output)
        total = sum(len(document.segments) for document in documents) * len(metrics)
        with scoring_progress(total, shown=output.shows_progress) as progress:
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


def print_edits(
    inputs: Inputs,
    machine: Path | None,
    glossaries: list[Path],
    output: Output,
    bootstrap: int,
    history: Path | None,
) -> None:
    """Print how much reviewers changed, and with a history how that went over time.

    Args:
        inputs: whose catalogues.
        machine: locale folder from before the review; None takes the machine's text that the entries keep.
        glossaries: termbase folders on top of the default one.
        output: how to print.
        bootstrap: resamples for the intervals.
        history: where to record the rates.

    Raises:
        ScoringError: nothing is reviewed, or the machine's text is not known.
    """
    from songngu.catalogues import catalogue_path
    from songngu.scoring import history as history_file
    from songngu.scoring import hter, make_judge, present
    from songngu.scoring.term_changes import changed_terms

    catalogues = inputs.catalogues()
    before = {slug: catalogue_path(machine, inputs.pair, slug) for slug, _ in catalogues} if machine else None
    review = hter.review_of(catalogues, before, bootstrap=bootstrap)
    hter.require_edits(review)
    total = hter.rate_of(review.edits, bootstrap=bootstrap)
    reviewers = hter.by_reviewer(review.reports, bootstrap=bootstrap)
    changes = changed_terms((each.edits for each in review.reports), make_judge(inputs.pair, glossaries))
    runs = history_file.append_edits(history, review.reports) if history is not None else []
    if output.json:
        print_json(present.edits_data(review, total, reviewers, changes))
        return
    for line in present.unknown_lines(review):
        note(f"note: {line}")
    _print(present.edit_table(review, total, reviewers, output.width))
    for line in present.edit_history(runs, output.width):
        typer.echo(line)
    for change in changes:
        typer.echo(present.change_line(change))
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
def scoring_progress(
    total: int, *, shown: bool, what: str = "scoring", long: int = LONG_WORK
) -> Iterator[Progress]:
    """Show a bar on a terminal; elsewhere nothing, unless the work is long: then a line for each tenth."""
    if not shown:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda count: bar.advance(task, count)
    else:
        done = reported = 0

        def advance(count: int) -> None:
            nonlocal done, reported
            done += count
            if total >= long and done * 10 // total > reported:
                reported = done * 10 // total
                note(f"{what}: {reported * 10} %")

        yield advance
