"""Choosing from the n-best list by both directions and length: BLEU and chrF by beam, worth of length, reverse weight.

    python docs/benchmarks/reverse.py SET.tsv… [--every 2] [--model FOLDER] [--reverse FOLDER]

A set has English TAB Vietnamese on each line; `--every N` takes each N-th. The engine decodes with its default
penalties; of each list the output with the best weighted mean of both mean log-probabilities counts, as in
`songngu.weighing`. Weight 0 is the model alone; length 0 is what the program does, another adds so much for each e-fold
of the output's characters over the source's. Times are of decoding, and of the reverse model's scoring. Below the
table: how many of the outputs chosen with beam 8 the finding `round-trip` marks; their mean chrF and that of all.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from pathlib import Path

import sacrebleu

from songngu.engines import Candidate, DecodingOptions, load_model_info
from songngu.engines.ctranslate2_engine import CTranslate2Engine
from songngu.engines.registry import default_model
from songngu.languages import LanguagePair
from songngu.weighing import BEAM, DOUBT, DOUBT_FROM, WEIGHT

PAIR = LanguagePair()
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.5)
LENGTHS = (0.0, 0.125, 0.25)


def main(sets: list[Path], every: int, model: Path, reverse: Path) -> None:
    engine, judge = (CTranslate2Engine(load_model_info(path)) for path in (model, reverse))
    print(f"{engine.model} {engine.model.digest}, {judge.model} {judge.model.digest}, every {every}. line")
    print(
        "| set | beam | decoding, scoring | length | "
        + " | ".join(f"weight {weight:g}" for weight in WEIGHTS)
        + " |"
    )
    doubted = []
    for path in sets:
        rows = [line.split("\t")[:2] for line in path.read_text("utf-8").splitlines()[::every]]
        sources, references = [row[0] for row in rows], [row[1] for row in rows]
        for beam in (4, 8):
            started = time.perf_counter()
            found = engine.translate(sources, DecodingOptions(beam=beam, alternatives=beam - 1))
            lists = [(Candidate(each.text, each.score), *each.alternatives) for each in found]
            decoded = time.perf_counter()
            pairs = [
                (each.text, source)
                for source, outputs in zip(sources, lists, strict=True)
                for each in outputs
            ]
            backward = iter(judge.score(pairs))
            scored = [[(each, next(backward)) for each in outputs] for outputs in lists]
            times = f"{decoded - started:.1f} s, {time.perf_counter() - decoded:.1f} s"
            for length in LENGTHS:
                cells = []
                for weight in WEIGHTS:
                    chosen = [
                        best(source, outputs, weight, length)[0].text
                        for source, outputs in zip(sources, scored, strict=True)
                    ]
                    bleu = sacrebleu.corpus_bleu(chosen, [references]).score
                    cells.append(f"{bleu:.2f} / {sacrebleu.corpus_chrf(chosen, [references]).score:.2f}")
                print(f"| {path.stem} | {beam} | {times} | {length:g} | {' | '.join(cells)} |", flush=True)
            if beam == BEAM:
                doubted.append(doubts(path.stem, sources, references, scored))
    print("", *doubted, sep="\n")


def best(
    source: str, outputs: list[tuple[Candidate, float]], weight: float, length: float
) -> tuple[Candidate, float]:
    def worth(each: tuple[Candidate, float]) -> float:
        mean = (each[0].score + weight * each[1]) / (1 + weight)
        return mean + length * math.log(max(len(each[0].text), 1) / len(source))

    return max(outputs, key=worth)


def doubts(
    name: str,
    sources: list[str],
    references: list[str],
    scored: list[list[tuple[Candidate, float]]],
) -> str:
    marked, every = [], []
    for source, reference, outputs in zip(sources, references, scored, strict=True):
        chosen, backward = best(source, outputs, WEIGHT, 0.0)
        every.append(sacrebleu.sentence_chrf(chosen.text, [reference]).score)
        if backward < math.log(DOUBT) and len(source.split()) >= DOUBT_FROM:
            marked.append(every[-1])
    mean = statistics.mean(marked) if marked else math.nan
    return f"{name}: {len(marked) / len(every):.1%} doubted, chrF {mean:.1f}; of all {statistics.mean(every):.1f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", type=Path, default=default_model(PAIR))
    parser.add_argument("--reverse", type=Path, default=default_model(PAIR.swapped))
    options = parser.parse_args()
    main(options.sets, options.every, options.model, options.reverse)
