"""How well attention finds the words that render a term: expert references, terms annotated by hand.

usage: python docs/benchmarks/alignment.py CORPUS

CORPUS is the folder with `<slug>/reference.en.txt`, `reference.vi.txt` and `reference.terms.tsv`.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

from songngu.engines import load_engine
from songngu.languages import LanguagePair
from songngu.spans import Span
from songngu.terminology import Entry, TermMatch
from songngu.terminology.placement import window_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    engine = load_engine(LanguagePair())
    exact = touched = terms = 0
    right = found = wanted = 0
    for path in sorted(parser.parse_args().corpus.glob("*/reference.terms.tsv")):
        english, vietnamese = (
            path.with_name(f"reference.{language}.txt").read_text("utf-8").splitlines()
            for language in ("en", "vi")
        )
        links = engine.align(list(zip(english, vietnamese, strict=True)))
        for row in csv.DictReader(path.open(encoding="utf-8", newline=""), delimiter="\t"):
            line = int(row["line"]) - 1
            start, place = english[line].find(row["source"]), vietnamese[line].find(row["target"])
            if start < 0 or place < 0:
                continue
            span = Span(start, start + len(row["source"]))
            match = TermMatch(span, row["source"], Entry(row["source"], row["target"]), row["target"])
            words = [Span(*word.span()) for word in re.finditer(r"[^\W_]+", vietnamese[line])]
            window = window_of(match, words, links[line])
            got = set(range(*window)) if window else set()
            gold = {
                number
                for number, word in enumerate(words)
                if word.overlaps(Span(place, place + len(row["target"])))
            }
            terms += 1
            exact += got == gold
            touched += bool(got & gold)
            right, found, wanted = right + len(got & gold), found + len(got), wanted + len(gold)
    precision, recall = right / found, right / wanted
    print(f"terms {terms}: window exact {exact / terms:.1%}, touches the rendering {touched / terms:.1%}")
    print(f"words: precision {precision:.1%}, recall {recall:.1%}")


if __name__ == "__main__":
    main()
