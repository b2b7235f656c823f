"""Does `songngu model adapt` help a model that never saw the register? Documents of the in-house corpus say.

    python docs/benchmarks/adaptation.py MODEL OUT --replay news.tsv [--documents 25] [--segments 25] [--seed 1]

Cuts stretches of consecutive lines out of `corpus/parallel/` (a stretch was written in one go and is what comes
nearest to a document), writes each as a catalogue that a reviewer has accepted, and adapts MODEL to them; a fifth of
the documents, whole, is held out by the command itself. MODEL must not have seen the in-house corpus, or there is
nothing to learn: train one on other text first.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

REGISTERS = ("military", "defence-journal", "administration", "civil-defence", "politics")
CORPUS = Path(__file__).parents[2] / "corpus" / "parallel"


def write_documents(folder: Path, documents: int, segments: int, seed: int) -> None:
    rng = random.Random(seed)
    for number in range(documents):
        register = REGISTERS[number % len(REGISTERS)]
        lines = (CORPUS / f"{register}.tsv").read_text(encoding="utf-8").splitlines()
        start = rng.randrange(len(lines) - segments)
        catalogue = polib.POFile()
        catalogue.metadata = {"Language": "vi", "Content-Type": "text/plain; charset=UTF-8"}
        for line in lines[start : start + segments]:
            source, target = line.split("\t")
            catalogue.append(polib.POEntry(msgid=source, msgstr=target))
        catalogue.save(str(folder / f"{number:02}-{register}-{start}.po"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--replay", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=25)
    parser.add_argument("--segments", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", default="2e-4")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_documents(Path(folder), options.documents, options.segments, options.seed)
        command = [sys.executable, "-m", "songngu", "model", "adapt", "--model", str(options.model)]
        command += ["--from", folder, "--out", str(options.out), "--replay", str(options.replay)]
        return subprocess.run([*command, "--rate", options.rate, "--minutes", "14"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
