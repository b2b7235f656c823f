"""Two releases of a model on development sets, engine only: BLEU, chrF, and whether they differ (paired bootstrap).

    python docs/benchmarks/releases.py OLD NEW SET.tsv… [--reverse]

OLD and NEW are model folders. Earlier releases are in git: `git worktree add OLDER COMMIT`, then
`OLDER/translate/songngu/models/songngu-en-vi`. A set has English TAB Vietnamese on each line;
`--reverse` takes the second column as the source.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

from songngu.engines import load_model_info
from songngu.engines.ctranslate2_engine import CTranslate2Engine

SAMPLES = 1000


def main(folders: list[Path], sets: list[Path], reverse: bool) -> None:
    engines = [CTranslate2Engine(load_model_info(folder), "int8") for folder in folders]
    print(*(f"{engine.model} {engine.model.digest}" for engine in engines), sep=" → ")
    for path in sets:
        rows = [
            line.split("\t")[:2][:: -1 if reverse else 1] for line in path.read_text("utf-8").splitlines()
        ]
        sources, references = [row[0] for row in rows], [[row[1] for row in rows]]
        outputs = [
            (name, [each.text for each in engine.translate(sources)])
            for name, engine in zip(("old", "new"), engines, strict=True)
        ]
        print(path.stem, *compared(outputs, references), sep=", ")


def compared(outputs: list[tuple[str, list[str]]], references: list[list[str]]) -> list[str]:
    """Return, for BLEU and chrF, the scores of two named outputs, and the p-value of their difference."""
    metrics = {"BLEU": BLEU(references=references), "chrF": CHRF(references=references)}
    _, results = PairedTest(outputs, metrics, None, test_type="bs", n_samples=SAMPLES)()
    return [
        f"{name} {old.score:.2f} → {new.score:.2f} (p = {new.p_value:.3f})"
        for name, (old, new) in results.items()
        if name != "System"
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--reverse", action="store_true")
    options = parser.parse_args()
    main([options.old, options.new], options.sets, options.reverse)
