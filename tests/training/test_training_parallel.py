"""Helper processes give the gradient that one process would, and never outlive the run."""

from __future__ import annotations

import copy
import os
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from songngu.training import checkpoint
from songngu.training.base import TrainingError
from songngu.training.batching import Encoded
from songngu.training.network import MarianNetwork
from songngu.training.optimiser import MasterOptimiser
from songngu.training.parallel import Helpers, Setting, add_gradient
from songngu.training.recipe import Architecture, Recipe, Schedule
from songngu.training.run import run_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = Architecture(d_model=32, ffn=64, encoder_layers=2, decoder_layers=1, heads=2, max_positions=40)
BATCHES = [
    [Encoded([5, 6, 7, 0], [8, 9, 0], ((0, 0), (1, 2)))],
    [Encoded([11, 12, 0], [13, 0]), Encoded([14, 15, 16, 0], [17, 18, 0])],
    [Encoded([21, 0], [22, 23, 24, 0])],
]


def test_two_helpers_and_one_process_take_the_same_step() -> None:
    torch.manual_seed(1)
    networks = [MarianNetwork(50, 49, SMALL)]
    networks.append(copy.deepcopy(networks[0]))
    schedule = Schedule()
    together, alone = (MasterOptimiser(network, torch.float32, 1e-3, ema=0.9) for network in networks)
    helpers = Helpers(2, Setting(50, 49, SMALL, schedule, seed=1), together, threads=1)
    try:
        for step in (1, 2):
            measured = helpers.measure(networks[0], BATCHES, step, schedule)
            together.step(1e-3, helpers.gradients(2))
            expected = []
            for examples in BATCHES:
                expected.append(add_gradient(networks[1], examples, schedule))
            for parameter in networks[1].parameters():
                parameter.grad /= 3
            alone.step(1e-3)
            for ours, theirs in zip(measured, expected, strict=True):
                torch.testing.assert_close(ours.loss, theirs.loss)
                assert ours.tokens == theirs.tokens
                assert (ours.guided is None) == (theirs.guided is None)
        torch.testing.assert_close(together.master, alone.master, atol=1e-5, rtol=1e-4)
        assert all(not gradient.any() for gradient in helpers.gradients(2)), "used gradients are cleared"
    finally:
        helpers.close()


def test_a_helper_that_died_is_one_line() -> None:
    network = MarianNetwork(50, 49, SMALL)
    optimiser = MasterOptimiser(network, torch.float32, 1e-3, ema=0.9)
    helpers = Helpers(1, Setting(50, 49, SMALL, Schedule(), seed=1), optimiser, threads=1)
    os.kill(helpers._helpers[0]._process.pid, signal.SIGKILL)
    with pytest.raises(
        TrainingError, match=r"a helper process ended \(exit code -9\); the same call goes on"
    ):
        for step in range(2):
            helpers.measure(network, BATCHES[:2], step, Schedule())
    helpers.close()


def children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.slow
def test_a_run_of_two_processes_is_resumed_on_the_same_curve_and_leaves_nobody_behind(
    short_recipe: Recipe, tiny_data: Path, tmp_path: Path, kill_at: Callable[..., None]
) -> None:
    pace = replace(short_recipe.training, budget="40 steps", checkpoint="10 steps", processes=2)
    recipe = replace(short_recipe, training=pace)
    run_recipe(recipe, tiny_data, tmp_path / "whole", say=lambda _: None, tell=lambda _: None)

    helpers: list[int] = []
    kill_at(recipe, tiny_data, tmp_path / "killed", 25, lambda parent: helpers.extend(children(parent)))
    assert helpers
    for _ in range(100):
        if not any(map(is_running, helpers)):
            break
        time.sleep(0.1)
    assert not any(map(is_running, helpers))

    run_recipe(recipe, tiny_data, tmp_path / "killed", say=lambda _: None, tell=lambda _: None)
    states = [checkpoint.load(tmp_path / name)["optimiser"]["master"] for name in ("whole", "killed")]
    assert torch.equal(states[0], states[1])
