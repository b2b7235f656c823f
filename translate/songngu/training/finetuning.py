"""The network of a model folder, being fine-tuned on reviewed pairs mixed with general ones."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from songngu.training import alignment
from songngu.training.augmentation import Example, augment, phrase_pool
from songngu.training.batching import Encoded, buckets, encode
from songngu.training.recipe import Augmentation, Schedule
from songngu.training.weights import ModelFolder, read_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songngu.training.alignment import Alignments
    from songngu.training.corpus import Pair
    from songngu.training.loop import Ways
    from songngu.training.network import MarianNetwork
    from songngu.training.optimiser import MasterOptimiser

_REPLAY_EPOCHS = 4
_WARMUP_STEPS = 20


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
class Course:
    """How a fine-tuning went.

    Attributes:
        steps: optimiser steps.
        best_step: the step whose weights were kept; 0 means that training helped nothing.
        seconds: time taken.
        losses: held-out loss (nats per piece) at every evaluation, the first one before training.
    """

    steps: int
    best_step: int
    seconds: float
    losses: tuple[float, ...]


class FineTuning:
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
        self._knows_terms = folder.about.get("terms") == "inline"
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
    ) -> Course:
        """Fine-tune; the best weights are left in `best`.

        Args:
            training: reviewed pairs.
            held_out: reviewed pairs that decide when to stop.
            replay: general pairs.
            avoided: sources that may not be trained on.
            say: told the held-out loss.
        """
        settings, started = self.settings, time.monotonic()
        rng = random.Random(settings.seed)
        judge = self._encode([Example(*pair) for pair in held_out], rng)
        losses, step, best_step, worse = [self.loss(judge)], 0, 0, 0
        general = self._general(training, replay, avoided, rng)
        aligned = self._align([*training, *general])
        self.network.train()
        for _ in range(settings.epochs):
            batches = self._epoch(training, general, aligned, rng)
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
                    return Course(step, best_step, round(time.monotonic() - started, 1), tuple(losses))
        return Course(step, best_step, round(time.monotonic() - started, 1), tuple(losses))

    def _general(
        self, training: Sequence[Pair], replay: Sequence[Pair], avoided: set[str], rng: random.Random
    ) -> list[Pair]:
        """Draw the general pairs of several epochs; none that is judged on."""
        wanted = min(len(replay), round(_REPLAY_EPOCHS * self.settings.replay * len(training)))
        drawn = (replay[i] for i in rng.sample(range(len(replay)), wanted))
        return [pair for pair in drawn if pair.source not in avoided]

    def _align(self, pairs: Sequence[Pair]) -> Alignments:
        """Align the words when the model knows the term protocol, which it would forget without examples."""
        if not self._knows_terms:
            return {}
        return alignment.align(pairs, (self.folder.source, self.folder.target))

    def _epoch(
        self, training: Sequence[Pair], general: Sequence[Pair], aligned: Alignments, rng: random.Random
    ) -> list[list[Encoded]]:
        wanted = min(len(general), round(self.settings.replay * len(training)))
        pairs = [*training, *rng.sample(general, wanted)]
        pool = phrase_pool(pairs, aligned, rng)
        examples = [augment(pair, aligned, pool, self.settings.augmentation, rng) for pair in pairs]
        return buckets(self._encode(examples, rng), self.settings.tokens_per_batch, rng)

    def _encode(self, examples: Sequence[Example], rng: random.Random) -> list[Encoded]:
        longest = self.folder.shape.max_positions
        return encode(examples, self.vocabulary, longest=longest, guided_share=0.6, rng=rng)

    def _step(self, examples: Sequence[Encoded], step: int) -> None:
        from songngu.training.loop import SHARED
        from songngu.training.parallel import add_gradient

        add_gradient(self.network, examples, Schedule())
        self.optimiser.step(self.settings.learning_rate * min(1.0, step / _WARMUP_STEPS))
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
