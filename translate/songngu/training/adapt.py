"""Adapting a MarianMT model to what its reviewers accepted, without forgetting what it knew.

Fine-tuning on reviewed pairs mixed with general ones (replay; Chu et al., ACL 2017, "mixed fine-tuning"),
stopped when held-out documents no longer profit, judged on them before and after with a paired bootstrap test
(Koehn, 2004).
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from songngu.training import alignment
from songngu.training.augmentation import Example, augment, phrase_pool
from songngu.training.base import TrainingError, require_torch
from songngu.training.batching import Encoded, buckets, collate, encode
from songngu.training.decoding import Decoder, Search
from songngu.training.export import convert, write_folder
from songngu.training.recipe import Augmentation, Schedule
from songngu.training.reviewed import Document, hold_out
from songngu.training.weights import ModelFolder, open_folder, read_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from songngu.training.corpus import Pair
    from songngu.training.loop import Ways
    from songngu.training.network import MarianNetwork
    from songngu.training.optimiser import MasterOptimiser

REPORT = "adaptation.json"
MIN_PAIRS = 20
_JUDGED_REPLAY = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """How to adapt.

    Attributes:
        learning_rate: AdamW's rate, after a short warm-up.
        minutes: longest training time.
        epochs: most passes over the reviewed pairs.
        evaluations: how often in an epoch the held-out pairs are scored.
        patience: evaluations without a better score before training stops.
        replay: general pairs per reviewed pair.
        held_out: share of the reviewed pairs that judge.
        tokens_per_batch: padded source+target pieces of a batch.
        dropout: against learning the few pairs by heart.
        seed: of everything random.
        threads: processor threads; 0 leaves torch's choice.
        augmentation: shares of term annotations, for models that know them.
    """

    learning_rate: float = 2e-4
    minutes: float = 12.0
    epochs: int = 12
    evaluations: int = 2
    patience: int = 3
    replay: float = 1.0
    held_out: float = 0.2
    tokens_per_batch: int = 2000
    dropout: float = 0.1
    seed: int = 1
    threads: int = 0
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(share=0.25))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after on one set.

    Attributes:
        segments: how many.
        bleu: before, after.
        chrf: before, after.
        bleu_p: probability that so large a BLEU difference is chance (paired bootstrap, 1,000 samples).
        chrf_p: the same for chrF.
        signature: sacrebleu's, of chrF.
    """

    segments: int
    bleu: tuple[float, float]
    chrf: tuple[float, float]
    bleu_p: float
    chrf_p: float
    signature: str


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What adapting did.

    Attributes:
        folder: the new model folder.
        reviewed: pairs trained on.
        steps: optimiser steps.
        best_step: the step whose weights were kept; 0 means that training helped nothing and the old weights
            stand.
        seconds: of training.
        losses: held-out loss (nats per piece) at every evaluation, the first one before training.
        held_out: the comparison on held-out reviewed pairs.
        general: the comparison on general pairs that were not trained on, None without replay.
    """

    folder: Path
    reviewed: int
    steps: int
    best_step: int
    seconds: float
    losses: tuple[float, ...]
    held_out: Comparison
    general: Comparison | None


def adapt(
    model: Path,
    documents: Sequence[Document],
    out: Path,
    *,
    replay: Sequence[Pair] = (),
    settings: Settings | None = None,
    prefix: str = "",
    say: Callable[[str], None],
) -> Adaptation:
    """Fine-tune a model folder and write a new one.

    Args:
        model: any MarianMT folder with safetensors weights.
        documents: reviewed pairs.
        out: the new model folder.
        replay: general pairs against forgetting; a sequence that decodes on demand will do.
        settings: how.
        prefix: the piece that the model wants before every source.
        say: told what happens.

    Raises:
        TrainingError: too few pairs, or a model that cannot be trained.
    """
    require_torch()
    settings = settings or Settings()
    rng = random.Random(settings.seed)
    training, held_out = hold_out(documents, settings.held_out, settings.seed)
    if len(training) < MIN_PAIRS:
        raise TrainingError(
            f"{len(training)} reviewed pairs to train on", remedy=f"{MIN_PAIRS} are the least"
        )
    folder = open_folder(model, prefix)
    held_sources = {pair.source for pair in held_out}
    general = rng.sample(range(len(replay)), min(len(replay), _JUDGED_REPLAY)) if replay else []
    judged = [pair for pair in (replay[i] for i in general) if pair.source not in held_sources]
    avoided = held_sources | {pair.source for pair in judged}
    say(f"{len(training):,} reviewed pairs, {len(held_out):,} held out, {len(replay):,} general pairs")

    run = _FineTuning(folder, settings)
    steps, best_step, seconds, losses = run.train(training, held_out, replay, avoided, say)
    describes = {**_described(model, folder), "training": {"adapted": len(training), "steps": best_step}}
    write_folder(run.best, folder.shape, model, out, describes)
    convert(out)
    comparison = compare(model, out, held_out, prefix, settings.threads)
    forgotten = compare(model, out, judged, prefix, settings.threads) if judged else None
    result = Adaptation(out, len(training), steps, best_step, seconds, losses, comparison, forgotten)
    report = {**asdict(result), "folder": out.name}
    (out / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return result


def _described(model: Path, folder: ModelFolder) -> dict[str, Any]:
    known = _songngu_json(model)
    known.pop("digest", None)
    name = known.get("name", model.name)
    described: dict[str, Any] = {
        "source": folder.source,
        "target": folder.target,
        "terms": "none",
        **known,
        "name": f"{name}-adapted",
    }
    return described


def _songngu_json(model: Path) -> dict[str, Any]:
    path = model / "songngu.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def compare(
    before: Path, after: Path, pairs: Sequence[Pair], prefix: str = "", threads: int = 0
) -> Comparison:
    """Decode `pairs` with both models (int8, beam 4) and compare with a paired bootstrap test.

    Source of the test: Koehn, EMNLP 2004, as sacrebleu computes it.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import PairedTest

    sources, references = [pair.source for pair in pairs], [pair.target for pair in pairs]
    outputs = [Decoder(f, threads, prefix).translate(sources, Search(beam=4)) for f in (before, after)]
    systems: list[tuple[str, Sequence[str]]] = [
        (n, [o.text for o in out]) for n, out in zip(("before", "after"), outputs, strict=True)
    ]
    metrics = {"BLEU": BLEU(), "chrF": CHRF()}
    test = PairedTest(systems, metrics, references=[references], test_type="bs", n_samples=1000)
    signatures, scores = test()
    bleu: list[Any] = scores["BLEU"]
    chrf: list[Any] = scores["chrF"]
    return Comparison(
        len(pairs),
        (round(bleu[0].score, 2), round(bleu[1].score, 2)),
        (round(chrf[0].score, 2), round(chrf[1].score, 2)),
        round(bleu[1].p_value, 4),
        round(chrf[1].p_value, 4),
        str(signatures["chrF"]),
    )


