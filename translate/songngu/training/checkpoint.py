"""Checkpoints: the whole state of a run in one file that is either the old one or the new one, never half of
it."""

from __future__ import annotations

import pickle
import zipfile
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch

from songngu.files import replacing
from songngu.training.base import TrainingError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "checkpoint.pt"


@dataclass(slots=True)
class Position:
    """How far a run is; with the recipe's seed it decides all that follows.

    Attributes:
        step: optimiser steps.
        tokens: source+target pieces seen.
        seconds: training time.
        round: the round of pairs that is being worked off.
        batch: the next batch in it.
        cycle_step: `step` when the present cycle began; `cycle_tokens` and `cycle_seconds` likewise.
        finished: the cycle is complete.
    """

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    round: int = 0
    batch: int = 0
    cycle_step: int = 0
    cycle_tokens: int = 0
    cycle_seconds: float = 0.0
    finished: bool = False

    def begin_cycle(self) -> None:
        """Count the cycle's budget from here."""
        self.cycle_step, self.cycle_tokens, self.cycle_seconds = self.step, self.tokens, self.seconds
        self.finished = False


def save(folder: Path, position: Position, optimiser: dict[str, Any], run: dict[str, Any]) -> None:
    """Write the checkpoint of a run.

    Args:
        folder: the run's folder.
        position: how far it is.
        optimiser: `MasterOptimiser.state()`.
        run: what must be equal on resuming or is needed to export: recipe digest, precision, architecture …
    """
    random = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        random["cuda"] = torch.cuda.get_rng_state()
    state = {"position": asdict(position), "optimiser": optimiser, "run": run, "random": random}

    with replacing(folder / NAME) as file:
        torch.save(state, file)


def load(folder: Path) -> dict[str, Any]:
    """Read a run's checkpoint onto the CPU; tensors and plain values only, no pickled code.

    Raises:
        TrainingError: there is none, or it is broken.
    """
    path = folder / NAME
    if path.exists() and not zipfile.is_zipfile(path):
        raise TrainingError("broken checkpoint", path=path, remedy="delete it and train anew")
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise TrainingError("no checkpoint", path=folder, remedy="train first: songngu model train") from None
    except (OSError, RuntimeError, pickle.UnpicklingError) as error:
        raise TrainingError(
            f"broken checkpoint ({error})", path=path, remedy="delete it and train anew"
        ) from None
    return state


def restore_randomness(state: dict[str, Any]) -> None:
    """Set torch's generators to where the checkpoint left them (they decide dropout)."""
    torch.set_rng_state(state["random"]["cpu"])
    if torch.cuda.is_available() and "cuda" in state["random"]:
        torch.cuda.set_rng_state(state["random"]["cuda"])
