"""Is one system better than another, or is the difference chance? Paired tests through sacrebleu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from songngu.scoring.metrics import (
    BOOTSTRAP_SAMPLES,
    Statistics,
    higher_is_better,
    interval_of,
    resampled_scores,
    seed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.scoring.base import Interval

RANDOMISATIONS = 10_000
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """System B against system A on one metric.

    Attributes:
        metric: key of the metric.
        name: sacrebleu's name of it.
        score_a: corpus score of A.
        score_b: corpus score of B.
        difference: 95 % interval of B − A over paired bootstrap resamples.
        p_bootstrap: p-value of the paired bootstrap test.
        p_randomisation: p-value of the approximate randomisation test.
        better: segments in which B scores better than A.
        worse: segments in which B scores worse than A.
        equal: the other segments.
        signature: sacrebleu's signature of the metric and both tests.
    """

    metric: str
    name: str
    score_a: float
    score_b: float
    difference: Interval
    p_bootstrap: float
    p_randomisation: float
    better: int
    worse: int
    equal: int
    signature: str

    @property
    def gain(self) -> float:
        """By how much B is better than A; for TER, where less is better, the sign is turned."""
        change = self.score_b - self.score_a
        return change if higher_is_better(self.metric) else -change

    @property
    def significant(self) -> bool:
        """Both tests reject chance at 5 %."""
        return max(self.p_bootstrap, self.p_randomisation) < LEVEL

    def sentence(self, name_a: str = "A", name_b: str = "B") -> str:
        """Say the result in a plain sentence; `p` is the larger of the two tests."""
        p = max(self.p_bootstrap, self.p_randomisation)
        chance = f"p = {p:.4f}" if p >= 0.001 else "p < 0.001"
        segments = f"better in {self.better} segments, worse in {self.worse}, equal in {self.equal}"
        if self.gain == 0:
            return f"{name_a} and {name_b} have the same {self.name} ({segments})."
        if not self.significant:
            return (
                f"No proof that {name_a} and {name_b} differ in {self.name}: "
                f"{abs(self.gain):.1f} points can be chance ({chance}; {name_b} is {segments})."
            )
        verb = "better" if self.gain > 0 else "worse"
        return f"{name_b} is {verb} than {name_a} by {abs(self.gain):.1f} {self.name}, {chance} ({segments})."


def compare(
    a: Statistics,
    b: Statistics,
    *,
    bootstrap: int = BOOTSTRAP_SAMPLES,
    randomisations: int = RANDOMISATIONS,
) -> Comparison:
    """Compare two systems on the same segments.

    Args:
        a: the baseline's statistics.
        b: those of the system that is to be better, same metric, same segments.
        bootstrap: resamples of the paired bootstrap.
        randomisations: trials of the approximate randomisation.

    Source: Koehn 2004 (bootstrap), Riezler and Maxwell 2005 (randomisation); `sacrebleu.significance`.
    """
    import numpy as np
    from sacrebleu.significance import PairedTest

    results: dict[str, Any] = {}
    signatures: dict[str, str] = {}
    for test, samples in (("bs", bootstrap), ("ar", randomisations)):
        known: Any = _Known(a, b)
        paired = PairedTest(
            [("A", [known.A] * len(a)), ("B", [known.B] * len(b))],
            {"metric": known},
            None,
            test_type=test,
            n_samples=samples,
        )
        signature, scores = paired()
        name = next(iter(signature))
        results[test], signatures[test] = scores[name], signature[name].format()
    differences = np.array(resampled_scores(b, bootstrap)) - np.array(resampled_scores(a, bootstrap))
    alone_a, alone_b = a.segment_scores(), b.segment_scores()
    sign = 1 if higher_is_better(a.key) else -1
    changes = [sign * (after - before) for before, after in zip(alone_a, alone_b, strict=True)]
    return Comparison(
        metric=a.key,
        name=name,
        score_a=results["bs"][0].score,
        score_b=results["bs"][1].score,
        difference=interval_of([float(each) for each in differences]),
        p_bootstrap=float(results["bs"][1].p_value),
        p_randomisation=float(results["ar"][1].p_value),
        better=sum(change > 0 for change in changes),
        worse=sum(change < 0 for change in changes),
        equal=sum(change == 0 for change in changes),
        signature=f"{signatures['bs']}; ar:{randomisations}|seed:{str(seed()).lower()}",
    )


class _Known:
    """A metric for `PairedTest` that has the statistics already: segments are named, not scored again."""

    A, B = "A", "B"

    def __init__(self, a: Statistics, b: Statistics) -> None:
        import numpy as np

        # The randomisation test multiplies matrices of Booleans with these: float64 goes through BLAS.
        self._rows = {self.A: np.array(a.rows, dtype="float64"), self.B: np.array(b.rows, dtype="float64")}
        self._metric = a.metric

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], _: object) -> Any:
        return self._rows[hypotheses[0]]

    def _aggregate_and_compute(self, rows: Any) -> Any:
        return self._metric._compute_score_from_stats(list(rows.sum(0)))

    def _compute_score_from_stats(self, row: Any) -> Any:
        return self._metric._compute_score_from_stats(row)

    def get_signature(self) -> Any:
        """Return the signature of the metric."""
        return self._metric.get_signature()
