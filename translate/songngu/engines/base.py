"""The contract of an engine: annotated sources in, hypotheses out. Engines know no terms and no documents."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.engines.folder import ModelInfo
    from songngu.spans import Link, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One output of the decoder: the text and its score (mean log-probability per piece, ≤ 0)."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The translation of one source.

    Attributes:
        text: the best output.
        score: its mean log-probability per piece, end of sentence included (≤ 0).
        alternatives: further outputs of the n-best list, best first; empty unless asked for.
    """

    text: str
    score: float
    alternatives: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class DecodingOptions:
    """How to search: beam size, n-best size, length and repetition penalties.

    The defaults were chosen for the shipped model on development sets (docs/benchmarks/decoding.py).

    Attributes:
        beam: hypotheses kept at each step; 1 is greedy.
        alternatives: how many outputs beside the best to return (fewer than `beam`).
        length_penalty: exponent of the length by which a score is divided.
        repetition_penalty: > 1 makes pieces already written less likely.
        no_repeat_ngram: forbids an n-gram of pieces that was written already; 0 allows all.
    """

    beam: int = 4
    alternatives: int = 0
    length_penalty: float = 1.4
    repetition_penalty: float = 1.1
    no_repeat_ngram: int = 0


class Engine(ABC):
    """A decoder with a model loaded."""

    name: ClassVar[str]
    model: ModelInfo

    @abstractmethod
    def translate(self, batch: Sequence[str], options: DecodingOptions | None = None) -> list[Hypothesis]:
        """Translate `batch`, one hypothesis for each source, in order.

        Sources longer than the model's positions are split at clause boundaries, translated piece by piece
        and joined; nothing is cut. The model's prefix (`>>vie<<`) is added here. An empty source gives "".
        """

    @abstractmethod
    def count_tokens(self, text: str) -> int:
        """Return how many pieces the model reads for `text`, prefix and end of sentence included."""

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Link, ...]]:
        """Tell which pieces of given sources and targets belong together; no links where that is not known.

        An engine that can tell overrides this and `score`.
        """
        return [()] * len(pairs)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the mean log-probability per piece of each given target for its source (≤ 0)."""
        return [float("-inf")] * len(pairs)

    def unreadable(self, text: str) -> list[Span]:
        """Return the words and signs of `text` that the model can only spell in bytes or not read at all."""
        return []
