"""`songngu score`: how good translations are, how sure that is, which of two systems is better."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from songngu.cli.options import (
    AlignOption,
    AllowEmptyOption,
    BeamOption,
    BootstrapOption,
    CorpusOption,
    DebugOption,
    EngineOption,
    GlossaryOption,
    HypothesisOption,
    JsonOption,
    LocaleDirOption,
    QuietOption,
    ReferenceOption,
    ReverseOption,
    ScoredPathsArgument,
    SourceFileOption,
    SourceOption,
    TargetOption,
)


def score(
    paths: ScoredPathsArgument = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    corpus: CorpusOption = Path("corpus"),
    locale_dir: LocaleDirOption = Path("locales"),
    hyp: HypothesisOption = None,
    ref: ReferenceOption = None,
    src: SourceFileOption = None,
    system: Annotated[
        str | None,
        typer.Option(
            "--system",
            metavar="MODEL",
            help="Score what this model writes now, with the termbase; default: the shipped one.",
        ),
    ] = None,
    engine: EngineOption = "ctranslate2",
    reverse: ReverseOption = None,
    beam: BeamOption = None,
    align: AlignOption = False,
    which: Annotated[
        str, typer.Option("--which", metavar="WHOSE", help="all, machine, or reviewed entries of catalogues.")
    ] = "all",
    metrics: Annotated[
        str,
        typer.Option(
            "--metrics", metavar="LIST", help="Of bleu, bleu-intl, bleu-none, spbleu, chrf, chrf++, ter."
        ),
    ] = "bleu,chrf,chrf++,ter",
    bootstrap: BootstrapOption = 1000,
    terms: Annotated[
        bool, typer.Option("--terms", help="Also the accuracy of terms, names and numbers.")
    ] = False,
    glossary: GlossaryOption = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare",
            metavar="A B",
            help="Two locale folders, hypothesis files, or system:MODEL: is B better?",
        ),
    ] = None,
    hter: Annotated[
        bool, typer.Option("--hter", help="How much reviewers changed of the machine's text (HTER).")
    ] = False,
    machine: Annotated[
        Path | None,
        typer.Option(
            "--machine", metavar="DIR", help="The same, against this locale folder from before the review."
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
    allow_empty: AllowEmptyOption = False,
    width: Annotated[int, typer.Option("--width", "-w", min=0, max=6, help="Decimals to print.")] = 2,
    json: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Score translations: BLEU, chrF, chrF++ and TER with 95 % intervals, terms, names and numbers.

    Without --hyp, the catalogues in the locale folder are scored against reference.<target>.txt of each
    document. The numbers are sacrebleu's; each comes with its signature.
    """
    from songngu.cli import score_runs as runs
    from songngu.errors import UsageError
    from songngu.languages import LanguagePair
    from songngu.scoring.hypotheses import parse_which
    from songngu.scoring.inputs import Inputs
    from songngu.scoring.metrics import check_metrics
    from songngu.scoring.system import PREFIX
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
    glossaries = glossary or []
    output, settings = runs.Output(json, quiet, width), runs.Settings(engine, reverse, beam, glossaries)
    refuse_idle_options(
        {
            "--hter": hter or None,
            "--machine": machine,
            "--compare": compare,
            "--system": system,
            "--hyp": hyp,
        },
        {"--fail-under": fail_under, "--junit": junit},
        history=history,
    )
    if not system and not any(side.startswith(PREFIX) for side in (compare or ())):
        for option, value in (("--beam", beam), ("--reverse", reverse)):
            if value is not None:
                raise UsageError(f"{option} does nothing without --system", remedy="leave it out")
    if system and (align or which != "all"):
        raise UsageError("--align and --which do nothing with --system", remedy="leave them out")
    if hter or machine is not None:
        runs.print_edits(inputs, machine, glossaries, output, bootstrap, history)
    elif compare is not None:
        runs.print_comparison(inputs, compare, keys, output, settings, allow_empty=allow_empty)
    else:
        side = f"{PREFIX}{system}" if system else str(hyp) if hyp else None
        judged = terms or any(not each.is_metric for each in thresholds)
        evaluation = runs.evaluation(
            runs.read_documents(inputs, side, settings, output),
            pair,
            runs.Wanted(keys, bootstrap, allow_empty, judged, measures=terms),
            output,
            glossaries,
        )
        runs.print_results(evaluation, pair, thresholds, output, junit=junit, history=history)


def refuse_idle_options(
    tasks: Mapping[str, object], gates: Mapping[str, object], *, history: Path | None
) -> None:
    """Raise when options do not go together: better than to leave one out without a word.

    Args:
        tasks: options of which each is a job of its own, with their values.
        gates: options that need scores.
        history: goes with scores and with edit rates.

    Raises:
        UsageError: two jobs, or an option that the job has no use for.
    """
    from songngu.errors import UsageError

    jobs = [name for name, value in tasks.items() if value is not None]
    if len(jobs) > 1:
        raise UsageError(f"{jobs[0]} and {jobs[1]} do not go together", remedy="give one of them")
    given = [name for name, value in gates.items() if value is not None]
    if jobs and jobs[0] in ("--hter", "--machine", "--compare"):
        idle = [*given, *(["--history"] if history and jobs[0] == "--compare" else [])]
        if idle:
            raise UsageError(f"{idle[0]} does nothing with {jobs[0]}", remedy=f"leave out {idle[0]}")
