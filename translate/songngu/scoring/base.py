"""What is scored, and what a score is, as data: no files and no metrics here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """A hypothesis with what it is measured against.

    Attributes:
        source: the source text; "" when none was given.
        hypothesis: the translation to score.
        references: the right translations, at least one.
        place: where the segment stands, e.g. `line 12` or `lines 12-13`.
        reviewed: a person has accepted or changed the hypothesis.
    """

    source: str
    hypothesis: str
    references: tuple[str, ...]
    place: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """The segments of a document, or of a pair of line files.

    Attributes:
        slug: its name.
        segments: in document order.
        notes: what a reader of the scores should know, e.g. that sentences had to be aligned.
        model: name, version and digest of the model, as the catalogue's header has it.
        glossary: digest of the termbase, as the header has it.
    """

    slug: str
    segments: tuple[ScoredSegment, ...]
    notes: tuple[str, ...] = ()
    model: str = ""
    glossary: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval from bootstrap resampling.

    Attributes:
        low: 2.5th percentile of the resampled scores.
        high: 97.5th percentile.
        mean: mean of the resampled scores.
        half_width: half the distance of the bounds; sacrebleu prints `mean ± half_width`.
    """

    low: float
    high: float
    mean: float
    half_width: float


@dataclass(frozen=True, slots=True)
class MetricScore:
    """One number and how to get it again.

    Attributes:
        metric: key, e.g. `chrf++`.
        name: sacrebleu's name, e.g. `chrF2++`.
        score: the score, in sacrebleu's unit (0 to 100; TER can be more).
        signature: sacrebleu's signature, bootstrap included when there is an interval.
        interval: 95 % interval, when one was asked for and there are segments enough.
        detail: what sacrebleu says beside the number, e.g. the n-gram precisions of BLEU.
    """

    metric: str
    name: str
    score: float
    signature: str
    interval: Interval | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share with both of its counts, so that shares can be pooled and a small count is seen to be small."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None when there was nothing to count."""
        return self.right / self.total if self.total else None

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean as its sum and count, so that means can be pooled."""

    sum: float = 0.0
    count: int = 0

    @property
    def value(self) -> float | None:
        """The mean; None when there was nothing to measure."""
        return self.sum / self.count if self.count else None

    def __add__(self, other: Mean) -> Mean:
        return Mean(self.sum + other.sum, self.count + other.count)


@dataclass(frozen=True, slots=True)
class TermMeasures:
    """The measures of the WMT terminology tasks (see `terminology_metrics`).

    Attributes:
        window_2: overlap of two words on each side of terms, over segments whose reference has terms; 0 to 1.
        window_3: the same with three words.
        edits: 1 − TERm over segments: 1 is the reference itself, below 0 there is more to edit than words.
        consistency: consistency of each repeated term, over terms; 0 to 1.
    """

    window_2: Mean = Mean()
    window_3: Mean = Mean()
    edits: Mean = Mean()
    consistency: Mean = Mean()

    def __add__(self, other: TermMeasures) -> TermMeasures:
        return TermMeasures(
            self.window_2 + other.window_2,
            self.window_3 + other.window_3,
            self.edits + other.edits,
            self.consistency + other.consistency,
        )


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many terms, names and numbers of the sources have their counterpart in the hypotheses.

    Attributes:
        terms: required terms in the preferred or an admitted rendering.
        suggested: terms whose rendering is only suggested.
        names: places, persons and organisations.
        numbers: figures, clock times and months of dates.
        forbidden: renderings that are forbidden or out of use.
        consistency: of the occurrences of terms that a document has several times, how many have the
            rendering that is the most frequent one there.
        measures: those of the WMT terminology tasks, when they were asked for.
    """

    terms: Ratio = Ratio(0, 0)
    suggested: Ratio = Ratio(0, 0)
    names: Ratio = Ratio(0, 0)
    numbers: Ratio = Ratio(0, 0)
    forbidden: int = 0
    consistency: Ratio = Ratio(0, 0)
    measures: TermMeasures | None = None

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(
            self.terms + other.terms,
            self.suggested + other.suggested,
            self.names + other.names,
            self.numbers + other.numbers,
            self.forbidden + other.forbidden,
            self.consistency + other.consistency,
            self.measures + other.measures
            if self.measures and other.measures
            else self.measures or other.measures,
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything measured on a document, or on all documents pooled.

    Attributes:
        slug: the document, or `all`.
        segments: how many segments were scored.
        metrics: one score for each metric, in the order asked for.
        length_ratio: words of the hypotheses per word of the references (the first ones).
        accuracy: terms, names and numbers, when they were asked for.
    """

    slug: str
    segments: int
    metrics: tuple[MetricScore, ...]
    length_ratio: float
    accuracy: Accuracy | None = None

    def metric(self, key: str) -> MetricScore | None:
        """Return the score of a metric, if it was computed."""
        return next((each for each in self.metrics if each.metric == key), None)
