"""Scores of documents, alone and pooled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.scoring.accuracy import Judge, VerdictLike, accuracy
from songngu.scoring.base import Accuracy, ScoredDocument, ScoredSegment, Scores
from songngu.scoring.metrics import (
    BOOTSTRAP_SAMPLES,
    DEFAULT_METRICS,
    Progress,
    Statistics,
    check_metrics,
    statistics,
)
from songngu.scoring.sanity import check_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.languages import LanguagePair

POOLED = "all"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was scored and what came out.

    Attributes:
        documents: what was scored.
        scores: those of each document, in the same order.
        pooled: those of all segments together (a corpus score, not the mean of the documents').
        statistics: by metric, the statistics of all segments; significance tests and reports use them.
        verdicts: by document and segment, what became of the terms; empty when they were not asked for.
        remarks: what a reader should know, with the document's name.
    """

    documents: tuple[ScoredDocument, ...]
    scores: tuple[Scores, ...]
    pooled: Scores
    statistics: dict[str, Statistics]
    verdicts: tuple[tuple[Sequence[VerdictLike], ...], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def segments(self) -> list[ScoredSegment]:
        """All segments, document by document."""
        return [segment for document in self.documents for segment in document.segments]


def evaluate(
    documents: Sequence[ScoredDocument],
    pair: LanguagePair,
    *,
    metrics: Sequence[str] = DEFAULT_METRICS,
    bootstrap: int = BOOTSTRAP_SAMPLES,
    judge: Judge | None = None,
    measures: bool = False,
    allow_empty: bool = False,
    progress: Progress = lambda _: None,
) -> Evaluation:
    """Score documents.

    Args:
        documents: what to score.
        pair: the languages.
        metrics: keys of `metrics.KINDS`, or names of installed plug-ins.
        bootstrap: resamples for the 95 % intervals; 0 computes none.
        judge: gives the verdicts on terms and names; None leaves accuracy out.
        measures: with `judge`, also the measures of the WMT terminology tasks.
        allow_empty: score empty hypotheses as worth nothing.
        progress: called with the number of segments just done; a segment counts once for each metric.

    Raises:
        ScoringError: mismatched texts (see `sanity`).
        UsageError: an unknown metric.
    """
    keys = check_metrics(metrics)
    remarks = []
    for document in documents:
        found = check_document(document, pair, allow_empty=allow_empty)
        remarks += [f"{document.slug}: {remark}" for remark in (*document.notes, *found)]
    segments = [segment for document in documents for segment in document.segments]
    hypotheses, references = [each.hypothesis for each in segments], [each.references for each in segments]
    sources = [each.source for each in segments]
    known = {key: statistics(key, hypotheses, references, progress, sources=sources) for key in keys}
    verdicts = (
        tuple(
            tuple(judge([(each.source, each.hypothesis) for each in document.segments]))
            for document in documents
        )
        if judge
        else ()
    )
    accuracies = [
        accuracy(document.segments, each, pair, measures=measures)
        for document, each in zip(documents, verdicts, strict=False)
    ]
    scores, start = [], 0
    for number, document in enumerate(documents):
        end = start + len(document.segments)
        part = {key: each.part(start, end) for key, each in known.items()}
        scores.append(
            _scores(
                document.slug, document.segments, part, bootstrap, accuracies[number] if accuracies else None
            )
        )
        start = end
    total = sum(accuracies, Accuracy()) if accuracies else None
    pooled = (
        _scores(POOLED, segments, known, bootstrap, total)
        if len(documents) > 1
        else Scores(POOLED, scores[0].segments, scores[0].metrics, scores[0].length_ratio, total)
    )
    return Evaluation(tuple(documents), tuple(scores), pooled, known, verdicts, tuple(remarks))


def _scores(
    slug: str,
    segments: Sequence[ScoredSegment],
    known: dict[str, Statistics],
    bootstrap: int,
    measured: Accuracy | None,
) -> Scores:
    words = sum(len(each.hypothesis.split()) for each in segments)
    wanted = sum(len(each.references[0].split()) for each in segments)
    return Scores(
        slug,
        len(segments),
        tuple(each.score(bootstrap=bootstrap) for each in known.values()),
        words / wanted if wanted else 0.0,
        measured,
    )
