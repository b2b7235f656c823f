"""Metrics through sacrebleu, with the statistics of each segment kept.

A corpus score is a function of sums over segments. Once the statistics of the segments are known, the pooled
score, the score of every document, the bootstrap and the significance tests cost next to nothing. The numbers
are sacrebleu's own: the same functions, fed with the same sums.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from songngu.cores import available_cores
from songngu.errors import ScoringError, UsageError
from songngu.scoring import plugins
from songngu.scoring.base import Interval, MetricScore

DEFAULT_METRICS = ("bleu", "chrf", "chrf++", "ter")
BOOTSTRAP_SAMPLES = 1000
SEED = 12345
"""sacrebleu's default; `SACREBLEU_SEED` changes both."""

_CHUNK = 250
_PARALLEL_FROM = 1000
_EXACT_FLOAT32 = 2**24

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MetricKind:
    """A metric that can be asked for: its key, what it is, whether more is better."""

    key: str
    what: str
    higher_is_better: bool = True


KINDS = {
    kind.key: kind
    for kind in (
        MetricKind("bleu", "BLEU, tokenisation 13a (the usual one)"),
        MetricKind("bleu-intl", "BLEU, tokenisation intl (punctuation of all scripts)"),
        MetricKind("bleu-none", "BLEU on text that is tokenised already"),
        MetricKind("spbleu", "BLEU on the pieces of the FLORES-200 model, if its file is on this machine"),
        MetricKind("chrf", "chrF2, character n-grams"),
        MetricKind("chrf++", "chrF2++, character n-grams and words"),
        MetricKind("ter", "translation edit rate; less is better", higher_is_better=False),
    )
}


def is_known(key: str) -> bool:
    """Say whether a metric is built in or offered by an installed package."""
    return key in KINDS or key in plugins.available()


def higher_is_better(key: str) -> bool:
    """Say whether more is better; plug-ins promise that it is."""
    return key not in KINDS or KINDS[key].higher_is_better


def check_metrics(keys: Sequence[str]) -> tuple[str, ...]:
    """Return `keys` without repetitions.

    Raises:
        UsageError: none, or one that is unknown.
        ScoringError: spBLEU without the model file, which sacrebleu would download.
    """
    if not keys:
        raise UsageError("no metric to compute", remedy=f"choose among {', '.join(KINDS)}")
    for key in keys:
        if key not in KINDS:
            plugins.load(key)
    if "spbleu" in keys:
        _require_flores_model()
    return tuple(dict.fromkeys(keys))


def _require_flores_model() -> None:
    from sacrebleu.utils import SACREBLEU_DIR

    path = Path(SACREBLEU_DIR) / "models" / "flores200sacrebleuspm"
    if not path.is_file():
        raise ScoringError(
            "spBLEU needs the SentencePiece model of FLORES-200, which is not there and is not downloaded",
            path=path,
            remedy="put the file there, or leave out spbleu",
        )


