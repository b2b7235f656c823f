"""A few hundred lines of the in-house corpus, and one network trained on them, for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from songngu.training.recipe import Recipe, load_recipe
from songngu.training.run import run_recipe

if TYPE_CHECKING:
    from songngu.training.progress import Report

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "translate" / "songngu"

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
