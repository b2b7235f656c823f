"""Speed of reading, merging and writing a catalogue, beside polib's own writer.

    python docs/benchmarks/catalogues.py [ENTRIES]

The entries are drawn, with a fixed seed, from the sentences of the in-house parallel corpus and numbered so
that none is like another. Each step is timed once, in one thread, in seconds of CPU time; polib writes the
same entries with lines wrapped at 78 columns (its default) and unwrapped. Run it from the repository's root.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from songngu.catalogues import Catalogue, Draft, Header, merge, update
from songngu.languages import LanguagePair

T = TypeVar("T")


def timed(name: str, step: Callable[[], T]) -> T:
    started = time.process_time()
    result = step()
    print(f"{name:<44}{time.process_time() - started:7.2f} s")
    return result


def main(entries: int) -> None:
    random.seed(2025)
    pairs = [
        line.split("\t")[:2]
        for path in sorted(Path("corpus/parallel").glob("*.tsv"))
        for line in path.read_text("utf-8").splitlines()
    ]
    drafts = []
    for number in range(1, entries + 1):
        source, target = random.choice(pairs)
        drafts.append(
            Draft(
                source=f"{source} ({number})",
                references=(("corpus/benchmark/source.txt", number),),
                places=(f"block {number}, sentence 1, paragraph",),
                notes=("term: province → tỉnh", "check: numbers: 5,000 has no counterpart"),
                target=f"{target} ({number})",
                origin="model songngu-en-vi 1.0, inline, 0.74",
            )
        )
    header = Header(
        "corpus/benchmark/source.txt", LanguagePair(), "m 1.0", "g", "s", "s", "2025-12-01 08:00+0000"
    )
    again = [replace(draft, target=None, notes=None, origin="") for draft in drafts]
    reworded = [
        replace(draft, source=f"{draft.source} again") if number % 100 == 0 else draft
        for number, draft in enumerate(drafts)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.po"
        print(f"{entries:,} entries")
        timed("first run: merge and write", lambda: update(path, drafts, header))
        print(f"{'size of the file':<44}{path.stat().st_size / 1e6:7.1f} MB")
        catalogue = timed("read", lambda: Catalogue.load(path))
        assert catalogue is not None
        timed("merge, nothing changed", lambda: merge(catalogue, again, header))
        result = timed("second run: read, merge, compare", lambda: update(path, again, header))
        assert not result.written
        timed("third run: one sentence in 100 reworded", lambda: update(path, reworded, header))
        catalogue.file.wrapwidth = 0
        timed("polib's writer, unwrapped", lambda: catalogue.file.save(str(path)))
        catalogue.file.wrapwidth = 78
        timed("polib's writer, wrapped", lambda: catalogue.file.save(str(path)))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
