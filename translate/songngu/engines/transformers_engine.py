"""The reference engine: MarianMTModel on torch, same search, same folder. For comparison, not for speed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from songngu.engines.convert import quiet_transformers, require_torch
from songngu.engines.decoding import Output, PieceEngine
from songngu.engines.folder import WEIGHTS, ModelInfo
from songngu.engines.pieces import END
from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from songngu.engines.base import DecodingOptions

TOKENS_AT_ONCE = 1024
"""Source pieces decoded together, padding included."""


class TransformersEngine(PieceEngine):
    """Decodes with transformers in fp32.

    Pieces come from `Pieces`, as in the other engine; a test holds it against MarianTokenizer.

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

        model_class: Any = MarianMTModel
        with quiet_transformers():
            try:
                self._tokenizer = MarianTokenizer.from_pretrained(model.path, local_files_only=True)
                self._network = model_class.from_pretrained(
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
        penalty = _LogitPenalty(self._network, options.repetition_penalty)
        with torch.inference_mode(), penalty.listening():
            result = self._network.generate(**inputs, generation_config=config, logits_processor=[penalty])
            steps = self._network.compute_transition_scores(
                result.sequences,
                result.scores,
                getattr(result, "beam_indices", None),
            )
        outputs = [
            self._output(sequence, scores)
            for sequence, scores in zip(result.sequences[:, 1:].tolist(), steps.tolist(), strict=True)
        ]
        return [outputs[start : start + count] for start in range(0, len(outputs), count)]

    def _attend(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> list[list[list[float]]]:
        results: list[list[list[float]]] = [[] for _ in sources]
        self._network.set_attn_implementation("eager")  # the faster ones do not tell
        for numbers in _batches([len(source) for source in sources]):
            found = self._read([sources[i] for i in numbers], [targets[i] for i in numbers], attention=True)
            heads = found.cross_attentions[-1][:, 0].tolist()
            for number, rows in zip(numbers, heads, strict=True):
                results[number] = rows[: len(targets[number])]
        self._network.set_attn_implementation("sdpa")
        return results

    def _score(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        import torch

        scores = [0.0] * len(sources)
        for numbers in _batches([len(source) for source in sources]):
            logits = self._read([sources[i] for i in numbers], [targets[i] for i in numbers]).logits
            for number, found in zip(numbers, torch.log_softmax(logits, dim=-1), strict=True):
                ids = self._tokenizer.convert_tokens_to_ids([*targets[number], END])
                scores[number] = float(found[range(len(ids)), ids].mean())
        return scores

    def _read(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]], *, attention: bool = False
    ) -> Any:
        """Run the network over given targets; row i of its output is what it thinks of piece i."""
        import torch

        tokenizer, start = self._tokenizer, self._network.config.decoder_start_token_id
        ids = [tokenizer.convert_tokens_to_ids(list(source)) for source in sources]
        written = [[start, *tokenizer.convert_tokens_to_ids(list(target))] for target in targets]
        longest = max(map(len, written))
        shifted = [row + [tokenizer.pad_token_id] * (longest - len(row)) for row in written]
        with torch.inference_mode():
            return self._network(
                **tokenizer.pad({"input_ids": ids}, return_tensors="pt"),
                decoder_input_ids=torch.tensor(shifted),
                output_attentions=attention,
            )

    def _generation(self, options: DecodingOptions, count: int) -> Any:
        """Return the settings of a search that stops as CTranslate2's does."""
        import transformers

        make: Any = transformers.GenerationConfig
        tokenizer, config = self._tokenizer, self._network.config
        self._network.generation_config = make()  # what the folder says must not mix in
        return make(
            num_beams=options.beam,
            num_return_sequences=count,
            length_penalty=options.length_penalty,
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


class _LogitPenalty:
    """Makes pieces already written less likely, and normalises what other processors have left.

    CTranslate2 penalises and forbids before the softmax; the beam search of transformers has its processors
    work on log-probabilities, where the same penalty does something else. The logits are therefore taken from
    the network, and those that other processors forbade are forbidden again.
    Source: Keskar et al., "CTRL: A Conditional Transformer Language Model", 2019, section 4.1.
    """

    def __init__(self, network: Any, penalty: float) -> None:
        self._network, self._penalty = network, penalty
        self._logits: Any = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep the logits of each step."""

        def keep(_module: Any, _arguments: Any, output: Any) -> None:
            self._logits = output.logits[:, -1]

        handle = self._network.register_forward_hook(keep)
        try:
            yield
        finally:
            handle.remove()

    def __call__(self, sequences: Any, scores: Any) -> Any:
        """Return log-probabilities of the next piece; `sequences` and `scores` have a row per hypothesis."""
        import torch

        logits = self._logits.float()
        written = torch.gather(logits, 1, sequences)
        less = torch.where(written < 0, written * self._penalty, written / self._penalty)
        logits = logits.scatter(1, sequences, less).masked_fill(torch.isneginf(scores), -torch.inf)
        return torch.log_softmax(logits, dim=-1)


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
