"""A few hundred lines of the in-house corpus, and one network trained on them, for the tests of this room."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from songngu.training.pack import to_toml
from songngu.training.recipe import Recipe, load_recipe
from songngu.training.run import run_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from songngu.training.progress import Report

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "translate" / "songngu"

CHILD = """
import sys
from pathlib import Path
from songngu.training.recipe import load_recipe
from songngu.training.run import run_recipe
if __name__ == "__main__":
    run_recipe(load_recipe(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]), say=print,
               tell=lambda report: print("step", report.step, flush=True))
"""

torch.set_num_threads(1)  # small matrices: more threads wait for each other


@dataclass(frozen=True)
class Trained:
    """The recipe `tiny`, trained to its end."""

    recipe: Recipe
    data: Path
    run: Path
    model: Path
    reports: list[Report]


@pytest.fixture(scope="session")
def shipped_model() -> Path:
    return PACKAGE / "models" / "songngu-en-vi"


@pytest.fixture(scope="session")
def tiny_recipe() -> Recipe:
    return load_recipe(PACKAGE / "training" / "recipes" / "tiny.toml")


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 pairs of field reports to train on, 40 others to judge by."""
    folder = tmp_path_factory.mktemp("data")
    lines = (
        (ROOT / "corpus" / "parallel" / "reports.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    )
    (folder / "reports.tsv").write_text("".join(lines[:400]), encoding="utf-8")
    (folder / "dev.tsv").write_text("".join(lines[-40:]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def trained(tiny_recipe: Recipe, tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    run = tmp_path_factory.mktemp("runs") / "tiny"
    reports: list[Report] = []
    model = run_recipe(tiny_recipe, tiny_data, run, say=lambda _: None, tell=reports.append)
    return Trained(tiny_recipe, tiny_data, run, model, reports)


@pytest.fixture
def short_recipe(tiny_recipe: Recipe) -> Recipe:
    """The same with 90 steps, dropout included, and frequent checkpoints."""
    pace = replace(
        tiny_recipe.training,
        budget="90 steps",
        checkpoint="15 steps",
        report="5 steps",
        evaluate="40 steps",
        dropout=0.1,
    )
    return replace(tiny_recipe, training=pace)


@pytest.fixture
def kill_at(tmp_path: Path) -> Callable[..., None]:
    """Train a recipe in a process of its own and kill it at a step: `kill_at(recipe, data, run, step, look)`.

    `look` is called with the process's number just before.
    """

    def kill(
        recipe: Recipe, data: Path, run: Path, step: int, look: Callable[[int], None] = lambda _: None
    ) -> None:
        file = tmp_path / "recipe.toml"
        file.write_text(to_toml(recipe), encoding="utf-8")
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(file), str(data), str(run)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(f"step {step}"):
                break
        look(child.pid)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
        child.stdout.close()

    return kill
