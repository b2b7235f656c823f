"""Which sentence segmenter? Boundary F1 and speed of libraries and of songngu, in one run, as a table.

    python docs/benchmarks/segmentation.py --ewt en_ewt-ud-test.conllu --golden test_english.py

Three measures, all on boundaries *inside* paragraphs (the end of a paragraph is no achievement):

* domain: the articles under `corpus/` (reference lines are the gold sentences) and 200 sentences of
  `corpus/parallel/`, half of them with a full stop inside, joined at random into paragraphs of 2 to 6. A row
  is taken as one sentence when its Vietnamese side is: Vietnamese ranks and titles have no full stops, so the
  judgement does not lean on any list of abbreviations. `--seed` draws another sample.
* EWT: the paragraphs of UD English EWT test (https://github.com/UniversalDependencies/UD_English-EWT,
  CC BY-SA 4.0).
* golden: share of the golden rules met exactly; they are read from pySBD's own test file
  (https://github.com/nipunsadvilkar/pySBD, tests/lang/test_english.py, MIT), nothing of it is kept here.

Needs `pip install pysbd blingfire syntok` beside the package.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
import time
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Splitter = Callable[[str], list[str]]
Paragraph = tuple[str, list[str]]  # the text, and its gold sentences

_ONE_SENTENCE_END = re.compile(r"[.?!…][”\"’)]*$")
_INNER_END = re.compile(r"[.?!…:][”\"’)]*\s+[“\"‘(]?\w")
_INNER_STOP = re.compile(r"[.?!…]\s")


def domain(seed: int) -> list[Paragraph]:
    """Return the articles' paragraphs and 200 shuffled domain sentences."""
    paragraphs: list[Paragraph] = []
    for numbers in sorted(ROOT.glob("corpus/*/reference.paragraphs.txt")):
        lines = (numbers.parent / "reference.en.txt").read_text(encoding="utf-8").splitlines()
        grouped: dict[str, list[str]] = {}
        for number, line in zip(numbers.read_text(encoding="utf-8").split(), lines, strict=True):
            grouped.setdefault(number, []).append(line)
        paragraphs += [(" ".join(sentences), sentences) for sentences in grouped.values()]
    plain, traps = [], []
    for path in sorted(ROOT.glob("corpus/parallel/*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            english, vietnamese = row.split("\t")
            if (
                len(english.split()) > 4
                and _ONE_SENTENCE_END.search(english)
                and not _INNER_END.search(vietnamese)
            ):
                (traps if _INNER_STOP.search(english) else plain).append(english)
    draw = random.Random(seed)
    sentences = draw.sample(plain, 100) + draw.sample(traps, 100)
    draw.shuffle(sentences)
    while sentences:
        size = draw.randint(2, 6)
        chunk, sentences = sentences[:size], sentences[size:]
        paragraphs.append((" ".join(chunk), chunk))
    return paragraphs


def ewt(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a CoNLL-U file."""
    paragraphs: list[list[tuple[str, str]]] = []
    gap = " "
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# newpar", "# newdoc")):
            paragraphs.append([])
        elif line.startswith("# text = "):
            paragraphs[-1].append((line.removeprefix("# text = ").strip(), " "))
        elif line[:1].isdigit():
            gap = "" if "SpaceAfter=No" in line else " "
        elif not line and paragraphs[-1]:
            paragraphs[-1][-1] = (paragraphs[-1][-1][0], gap)
    return [
        ("".join(text + gap for text, gap in sentences).strip(), [text for text, _ in sentences])
        for sentences in paragraphs
        if sentences
    ]


def golden(path: Path) -> list[Paragraph]:
    """Return the rules of pySBD's test file: (text, sentences) pairs, bare or inside `pytest.param`."""
    rules: list[Paragraph] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):
            for item in node.value.elts:
                pair = (
                    item.args
                    if isinstance(item, ast.Call)
                    else item.elts
                    if isinstance(item, ast.Tuple)
                    else []
                )
                text, sentences = (ast.literal_eval(part) for part in pair[:2])
                if "\n" not in text:
                    rules.append((text, [sentence.strip() for sentence in sentences]))
            break
    return rules


def boundaries(sentences: Iterable[str]) -> set[int]:
    """Return where sentences end, counted in characters that are not white space, the last end left out."""
    ends = list(accumulate(len("".join(sentence.split())) for sentence in sentences if sentence.strip()))
    return set(ends[:-1])


def f1(split: Splitter, paragraphs: list[Paragraph]) -> tuple[float, int, int]:
    """Return micro-averaged boundary F1 with the numbers of false and of missed boundaries."""
    right = false = missed = 0
    for text, sentences in paragraphs:
        gold, found = boundaries(sentences), boundaries(split(text))
        right += len(gold & found)
        false += len(found - gold)
        missed += len(gold - found)
    return 2 * right / (2 * right + false + missed), false, missed


def megabytes_per_second(split: Splitter, paragraphs: list[Paragraph], seconds: float = 1.0) -> float:
    """Return the speed on one core: as many paragraphs, round and round, as `seconds` hold."""
    split(paragraphs[0][0])
    done, start = 0, time.perf_counter()
    while True:
        for text, _ in paragraphs:
            split(text)
            done += len(text.encode())
            elapsed = time.perf_counter() - start
            if elapsed > seconds:
                return done / elapsed / 1e6


def splitters() -> dict[str, Splitter]:
    """Return the competitors: name with version → function from text to sentences."""
    from importlib.metadata import version

    import blingfire
    import pysbd
    import sentencex
    import syntok.segmenter as syntok

    from songngu.segmentation import split_sentences

    rules = pysbd.Segmenter(language="en", clean=False)

    def syntok_split(text: str) -> list[str]:
        sentences = [list(tokens) for part in syntok.analyze(text) for tokens in part]
        return ["".join(token.spacing + token.value for token in tokens) for tokens in sentences]

    return {
        f"pysbd {version('pysbd')}": rules.segment,
        f"syntok {version('syntok')}": syntok_split,
        f"blingfire {version('blingfire')}": lambda text: blingfire.text_to_sentences(text).split("\n"),
        f"sentencex {version('sentencex')}": lambda text: sentencex.segment("en", text),
        "songngu (sentencex + repairs)": split_sentences,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ewt", type=Path, required=True, help="en_ewt-ud-test.conllu")
    parser.add_argument("--golden", type=Path, required=True, help="pySBD's tests/lang/test_english.py")
    parser.add_argument("--seed", type=int, default=2025, help="sample of the 200 domain sentences")
    parser.add_argument(
        "--errors", metavar="NAME", help="print the wrong paragraphs of one segmenter to stderr"
    )
    options = parser.parse_args()
    ours, treebank, rules = domain(options.seed), ewt(options.ewt), golden(options.golden)
    print(f"domain: {len(ours)} paragraphs, seed {options.seed}; EWT: {len(treebank)} paragraphs\n")
    print("| segmenter | domain F1 (false, missed) | EWT F1 (false, missed) | golden rules | MB/s |")
    print("|---|---|---|---|---|")
    for name, split in splitters().items():
        cells = ["{:.4f} ({}, {})".format(*f1(split, paragraphs)) for paragraphs in (ours, treebank)]
        met = sum([part.strip() for part in split(text)] == sentences for text, sentences in rules)
        speed = megabytes_per_second(split, ours)
        print(f"| {name} | {' | '.join(cells)} | {met}/{len(rules)} | {speed:.2f} |", flush=True)
        if options.errors and name.startswith(options.errors):
            for text, sentences in (*ours, *treebank, *rules):
                if boundaries(found := split(text)) != boundaries(sentences):
                    print(
                        "GOLD ",
                        " ¶ ".join(sentences),
                        "\nFOUND",
                        " ¶ ".join(map(str.strip, found)),
                        file=sys.stderr,
                    )


if __name__ == "__main__":
    main()
