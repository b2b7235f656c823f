"""The reference engine: MarianMTModel on torch, the same search, the same folder. For comparison, not for speed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from songngu.engines.base import DecodingOptions
from songngu.engines.convert import quiet_transformers, require_torch
from songngu.engines.decoding import Output, PieceEngine
from songngu.engines.folder import WEIGHTS, ModelInfo
from songngu.errors import ModelError

TOKENS_AT_ONCE = 1024
"""Source pieces decoded together, padding included."""


class TransformersEngine(PieceEngine):
    """Decodes with transformers in fp32.

    Pieces come from `Pieces`, as in the other engine; a test holds it against MarianTokenizer. The repetition
    penalty is applied to log-probabilities here and to logits in CTranslate2: with a penalty other than 1 the
    two engines need not agree.

    Args:
        model: the folder's description.

    Raises:
        ModelError: the torch extra is missing, or the weights are.
    """

    name = "transformers"

    def __init__(self, model: ModelInfo) -> None:
        require_torch("the transformers engine")
        super().__init__(model)
        if not (model.path / WEIGHTS).exists():
            raise ModelError(
                "has no weights for the transformers engine",
                path=model.path,
                remedy="use --engine ctranslate2",
            )
        import torch
        from transformers import MarianMTModel, MarianTokenizer

        with quiet_transformers():
            try:
                self._tokenizer = MarianTokenizer.from_pretrained(model.path, local_files_only=True)
                self._network = MarianMTModel.from_pretrained(
                    model.path, use_safetensors=True, local_files_only=True, dtype=torch.float32
                ).eval()
            except (OSError, ValueError, RuntimeError, KeyError) as error:
                reason = str(error).strip().splitlines()[0]
                raise ModelError(f"transformers cannot load it ({reason})", path=model.path) from None

    def _decode(self, sources: Sequence[Sequence[str]], options: DecodingOptions) -> list[list[Output]]:
        results: list[list[Output]] = [[] for _ in sources]
        for numbers in _batches([len(source) for source in sources]):
            found = self._decode_batch([sources[number] for number in numbers], options)
            for number, outputs in zip(numbers, found, strict=True):
                results[number] = outputs
        return results

    def _decode_batch(self, sources: Sequence[Sequence[str]], options: DecodingOptions) -> list[list[Output]]:
        import torch

        ids = [self._tokenizer.convert_tokens_to_ids(list(source)) for source in sources]
        inputs = self._tokenizer.pad({"input_ids": ids}, return_tensors="pt")
        count = min(options.beam, options.alternatives + 1)
        config = self._generation(options, count)
        with torch.inference_mode():
            result = self._network.generate(**inputs, generation_config=config)
            steps = self._network.compute_transition_scores(
                result.sequences,
                result.scores,
                getattr(result, "beam_indices", None),
                normalize_logits=options.beam == 1,
            )
        outputs = [
            self._output(sequence, scores)
            for sequence, scores in zip(result.sequences[:, 1:].tolist(), steps.tolist(), strict=True)
        ]
        return [outputs[start : start + count] for start in range(0, len(outputs), count)]

    def _generation(self, options: DecodingOptions, count: int) -> Any:
        """Return the settings of a search that stops as CTranslate2's does."""
        from transformers import GenerationConfig

        tokenizer, config = self._tokenizer, self._network.config
        self._network.generation_config = GenerationConfig()  # what the folder says must not mix in
        return GenerationConfig(
            num_beams=options.beam,
            num_return_sequences=count,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            early_stopping=options.beam > 1,
            max_length=self.model.max_positions,
            do_sample=False,
            bad_words_ids=[[tokenizer.pad_token_id], [tokenizer.unk_token_id]],
            decoder_start_token_id=config.decoder_start_token_id,
            eos_token_id=config.eos_token_id,
            pad_token_id=config.pad_token_id,
            return_dict_in_generate=True,
            output_scores=True,
        )

    def _output(self, sequence: list[int], scores: list[float]) -> Output:
        end = self._network.config.eos_token_id
        ended = end in sequence
        length = sequence.index(end) if ended else len(sequence)
        pieces = self._tokenizer.convert_ids_to_tokens(sequence[:length])
        counted = scores[: length + ended]
        return Output(pieces, sum(counted) / max(1, len(counted)), ended)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of sources of similar length, longest first, that fill `TOKENS_AT_ONCE`."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
