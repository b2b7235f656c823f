"""Time and memory of scoring, and F1 of sentence alignment.

    python docs/benchmarks/scoring.py [--segments 10000] [--corpus corpus]

The segments are the reference lines of the corpus, again and again; hypotheses are the same lines with every
seventh word left out, at another place each time.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from pathlib import Path

from songngu.languages import LanguagePair
from songngu.scoring import ScoredDocument, ScoredSegment, compare, evaluate
from songngu.scoring.align import align

SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


def lines(corpus: Path, slug: str, language: str) -> list[str]:
    return (corpus / slug / f"reference.{language}.txt").read_text(encoding="utf-8").splitlines()


def system(references: list[str], every: int) -> list[str]:
    """Leave out every n-th word, starting at another place in each line."""
    return [
        " ".join(word for place, word in enumerate(line.split()) if (place + number) % every) or line
        for number, line in enumerate(references)
    ]


def document(hypotheses: list[str], references: list[str]) -> ScoredDocument:
    pairs = zip(hypotheses, references, strict=True)
    return ScoredDocument("benchmark", tuple(ScoredSegment("", h, (r,), "") for h, r in pairs))


def recut(original: list[str], seed: int) -> tuple[list[str], set[tuple[int, int]]]:
    """Merge a fifth of the lines with their next ones, split a fifth; return the lines and the true links."""
    draw, result, links, number = random.Random(seed), [], set(), 0
    while number < len(original):
        run = 1
        while draw.random() < 0.2 and number + run < len(original) and run < 3:
            run += 1
        text = " ".join(original[number : number + run])
        cuts = [match.end() for match in re.finditer(r"[,;:] ", text) if 15 < match.end() < len(text) - 15]
        pieces = [text]
        if run == 1 and cuts and draw.random() < 0.2:
            cut = draw.choice(cuts)
            pieces = [text[:cut].strip(), text[cut:].strip()]
        for piece in pieces:
            links |= {(line, len(result)) for line in range(number, number + run)}
            result.append(piece)
        number += run
    return result, links


def alignment(corpus: Path, seeds: int) -> None:
    common = found = wanted = 0
    started = time.perf_counter()
    for slug in SLUGS:
        for seed in range(seeds):
            cut, gold = recut(lines(corpus, slug, "vi"), seed)
            links = {link for bead in align(lines(corpus, slug, "en"), cut) for link in bead.links()}
            common, found, wanted = common + len(links & gold), found + len(links), wanted + len(gold)
    seconds = time.perf_counter() - started
    print(f"alignment  F1 {2 * common / (found + wanted):.4f} over {2 * seeds} cuts, {seconds:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args()
    alignment(options.corpus, options.seeds)
    base = [line for slug in SLUGS for line in lines(options.corpus, slug, "vi")]
    references = (base * (options.segments // len(base) + 1))[: options.segments]
    evaluations = []
    for every in (7, 5):
        started = time.perf_counter()
        evaluation = evaluate(
            [document(system(references, every), references)], LanguagePair(), metrics=("bleu", "chrf", "ter")
        )
        evaluations.append(evaluation)
        figures = ", ".join(
            f"{each.name} {each.score:.2f} ± {each.interval.half_width if each.interval else 0:.2f}"
            for each in evaluation.pooled.metrics
        )
        print(f"{options.segments:,} segments  {time.perf_counter() - started:5.1f} s  {figures}")
    started = time.perf_counter()
    for key in ("bleu", "chrf", "ter"):
        found = compare(evaluations[1].statistics[key], evaluations[0].statistics[key])
        print(f"  {found.sentence('every fifth word lost', 'every seventh')}")
    print(f"both significance tests, three metrics  {time.perf_counter() - started:5.1f} s")
    print(f"peak memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
