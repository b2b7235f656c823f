"""Decoding many sentences with a CTranslate2 conversion, for back-translation and for judging an adapted
model.

The engines room translates documents; here nothing is split, protected or restored.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from songngu.cores import available_cores
from songngu.training.base import TrainingError
from songngu.training.vocabulary import Vocabulary
from songngu.training.weights import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence


_MAX_OUTPUT = 250
_TOKENS_AT_ONCE = 1024


class Output(NamedTuple):
    """A decoded text and its mean log-probability per piece (≤ 0)."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Search:
    """How to decode.

    Attributes:
        beam: hypotheses kept; used without sampling.
        sampling: draw each piece from so many likeliest ones; 0 searches with the beam instead. Sampled
            sources teach more than the likeliest ones do (Edunov et al., EMNLP 2018), the best ones are
            cleaner.
        temperature: of sampling.
    """

    beam: int = 2
    sampling: int = 0
    temperature: float = 1.0


class Decoder:
    """A model folder, ready to decode.

    Args:
        folder: MarianMT folder ; without a `ctranslate2-int8` subfolder it is converted for the time being.
        threads: processor cores; 0 takes all.
        prefix: a piece put before every source.

    Raises:
        TrainingError: the folder cannot be used.
    """

    def __init__(self, folder: Path, threads: int = 0, prefix: str = "") -> None:
        import ctranslate2

        from songngu.training.export import convert

        self.vocabulary = Vocabulary.from_folder(folder, prefix)
        self._longest = int(read_json(folder / "config.json").get("max_position_embeddings", 512))
        with tempfile.TemporaryDirectory() as temporary:
            converted = folder / "ctranslate2-int8"
            if not (converted / "model.bin").is_file():
                converted = convert(folder, out=Path(temporary) / "int8")
            try:
                self._translator: Any = ctranslate2.Translator(
                    str(converted),
                    compute_type="int8",
                    inter_threads=threads or available_cores(),
                    intra_threads=1,
                )
            except (RuntimeError, ValueError) as error:
                raise TrainingError(f"CTranslate2 cannot load it ({error})", path=converted) from None

    def translate(self, texts: Sequence[str], search: Search, seed: int = 1) -> list[Output]:
        """Translate `texts`, in order; on one core the same seed gives the same samples."""
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        sampling = {"sampling_topk": search.sampling, "sampling_temperature": search.temperature}
        results = self._translator.translate_batch(
            self.vocabulary.source_pieces(texts),
            beam_size=1 if search.sampling else search.beam,
            **(sampling if search.sampling else {}),
            max_batch_size=_TOKENS_AT_ONCE,
            batch_type="tokens",
            max_input_length=self._longest,
            max_decoding_length=min(_MAX_OUTPUT, self._longest - 1),
            return_scores=True,
        )
        # CTranslate2 divides the score by the length (its default length penalty 1), in sampling too.
        return [Output(self.vocabulary.decode(r.hypotheses[0]), r.scores[0]) for r in results]

    def likelihoods(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return the mean log-probability per piece of each given target."""
        scored = self._translator.score_batch(
            self.vocabulary.source_pieces(sources),
            self.vocabulary.target_pieces(targets),
            max_input_length=self._longest - 1,
            max_batch_size=_TOKENS_AT_ONCE,
            batch_type="tokens",
        )
        return [sum(r.log_probs) / max(len(r.log_probs), 1) for r in scored]
