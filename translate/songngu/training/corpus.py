"""Parallel text: reading it, keeping test sentences out of it, and drawing training rounds from weighted
sources.

A million pairs as Python strings take most of a gigabyte; `PairStore` keeps them as UTF-8 in one block (about
the size of the files) and makes strings of the pairs that a round needs.
"""

from __future__ import annotations

import gzip
import json
import lzma
import random
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from songngu.training.base import TrainingError

if TYPE_CHECKING:
    from songngu.training.recipe import DataSource, Recipe

MAX_CHARACTERS = 800


class Pair(NamedTuple):
    """A source sentence and its translation."""

    source: str
    target: str


class PairStore(Sequence[Pair]):
    """Pairs as one block of UTF-8 with offsets; immutable once built."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        block = bytearray()
        self._offsets = array("q", [0])
        for pair in pairs:
            for side in pair:
                block += side.encode()
                self._offsets.append(len(block))
        self._block = bytes(block)

    def __len__(self) -> int:
        return (len(self._offsets) - 1) // 2

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # overloads would say less than the body
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        start, middle, end = self._offsets[2 * (index % len(self)) : 2 * (index % len(self)) + 3]
        return Pair(self._block[start:middle].decode(), self._block[middle:end].decode())


@dataclass(frozen=True, slots=True)
class Source:
    """One file's pairs with what the recipe says about them (see `recipe.DataSource`)."""

    name: str
    pairs: PairStore
    weight: float
    tag: str = ""
    align: int = 0
    pieces: float = 0.0


def clean(text: str) -> str:
    """Return `text` in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def leak_key(text: str) -> str:
    """Return what two sentences must share to count as the same one: letters and digits, folded; no
    punctuation."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFC", text).casefold()).strip()


