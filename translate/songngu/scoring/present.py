"""Scores as data for `--json` and as tables for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from songngu.scoring.accuracy import term_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.table import Table

    from songngu.languages import LanguagePair
    from songngu.scoring.base import Accuracy, Mean, MetricScore, Ratio, Scores, TermMeasures
    from songngu.scoring.evaluate import Evaluation
    from songngu.scoring.history import Run
    from songngu.scoring.hter import Review
    from songngu.scoring.significance import Comparison
    from songngu.scoring.term_changes import TermChange
    from songngu.scoring.thresholds import Verdict

NAMED = 5
"""How many of a list stand in a line."""

SHARES = ("terms", "suggested", "names", "numbers", "consistency")


def scores_data(scores: Scores) -> dict[str, Any]:
    """Return scores as JSON data; shares carry their counts."""
    return {
        "document": scores.slug,
        "segments": scores.segments,
        "metrics": {each.metric: asdict(each) for each in scores.metrics},
        "length_ratio": scores.length_ratio,
        "accuracy": accuracy_data(scores.accuracy) if scores.accuracy else None,
    }


def accuracy_data(accuracy: Accuracy) -> dict[str, Any]:
    """Return the shares with their counts, the number of forbidden renderings, and measures that were asked for."""

    def share(ratio: Ratio) -> dict[str, Any]:
        return {"share": ratio.value, "right": ratio.right, "total": ratio.total}

    found = {name: share(getattr(accuracy, name)) for name in SHARES}
    return {**found, "forbidden": accuracy.forbidden, **_measures_data(accuracy.measures)}


def _measures_data(measures: TermMeasures | None) -> dict[str, Any]:
    if measures is None:
        return {}

    def mean(found: Mean) -> dict[str, Any]:
        return {"mean": found.value, "count": found.count}

    return {
        "window_overlap_2": mean(measures.window_2),
        "window_overlap_3": mean(measures.window_3),
        "1-TERm": mean(measures.edits),
        "consistency_by_term": mean(measures.consistency),
    }


def evaluation_data(
    evaluation: Evaluation, pair: LanguagePair, verdicts: Sequence[Verdict]
) -> dict[str, Any]:
    """Return everything that `songngu score --json` prints."""
    return {
        "pair": str(pair),
        "documents": [scores_data(each) for each in evaluation.scores],
        "pooled": scores_data(evaluation.pooled),
        "remarks": list(evaluation.remarks),
        "thresholds": [
            {
                "measure": each.threshold.measure,
                "demanded": each.threshold.value,
                "measured": each.measured,
                "passed": each.passed,
            }
            for each in verdicts
        ],
        "terms": [
            {
                "source": row.source,
                "target": row.target,
                "kind": "name" if row.is_name else "term",
                "required": row.required,
                "kept": row.kept.right,
                "total": row.kept.total,
                "forbidden": list(row.forbidden),
            }
            for row in term_table([each for document in evaluation.verdicts for each in document])
        ],
    }


def comparison_data(comparison: Comparison, names: tuple[str, str]) -> dict[str, Any]:
    """Return a comparison as JSON data, its plain sentence included."""
    return {
        **asdict(comparison),
        "gain": comparison.gain,
        "significant": comparison.significant,
        "sentence": comparison.sentence(*names),
    }


def edits_data(
    review: Review,
    total: MetricScore,
    reviewers: Mapping[str, tuple[int, MetricScore]],
    changes: Sequence[TermChange],
) -> dict[str, Any]:
    """Return edit rates as JSON data."""
    return {
        "documents": [asdict(report) for report in review.reports],
        "reviewers": [
            {"reviewer": name, "segments": count, "score": asdict(score)}
            for name, (count, score) in reviewers.items()
        ],
        "pooled": asdict(total),
        "changed_terms": [asdict(change) for change in changes],
        "unknown": [{"document": slug, "sources": list(sources)} for slug, sources in review.unknown],
    }


def score_table(evaluation: Evaluation, width: int) -> Table:
    """Return a row for each document and one for all, a column for each metric."""
    pooled = evaluation.pooled
    table = _table("document", "segments", *(each.name for each in pooled.metrics), "length")
    rows = [*evaluation.scores, *([pooled] if len(evaluation.scores) > 1 else [])]
    for each in rows:
        figures = [_figure(metric, width) for metric in each.metrics]
        table.add_row(each.slug, f"{each.segments:,}", *figures, f"{each.length_ratio:.3f}")
    return table


def accuracy_table(evaluation: Evaluation) -> Table:
    """Return a row for each document and one for all, a column for each share, with counts."""
    table = _table("document", "required terms", "suggested", "names", "numbers", "consistency", "forbidden")
    pooled = evaluation.pooled
    for each in [*evaluation.scores, *([pooled] if len(evaluation.scores) > 1 else [])]:
        found = each.accuracy
        if found is not None:
            shares = (found.terms, found.suggested, found.names, found.numbers, found.consistency)
            table.add_row(each.slug, *map(_share, shares), str(found.forbidden))
    return table


def measures_table(evaluation: Evaluation) -> Table:
    """Return a row for each document and one for all with the measures of the WMT terminology tasks."""
    table = _table("document", "window overlap 2", "window overlap 3", "1 − TERm", "consistency by term")
    pooled = evaluation.pooled
    for each in [*evaluation.scores, *([pooled] if len(evaluation.scores) > 1 else [])]:
        found = each.accuracy.measures if each.accuracy else None
        if found is not None:
            means = (found.window_2, found.window_3, found.edits, found.consistency)
            table.add_row(each.slug, *("–" if mean.value is None else f"{mean.value:.3f}" for mean in means))
    return table


def comparison_table(comparisons: Sequence[Comparison], names: tuple[str, str], width: int) -> Table:
    """Return a row for each metric: both scores, the difference with its interval, both p-values."""
    table = _table("metric", *names, "B − A", "95 % interval", "p (bootstrap)", "p (randomisation)")
    for each in comparisons:
        low, high = each.difference.low, each.difference.high
        table.add_row(
            each.name,
            f"{each.score_a:.{width}f}",
            f"{each.score_b:.{width}f}",
            f"{each.score_b - each.score_a:+.{width}f}",
            f"{low:+.{width}f} … {high:+.{width}f}",
            f"{each.p_bootstrap:.4f}",
            f"{each.p_randomisation:.4f}",
        )
    return table


def edit_table(
    review: Review,
    total: MetricScore,
    reviewers: Mapping[str, tuple[int, MetricScore]],
    width: int,
) -> Table:
    """Return a row for each document: reviewed entries, those left unchanged, HTER, reviewer, day.

    The row of all follows, and where several people reviewed, a row for each of them.
    """
    table = _table("document", "reviewed", "unchanged", "HTER", "reviewer", "date")
    reports = review.reports
    for each in reports:
        score = _figure(each.score, width)
        table.add_row(each.slug, str(len(each.edits)), str(each.unchanged), score, each.reviewer, each.date)
    if len(reports) > 1:
        counts = str(sum(len(each.edits) for each in reports)), str(sum(each.unchanged for each in reports))
        table.add_row("all", *counts, _figure(total, width), "", "")
    if len(reviewers) > 1:
        for name, (count, rate) in reviewers.items():
            table.add_row("", str(count), "", _figure(rate, width), name, "")
    return table


def unknown_lines(review: Review) -> Iterator[str]:
    """Yield a line for each document that has reviewed entries whose machine text is not known; it names some."""
    for slug, sources in review.unknown:
        named = [source if len(source) <= 60 else f"{source[:57]}…" for source in sources[:NAMED]]
        more = [f"{len(sources) - NAMED} more"] if len(sources) > NAMED else []
        what = "entry keeps" if len(sources) == 1 else "entries keep"
        yield f"{slug}: {len(sources)} reviewed {what} no machine text: {'; '.join([*named, *more])}"


def change_line(change: TermChange) -> str:
    """Return what reviewers did to a rendering: `Party → Đảng: taken out 3 of 4 times, for “đảng viên” (2)`."""
    instead = ", ".join(f"“{text}” ({count})" for text, count in change.replacements[:NAMED])
    times = f"taken out {change.count} of {change.offered} times"
    return f"{change.source} → {change.rendering}: {times}{f', for {instead}' if instead else ''}"


def edit_history(runs: Sequence[Run], width: int) -> Iterator[str]:
    """Yield a line for each document whose edit rate is known at several times: `a: HTER 31.2 (2026-11-20) → …`."""
    rates: dict[str, list[str]] = {}
    for run in runs:
        rates.setdefault(run.document, []).append(f"{run.scores['hter']:.{width}f} ({run.date})")
    yield from (f"{slug}: HTER {' → '.join(found)}" for slug, found in rates.items() if len(found) > 1)


def signatures(evaluation: Evaluation) -> Iterator[str]:
    """Yield a line for each metric: how to get its number again, and what sacrebleu says beside it."""
    for each in evaluation.pooled.metrics:
        yield f"{each.name}|{each.signature}" + (f"  {each.detail}" if each.detail else "")


def _figure(metric: MetricScore, width: int) -> str:
    spread = f" ± {metric.interval.half_width:.{width}f}" if metric.interval else ""
    return f"{metric.score:.{width}f}{spread}"


def _share(ratio: Ratio) -> str:
    return "–" if ratio.value is None else f"{ratio.value:.1%} ({ratio.right}/{ratio.total})"


def _table(first: str, *others: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table
