"""Weigh an output by both directions: how likely it is for the source, and how likely the source is for it.

An output that drops a clause or takes a word in the wrong sense can be likely by itself; the source is then unlikely
for it. Source: Yee et al., EMNLP 2019 (noisy-channel reranking of an n-best list), without their language model.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from songngu.engines.base import DecodingOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.engines.base import Engine

WEIGHT = 0.2
"""Of the reverse model's score, beside 1 for the model's own (docs/benchmarks/reverse.py, development sets)."""

BEAM = 8
"""Beam, and length of the n-best list, where there is a reverse model to choose from it."""


def search_options(beam: int | None, reverse: object | None) -> DecodingOptions:
    """Return how to search: with `beam`, or with what serves best with a reverse model or without one."""
    return DecodingOptions(beam=beam or (DecodingOptions().beam if reverse is None else BEAM))


DOUBT = 0.05
"""Mean probability of the source's pieces under which a translation is doubtful.

Of the development sets' outputs 1.2 % are below it; their mean chrF is 26 to 41, that of all 51 to 61
(docs/benchmarks/reverse.py).
"""

DOUBT_FROM = 6
"""Words of the shortest source that is doubted: headings are rendered freely, and rightly so."""


class Scale:
    """Weighs outputs.

    Args:
        reverse: an engine for the other direction; without one every output keeps its score.
    """

    def __init__(self, reverse: Engine | None) -> None:
        self._reverse = reverse

    @property
    def has_reverse(self) -> bool:
        """Whether both directions count."""
        return self._reverse is not None

    def weigh(self, pairs: Sequence[tuple[str, str]], scores: Sequence[float]) -> list[float]:
        """Return the weighted means of both directions' mean log-probabilities per piece (≤ 0).

        Args:
            pairs: sources and outputs.
            scores: the outputs' own mean log-probabilities. One whose source the reverse model cannot score (too long)
                keeps its own.
        """
        return [
            (own + WEIGHT * back) / (1 + WEIGHT) if math.isfinite(back) else own
            for own, back in zip(scores, self._backward(pairs), strict=True)
        ]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """Return the geometric mean of the probabilities of each source's pieces, given the output; None if unknown."""
        return [math.exp(back) if math.isfinite(back) else None for back in self._backward(pairs)]

    def _backward(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        if self._reverse is None:
            return [-math.inf] * len(pairs)
        unique = list(dict.fromkeys(pairs))
        scores = self._reverse.score([(output, source) for source, output in unique])
        known = dict(zip(unique, scores, strict=True))
        return [known[pair] for pair in pairs]
