"""The default engine: CTranslate2 with 8-bit weights on the CPU, without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.cores import available_cores
from songngu.engines.conversions import find_conversion
from songngu.engines.decoding import Output, PieceEngine
from songngu.engines.folder import ModelInfo, read_json
from songngu.engines.pieces import END
from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import ctranslate2

    from songngu.engines.base import DecodingOptions

TOKENS_AT_ONCE = 256
"""Source pieces decoded together by one core, padding included: a short text, too, is work for several cores."""


class CTranslate2Engine(PieceEngine):
    """Decodes with CTranslate2.

    Args:
        model: the folder's description.
        precision: `int8` (the shipped one), `int8_float32` or `float32`; a conversion that is not there is
            made once and kept, which needs the torch extra.
        threads: processor cores to use; all that the process may use by default.

    Raises:
        ModelError: no conversion can be had, or it is damaged.
    """

    name = "ctranslate2"

    def __init__(self, model: ModelInfo, precision: str = "int8", threads: int | None = None) -> None:
        super().__init__(model)
        folder = find_conversion(model, precision)
        self._adds_end = bool(read_json(folder / "config.json").get("add_source_eos"))
        self._translator = _load(folder, precision, threads or available_cores())

    def _decode(self, sources: Sequence[Sequence[str]], options: DecodingOptions) -> list[list[Output]]:
        longest = self.model.max_positions - 1
        results = self._translator.translate_batch(
            [self._without_end(source) for source in sources],
            beam_size=options.beam,
            num_hypotheses=min(options.beam, options.alternatives + 1),
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            disable_unk=True,
            return_scores=True,
            return_end_token=True,
            max_batch_size=TOKENS_AT_ONCE,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=longest,
        )
        return [
            [
                self._output(pieces, score, options)
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]

    def _attend(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> list[list[list[float]]]:
        # CTranslate2 gives the attention of a prefix, too; conversions choose the first head by default.
        if not sources:
            return []
        results = self._translator.translate_batch(
            [self._without_end(source) for source in sources],
            target_prefix=[list(target) for target in targets],
            beam_size=1,
            return_attention=True,
            max_batch_size=TOKENS_AT_ONCE,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=max(map(len, targets)),
        )
        return [result.attention[0][: len(target)] for result, target in zip(results, targets, strict=True)]

    def _score(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        if not sources:
            return []
        results = self._translator.score_batch(
            [self._without_end(source) for source in sources],
            [list(target) for target in targets],
            max_batch_size=TOKENS_AT_ONCE,
            batch_type="tokens",
            max_input_length=0,
        )
        return [sum(result.log_probs) / len(result.log_probs) for result in results]

    def _without_end(self, source: Sequence[str]) -> list[str]:
        return list(source[:-1] if self._adds_end else source)

    @staticmethod
    def _output(pieces: list[str], score: float, options: DecodingOptions) -> Output:
        """Turn CTranslate2's score (sum over length to the power of the length penalty) into a mean."""
        ended = bool(pieces) and pieces[-1] == END
        total = score * len(pieces) ** options.length_penalty
        return Output(pieces[:-1] if ended else pieces, total / max(1, len(pieces)), ended)


def _load(folder: Path, precision: str, threads: int) -> ctranslate2.Translator:
    import ctranslate2

    # One worker a core: the products are so small that the threads of one worker wait for each other most of the time
    # (docs/benchmarks/threads.py).
    # Weights that are not quantised are stored as in the source (fp16 here); a CPU computes them in fp32.
    compute = "float32" if precision == "float32" else "int8_float32"
    try:
        return ctranslate2.Translator(
            str(folder), device="cpu", compute_type=compute, inter_threads=threads, intra_threads=1
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"is damaged or not a CTranslate2 model ({error})",
            path=folder,
            remedy="copy or download the model folder again",
        ) from None
