"""The pieces a network reads and writes: SentencePiece models and the joint `vocab.json` of a MarianMT
folder."""

from __future__ import annotations

import json
import random
from functools import cached_property
from typing import TYPE_CHECKING, Any

from songngu.training.base import TrainingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from songngu.training.corpus import Source

END = "</s>"
UNKNOWN = "<unk>"
PADDING = "<pad>"
PROTOCOL_PIECES = ("⟪", "｜", "⟫", *(f"⟦{i}⟧" for i in range(1, 10)))


class Vocabulary:
    """Pieces and their ids, for either side of a MarianMT model.

    Args:
        source: SentencePiece model of the source language.
        target: SentencePiece model of the target language; often the same file.
        ids: piece → id, the model's `vocab.json`; `<pad>`, which also starts decoding, included.
        prefix: a piece put before every source, e.g. `>>vie<<`; usually "".
    """

    def __init__(self, source: Path, target: Path, ids: dict[str, int], prefix: str = "") -> None:
        import sentencepiece

        for path in (source, target):
            if not path.is_file():
                raise TrainingError("no SentencePiece model", path=path)
        self.source_file, self.target_file, self.ids, self.prefix = source, target, ids, prefix
        self._source: Any = sentencepiece.SentencePieceProcessor(model_file=str(source))
        same = source.read_bytes() == target.read_bytes()
        self._target: Any = (
            self._source if same else sentencepiece.SentencePieceProcessor(model_file=str(target))
        )
        missing = [piece for piece in (END, UNKNOWN, PADDING, prefix) if piece and piece not in ids]
        if missing:
            raise TrainingError(f"vocabulary without {', '.join(missing)}", path=source.parent)
        self.end, self.unknown, self.padding = ids[END], ids[UNKNOWN], ids[PADDING]

    @classmethod
    def from_folder(cls, folder: Path, prefix: str = "") -> Vocabulary:
        """Read `source.spm`, `target.spm` and `vocab.json` of a MarianMT folder."""
        try:
            ids = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise TrainingError(f"cannot read vocab.json ({error})", path=folder) from None
        return cls(folder / "source.spm", folder / "target.spm", ids, prefix)

    @classmethod
    def joint(cls, model: Path) -> Vocabulary:
        """One SentencePiece model for both sides; ids are its own, `<pad>` comes last."""
        import sentencepiece

        if not model.is_file():
            raise TrainingError("no SentencePiece model", path=model)
        processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(model))
        size = processor.get_piece_size()
        return cls(model, model, {processor.id_to_piece(i): i for i in range(size)} | {PADDING: size})

    @property
    def size(self) -> int:
        """How many ids there are."""
        return max(self.ids.values()) + 1

    @cached_property
    def pieces(self) -> list[str]:
        """The pieces in the order of their ids."""
        pieces = [UNKNOWN] * self.size
        for piece, index in self.ids.items():
            pieces[index] = piece
        return pieces

    def encode_source(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each source, prefix and end included."""
        start = [self.ids[self.prefix]] if self.prefix else []
        return [start + ids for ids in self._encode(self._source, texts)]

    def encode_target(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each target, end included."""
        return self._encode(self._target, texts)

    def source_pieces(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the pieces of each source as CTranslate2 wants them, prefix and end included."""
        start = [self.prefix] if self.prefix else []
        return [start + pieces + [END] for pieces in self._source.encode(list(texts), out_type=str)]

    def target_pieces(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the pieces of each target, without the end."""
        encoded: list[list[str]] = self._target.encode(list(texts), out_type=str)
        return encoded

    def decode(self, pieces: Sequence[str]) -> str:
        """Return the text of target pieces."""
        return str(self._target.decode([p for p in pieces if p not in (END, PADDING)]))

    def positions(self, ids: Sequence[int], text: str) -> NDArray[np.int32]:
        """Return, for each character of `text`, the index of the piece that writes it (-1: none).

        Pieces of byte fallback that spell one character together are all credited to the last of them.
        """
        import numpy as np

        pieces, found = self.pieces, np.full(len(text) + 1, -1, np.int32)
        position, spelled = -1, b""  # SentencePiece puts one space before the text
        for index, piece_id in enumerate(ids):
            piece = pieces[piece_id]
            if piece == END or (self.prefix and index == 0):
                continue
            length = len(piece)
            if len(piece) == 6 and piece.startswith("<0x"):
                spelled += bytes([int(piece[3:5], 16)])
                try:
                    length = len(spelled.decode())
                except UnicodeDecodeError:
                    continue
                spelled = b""
            found[max(position, 0) : max(position + length, 0)] = index
            position += length
        return found

    def _encode(self, processor: Any, texts: Sequence[str]) -> list[list[int]]:
        if self._own_ids:
            encoded: list[list[int]] = processor.encode(list(texts), add_eos=True)
            return encoded
        get, unknown = self.ids.get, self.unknown
        return [
            [get(piece, unknown) for piece in pieces] + [self.end]
            for pieces in processor.encode(list(texts), out_type=str)
        ]

    @cached_property
    def _own_ids(self) -> bool:
        """The ids are SentencePiece's own, so that it can give them without a detour by strings."""
        processor = self._source
        return self._target is processor and all(
            self.ids.get(processor.id_to_piece(i)) == i for i in range(processor.get_piece_size())
        )


def train_joint(sources: Sequence[Source], size: int, out: Path, seed: int) -> None:
    """Train the joint SentencePiece model (unigram, byte fallback, digits split) on the sources with `pieces`
    > 0.

    Digits are split so that numbers are copied digit by digit. News and authored text should shape the
    pieces: with software text in the mix "administrative" came out in six.

    Args:
        sources: what `corpus.load_sources` read.
        size: number of pieces, the protocol's and the sources' tags included.
        out: the model file to write.
        seed: decides which pairs of a source with `pieces` < 1 are taken.

    Raises:
        TrainingError: the text is too small for that many pieces.
    """
    import io

    import sentencepiece

    rng = random.Random(seed)
    text: list[str] = []
    for source in sources:
        whole, part = int(source.pieces), int(len(source.pairs) * (source.pieces % 1))
        everything = range(len(source.pairs))
        for chosen in (*[everything] * whole, rng.sample(everything, part)):
            text += [side for index in chosen for side in source.pairs[index]]
    rng.shuffle(text)
    tags = dict.fromkeys(source.tag for source in sources if source.tag)
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(text),
            model_writer=model,
            vocab_size=size,
            model_type="unigram",
            character_coverage=0.9998,
            byte_fallback=True,
            split_digits=True,
            normalization_rule_name="identity",
            pad_id=-1,
            bos_id=-1,
            eos_id=0,
            unk_id=1,
            user_defined_symbols=[*PROTOCOL_PIECES, *tags],
            max_sentence_length=3000,
            num_threads=1,
            minloglevel=2,
        )
    except RuntimeError as error:
        reason = str(error).split("] ")[-1]
        raise TrainingError(
            f"no vocabulary of {size} pieces ({reason})", path=out, remedy="change size in [vocabulary]"
        ) from None
    out.write_bytes(model.getvalue())
