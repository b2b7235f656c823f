"""Training speed on this machine: one process, one with two threads, two processes; side by side in one run.

The first row is one process that gives freed memory back to the system, as glibc does when it is left alone.

    python docs/benchmarks/training.py [--steps 60] [--busy]

Trains the shipped weights on the in-house corpus for some steps in each way and throws the result away. The steps of
two processes have two batches. Nothing else should be running, but for `--busy`: it keeps one core busy meanwhile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "translate" / "songngu" / "models" / "songngu-en-vi"
RECIPE = """
name = "speed"
source = "en"
target = "vi"
init = "model"
[[data]]
path = "*.tsv"
[training]
budget = "{steps} steps"
report = "{half} steps"
threads = {threads}
processes = {processes}
guided_alignment = 0
round_pairs = 8000
[augmentation]
share = 0
"""
CHILD = """
import sys
from pathlib import Path
from songngu.training import loop
from songngu.training.recipe import load_recipe
from songngu.training.run import run_recipe
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if sys.argv[2] == "returns":
        loop.keep_freed_memory = lambda: None
    run_recipe(load_recipe(folder / "recipe.toml"), folder / "data", folder / "run", say=lambda _: None,
               tell=lambda report: print(report.tokens_per_second, flush=True))
"""


def tokens_per_second(steps: int, threads: int, processes: int, memory: str) -> int:
    """Return the rate of the second half of a run, when everything is warm."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        for file in (ROOT / "corpus" / "parallel").glob("*.tsv"):
            shutil.copy(file, folder / "data")
        (folder / "data" / "model").symlink_to(MODEL, target_is_directory=True)
        recipe = RECIPE.format(steps=steps, half=steps // 2, threads=threads, processes=processes)
        (folder / "recipe.toml").write_text(recipe, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(folder), memory],
            env={**os.environ, "OMP_NUM_THREADS": str(threads)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return int(done.stdout.split()[1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--busy", action="store_true")
    options = parser.parse_args()
    neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if options.busy else None
    ways = {
        "one process, memory given back": (1, 1, "returns"),
        "one process": (1, 1, "keeps"),
        "one process, two threads": (2, 1, "keeps"),
        "two processes": (1, 2, "keeps"),
    }
    try:
        for name, way in ways.items():
            print(f"{name:<31} {tokens_per_second(options.steps, *way):7,} tokens/s", flush=True)
    finally:
        if neighbour is not None:
            neighbour.kill()


if __name__ == "__main__":
    main()
