"""Scores one can trust: sacrebleu's metrics, intervals, significance, terms, names, numbers, edit rates.

The room reads catalogues and texts and changes none of them; only `system` loads an engine, for systems that are
scored while they translate. sacrebleu is imported when a score is computed.
"""

from songngu.scoring.accuracy import Judge, TermRow, has_sources, make_judge, term_table
from songngu.scoring.base import Accuracy, Interval, MetricScore, Ratio, ScoredDocument, ScoredSegment, Scores
from songngu.scoring.evaluate import POOLED, Evaluation, evaluate
from songngu.scoring.metrics import BOOTSTRAP_SAMPLES, DEFAULT_METRICS, KINDS, Statistics, statistics
from songngu.scoring.significance import Comparison, compare

__all__ = [
    "BOOTSTRAP_SAMPLES",
    "DEFAULT_METRICS",
    "KINDS",
    "POOLED",
    "Accuracy",
    "Comparison",
    "Evaluation",
    "Interval",
    "Judge",
    "MetricScore",
    "Ratio",
    "ScoredDocument",
    "ScoredSegment",
    "Scores",
    "Statistics",
    "TermRow",
    "compare",
    "evaluate",
    "has_sources",
    "make_judge",
    "statistics",
    "term_table",
]
