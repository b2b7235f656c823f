"""The page: one HTML file with everything in it, style and script included, that opens from a disk.

Every text is escaped by Jinja's autoescape; the content security policy lets no script run but the page's own, by
its digest, and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songngu.errors import UsageError
from songngu.reports import charts
from songngu.reports.editing import edit_view, interval_text
from songngu.reports.findings import finding_text
from songngu.reports.views import segment_views, term_rows, weakest
from songngu.reports.wording import WORDINGS
from songngu.scoring.hter import Review
from songngu.scoring.metrics import BOOTSTRAP_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songngu.languages import LanguagePair
    from songngu.reports.editing import EditView
    from songngu.reports.views import SegmentView
    from songngu.scoring import Evaluation, Scores
    from songngu.scoring.history import Run

REPORT_METRICS = ("bleu", "chrf", "chrf++", "ter")
SHARES = (
    ("required_terms", "terms"),
    ("suggested_terms", "suggested"),
    ("names", "names"),
    ("numbers", "numbers"),
    ("consistency", "consistency"),
)
_TEMPLATES = Path(__file__).parent / "templates"
_ABOUT = {
    "bleu": "about_bleu",
    "chrf": "about_chrf",
    "chrf++": "about_chrf",
    "ter": "about_ter",
    "hter": "about_hter",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the summary."""

    name: str
    value: str
    interval: str
    about: str


def render(
    evaluation: Evaluation,
    pair: LanguagePair,
    *,
    ui: str = "en",
    title: str = "",
    history: Sequence[Run] = (),
    review: Review | None = None,
    edit_history: Sequence[Run] = (),
    bootstrap: int = BOOTSTRAP_SAMPLES,
) -> str:
    """Return the page.

    Args:
        evaluation: scores with the metrics `REPORT_METRICS` (chrF is needed for the segments).
        pair: the languages.
        ui: language of the page's own words, `en` or `vi`.
        title: heading of the page; default: the wording's.
        history: earlier runs, for the trend.
        review: what reviewers changed in the documents.
        edit_history: earlier edit rates, for their trend.
        bootstrap: resamples for the intervals of edit rates.

    Raises:
        UsageError: a language that the page does not speak.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    if ui not in WORDINGS:
        raise UsageError(f"the page does not speak {ui!r}", remedy=f"use {' or '.join(sorted(WORDINGS))}")
    words = WORDINGS[ui]
    number = _formatter(ui)
    views = segment_views(evaluation, pair, words)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_part(name) for name in ("report.css", "report.js"))
    rows = term_rows(evaluation)
    edits = edit_view(review or Review(), edit_history, words, number, bootstrap=bootstrap)
    return environment.get_template("report.html").render(
        ui=ui,
        words=words,
        title=title or words["title"],
        pair=pair,
        date=_today(words["date_pattern"]),
        model=_common(document.model for document in evaluation.documents),
        glossary=_common(document.glossary for document in evaluation.documents),
        style=style,
        script=script,
        style_digest=_digest(style),
        script_digest=_digest(script),
        measures=_measures(evaluation.pooled, edits, words, number),
        edits=edits,
        finding_text=lambda finding: finding_text(finding, ui),
        scores=_score_rows(evaluation, number),
        metric_names=[each.name for each in evaluation.pooled.metrics],
        signatures=[f"{each.name}|{each.signature}" for each in evaluation.pooled.metrics],
        remarks=evaluation.remarks,
        documents=[document.slug for document in evaluation.documents],
        bars=_document_bars(evaluation.scores, number),
        distribution=charts.histogram([view.score for view in views], words["bin"]),
        scatter=charts.scatter([(view.ratio, view.score, _dot_label(view, number)) for view in views]),
        trend=_trend(history),
        rows=rows,
        term_numbers={row.source: index for index, row in enumerate(rows, start=1)},
        views=views,
        weakest=weakest(views),
        number=number,
    )


def _part(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _formatter(ui: str) -> Callable[..., str]:
    """Return a function that writes numbers as the reader's language does: `72,25` in Vietnamese."""
    from babel.numbers import format_decimal

    patterns = {places: "#,##0" + ("." + "0" * places if places else "") for places in range(4)}
    return lambda value, places=1: format_decimal(value, format=patterns[places], locale=ui)


def _today(pattern: str) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.strftime(pattern, time.gmtime(int(epoch)) if epoch.isdigit() else time.gmtime())


def _common(values: Any) -> str:
    return ", ".join(dict.fromkeys(filter(None, values)))


def _measures(
    pooled: Scores, edits: EditView | None, words: dict[str, str], number: Callable[..., str]
) -> list[Measure]:
    metrics = [*pooled.metrics, *([edits.total] if edits else [])]
    measures = [
        Measure(each.name, number(each.score, 2), interval_text(each, number), words[_ABOUT[each.metric]])
        for each in metrics
    ]
    if pooled.accuracy is None:
        return measures
    for key, attribute in SHARES:
        ratio = getattr(pooled.accuracy, attribute)
        if ratio.value is not None:
            share = f"{number(100 * ratio.value)} % ({ratio.right}/{ratio.total})"
            measures.append(Measure(words[key], share, "", words[f"about_{key}"]))
    count = str(pooled.accuracy.forbidden)
    return [*measures, Measure(words["forbidden_count"], count, "", words["about_forbidden_count"])]


def _score_rows(evaluation: Evaluation, number: Callable[..., str]) -> list[tuple[str, str, list[str], str]]:
    return [
        (
            each.slug,
            str(each.segments),
            [number(m.score, 2) for m in each.metrics],
            number(each.length_ratio, 3),
        )
        for each in evaluation.scores
    ]


def _document_bars(scores: Sequence[Scores], number: Callable[..., str]) -> charts.Chart:
    rows = []
    for each in scores:
        metric = each.metric("chrf")
        if metric is not None:
            interval = (metric.interval.low, metric.interval.high) if metric.interval else None
            rows.append((each.slug, metric.score, number(metric.score), interval))
    return charts.horizontal_bars(rows)


def _dot_label(view: SegmentView, number: Callable[..., str]) -> str:
    return f"{view.document}, {view.place}: chrF {number(view.score)}, × {number(view.ratio, 2)}"


def _trend(history: Sequence[Run]) -> charts.Chart | None:
    """Draw the metrics that all runs have; a single run is no trend."""
    if len(history) < 2:
        return None
    names = [key for key in REPORT_METRICS if all(key in run.scores for run in history)]
    series = [(name, [run.scores[name] for run in history]) for name in names]
    return charts.trend(series, [run.date[:10] for run in history]) if series else None
