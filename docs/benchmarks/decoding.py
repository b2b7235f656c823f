"""Decoding settings on development sets: BLEU, chrF, length, speed, doubled phrases, numbers kept.

    python docs/benchmarks/decoding.py SET.tsv… [--every 3] [--model FOLDER] [--precision int8]
        [--only TEXT] [--reverse]

A set has a source TAB a reference on each line. `--every N` takes each N-th line, `--only` the settings whose
name is TEXT; `--reverse` swaps the columns. "Doubled" counts targets with a phrase twice in a row where the
source has none; "numbers"
is the share of sources with digits whose digits are all there, in any order.
"""

import argparse
import re
import time
from collections import Counter
from pathlib import Path

import sacrebleu

from songngu.engines import DecodingOptions, load_model_info
from songngu.engines.ctranslate2_engine import CTranslate2Engine
from songngu.engines.registry import default_model
from songngu.languages import LanguagePair
from songngu.restoration.vietnamese.repetition import repetitions, source_repeats

PLAIN = {"beam": 4, "length_penalty": 1.0, "repetition_penalty": 1.0, "no_repeat_ngram": 0}
SETTINGS = {
    "beam 1": {"beam": 1},
    "beam 2": {"beam": 2},
    "beam 4": {},
    "beam 6": {"beam": 6},
    "beam 4, length 1.2": {"length_penalty": 1.2},
    "beam 4, length 1.4": {"length_penalty": 1.4},
    "beam 4, repetition 1.1": {"repetition_penalty": 1.1},
    "beam 4, repetition 1.2": {"repetition_penalty": 1.2},
    "beam 4, no 3-gram": {"no_repeat_ngram": 3},
    "beam 4, no 4-gram": {"no_repeat_ngram": 4},
    "beam 4, length 1.4, no 3-gram": {"length_penalty": 1.4, "no_repeat_ngram": 3},
    "beam 4, length 1.4, no 4-gram": {"length_penalty": 1.4, "no_repeat_ngram": 4},
    "beam 4, length 1.4, repetition 1.05": {"length_penalty": 1.4, "repetition_penalty": 1.05},
    "beam 4, length 1.4, repetition 1.1": {"length_penalty": 1.4, "repetition_penalty": 1.1},
    "beam 4, length 1.4, repetition 1.1, no 5-gram": {
        "length_penalty": 1.4,
        "repetition_penalty": 1.1,
        "no_repeat_ngram": 5,
    },
    "beam 4, length 1.8, repetition 1.05": {"length_penalty": 1.8, "repetition_penalty": 1.05},
    "beam 4, length 2.2, repetition 1.05": {"length_penalty": 2.2, "repetition_penalty": 1.05},
    "beam 6, length 1.4": {"beam": 6, "length_penalty": 1.4},
    "beam 6, length 1.8, repetition 1.05": {"beam": 6, "length_penalty": 1.8, "repetition_penalty": 1.05},
}


def numbers_kept(source: str, target: str) -> bool:
    digits = [Counter("".join(re.findall(r"\d", text))) for text in (source, target)]
    return not digits[0] - digits[1]


def main(sets: list[Path], every: int, model: Path, precision: str, only: list[str], reverse: bool) -> None:
    engine = CTranslate2Engine(load_model_info(model), precision)
    print(f"{engine.model} {engine.model.digest} {precision}, every {every}. line")
    columns = [f"{path.stem}: BLEU | chrF | length" for path in sets]
    print("| setting | " + " | ".join(columns) + " | doubled | numbers | segments/s |")
    print("|---|" + "---|" * (3 * len(sets) + 3))
    for name, changes in SETTINGS.items():
        if only and not any(text == name for text in only):
            continue
        options = DecodingOptions(**{**PLAIN, **changes})
        cells, count, seconds, doubled, kept = [], 0, 0.0, 0, []
        for path in sets:
            lines = path.read_text(encoding="utf-8").splitlines()[::every]
            columns = list(zip(*(line.split("\t")[:2] for line in lines), strict=True))
            sources, references = reversed(columns) if reverse else columns
            start = time.perf_counter()
            targets = [hypothesis.text for hypothesis in engine.translate(sources, options)]
            seconds += time.perf_counter() - start
            count += len(sources)
            bleu = sacrebleu.corpus_bleu(targets, [list(references)])
            chrf = sacrebleu.corpus_chrf(targets, [list(references)])
            cells += [f"{bleu.score:.1f}", f"{chrf.score:.1f}", f"{bleu.sys_len / bleu.ref_len:.2f}"]
            for source, target in zip(sources, targets, strict=True):
                doubled += not source_repeats(source) and any(True for _ in repetitions(target))
                if re.search(r"\d", source):
                    kept.append(numbers_kept(source, target))
        cells += [str(doubled), f"{sum(kept) / max(1, len(kept)):.1%}", f"{count / seconds:.0f}"]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", type=Path, default=default_model(LanguagePair()))
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--reverse", action="store_true")
    arguments = parser.parse_args()
    main(
        arguments.sets,
        arguments.every,
        arguments.model,
        arguments.precision,
        arguments.only,
        arguments.reverse,
    )
