"""Decoding speed: one worker with a thread on each core against a worker on each core, side by side in one run.

    python docs/benchmarks/threads.py [SET.tsv…] [--lines 400] [--threads 2]

Without sets the two articles of `corpus/` are translated. A set has English TAB Vietnamese on each line. Each row
is the better of two rounds; "same" counts the targets that equal the first row's (padding changes the last bits of
a score).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import ctranslate2

from songngu.cores import available_cores
from songngu.engines import load_model_info
from songngu.engines.pieces import Pieces
from songngu.engines.registry import default_model
from songngu.languages import LanguagePair

ROOT = Path(__file__).parents[2]


def main(sets: list[Path], lines: int, threads: int) -> None:
    files = sets or sorted((ROOT / "corpus").glob("*/reference.en.txt"))
    texts = [line.split("\t")[0] for file in files for line in file.read_text("utf-8").splitlines()[:lines]]
    model = load_model_info(default_model(LanguagePair()))
    pieces = Pieces(model)
    sources = [pieces.encode(text) for text in texts]
    first: list[list[str]] = []
    print(f"{len(sources)} sentences\nworkers  threads each  pieces at once  sentences/s  same")
    for workers, each, size in (
        (1, threads, 1024),
        (1, 1, 1024),
        (threads, 1, 1024),
        (threads, 1, 512),
        (threads, 1, 256),
    ):
        translator = ctranslate2.Translator(
            str(model.path / "ctranslate2-int8"),
            compute_type="int8_float32",
            inter_threads=workers,
            intra_threads=each,
        )
        fastest = float("inf")
        for _ in range(2):
            started = time.perf_counter()
            results = translator.translate_batch(
                sources,
                beam_size=4,
                length_penalty=1.4,
                repetition_penalty=1.1,
                max_batch_size=size,
                batch_type="tokens",
            )
            fastest = min(fastest, time.perf_counter() - started)
        targets = [result.hypotheses[0] for result in results]
        first = first or targets
        same = sum(one == other for one, other in zip(first, targets, strict=True))
        print(f"{workers:7}  {each:12}  {size:14}  {len(sources) / fastest:11.0f}  {same:4}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET")
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--threads", type=int, default=available_cores())
    options = parser.parse_args()
    main(options.sets, options.lines, options.threads)
