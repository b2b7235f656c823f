"""Speed of the matcher with 20,000 synthetic terms, beside a naive loop of one regular expression per term.

    python docs/benchmarks/matching.py [TERMS] [MEGABYTES]

Text and terms are drawn at random, with a fixed seed, from the words of the project's own corpus, so that
words have their natural frequencies. The naive loop is measured on the first 20 kB only and its rate
extrapolated: it would take minutes. The process is single-threaded. Run it from the repository's root.
"""

import random
import re
import sys
import time
from pathlib import Path

from songngu.terminology import Entry, Matcher, Termbase


def main(terms: int, megabytes: float) -> None:
    random.seed(2025)
    words = re.findall(
        r"[A-Za-z'’-]+",
        " ".join(
            line.split("\t")[0]
            for path in sorted(Path("corpus/parallel").glob("*.tsv"))
            for line in path.read_text("utf-8").splitlines()
        ),
    )
    sources: dict[str, None] = {}
    while len(sources) < terms:
        start = random.randrange(len(words) - 5)
        sources[" ".join(words[start : start + random.randint(2, 5)])] = None
    entries = tuple(Entry(source, f"thuật ngữ {number}") for number, source in enumerate(sources))
    sentences: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        start = random.randrange(len(words) - 30)
        sentences.append(" ".join(words[start : start + random.randint(8, 30)]) + ". ")
        size += len(sentences[-1])
    text = "".join(sentences)

    start_time = time.perf_counter()
    matcher = Matcher(Termbase(entries))
    built = time.perf_counter() - start_time
    rates = []
    for _ in range(3):
        start_time = time.process_time()
        found = matcher.find(text)
        rates.append(len(text.encode()) / 1e6 / (time.process_time() - start_time))
    sample = text[:20_000]
    patterns = [re.compile(rf"\b{re.escape(source)}\b", re.IGNORECASE) for source in sources]
    start_time = time.process_time()
    for pattern in patterns:
        for _ in pattern.finditer(sample):
            pass
    naive = len(sample.encode()) / 1e6 / (time.process_time() - start_time)
    print(f"{len(entries):,} terms, {len(text) / 1e6:.1f} MB, {len(found):,} matches; built in {built:.2f} s")
    print(
        f"matcher     {max(rates):8.3f} MB/s per core (best of {', '.join(f'{rate:.2f}' for rate in rates)})"
    )
    print(f"naive loop  {naive:8.3f} MB/s per core; the matcher is {max(rates) / naive:,.0f} times as fast")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(int(arguments[0]) if arguments else 20_000, float(arguments[1]) if len(arguments) > 1 else 5.0)
