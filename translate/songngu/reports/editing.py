"""What the page shows of the reviewers' work: edit rates (HTER) by document and reviewer, and over time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.reports import charts
from songngu.scoring.hter import by_reviewer, rate_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from songngu.scoring import MetricScore
    from songngu.scoring.history import Run
    from songngu.scoring.hter import Review


@dataclass(frozen=True, slots=True)
class EditRow:
    """A row of the table.

    Attributes:
        name: a document, or a reviewer.
        reviewed: how many entries were reviewed.
        unchanged: how many of them were accepted as they were; "" in the row of a reviewer.
        rate: HTER. interval: its 95 % interval.
        reviewer: who reviewed the document. date: day of its last revision.
    """

    name: str
    reviewed: str
    unchanged: str
    rate: str
    interval: str
    reviewer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class EditView:
    """The section on edit rates.

    Attributes:
        total: over all documents.
        documents: a row for each, and one for all where there are several.
        reviewers: a row for each where there are several.
        bars: of the documents.
        reviewer_bars: of the reviewers where there are several.
        trend: of the documents whose rate is known at several times.
        notes: what is not counted.
    """

    total: MetricScore
    documents: list[EditRow]
    reviewers: list[EditRow]
    bars: charts.Chart
    reviewer_bars: charts.Chart | None
    trend: charts.Chart | None
    notes: list[str]


def edit_view(
    review: Review,
    history: Sequence[Run],
    words: Mapping[str, str],
    number: Callable[..., str],
    *,
    bootstrap: int,
) -> EditView | None:
    """Return what the page shows of a review; None where no machine text of a reviewed entry is known.

    Args:
        review: the reviewed entries of the documents on the page.
        history: edit rates of earlier days.
        words: of the page.
        number: writes a number as its reader does.
        bootstrap: resamples for the intervals.
    """
    if not review.reports:
        return None
    total = rate_of(review.edits, bootstrap=bootstrap)
    rows = [
        EditRow(
            each.slug,
            str(len(each.edits)),
            str(each.unchanged),
            number(each.score.score, 2),
            interval_text(each.score, number),
            each.reviewer,
            _day(each.date, words["date_pattern"]),
        )
        for each in review.reports
    ]
    if len(rows) > 1:
        counts = str(len(review.edits)), str(sum(each.unchanged for each in review.reports))
        rows.append(EditRow(words["all"], *counts, number(total.score, 2), interval_text(total, number)))
    people = by_reviewer(review.reports, bootstrap=bootstrap)
    several = people if len(people) > 1 else {}
    return EditView(
        total,
        rows,
        [
            EditRow(name, str(count), "", number(rate.score, 2), interval_text(rate, number))
            for name, (count, rate) in several.items()
        ],
        _bars([(each.slug, each.score) for each in review.reports], number),
        _bars([(name, rate) for name, (_, rate) in several.items()], number) if several else None,
        _trend(history, [each.slug for each in review.reports]),
        [
            words["unknown_edits"].format(count=len(sources), document=slug)
            for slug, sources in review.unknown
        ],
    )


def interval_text(metric: MetricScore, number: Callable[..., str]) -> str:
    """Return the interval of a score as the page writes it."""
    found = metric.interval
    return f"{number(found.low)} – {number(found.high)}" if found else "–"


def _day(date: str, pattern: str) -> str:
    """Return `2026-11-27` as the page writes days; what is no such day stays as it is."""
    try:
        return datetime.date.fromisoformat(date).strftime(pattern)
    except ValueError:
        return date


def _bars(rates: Sequence[tuple[str, MetricScore]], number: Callable[..., str]) -> charts.Chart:
    return charts.horizontal_bars(
        [
            (
                name,
                rate.score,
                number(rate.score),
                (rate.interval.low, rate.interval.high) if rate.interval else None,
            )
            for name, rate in rates
        ]
    )


def _trend(history: Sequence[Run], slugs: Sequence[str]) -> charts.Chart | None:
    """Draw a line for each document; a single day is no trend."""
    rates = {(run.document, run.date[:10]): run.scores["hter"] for run in history if "hter" in run.scores}
    dates = sorted({date for slug, date in rates if slug in slugs})
    if len(dates) < 2:
        return None
    return charts.trend([(slug, [rates.get((slug, date)) for date in dates]) for slug in slugs], dates)
