"""Metrics of other packages (COMET, MetricX …), found when they are installed.

A package offers one as an entry point of the group `songngu.metrics`: a function that takes sources, hypotheses and
references (a tuple for each segment) and returns a score for each segment, more is better. The corpus score is their
mean; intervals and significance tests are the same as for the others. Songngu itself ships none: they need torch and
models of gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

from songngu.errors import ScoringError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    SegmentMetric = Callable[[Sequence[str], Sequence[str], Sequence[Sequence[str]]], Sequence[float]]

GROUP = "songngu.metrics"


def available() -> dict[str, metadata.EntryPoint]:
    """Return the metrics that other packages offer, by name."""
    return {found.name: found for found in metadata.entry_points(group=GROUP)}


def load(name: str) -> SegmentMetric:
    """Return a metric of another package.

    Raises:
        UsageError: nobody offers it; the message says how one is added.
        ScoringError: its package cannot be imported.
    """
    found = available().get(name)
    if found is None:
        raise UsageError(
            f"unknown metric {name!r}",
            remedy="choose among bleu, bleu-intl, bleu-none, spbleu, chrf, chrf++ and ter, or install a package "
            f"with an entry point {name} in the group {GROUP} (COMET and other neural metrics come that way)",
        )
    try:
        metric: SegmentMetric = found.load()
    except (ImportError, AttributeError) as error:
        raise ScoringError(f"the metric {name!r} of {found.value} cannot be loaded: {error}") from None
    return metric


@dataclass(frozen=True, slots=True)
class MeanScore:
    """A corpus score as sacrebleu shapes it."""

    name: str
    score: float


class MeanMetric:
    """The mean of segment scores, shaped like a sacrebleu metric so that the same resampling serves it.

    Args:
        name: the metric.
        version: version of the package that offers it.
    """

    def __init__(self, name: str, version: str) -> None:
        self.name, self.version = name, version

    def _compute_score_from_stats(self, row: Any) -> MeanScore:
        return MeanScore(self.name, float(row[0] / row[1]) if row[1] else 0.0)

    def _aggregate_and_compute(self, rows: Sequence[Sequence[float]]) -> MeanScore:
        return self._compute_score_from_stats([sum(column) for column in zip(*rows, strict=True)])

    def get_signature(self) -> Any:
        """Return a signature with the package's version."""
        from sacrebleu.metrics.base import Signature

        signature: Any = Signature({"num_refs": -1})
        signature.update("nrefs", None)
        signature.update("version", f"{self.name} {self.version}")
        return signature


def mean_metric(name: str) -> MeanMetric:
    """Return the corpus side of a metric that `load` has found."""
    found = available()[name]
    return MeanMetric(name, found.dist.version if found.dist else "unknown")
