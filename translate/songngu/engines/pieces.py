"""Texts to pieces and back, exactly as MarianTokenizer does it, without loading transformers."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from songngu.errors import ModelError
from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentencepiece import SentencePieceProcessor

    from songngu.engines.folder import ModelInfo

_UNIT = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\S+")
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

    def encode_target(self, text: str) -> list[str]:
        """Return the pieces of a target, without end of sentence."""
        pieces: list[str] = self._target.encode(text, out_type=str)
        return pieces

    def source_spans(self, text: str) -> list[tuple[Span, int]]:
        """Return where the pieces of a source stand in it: spans, each with its number of pieces.

        A span with more than one piece is a word that the pieces do not spell as it is written. The prefix has a
        span without length.
        """
        prefix = [(Span(0, 0), len(self._prefix))] if self._prefix else []
        return prefix + _spans(text, self._source)

    def target_spans(self, text: str) -> list[tuple[Span, int]]:
        """Return where the pieces of a target stand in it, as `source_spans` does."""
        return _spans(text, self._target)

    def unreadable(self, text: str) -> list[Span]:
        """Return the words and signs of a source that have no pieces of their own, only bytes or `<unk>`.

        A sign that touches no letter is returned alone, a letter with its word. Punctuation is left out: the
        sentence needs it, and restoration looks after it.
        """
        lacking = {
            character
            for character in set(text)
            if not character.isascii()
            and unicodedata.category(character)[0] not in "PZ"
            and any(
                self._source.is_byte(number) or self._source.is_unknown(number)
                for number in self._source.encode(character)
            )
        }
        spans = []
        for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]+|_+", text) if lacking else ():
            places = [match.start() + at for at, character in enumerate(match[0]) if character in lacking]
            if places and match[0][0].isalnum():
                spans.append(Span(*match.span()))
            elif places:
                unit = _UNIT.match(text, places[-1] + 1)  # of "40°C" the "C" goes with its sign
                spans.append(Span(places[0], unit.end() if unit else places[-1] + 1))
        return spans

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


def _spans(text: str, model: SentencePieceProcessor) -> list[tuple[Span, int]]:
    """Find the pieces of each word; no piece reaches over a blank, so words can be encoded one by one."""
    found: list[tuple[Span, int]] = []
    for word in _WORD.finditer(text):
        pieces = [piece.replace("▁", "") for piece in model.encode(word[0], out_type=str)]
        if "".join(pieces) != word[0]:
            found.append((Span(*word.span()), len(pieces)))
            continue
        position = word.start()
        for piece in pieces:
            found.append((Span(position, position + len(piece)), 1))
            position += len(piece)
    return found
