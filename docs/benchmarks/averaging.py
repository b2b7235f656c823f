"""The mean of the weights of several runs of one network, as a model folder to measure (`releases.py`, `obedience.py`).

python docs/benchmarks/averaging.py OUT MODEL MODEL…
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

from songngu.training.export import convert


def main(out: Path, models: list[Path]) -> None:
    weights = [load_file(model / "model.safetensors") for model in models]
    shutil.copytree(models[0], out, ignore=shutil.ignore_patterns("ctranslate2-*"))
    mean = {
        name: (sum(each[name].float() for each in weights) / len(weights)).to(value.dtype)
        for name, value in weights[0].items()
    }
    save_file(mean, out / "model.safetensors", {"format": "pt"})
    convert(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    options = parser.parse_args()
    main(options.out, options.models)
