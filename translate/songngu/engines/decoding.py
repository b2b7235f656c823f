"""What both engines share: empty sources, over-long sources, runaway outputs. A decoder decodes pieces."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from songngu.engines.base import Candidate, DecodingOptions, Engine, Hypothesis
from songngu.engines.longtext import join_targets, split_source
from songngu.engines.pieces import Pieces
from songngu.spans import Link, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from songngu.engines.folder import ModelInfo

ROOM = 1.7
"""Positions kept for the target, per piece of source: a target that reaches the last position would be cut.

Of the development pairs of 20 pieces or more, 99 % have fewer than 1.7 target pieces for each source piece.
"""


UNSTUCK = 4
"""Pieces that may not come twice in the second attempt at a source on which the decoder got stuck."""

LINK = 0.02
"""Attention between two places below this makes no link."""


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


def is_stuck(pieces: Sequence[str]) -> bool:
    """Say whether one or two pieces come four times in a row, or three to ten of them three times."""
    for size in range(1, 11):
        needed = size * (3 if size <= 2 else 2)  # places in a row that equal the one `size` further on
        run = 0
        for one, other in zip(pieces, pieces[size:], strict=False):
            run = run + 1 if one == other else 0
            if run >= needed:
                return True
    return False


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

    @abstractmethod
    def _attend(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> list[list[list[float]]]:
        """Return, for each pair, a row for each piece of the target: how it attends to the source's pieces.

        It is the cross-attention of the first head of the last layer: Marian's guided alignment trains this one
        ("transformer-align", the models of OPUS-MT; the shipped model, too).
        """

    @abstractmethod
    def _score(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        """Return the mean log-probability of each target's pieces and the end of sentence."""

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

    def unreadable(self, text: str) -> list[Span]:
        """Return what the model cannot read; see `Engine.unreadable`."""
        return self._pieces.unreadable(text)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Link, ...]]:
        """Link the pieces of each pair by attention; see `Engine.align`."""
        encoded = [
            (self._pieces.encode(source), self._pieces.encode_target(target)) for source, target in pairs
        ]
        fitting = [number for number, pair in enumerate(encoded) if self._fits(*pair)]
        attention = self._attend([encoded[i][0] for i in fitting], [encoded[i][1] for i in fitting])
        links: list[tuple[Link, ...]] = [()] * len(pairs)
        for number, rows in zip(fitting, attention, strict=True):
            source, target = pairs[number]
            links[number] = tuple(
                _linked(rows, self._pieces.source_spans(source), self._pieces.target_spans(target))
            )
        return links

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Score given targets; see `Engine.score`."""
        encoded = [
            (self._pieces.encode(source), self._pieces.encode_target(target)) for source, target in pairs
        ]
        fitting = [number for number, pair in enumerate(encoded) if self._fits(*pair)]
        found = self._score([encoded[i][0] for i in fitting], [encoded[i][1] for i in fitting])
        scores = [float("-inf")] * len(pairs)
        for number, score in zip(fitting, found, strict=True):
            scores[number] = score
        return scores

    def _fits(self, source: Sequence[str], target: Sequence[str]) -> bool:
        return 0 < len(target) < self.model.max_positions > len(source)

    def _split(self, text: str, limit: int) -> list[str]:
        parts = split_source(text.strip(), lambda part: self._pieces.count(part) <= limit)
        return [part.strip() for part in parts if part.strip()]

    def _longest(self, parts: Sequence[str]) -> int:
        return max(self._pieces.count(part) for part in parts)

    def _decode_parts(
        self, texts: Sequence[Sequence[str]], options: DecodingOptions
    ) -> list[list[list[Output]]]:
        """Decode the parts of all texts in one go: text → part → outputs.

        A part on which the decoder got stuck is decoded once more under a ban on repeated n-grams. Banning them
        everywhere would hurt sources that say the same of several things.
        """
        sources = [self._pieces.encode(part) for parts in texts for part in parts]
        found = self._decode(sources, options) if sources else []
        stuck = [
            i for i, outputs in enumerate(found) if is_stuck(outputs[0].pieces) and not is_stuck(sources[i])
        ]
        if stuck:
            freed = self._decode([sources[i] for i in stuck], replace(options, no_repeat_ngram=UNSTUCK))
            for i, outputs in zip(stuck, freed, strict=True):
                found[i] = outputs
        rest = iter(found)
        return [[next(rest) for _ in parts] for parts in texts]

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


def _linked(
    rows: Sequence[Sequence[float]], sources: Sequence[tuple[Span, int]], targets: Sequence[tuple[Span, int]]
) -> Iterator[Link]:
    """Turn attention between pieces into links between spans: the sum over the source's, the mean over the target's."""
    first = 0
    for target, height in targets:
        block, first = rows[first : first + height], first + height
        column = 0
        for source, width in sources:
            weight = sum(sum(row[column : column + width]) for row in block) / max(1, len(block))
            column += width
            if weight >= LINK:
                yield Link(source, target, weight)