class _FineTuning:
    """The network of a model folder, being fine-tuned."""

    def __init__(self, folder: ModelFolder, settings: Settings) -> None:
        import torch

        from songngu.training.loop import choose_ways
        from songngu.training.network import MarianNetwork
        from songngu.training.optimiser import MasterOptimiser

        torch.manual_seed(settings.seed)
        if settings.threads:
            torch.set_num_threads(settings.threads)
        self.settings, self.vocabulary, self.folder = settings, folder.vocabulary, folder
        self.ways: Ways = choose_ways(Schedule())
        self.network: MarianNetwork = MarianNetwork(
            self.vocabulary.size, self.vocabulary.padding, folder.shape, settings.dropout
        )
        names = [name for name, _ in self.network.named_parameters()]
        self.network.to(self.ways.device)
        self.optimiser: MasterOptimiser = MasterOptimiser(
            self.network, self.ways.dtype, settings.learning_rate, ema=0.99
        )
        self.optimiser.assign(read_weights(folder.path, names))
        self._knows_terms = _songngu_json(folder.path).get("terms") == "inline"
        self.best = self._averaged()

    def _averaged(self) -> dict[str, Any]:
        return {name: self.optimiser.view(name, average=True).cpu().clone() for name in self.optimiser.names}

    def train(
        self,
        training: Sequence[Pair],
        held_out: Sequence[Pair],
        replay: Sequence[Pair],
        avoided: set[str],
        say: Callable[[str], None],
    ) -> tuple[int, int, float, tuple[float, ...]]:
        """Fine-tune; the best weights are left in `best`. Returns steps, best step, seconds, held-out
        losses."""
        settings, started = self.settings, time.monotonic()
        rng = random.Random(settings.seed)
        judge = self._encode([Example(*pair) for pair in held_out], rng)
        losses, step, best_step, worse = [self.loss(judge)], 0, 0, 0
        self.network.train()
        for _ in range(settings.epochs):
            batches = self._epoch(training, replay, avoided, rng)
            every = max(1, len(batches) // settings.evaluations)
            for number, batch in enumerate(batches, 1):
                step += 1
                self._step(batch, step)
                late = time.monotonic() - started > settings.minutes * 60
                if number % every and not late:
                    continue
                losses.append(self.loss(judge))
                say(f"step {step}: held-out loss {losses[-1]:.3f} (before {losses[0]:.3f})")
                if losses[-1] < min(losses[:-1]):
                    self.best, best_step, worse = self._averaged(), step, 0
                else:
                    worse += 1
                if worse >= settings.patience or late:
                    return step, best_step, round(time.monotonic() - started, 1), tuple(losses)
        return step, best_step, round(time.monotonic() - started, 1), tuple(losses)

    def _epoch(
        self, training: Sequence[Pair], replay: Sequence[Pair], avoided: set[str], rng: random.Random
    ) -> list[list[Encoded]]:
        wanted = min(len(replay), round(self.settings.replay * len(training)))
        mixed = [replay[i] for i in rng.sample(range(len(replay)), wanted)] if wanted else []
        pairs = [*training, *(pair for pair in mixed if pair.source not in avoided)]
        examples = [Example(*pair) for pair in pairs]
        if self._knows_terms:
            aligned = alignment.align(pairs, (self.folder.source, self.folder.target))
            pool = phrase_pool(pairs, aligned, rng)
            examples = [augment(pair, aligned, pool, self.settings.augmentation, rng) for pair in pairs]
        return buckets(self._encode(examples, rng), self.settings.tokens_per_batch, rng)

    def _encode(self, examples: Sequence[Example], rng: random.Random) -> list[Encoded]:
        longest = self.folder.shape.max_positions
        return encode(examples, self.vocabulary, longest=longest, guided_share=0.6, rng=rng)

    def _step(self, examples: Sequence[Encoded], step: int) -> None:
        from songngu.training.loop import SHARED
        from songngu.training.loss import translation_loss

        batch = collate(examples, self.vocabulary.padding, self.ways.device)
        links = batch.links if self._knows_terms else None
        loss, _, guided = translation_loss(
            self.network, batch.source, batch.shifted, batch.target, smoothing=0.1, links=links
        )
        (loss if guided is None else loss + guided).backward()
        self.optimiser.step(self.settings.learning_rate * min(1.0, step / 20))
        self.optimiser.zero_row(SHARED, self.vocabulary.padding)
        self.optimiser.update_average()

    def loss(self, examples: Sequence[Encoded]) -> float:
        """Return the averaged weights' loss on `examples`, nats per piece."""
        from songngu.training.loss import mean_loss

        self.optimiser.use_average()
        batches = buckets(examples, 2 * self.settings.tokens_per_batch, random.Random(0))
        loss = mean_loss(self.network, batches, self.ways.device)
        self.optimiser.use_master()
        return loss
