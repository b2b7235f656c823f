"""What every engine does around its decoder: long sources are split, prefixes added, pieces joined again."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from songngu.engines.base import Candidate, DecodingOptions, Engine, Hypothesis
from songngu.engines.folder import ModelInfo
from songngu.engines.longtext import split_long

ROOM_TO_GROW = 0.7
"""Share of the model's positions that a source may fill: a Vietnamese target has up to 1.4 times its pieces."""


class BatchEngine(Engine):
    """An engine that decodes sources which fit its model; subclasses tokenise and decode."""

    def __init__(self, model: ModelInfo) -> None:
        self.model = model

    @abstractmethod
    def _decode(self, sources: Sequence[str], options: DecodingOptions) -> list[Hypothesis]:
        """Decode sources that are not empty and fit the model; one hypothesis for each, in order."""

    def translate(self, batch: Sequence[str], options: DecodingOptions | None = None) -> list[Hypothesis]:
        """Translate `batch`; see `Engine.translate`."""
        options = options or DecodingOptions()
        limit = int(self.model.max_positions * ROOM_TO_GROW)
        pieces = [split_long(text, self.count_tokens, limit) if text.strip() else [] for text in batch]
        flat = [piece for parts in pieces for piece in parts]
        decoded = iter(self._decode(flat, options) if flat else [])
        return [_joined([next(decoded) for _ in parts]) for parts in pieces]


def _joined(parts: Sequence[Hypothesis]) -> Hypothesis:
    """Join the hypotheses of the pieces of one source; scores are weighted by length."""
    if not parts:
        return Hypothesis("", 0.0)
    if len(parts) == 1:
        return parts[0]
    lengths = [max(1, len(part.text)) for part in parts]
    score = sum(part.score * length for part, length in zip(parts, lengths, strict=True)) / sum(lengths)
    depth = min(len(part.alternatives) for part in parts)
    alternatives = tuple(
        Candidate(
            " ".join(part.alternatives[rank].text for part in parts),
            sum(part.alternatives[rank].score * length for part, length in zip(parts, lengths, strict=True))
            / sum(lengths),
        )
        for rank in range(depth)
    )
    return Hypothesis(" ".join(part.text for part in parts), score, alternatives)
