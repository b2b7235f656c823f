"""What the rivals made of clauses bring: the whole program without and with them, paired bootstrap, time.

    python docs/benchmarks/clauses.py SET.tsv… [--every N]

A set has English TAB Vietnamese on each line; `--every N` takes each N-th. The first system never takes an output for
unlikely (`songngu.cascade.LIKELY`), so that no rival is made; the second is the program as it is.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from releases import compared

from songngu import cascade
from songngu.languages import LanguagePair
from songngu.scoring.system import load_system


def main(sets: list[Path], every: int) -> None:
    thresholds = {"without": float("-inf"), "with": cascade.LIKELY}
    for path in sets:
        rows = [line.split("\t")[:2] for line in path.read_text("utf-8").splitlines()[::every]]
        sources, references = [row[0] for row in rows], [[row[1] for row in rows]]
        outputs, times = [], []
        for name, threshold in thresholds.items():
            cascade.LIKELY = threshold
            system = load_system(LanguagePair())
            started = time.perf_counter()
            outputs.append((name, system.translate(sources)))
            times.append(f"{time.perf_counter() - started:.0f} s")
        changed = sum(old != new for old, new in zip(*(texts for _, texts in outputs), strict=True))
        scores = compared(outputs, references)
        print(
            path.stem,
            *scores,
            f"{changed} of {len(sources)} changed",
            " → ".join(times),
            sep=", ",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    main(options.sets, options.every)
