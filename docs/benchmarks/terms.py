"""Quality and terms kept, decoded plainly and with the cascade of constraints, in one run.

usage: python docs/benchmarks/terms.py CORPUS [SET.tsv …] [--lines N]

CORPUS is the folder with `<slug>/reference.en.txt`; a SET has English TAB Vietnamese on each line.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import sacrebleu

from songngu import translator
from songngu.engines import load_engine
from songngu.languages import LanguagePair
from songngu.terminology import Enforcement, Termbase, default_glossary, verify
from songngu.terminology.finder import TermFinder


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("sets", type=Path, nargs="*")
    parser.add_argument("--lines", type=int, default=400)
    options = parser.parse_args()
    pair = LanguagePair()
    find = TermFinder(Termbase.load([default_glossary(pair)]), pair)
    engine = load_engine(pair)
    sets = {"articles": articles(options.corpus)} | {
        path.stem: read(path, options.lines) for path in options.sets
    }
    cascade = translator.ANNOTATED_AT_ONCE
    print(
        f"{'set':<12} {'constraints':<12} {'required kept':<18} {'suggested kept':<18} {'BLEU':>6} {'chrF':>6} findings"
    )
    for name, pairs in sets.items():
        sources = [translator.SourceText(english) for english, _ in pairs]
        references = [vietnamese for _, vietnamese in pairs]
        for label, rounds in (("none", ()), ("cascade", cascade)):
            translator.ANNOTATED_AT_ONCE = rounds
            done = translator.Translator(engine, find, pair).translate(sources)
            verdicts = [verdict for each in done for verdict in verify(each.target, each.matches)]
            required = [v.kept for v in verdicts if v.match.entry.enforcement is Enforcement.REQUIRED]
            suggested = [v.kept for v in verdicts if v.match.entry.enforcement is Enforcement.SUGGESTED]
            targets = [each.target for each in done]
            print(
                f"{name:<12} {label:<12} {share(required):<18} {share(suggested):<18}"
                f" {sacrebleu.corpus_bleu(targets, [references]).score:6.2f}"
                f" {sacrebleu.corpus_chrf(targets, [references]).score:6.2f}"
                f" {sum(len(each.findings) for each in done)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
