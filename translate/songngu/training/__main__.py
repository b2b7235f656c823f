"""Train what `pack` packed: `python -m songngu.training FOLDER [--budget 9m] [--processes N]`.

Needs no command-line library. The result, `FOLDER/out/`, is split into files under 16 MB in `FOLDER/result/`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from songngu.errors import SongnguError
from songngu.training.pack import split_file
from songngu.training.recipe import load_recipe, parse_budget
from songngu.training.run import run_recipe


def main() -> int:
    """Run the packed recipe; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m songngu.training", description="Train a packed run.")
    parser.add_argument("folder", type=Path, help="what `songngu model pack` made")
    parser.add_argument("--budget", help="9m, 2h, 400 steps, 12M tokens; instead of the recipe's")
    parser.add_argument("--extend", action="store_true", help="add a cycle to a finished run")
    parser.add_argument(
        "--processes", type=int, default=0, metavar="N", help="batches at a time; 0: as packed"
    )
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    try:
        budget = parse_budget(arguments.budget) if arguments.budget else None
        recipe, out = load_recipe(folder / "recipe.toml"), folder / "out"
        if arguments.processes:
            recipe = replace(recipe, training=replace(recipe.training, processes=arguments.processes))
        model = run_recipe(
            recipe, folder / "data", out, budget=budget, extend=arguments.extend, say=print, tell=print
        )
        for file in (model / "model.safetensors", out / "checkpoint.pt"):
            split_file(file, folder / "result")
    except (SongnguError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; the checkpoint is kept and the same command goes on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
