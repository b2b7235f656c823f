"""The training loop: one cycle of warm-up, stable rate and decay; resumable after `kill -9` on the same
curve.

With a budget in tokens or steps a resumed run computes exactly what an uninterrupted one would have: the seed
and the checkpoint's position decide every batch, and the rate depends on them alone. With a budget in time
the rate depends on the clock, so that the curve continues but is not the same number by number.
"""

from __future__ import annotations

import math
import random
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from songngu.cores import available_cores
from songngu.training import checkpoint
from songngu.training.base import TrainingError
from songngu.training.batching import Encoded, buckets
from songngu.training.checkpoint import Position
from songngu.training.corpus import Sampler
from songngu.training.loss import mean_loss
from songngu.training.memory import keep_freed_memory
from songngu.training.network import MarianNetwork, encoder_similarity
from songngu.training.optimiser import MasterOptimiser
from songngu.training.pace import Meter, Stop, Timer, learning_rate
from songngu.training.parallel import Helpers, Measured, Setting
from songngu.training.preparation import Prepared, starting_weights, training_round
from songngu.training.progress import CURVE, Log, Report, curve, read_log
from songngu.training.recipe import Budget, Schedule, parse_budget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHARED = "model.shared.weight"
_EVERY_AVERAGE = 4
_DEV_TOKENS = 4000
_PROBE = "The provincial military command organised a command-staff exercise in October."


@dataclass(frozen=True, slots=True)
class Ways:
    """Where and how a run computes.

    Attributes:
        device: processor or CUDA device.
        dtype: of the forward and backward pass; weights are kept in fp32 besides.
    """

    device: torch.device
    dtype: torch.dtype


def choose_ways(schedule: Schedule) -> Ways:
    """Take CUDA where there is one; bf16 where the hardware multiplies it natively, unless the recipe says
    otherwise."""
    cuda = torch.cuda.is_available()
    native = torch.cuda.is_bf16_supported() if cuda else _processor_has_bf16()
    wanted = {"bf16": True, "fp32": False, "auto": native}[schedule.precision]
    return Ways(torch.device("cuda" if cuda else "cpu"), torch.bfloat16 if wanted else torch.float32)


def _processor_has_bf16() -> bool:
    probes = (
        getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    )
    return any(probe() for probe in probes if probe is not None)


