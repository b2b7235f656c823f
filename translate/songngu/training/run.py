"""A whole training run, from a recipe to a model folder: what `songngu model train` calls."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from songngu.engines.convert import require_torch
from songngu.training.base import TrainingError
from songngu.training.export import convert, export_run
from songngu.training.recipe import Budget, Recipe, parse_budget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from songngu.training.progress import Report

MODEL = "model"


def run_recipe(
    recipe: Recipe,
    data: Path,
    out: Path,
    *,
    budget: Budget | None = None,
    extend: bool = False,
    say: Callable[[str], None],
    tell: Callable[[Report], None],
) -> Path:
    """Train a recipe's cycle, or resume it, and export the model.

    Args:
        recipe: a checked recipe.
        data: the folder that its paths are relative to.
        out: the run's folder; a run that was interrupted there goes on.
        budget: instead of the recipe's.
        extend: a finished run gets a further cycle of that budget.
        say: told what happens.
        tell: gets every progress report.

    Returns:
        The model folder, `out / "model"`.

    Raises:
        TrainingError: wrong or missing input, or a finished run without `extend`.
        KeyboardInterrupt: asked to end; the checkpoint is up to date and the same call goes on.
    """
    started = time.monotonic()
    require_torch("training")
    from songngu.training.loop import Trainer
    from songngu.training.preparation import prepare

    out.mkdir(parents=True, exist_ok=True)
    if recipe.path.is_file() and recipe.path.resolve() != (out / "recipe.toml").resolve():
        shutil.copyfile(recipe.path, out / "recipe.toml")
    trainer = Trainer(prepare(recipe, data, out, say), out, say=say, started=started)
    if trainer.position.finished and not extend:
        raise TrainingError(
            "this run is finished", path=out, remedy="add a cycle with --extend, or choose another --out"
        )
    trainer.train(budget or parse_budget(recipe.training.budget), tell)
    folder = export_run(out, recipe, out / MODEL)
    convert(folder)
    return folder
