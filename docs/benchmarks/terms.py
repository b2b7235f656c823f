"""Quality and terms kept, without and with the glossary, in one run; paired bootstrap against the first.

usage: python docs/benchmarks/terms.py CORPUS [SET.tsv …] [--lines N] [--no-protocol] [--engine NAME]

CORPUS is the folder with `<slug>/reference.en.txt`; a SET has English TAB Vietnamese on each line. With
`--no-protocol` there is a row for the same weights declared as a model that knows neither annotations nor
placeholders. `--no-reverse` leaves the reverse model out of all rows.
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import replace
from pathlib import Path

import sacrebleu
from sacrebleu.significance import PairedTest

from songngu.engines import Engine, load_engine, load_reverse
from songngu.languages import LanguagePair
from songngu.terminology import Enforcement, Termbase, default_glossary, verify
from songngu.terminology.finder import TermFinder
from songngu.translator import SourceText, Translator


def articles(corpus: Path) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for english in sorted(corpus.glob("*/reference.en.txt")):
        vietnamese = english.with_name("reference.vi.txt")
        pairs += zip(*(path.read_text("utf-8").splitlines() for path in (english, vietnamese)), strict=True)
    return pairs


def read(path: Path, lines: int) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2][:lines]


def share(flags: list[bool]) -> str:
    return f"{sum(flags):4}/{len(flags):<4} {100 * sum(flags) / max(1, len(flags)):5.1f} %"


def without_protocol(engine: Engine) -> Engine:
    """Return a second engine with the same weights, declared as every OPUS-MT model is."""
    bare = copy.copy(engine)
    bare.model = replace(engine.model, terms="none", placeholders=False)
    return bare


def significance(targets: dict[str, list[str]], references: list[str]) -> str:
    """Return the p-values of BLEU and chrF of the last system against the first."""
    systems = [(name, targets[name]) for name in (next(iter(targets)), next(reversed(targets)))]
    metrics = {"BLEU": sacrebleu.BLEU(), "chrF": sacrebleu.CHRF()}
    _, scores = PairedTest(systems, metrics, [references], test_type="bs", n_samples=1000)()
    return " ".join(f"p({name}) {scores[name][1].p_value:.3f}" for name in scores if name != "System")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("sets", type=Path, nargs="*")
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--no-protocol", action="store_true")
    parser.add_argument("--engine", default="ctranslate2")
    parser.add_argument("--no-reverse", action="store_true")
    options = parser.parse_args()
    pair = LanguagePair()
    find = TermFinder(Termbase.load([default_glossary(pair)]), pair)
    engine = load_engine(pair, engine=options.engine)
    reverse = load_reverse(pair, model="none" if options.no_reverse else None, engine=options.engine)
    systems = {"no glossary": (engine, lambda _: ()), "glossary": (engine, find)}
    if options.no_protocol:
        systems["no protocol"] = (without_protocol(engine), find)
    sets = {"articles": articles(options.corpus)} | {
        path.stem: read(path, options.lines) for path in options.sets
    }
    print(f"{'set':<10} {'system':<12} {'required':<17} {'suggested':<17} wrong   BLEU   chrF marks")
    for name, pairs in sets.items():
        sources = [SourceText(english) for english, _ in pairs]
        references = [vietnamese for _, vietnamese in pairs]
        targets: dict[str, list[str]] = {}
        for label, (model, finder) in systems.items():
            done = Translator(model, finder, pair, reverse=reverse).translate(sources)
            targets[label] = [each.target for each in done]
            verdicts = [verdict for each in done for verdict in verify(each.target, find(each.source))]
            required = [v.kept for v in verdicts if v.match.entry.enforcement is Enforcement.REQUIRED]
            suggested = [v.kept for v in verdicts if v.match.entry.enforcement is Enforcement.SUGGESTED]
            print(
                f"{name:<10} {label:<12} {share(required):<17} {share(suggested):<17}"
                f" {sum(len(v.forbidden) for v in verdicts):5}"
                f" {sacrebleu.corpus_bleu(targets[label], [references]).score:6.2f}"
                f" {sacrebleu.corpus_chrf(targets[label], [references]).score:6.2f}"
                f" {sum(any(mark in each.target for mark in '⟪｜⟫⟦⟧') for each in done):5}"
                f" {significance(targets, references) if len(targets) > 1 else ''}",
                flush=True,
            )


if __name__ == "__main__":
    main()