class Trainer:
    """A run: a network, its optimiser, its position.

    Args:
        prepared: text, pieces, alignments.
        out: the run's folder; its checkpoint is resumed when there is one.
        say: told what happens.
        ways: device and precision.
        started: `time.monotonic()` from which a time budget counts.
    """

    def __init__(
        self,
        prepared: Prepared,
        out: Path,
        *,
        say: Callable[[str], None],
        ways: Ways | None = None,
        started: float | None = None,
    ) -> None:
        recipe = prepared.recipe
        self.prepared, self.out, self._say = prepared, out, say
        self.schedule = recipe.training
        threads = self._threads()
        if threads:
            torch.set_num_threads(threads)
        keep_freed_memory()
        self._started = time.monotonic() if started is None else started
        state = checkpoint.load(out) if (out / checkpoint.NAME).exists() else None
        self.ways = ways or choose_ways(self.schedule)
        if state is not None:
            self._check_same(state["run"])
            self.ways = Ways(self.ways.device, getattr(torch, state["run"]["dtype"]))
        torch.manual_seed(recipe.seed)
        vocabulary = prepared.vocabulary
        self.network = MarianNetwork(
            vocabulary.size, vocabulary.padding, recipe.architecture, self.schedule.dropout
        )
        self.network.to(self.ways.device)
        self.optimiser = MasterOptimiser(
            self.network, self.ways.dtype, self.schedule.learning_rate, self.schedule.ema
        )
        self.position, self.fresh = Position(), prepared.init is None
        self._meter, self._rate = Meter(), 0.0
        if state is None:
            weights, about = starting_weights(prepared, self.network)
            self.optimiser.assign(weights)
            say(about)
        else:
            self.optimiser.restore(state["optimiser"])
            checkpoint.restore_randomness(state)
            self.position = Position(**state["position"])
            self._meter = Meter(**state["run"]["meter"])
            self.fresh = state["run"]["fresh"]
            say(f"resuming at step {self.position.step:,}")
        self._before = self.position.seconds
        self.optimiser.zero_row(SHARED, vocabulary.padding)
        if self.ways.device.type == "cuda":
            self.network.compile_stacks()

    def _threads(self) -> int:
        """Return the threads of a process; 0 leaves torch's choice."""
        processes = self.schedule.processes
        share = max(1, available_cores() // processes) if processes > 1 else 0
        return self.schedule.threads or share

    def _start_helpers(self) -> Helpers:
        recipe, vocabulary = self.prepared.recipe, self.prepared.vocabulary
        setting = Setting(
            vocabulary.size, vocabulary.padding, recipe.architecture, self.schedule, recipe.seed
        )
        count = 0 if self.ways.device.type == "cuda" else self.schedule.processes - 1
        return Helpers(count, setting, self.optimiser, self._threads())

    def _check_same(self, run: dict[str, Any]) -> None:
        if run["digest"] != self.prepared.digest():
            raise TrainingError(
                "the recipe or its data changed since this run began",
                path=self.out,
                remedy="choose another --out, or delete this one",
            )

    def train(self, budget: Budget, tell: Callable[[Report], None]) -> Position:
        """Work until the cycle's budget is used up; the checkpoint at the end holds the averaged weights.

        Args:
            budget: of the cycle, counted from its beginning, interruptions left out.
            tell: gets every report.

        Raises:
            KeyboardInterrupt: the process was asked to end; the checkpoint is up to date.
            TrainingError: the loss is no longer a number.
        """
        if self.position.finished:
            self.position.begin_cycle()
        self.network.train()
        sampler = Sampler(self.prepared.sources, self.prepared.recipe.seed)
        log, stop = Log(self.out, self.position.step), Stop()
        report, save, evaluate = (
            Timer(parse_budget(text), lambda: self.position)
            for text in (self.schedule.report, self.schedule.checkpoint, self.schedule.evaluate)
        )

        def reached(dev: dict[str, float]) -> None:
            line = self._report(self._meter, budget, dev)
            log.add(line)
            (self.out / CURVE).write_text(
                curve(read_log(self.out), self.prepared.recipe.name), encoding="utf-8"
            )
            tell(line)
            self._meter = Meter()

        with stop.watching(), closing(self._start_helpers()) as helpers:
            while (done := self._share_done(budget)) < 1:
                batches = training_round(self.prepared, sampler, self.position.round)
                while self.position.batch < len(batches) and (done := self._share_done(budget)) < 1:
                    stretch = batches[self.position.batch : self.position.batch + 1 + len(helpers)]
                    for measured in self._step(stretch, done, helpers):
                        self._meter.add(*measured)
                    self.position.batch += len(stretch)
                    if stop.asked:
                        self.save()
                        raise KeyboardInterrupt
                    scoring, reporting = evaluate.due() and bool(self.prepared.dev), report.due()
                    if scoring or reporting:
                        reached(self.evaluate() if scoring else {})
                    if save.due():
                        self.save()
                if done < 1:
                    self.position.round, self.position.batch = self.position.round + 1, 0
        if self._meter.steps:
            reached(self.evaluate())
        self.position.finished = True
        self.save()
        return self.position

    def _step(self, batches: list[list[Encoded]], done: float, helpers: Helpers) -> list[Measured]:
        """One optimiser step on the mean gradient of some batches."""
        position, schedule = self.position, self.schedule
        position.step += 1
        rate = learning_rate(schedule, position.step - position.cycle_step, done)
        if self.fresh:
            ramp = (position.step - schedule.freeze_steps) / max(schedule.ramp_steps, 1)
            self.optimiser.encoder_scale = min(1.0, max(0.0, ramp))
        measured = helpers.measure(self.network, batches, position.step, schedule)
        self.optimiser.step(rate, helpers.gradients(len(batches) - 1))
        self.optimiser.zero_row(SHARED, self.prepared.vocabulary.padding)
        if position.step % _EVERY_AVERAGE == 0:
            self.optimiser.update_average()
        position.tokens += sum(each.tokens for each in measured)
        position.seconds = self._before + time.monotonic() - self._started
        self._rate = rate
        return measured

    def _share_done(self, budget: Budget) -> float:
        used = {
            "seconds": self._before + time.monotonic() - self._started - self.position.cycle_seconds,
            "tokens": self.position.tokens - self.position.cycle_tokens,
            "steps": self.position.step - self.position.cycle_step,
        }[budget.unit]
        return min(1.0, used / budget.amount)

    def _report(self, meter: Meter, budget: Budget, dev: dict[str, float]) -> Report:
        elapsed = max(time.monotonic() - meter.started, 1e-6)
        loss = float(meter.loss) / max(meter.steps, 1)
        if not math.isfinite(loss):
            raise TrainingError(
                f"the loss is not a number at step {self.position.step}",
                path=self.prepared.recipe.path,
                remedy="lower learning_rate; the last checkpoint is from before",
            )
        used = self._share_done(budget)
        spent = self.position.seconds - self.position.cycle_seconds
        probe = torch.tensor(self.prepared.vocabulary.encode_source([_PROBE]), device=self.ways.device)
        return Report(
            step=self.position.step,
            tokens=self.position.tokens,
            seconds=round(self.position.seconds, 1),
            loss=round(loss, 4),
            guided=round(float(meter.guided) / max(meter.linked, 1), 4),
            learning_rate=self._rate,
            tokens_per_second=round(meter.tokens / elapsed),
            similarity=round(encoder_similarity(self.network, probe), 3),
            remaining=round(spent / used * (1 - used), 1) if used else 0.0,
            dev=dev,
        )

    def evaluate(self) -> dict[str, float]:
        """Return the loss (nats per piece) of the averaged weights on each development set."""
        self.optimiser.use_average()
        scores = {
            name: round(
                mean_loss(self.network, buckets(examples, _DEV_TOKENS, random.Random(0)), self.ways.device), 4
            )
            for name, examples in self.prepared.dev.items()
        }
        self.optimiser.use_master()
        return scores

    def save(self) -> None:
        """Write the checkpoint."""
        checkpoint.save(
            self.out,
            self.position,
            self.optimiser.state(),
            {
                "digest": self.prepared.digest(),
                "dtype": str(self.ways.dtype).removeprefix("torch."),
                "fresh": self.fresh,
                "meter": self._meter.state(),
                "shape": {name: getattr(self.network.shape, name) for name in self.network.shape.__slots__},
            },
        )
