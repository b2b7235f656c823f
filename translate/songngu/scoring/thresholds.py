"""`--fail-under bleu=30,terms=0.98`: thresholds for continuous integration."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from songngu.errors import UsageError
from songngu.scoring.metrics import KINDS, higher_is_better, is_known

if TYPE_CHECKING:
    from songngu.scoring.base import Scores

SHARES = ("terms", "suggested", "names", "numbers", "consistency")


@dataclass(frozen=True, slots=True)
class Threshold:
    """The worst value that is still good enough; for TER the highest one, otherwise the lowest one."""

    measure: str
    value: float

    @property
    def is_metric(self) -> bool:
        """True for a metric of sacrebleu, False for a share of terms, names or numbers."""
        return self.measure not in SHARES

    @property
    def is_ceiling(self) -> bool:
        """True where less is better."""
        return self.is_metric and not higher_is_better(self.measure)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A threshold, what was measured, and whether that will do."""

    threshold: Threshold
    measured: float | None
    passed: bool

    def __str__(self) -> str:
        wanted = f"{'at most' if self.threshold.is_ceiling else 'at least'} {self.threshold.value:g}"
        if self.measured is None:
            return f"{self.threshold.measure}: nothing to measure, demanded {wanted}; leave it out for such texts"
        return f"{self.threshold.measure}: {self.measured:.4g}, demanded {wanted}"


def parse_thresholds(text: str) -> tuple[Threshold, ...]:
    """Read `bleu=30,terms=0.98`.

    Raises:
        UsageError: not `measure=number`, or a measure that does not exist.
    """
    thresholds = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        measure, _, number = (piece.strip() for piece in part.partition("="))
        if measure not in SHARES and not is_known(measure):
            raise UsageError(
                f"unknown measure {measure!r} in --fail-under",
                remedy=f"use one of {', '.join((*KINDS, *SHARES))}",
            )
        try:
            value = float(number)
        except ValueError:
            raise UsageError(
                f"no number in {part!r} of --fail-under", remedy="write, e.g., bleu=30,terms=0.98"
            ) from None
        if not isfinite(value):
            raise UsageError(f"no number in {part!r} of --fail-under", remedy="write, e.g., bleu=30")
        if measure in SHARES and not 0 <= value <= 1:
            raise UsageError(f"{part!r} of --fail-under is no share", remedy="write 0.98 for 98 %")
        thresholds.append(Threshold(measure, value))
    if not thresholds:
        raise UsageError("--fail-under names no threshold", remedy="write, e.g., bleu=30,terms=0.98")
    return tuple(thresholds)


def judge(scores: Scores, thresholds: tuple[Threshold, ...]) -> list[Verdict]:
    """Compare scores with thresholds.

    A share of nothing, e.g. of numbers in a text without any, has not reached its threshold: a check that checks
    nothing must not pass.
    """
    verdicts = []
    for threshold in thresholds:
        measured = measured_value(scores, threshold.measure)
        passed = measured is not None and (
            measured <= threshold.value if threshold.is_ceiling else measured >= threshold.value
        )
        verdicts.append(Verdict(threshold, measured, passed))
    return verdicts


def measured_value(scores: Scores, measure: str) -> float | None:
    """Return what was measured, by the name that `--fail-under` has for it."""
    if measure not in SHARES:
        found = scores.metric(measure)
        return found.score if found else None
    if scores.accuracy is None:
        return None
    share: float | None = getattr(scores.accuracy, measure).value
    return share
