"""Gradients on several processor cores: helper processes that read the same weights.

The threads of each small product wait for each other: two give half as much again as one, and less than one when
another program needs a core (docs/benchmarks/training.py). So every helper takes a batch of its own; weights and
gradients lie in shared memory, and what travels through the pipes are the pieces of a batch and its loss
(synchronous data parallelism).
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.multiprocessing

from songngu.training.base import TrainingError
from songngu.training.batching import Encoded, collate
from songngu.training.loss import translation_loss
from songngu.training.memory import keep_freed_memory
from songngu.training.network import MarianNetwork
from songngu.training.optimiser import MasterOptimiser, bind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from torch import Tensor

    from songngu.training.recipe import Architecture, Schedule


class Measured(NamedTuple):
    """What a batch gave: source+target pieces, mean loss and guided-alignment loss (nats per piece)."""

    tokens: int
    loss: Tensor
    guided: Tensor | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a helper must know to build the same network: see `network.MarianNetwork` and `recipe.Schedule`."""

    vocabulary: int
    padding: int
    shape: Architecture
    schedule: Schedule
    seed: int


def add_gradient(network: MarianNetwork, examples: Sequence[Encoded], schedule: Schedule) -> Measured:
    """Run a batch forward and backward; its gradient is added to that of the network."""
    device = network.final_logits_bias.device
    batch = collate(examples, network.padding, device)
    loss, likelihood, guided = translation_loss(
        network,
        batch.source,
        batch.shifted,
        batch.target,
        smoothing=schedule.label_smoothing,
        links=batch.links if schedule.guided_alignment else None,
    )
    (loss if guided is None else loss + schedule.guided_alignment * guided).backward()
    return Measured(batch.tokens, likelihood.detach(), None if guided is None else guided.detach())


class Helper:
    """A process that computes the gradient of one batch at a time.

    Args:
        setting: the network.
        weights: the shared flat weights [N] that its network reads.
        threads: of the process.

    Attributes:
        gradient: of the last batch [N], in shared memory; clear it once it is used.
    """

    def __init__(self, setting: Setting, weights: Tensor, threads: int) -> None:
        context = torch.multiprocessing.get_context("spawn")
        self.gradient = torch.zeros_like(weights).share_memory_()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, setting, weights, self.gradient, threads), daemon=True
        )
        self._process.start()
        theirs.close()

    def begin(self, examples: list[Encoded], step: int) -> None:
        """Hand over a batch; `step` seeds dropout, so that a resumed run draws the same."""
        try:
            self._pipe.send((examples, step))
        except OSError:
            raise self._died() from None

    def finish(self) -> Measured:
        """Wait until the gradient of the batch is there."""
        try:
            tokens, loss, guided = self._pipe.recv()
        except (EOFError, OSError):
            raise self._died() from None
        return Measured(tokens, torch.tensor(loss), None if guided is None else torch.tensor(guided))

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join(5)

    def _died(self) -> TrainingError:
        self._process.join(5)
        return TrainingError(
            f"a helper process ended (exit code {self._process.exitcode})",
            remedy="the same call goes on from the last checkpoint; with --processes 1 there are no helpers",
        )


class Helpers:
    """The helper processes of a run; none is the usual case.

    Args:
        count: how many.
        setting: the network.
        optimiser: its weights become shared.
        threads: of each process.
    """

    def __init__(self, count: int, setting: Setting, optimiser: MasterOptimiser, threads: int) -> None:
        weights = optimiser.share_weights() if count else None
        self._helpers = (
            [Helper(setting, weights, threads) for _ in range(count)] if weights is not None else []
        )

    def __len__(self) -> int:
        return len(self._helpers)

    def measure(
        self, network: MarianNetwork, batches: list[list[Encoded]], step: int, schedule: Schedule
    ) -> list[Measured]:
        """Compute the gradients of up to 1 + `len(self)` batches at the same time, the first one here.

        Raises:
            TrainingError: a helper died.
        """
        busy = self._helpers[: len(batches) - 1]
        for helper, examples in zip(busy, batches[1:], strict=True):
            helper.begin(examples, step)
        measured = [add_gradient(network, batches[0], schedule)]
        return measured + [helper.finish() for helper in busy]

    def gradients(self, count: int) -> list[Tensor]:
        """Return the gradients of the first `count` helpers."""
        return [helper.gradient for helper in self._helpers[:count]]

    def close(self) -> None:
        """End the processes."""
        for helper in self._helpers:
            helper.close()


def _serve(pipe: Connection, setting: Setting, weights: Tensor, gradient: Tensor, threads: int) -> None:
    """Work until the other end of the pipe is gone, be it by `kill -9`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    keep_freed_memory()
    torch.set_num_threads(threads)
    network = MarianNetwork(setting.vocabulary, setting.padding, setting.shape, setting.schedule.dropout)
    bind(network, weights, gradient)
    network.train()
    while True:
        try:
            examples, step = pipe.recv()
            torch.manual_seed(setting.seed * 1_000_003 + step)
            measured = add_gradient(network, examples, setting.schedule)
            guided = None if measured.guided is None else float(measured.guided)
            pipe.send((measured.tokens, float(measured.loss), guided))
        except (EOFError, OSError):
            return
