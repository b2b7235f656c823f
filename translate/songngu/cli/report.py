"""`songngu report`: one HTML page with scores, terms, the weakest segments and the text side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from songngu.cli.options import (
    AlignOption,
    AllowEmptyOption,
    BootstrapOption,
    CorpusOption,
    DebugOption,
    GlossaryOption,
    HypothesisOption,
    LocaleDirOption,
    QuietOption,
    ReferenceOption,
    ScoredPathsArgument,
    SourceFileOption,
    SourceOption,
    TargetOption,
)
from songngu.cli.output import note
from songngu.cli.score_runs import scoring_progress


def report(
    paths: ScoredPathsArgument = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.", dir_okay=False)
    ] = Path("report.html"),
    ui: Annotated[
        str,
        typer.Option("--ui", metavar="TAG", help="Language of the page: en or vi. Default: the target's."),
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Heading of the page.")] = "",
    source: SourceOption = "en",
    target: TargetOption = "vi",
    corpus: CorpusOption = Path("corpus"),
    locale_dir: LocaleDirOption = Path("locales"),
    hyp: HypothesisOption = None,
    ref: ReferenceOption = None,
    src: SourceFileOption = None,
    align: AlignOption = False,
    glossary: GlossaryOption = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", metavar="FILE", help="History of songngu score, for the trend."),
    ] = None,
    bootstrap: BootstrapOption = 1000,
    allow_empty: AllowEmptyOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write one self-contained HTML page: scores, charts, terms, weakest segments, source and target side by side."""
    from songngu.errors import ScoringError
    from songngu.languages import LanguagePair
    from songngu.reports import REPORT_METRICS, WORDINGS, render
    from songngu.scoring import evaluate, has_sources, make_judge
    from songngu.scoring.history import read, read_edits
    from songngu.scoring.hter import review_of
    from songngu.scoring.inputs import Inputs

    pair = LanguagePair.parse(source, target)
    inputs = Inputs(
        pair=pair,
        paths=tuple(paths or ()),
        corpus=corpus,
        locale_dir=locale_dir,
        references=tuple(ref or ()),
        source=src,
        aligned=align,
    )
    documents = inputs.documents(hyp)
    runs = read(history) if history is not None else []
    total = sum(len(document.segments) for document in documents) * len(REPORT_METRICS)
    with scoring_progress(total, shown=not quiet) as progress:
        evaluation = evaluate(
            documents,
            pair,
            metrics=REPORT_METRICS,
            bootstrap=bootstrap,
            judge=make_judge(pair, glossary or []) if has_sources(documents) else None,
            allow_empty=allow_empty,
            progress=progress,
        )
    page = render(
        evaluation,
        pair,
        ui=ui or (pair.target if pair.target in WORDINGS else "en"),
        title=title,
        history=runs,
        review=review_of(inputs.scored_catalogues(hyp), bootstrap=bootstrap),
        edit_history=read_edits(history) if history is not None else [],
        bootstrap=bootstrap,
    )
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ScoringError(f"cannot be written ({error.strerror})", path=output) from None
    if not quiet:
        note(f"{output}: {evaluation.pooled.segments:,} segments, {len(page.encode()) / 1024:,.0f} kB")