def make_metric(key: str) -> Any:
    """Return a fresh sacrebleu metric with the parameters of the `sacrebleu` command."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    makers: dict[str, Callable[[], Any]] = {
        "bleu": BLEU,
        "bleu-intl": lambda: BLEU(tokenize="intl"),
        "bleu-none": lambda: BLEU(tokenize="none", force=True),
        "spbleu": lambda: BLEU(tokenize="flores200"),
        "chrf": CHRF,
        "chrf++": lambda: CHRF(word_order=2),
        "ter": TER,
    }
    return makers[key]()


class Statistics:
    """The sufficient statistics of every segment for one metric.

    Args:
        key: which metric.
        metric: the sacrebleu metric that made them; it knows the number of references.
        rows: one row for each segment.
    """

    def __init__(self, key: str, metric: Any, rows: Sequence[Sequence[float]]) -> None:
        self.key, self.metric, self.rows = key, metric, list(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, start: int, end: int) -> Statistics:
        """Return the statistics of the segments `[start, end)`."""
        return Statistics(self.key, self.metric, self.rows[start:end])

    def score(self, *, bootstrap: int = 0) -> MetricScore:
        """Return the corpus score of these segments.

        Args:
            bootstrap: resamples for the 95 % interval; 0 computes none.
        """
        found = self.metric._aggregate_and_compute(self.rows)
        signature = self.metric.get_signature()
        interval = None
        if bootstrap and len(self.rows) > 1:
            interval = interval_of(resampled_scores(self, bootstrap))
            signature.update("bs", bootstrap)
            signature.update("seed", str(seed()).lower())
        return MetricScore(
            self.key, found.name, found.score, signature.format(), interval, getattr(found, "_verbose", "")
        )

    def segment_scores(self) -> list[float]:
        """Return the score of each segment alone; BLEU uses the effective order there."""
        if self.key.startswith("bleu") or self.key == "spbleu":
            from sacrebleu.metrics.bleu import BLEU

            alone: Any = BLEU(effective_order=True)
            return [float(alone._compute_score_from_stats(list(row)).score) for row in self.rows]
        return [float(self.metric._compute_score_from_stats(row).score) for row in self.rows]


def statistics(
    key: str,
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    progress: Progress = lambda _: None,
    jobs: int | None = None,
    sources: Sequence[str] = (),
) -> Statistics:
    """Compute the statistics of all segments.

    Args:
        key: which metric.
        hypotheses: one for each segment.
        references: for each segment its references; their number may differ between segments.
        progress: called with the number of segments just done.
        jobs: processes for slow metrics on many segments; default: the number of cores.
        sources: the source texts; metrics of other packages may need them.
    """
    if key not in KINDS:
        scores = plugins.load(key)(list(sources), list(hypotheses), [tuple(refs) for refs in references])
        progress(len(hypotheses))
        return Statistics(key, plugins.mean_metric(key), [[float(score), 1.0] for score in scores])
    starts = range(0, len(hypotheses), _CHUNK)
    chunks = [
        (key, hypotheses[start : start + _CHUNK], references[start : start + _CHUNK]) for start in starts
    ]
    workers = min(jobs or available_cores(), len(chunks))
    rows: list[list[float]] = []
    for part in _in_order(chunks, workers if key == "ter" and len(hypotheses) >= _PARALLEL_FROM else 1):
        rows += part
        progress(len(part))
    metric = make_metric(key)
    counts = {len(refs) for refs in references}
    metric.num_refs = counts.pop() if len(counts) == 1 else -1
    return Statistics(key, metric, rows)


def _in_order(chunks: Sequence[Any], workers: int) -> Iterator[list[list[float]]]:
    if workers == 1:
        yield from map(_extract, chunks)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_extract, chunks)


def _extract(chunk: tuple[str, Sequence[str], Sequence[Sequence[str]]]) -> list[list[float]]:
    """Return the statistics of some segments (runs in a worker process, too)."""
    key, hypotheses, references = chunk
    most = max(map(len, references))
    streams = [
        [refs[number] if number < len(refs) else None for refs in references] for number in range(most)
    ]
    rows: list[list[float]] = make_metric(key)._extract_corpus_statistics(hypotheses, streams)
    return rows


def seed() -> int | None:
    """Return the seed of the random draws: sacrebleu's rule, so that our resamples are sacrebleu's."""
    given = os.environ.get("SACREBLEU_SEED", str(SEED))
    if given.lower() == "none":
        return None
    if not given.isdigit():
        raise UsageError(f"SACREBLEU_SEED is {given!r}", remedy="set it to a number, or to none")
    return int(given)


def resampled_scores(stats: Statistics, samples: int = BOOTSTRAP_SAMPLES) -> list[float]:
    """Return the scores of `samples` bootstrap resamples, the same as sacrebleu's with the same seed.

    sacrebleu gathers all rows of all resamples (1 GB for 10,000 segments) and sums them in float32. Counting
    how often a row was drawn and multiplying gives the same sums: they are whole numbers below 2²⁴, exact in
    float32. Statistics that are not (TER with several references) are summed as sacrebleu does it, one
    resample at a time.

    Source: Koehn, "Statistical Significance Tests for Machine Translation Evaluation", EMNLP 2004;
    `sacrebleu.significance._bootstrap_resample`.
    """
    import numpy as np

    rows = np.array(stats.rows, dtype="float64")
    drawn = np.random.default_rng(seed()).choice(len(rows), size=(samples, len(rows)), replace=True)
    exact = bool((rows == rows.round()).all()) and float(rows.max(axis=0).max()) * len(rows) < _EXACT_FLOAT32
    if exact:
        sums = np.stack([np.bincount(each, minlength=len(rows)) @ rows for each in drawn]).astype("float32")
    else:
        rounded = rows.astype("float32")
        sums = np.stack([rounded[each].sum(0) for each in drawn])
    return [float(stats.metric._compute_score_from_stats(each).score) for each in sums]


def interval_of(scores: Sequence[float]) -> Interval:
    """Return the 95 % interval of resampled scores, cut as sacrebleu cuts it (1/40 from each end)."""
    ordered = sorted(scores)
    cut = len(ordered) // 40
    low, high = ordered[cut], ordered[len(ordered) - cut - 1]
    return Interval(low, high, sum(ordered) / len(ordered), 0.5 * (high - low))
