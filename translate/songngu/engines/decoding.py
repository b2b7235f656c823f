"""What both engines share: empty sources, over-long sources, runaway outputs. A decoder decodes pieces."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.engines.base import Candidate, DecodingOptions, Engine, Hypothesis
from songngu.engines.longtext import join_targets, split_source
from songngu.engines.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.engines.folder import ModelInfo

ROOM = 1.7
"""Positions kept for the target, per piece of source: a target that reaches the last position would be cut.

Of the development pairs of 20 pieces or more, 99 % have fewer than 1.7 target pieces for each source piece.
"""


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a decoder, in pieces without end of sentence.

    Attributes:
        pieces: what was written.
        score: mean log-probability per piece, end of sentence included.
        ended: the decoder wrote the end of sentence itself.
    """

    pieces: Sequence[str]
    score: float
    ended: bool


class PieceEngine(Engine):
    """An engine that decodes pieces.

    Args:
        model: the folder's description.
    """

    def __init__(self, model: ModelInfo) -> None:
        self.model = model
        self._pieces = Pieces(model)

    @abstractmethod
    def _decode(self, sources: Sequence[Sequence[str]], options: DecodingOptions) -> list[list[Output]]:
        """Decode sources (prefix and end of sentence included); for each, the outputs, best first."""

    def translate(self, batch: Sequence[str], options: DecodingOptions | None = None) -> list[Hypothesis]:
        """Translate `batch`; see `Engine.translate`."""
        options = options or DecodingOptions()
        limit = int(self.model.max_positions / ROOM)
        parts = [self._split(text, limit) for text in batch]
        outputs = self._decode_parts(parts, options)
        cut = [i for i, found in enumerate(outputs) if not all(each[0].ended for each in found)]
        if cut:  # the output ran into the last position: once more in parts of half the length
            halved = [self._split(batch[i], max(2, self._longest(parts[i]) // 2 + 1)) for i in cut]
            for i, found in zip(cut, self._decode_parts(halved, options), strict=True):
                outputs[i] = found
        return [self._join(found) for found in outputs]

    def count_tokens(self, text: str) -> int:
        """Return how many pieces the model reads for `text`; see `Engine.count_tokens`."""
        return self._pieces.count(text)

    def _split(self, text: str, limit: int) -> list[str]:
        parts = split_source(text.strip(), lambda part: self._pieces.count(part) <= limit)
        return [part.strip() for part in parts if part.strip()]

    def _longest(self, parts: Sequence[str]) -> int:
        return max(self._pieces.count(part) for part in parts)

    def _decode_parts(
        self, texts: Sequence[Sequence[str]], options: DecodingOptions
    ) -> list[list[list[Output]]]:
        """Decode the parts of all texts in one go: text → part → outputs."""
        sources = [self._pieces.encode(part) for parts in texts for part in parts]
        outputs = iter(self._decode(sources, options) if sources else ())
        return [[next(outputs) for _ in parts] for parts in texts]

    def _join(self, parts: Sequence[Sequence[Output]]) -> Hypothesis:
        """Join the outputs of a text's parts, rank by rank; scores are weighted by length."""
        if not parts:
            return Hypothesis("", 0.0)
        candidates: dict[str, Candidate] = {}
        for rank in range(max(map(len, parts))):
            chosen = [outputs[min(rank, len(outputs) - 1)] for outputs in parts]
            text = join_targets([self._pieces.decode(output.pieces) for output in chosen])
            lengths = [len(output.pieces) + 1 for output in chosen]
            total = sum(output.score * length for output, length in zip(chosen, lengths, strict=True))
            candidates.setdefault(text, Candidate(text, total / sum(lengths)))
        best, *others = candidates.values()
        return Hypothesis(best.text, best.score, tuple(others))
