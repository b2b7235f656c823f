"""The pace of a run: the learning rate, what is due when, sums between reports, and being asked to stop."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import torch

    from songngu.training.checkpoint import Position
    from songngu.training.recipe import Budget, Schedule

_FLOOR = 0.02


def learning_rate(schedule: Schedule, step: int, done: float) -> float:
    """Return the rate of a step.

    Args:
        schedule: peak, warm-up and decay.
        step: steps of this cycle, from 1.
        done: share of the cycle's budget that is used up, 0 … 1.
    """
    rate = schedule.learning_rate * min(1.0, step / max(schedule.warmup_steps, 1))
    if schedule.decay and done > 1 - schedule.decay:
        rate *= max(_FLOOR, (1 - done) / schedule.decay)
    return rate


class Stop:
    """Becomes true when the user or the system asks the process to end; the loop then saves and leaves."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def watching(self) -> Iterator[Stop]:
        """Catch SIGINT and SIGTERM within the block."""

        def ask(_signal: int, _frame: object) -> None:
            self.asked = True

        try:
            old = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not in the main thread: nobody sends signals here
            old = {}
        try:
            yield self
        finally:
            for number, handler in old.items():
                signal.signal(number, handler)


class Meter:
    """Sums since the last report; part of a checkpoint, so that a resumed run reports the same means."""

    def __init__(
        self, tokens: int = 0, steps: int = 0, linked: int = 0, loss: float = 0, guided: float = 0
    ) -> None:
        self.started, self.tokens, self.steps, self.linked = time.monotonic(), tokens, steps, linked
        self.loss: torch.Tensor | float = loss
        self.guided: torch.Tensor | float = guided

    def add(self, tokens: int, loss: torch.Tensor, guided: torch.Tensor | None) -> None:
        """Add one step."""
        self.tokens += tokens
        self.steps += 1
        self.loss = self.loss + loss
        if guided is not None:
            self.linked += 1
            self.guided = self.guided + guided.detach()

    def state(self) -> dict[str, float]:
        """Return the arguments that make an equal meter."""
        return {
            "tokens": self.tokens,
            "steps": self.steps,
            "linked": self.linked,
            "loss": float(self.loss),
            "guided": float(self.guided),
        }


class Timer:
    """Comes due every so many seconds, tokens or steps."""

    def __init__(self, every: Budget, position: Callable[[], Position]) -> None:
        self._every, self._position = every, position
        # Whole multiples, so that a resumed run reports where an undisturbed one does.
        self._next = (self._now() // every.amount + 1) * every.amount

    def _now(self) -> float:
        position = self._position()
        return {"seconds": position.seconds, "tokens": position.tokens, "steps": position.step}[
            self._every.unit
        ]

    def due(self) -> bool:
        """Say whether it is time, and begin the next interval if so."""
        if self._now() < self._next:
            return False
        self._next += self._every.amount * (1 + (self._now() - self._next) // self._every.amount)
        return True
