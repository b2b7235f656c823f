"""Texts to pieces and back, exactly as MarianTokenizer does it, without loading transformers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentencepiece import SentencePieceProcessor

    from songngu.engines.folder import ModelInfo

END = "</s>"
UNKNOWN = "<unk>"
PADDING = "<pad>"
_SPECIAL = frozenset({END, UNKNOWN, PADDING})


class Pieces:
    """The two SentencePiece models of a folder, and the prefix of the language asked for.

    Pieces stay strings: the vocabulary that gives them numbers belongs to the decoder, which takes a piece it
    does not know for `<unk>`, as MarianTokenizer does.

    Args:
        model: the folder's description.

    Raises:
        ModelError: a SentencePiece file is damaged.
    """

    def __init__(self, model: ModelInfo) -> None:
        self._source = _load(model.path / "source.spm")
        self._target = _load(model.path / "target.spm")
        self._prefix = [model.prefix] if model.prefix else []

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a source: prefix, text, end of sentence."""
        return [*self._prefix, *self._source.encode(text, out_type=str), END]

    def count(self, text: str) -> int:
        """Return how many pieces `encode` gives."""
        return len(self._prefix) + len(self._source.encode(text)) + 1

    def decode(self, pieces: Sequence[str]) -> str:
        """Join a model's output.

        Bytes that are no UTF-8 together are dropped: a model that spells an unknown character byte by byte
        can stop in the middle of it.
        """
        text: str = self._target.decode([piece for piece in pieces if piece not in _SPECIAL])
        return text.replace("▁", " ").replace("\N{REPLACEMENT CHARACTER}", "").strip()


def _load(path: Path) -> SentencePieceProcessor:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError):
        raise ModelError(
            "is damaged or not a SentencePiece model",
            path=path,
            remedy="copy or download the model folder again",
        ) from None
