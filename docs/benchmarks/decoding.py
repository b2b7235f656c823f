"""Decoding settings on development sets: BLEU, chrF, length and speed of each setting, and of each precision.

    python docs/benchmarks/decoding.py SET.tsv… [--every 3] [--model FOLDER] [--precision int8]

A set has a source TAB a reference on each line. `--every N` takes each N-th line.
"""

import argparse
import time
from pathlib import Path

import sacrebleu

from songngu.engines import DecodingOptions, load_model_info
from songngu.engines.ctranslate2_engine import CTranslate2Engine
from songngu.engines.registry import default_model
from songngu.languages import LanguagePair

SETTINGS = {
    "beam 1": DecodingOptions(beam=1),
    "beam 2": DecodingOptions(beam=2),
    "beam 4": DecodingOptions(beam=4),
    "beam 6": DecodingOptions(beam=6),
    "beam 4, length 1.2": DecodingOptions(length_penalty=1.2),
    "beam 4, length 1.4": DecodingOptions(length_penalty=1.4),
    "beam 4, repetition 1.1": DecodingOptions(repetition_penalty=1.1),
    "beam 4, repetition 1.2": DecodingOptions(repetition_penalty=1.2),
    "beam 4, no 3-gram": DecodingOptions(no_repeat_ngram=3),
    "beam 4, no 4-gram": DecodingOptions(no_repeat_ngram=4),
    "beam 4, length 1.4, no 3-gram": DecodingOptions(length_penalty=1.4, no_repeat_ngram=3),
    "beam 4, length 1.4, no 4-gram": DecodingOptions(length_penalty=1.4, no_repeat_ngram=4),
    "beam 4, length 1.4, repetition 1.1": DecodingOptions(length_penalty=1.4, repetition_penalty=1.1),
    "beam 4, length 1.4, repetition 1.05": DecodingOptions(length_penalty=1.4, repetition_penalty=1.05),
}


def main(sets: list[Path], every: int, model: Path, precision: str) -> None:
    engine = CTranslate2Engine(load_model_info(model), precision)
    print(f"{engine.model} {engine.model.digest} {precision}, every {every}. line")
    print(
        "| setting | " + " | ".join(f"{path.stem}: BLEU | chrF | length" for path in sets) + " | segments/s |"
    )
    print("|---|" + "---|" * (3 * len(sets) + 1))
    for name, options in SETTINGS.items():
        cells, count, seconds = [], 0, 0.0
        for path in sets:
            lines = path.read_text(encoding="utf-8").splitlines()[::every]
            sources, references = zip(*(line.split("\t")[:2] for line in lines), strict=True)
            start = time.perf_counter()
            targets = [hypothesis.text for hypothesis in engine.translate(sources, options)]
            seconds += time.perf_counter() - start
            count += len(sources)
            bleu = sacrebleu.corpus_bleu(targets, [list(references)])
            chrf = sacrebleu.corpus_chrf(targets, [list(references)])
            cells += [f"{bleu.score:.1f}", f"{chrf.score:.1f}", f"{bleu.sys_len / bleu.ref_len:.2f}"]
        print(f"| {name} | " + " | ".join(cells) + f" | {count / seconds:.0f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", type=Path, default=default_model(LanguagePair()))
    parser.add_argument("--precision", default="int8")
    arguments = parser.parse_args()
    main(arguments.sets, arguments.every, arguments.model, arguments.precision)