def open_text(path: Path) -> IO[str]:
    """Open a UTF-8 text file, plain or compressed (.gz, .xz), for reading."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def read_pairs(path: Path, *, swap: bool = False) -> Iterator[Pair]:
    """Read a two-column TSV file, one pair at a time; pairs with an empty or over-long side are left out.

    Args:
        path: plain, .gz or .xz; UTF-8.
        swap: the second column is the source.

    Raises:
        TrainingError: the file cannot be read, or a line has not two columns.
    """
    try:
        with open_text(path) as lines:
            for number, line in enumerate(lines, 1):
                columns = line.rstrip("\n").split("\t")
                if len(columns) != 2:
                    raise TrainingError(
                        f"{len(columns)} columns",
                        path=path,
                        line=number,
                        remedy="two are needed, divided by one tab",
                    )
                first, second = clean(columns[0]), clean(columns[1])
                if first and second and max(len(first), len(second)) < MAX_CHARACTERS:
                    yield Pair(second, first) if swap else Pair(first, second)
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise TrainingError(f"cannot read parallel text ({error})", path=path) from None


def find_files(pattern: str, root: Path, recipe: Path) -> list[Path]:
    """Return the files that a recipe's path or glob means, sorted.

    Raises:
        TrainingError: there are none.
    """
    given = Path(pattern)
    files = [given] if given.is_absolute() else sorted(root.glob(pattern))
    files = [file for file in files if file.is_file()]
    if not files:
        raise TrainingError(
            f"no file matches {pattern!r} in {root}", path=recipe, remedy="name the data folder with --data"
        )
    return files


def held_out_keys(recipe: Recipe, root: Path) -> frozenset[str]:
    """Return the leak keys of both sides of every held-out and development file of a recipe."""
    patterns = (*recipe.held_out, *recipe.dev)
    return read_leak_keys([file for pattern in patterns for file in find_files(pattern, root, recipe.path)])


def read_leak_keys(files: Iterable[Path]) -> frozenset[str]:
    """Return the leak key of every column of every line.

    Raises:
        TrainingError: a file cannot be read.
    """
    keys: set[str] = set()
    for file in files:
        try:
            keys.update(map(leak_key, _sides(file)))
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise TrainingError(f"cannot read held-out text ({error})", path=file) from None
    return frozenset(keys - {""})


def _sides(file: Path) -> Iterator[str]:
    """Every column of every line: a held-out file may be a TSV or plain lines of one language."""
    with open_text(file) as lines:
        for line in lines:
            yield from (clean(column) for column in line.split("\t") if column.strip())


def load_sources(recipe: Recipe, root: Path) -> list[Source]:
    """Read the recipe's parallel text without held-out sentences; a file belongs to the first entry that
    names it.

    Args:
        recipe: a checked recipe.
        root: the folder that its paths are relative to.

    Raises:
        TrainingError: a file is missing or broken, or nothing is left to train on.
    """
    held_out = held_out_keys(recipe, root)
    taken: set[Path] = set()
    sources: list[Source] = []
    for entry in recipe.data:
        weights = _weights(entry, root)
        for file in find_files(entry.path, root, recipe.path):
            if file in taken:
                continue
            taken.add(file)
            name = file.name.removesuffix(file.suffix if file.suffix in (".gz", ".xz") else "")
            name = name.removesuffix(".tsv")
            pairs = read_pairs(file, swap=entry.columns[0] != recipe.source)
            kept = PairStore(without_leaks(pairs, held_out))
            weight = weights.get(name, entry.weight)
            if len(kept) and weight:
                sources.append(Source(name, kept, weight, entry.tag, entry.align, entry.pieces))
    if not sources:
        raise TrainingError("no pairs to train on", path=recipe.path, remedy="see [[data]] and held_out")
    return sources


def without_leaks(pairs: Iterable[Pair], held_out: frozenset[str]) -> Iterator[Pair]:
    """Leave out every pair one of whose sides is a held-out sentence, whatever its case and punctuation."""
    return (p for p in pairs if leak_key(p.source) not in held_out and leak_key(p.target) not in held_out)


def _weights(entry: DataSource, root: Path) -> dict[str, float]:
    if not entry.weights:
        return {}
    path = root / entry.weights
    try:
        return {item["name"]: float(item["weight"]) for item in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(
            f"cannot read weights ({error})",
            path=path,
            remedy='write a JSON list of {"name": …, "weight": …}',
        ) from None


class Sampler:
    """Deals the pairs of weighted sources out in shuffled epochs; what a round holds depends on the seed
    only.

    In one epoch a source of weight 2.25 gives every pair twice and a quarter of them (chosen anew) a third
    time.
    """

    def __init__(self, sources: Sequence[Source], seed: int) -> None:
        self._sources, self._seed = sources, seed
        length = sum(int(s.weight) * len(s.pairs) + int(len(s.pairs) * (s.weight % 1)) for s in sources)
        self.epoch_length = length or len(sources)  # tiny weights only: one pair of each

    def round(self, number: int, size: int) -> list[tuple[Source, Pair]]:
        """Return round `number` (from 0): `size` pairs, the stretch of the epochs that begins at `number *
        size`."""
        picked: list[tuple[int, int]] = []
        position, end = number * size, (number + 1) * size
        while position < end:
            epoch, offset = divmod(position, self.epoch_length)
            stretch = self._epoch(epoch)[offset : offset + end - position]
            picked += stretch
            position += len(stretch)
        return [(self._sources[s], self._sources[s].pairs[i]) for s, i in picked]

    def _epoch(self, number: int) -> list[tuple[int, int]]:
        rng = random.Random(f"{self._seed}/{number}")
        order: list[tuple[int, int]] = []
        for index, source in enumerate(self._sources):
            whole, part = int(source.weight), int(len(source.pairs) * (source.weight % 1))
            everything = range(len(source.pairs))
            for chosen in (*[everything] * whole, rng.sample(everything, part)):
                order += [(index, i) for i in chosen]
        if not order:
            order = [(index, rng.randrange(len(source.pairs))) for index, source in enumerate(self._sources)]
        rng.shuffle(order)
        return order
