"""Sentence alignment: which lines of one text belong to which lines of another.

Two texts that say the same are often cut differently. Before they can be scored against each other, lines
must be joined until both sides have the same pieces. Three roads, the surest first:

- `resegment`: the same text with other line ends. Exact, by counting characters.
- `align(..., same_language=True)`: two wordings in one language. Lengths, and every word is an anchor.
- `align(...)`: two languages. Lengths, and as anchors numbers, names without diacritics, and punctuation.

Source: Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics
19(1), 1993, for the length model and the search; anchors as in
Varga et al. 2005 (hunalign), weighted by rarity.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from math import erfc, log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIANCE = 6.8
"""Variance of the target length per source character (Gale and Church 1993, section 3.2)."""

ANCHOR_WEIGHT = 2.0
EDGE_WEIGHT = 2.5
"""Cost of sides that begin or end differently: capital against small letter, full stop against comma."""

LONGEST_RUN = 6
BAND = 25

_PRIOR_ONE = 0.89
_PRIOR_NONE = 0.005
_PRIOR_TWO = 0.045
_PRIOR_FALL = 0.4
_PRIOR_CROSS = {(2, 2): 0.011, (2, 3): 0.004, (3, 2): 0.004}
_LEAST_PROBABILITY = 1e-12

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = {"?": "?", "!": "!", ";": ";", "(": "(", '"': '"', "“": '"', "«": '"'}
_ENDS = {"stop": (".", "?", "!", "…"), "comma": (",", ";", ":", "-")}


@dataclass(frozen=True, slots=True)
class Bead:
    """Lines that belong together: `[left_start, left_end)` and `[right_start, right_end)`."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int

    @property
    def is_complete(self) -> bool:
        """Both sides have a line."""
        return self.left_start < self.left_end and self.right_start < self.right_end

    def links(self) -> set[tuple[int, int]]:
        """Return the pairs of lines that the bead links."""
        return {
            (left, right)
            for left in range(self.left_start, self.left_end)
            for right in range(self.right_start, self.right_end)
        }


def resegment(left: Sequence[str], right: Sequence[str]) -> list[Bead] | None:
    """Align two segmentations of one text; None when the texts differ in more than white space."""
    ends_left, ends_right = _ends(left), _ends(right)
    if "".join("".join(left).split()) != "".join("".join(right).split()):
        return None
    beads: list[Bead] = []
    start_left = start_right = i = j = 0
    while i < len(left) and j < len(right):
        if ends_left[i] == ends_right[j]:
            i, j = i + 1, j + 1
            beads.append(Bead(start_left, i, start_right, j))
            start_left, start_right = i, j
        elif ends_left[i] < ends_right[j]:
            i += 1
        else:
            j += 1
    return beads


def _ends(lines: Sequence[str]) -> list[int]:
    total, ends = 0, []
    for line in lines:
        total += len("".join(line.split()))
        ends.append(total)
    return ends


def align(left: Sequence[str], right: Sequence[str], *, same_language: bool = False) -> list[Bead]:
    """Align the lines of two texts, in order, without crossings.

    Args:
        left: lines of the first text.
        right: lines of the second text.
        same_language: every word is an anchor, not only those that survive translation.

    Returns:
        Beads that cover every line of both texts once. A line without a counterpart has a bead with an empty
        side.
    """
    if not left or not right:
        return [Bead(0, len(left), 0, len(right))] if left or right else []
    return _Search(left, right, same_language).run()


@dataclass(frozen=True, slots=True)
class _Run:
    """The anchors of consecutive lines and what they weigh together."""

    anchors: Counter[str]
    weight: float


class _Search:
    """Dynamic programming over beads, in a band around the diagonal."""

    def __init__(self, left: Sequence[str], right: Sequence[str], same_language: bool) -> None:
        self.lengths = (_cumulated(left), _cumulated(right))
        self.ratio = max(1, self.lengths[1][-1]) / max(1, self.lengths[0][-1])
        self.anchors = tuple([_anchors(line, same_language) for line in lines] for lines in (left, right))
        documents = Counter(anchor for side in self.anchors for line in side for anchor in line)
        total = len(left) + len(right)
        self.weights = {
            anchor: log(1 + total / count) / log(1 + total) for anchor, count in documents.items()
        }
        self.edges = tuple([_edges(line) for line in lines] for lines in (left, right))
        # Where every word is an anchor, words say more than the marks at the edges.
        self.edge_weight = 0.0 if same_language else EDGE_WEIGHT
        self.steps = _steps()
        self.runs: dict[tuple[int, int, int], _Run] = {}

    def run(self) -> list[Bead]:
        rows, columns = len(self.anchors[0]), len(self.anchors[1])
        half = BAND + abs(rows - columns)
        best: dict[tuple[int, int], float] = {(0, 0): 0.0}
        came: dict[tuple[int, int], tuple[int, int]] = {}
        for i in range(rows + 1):
            centre = i * columns // rows
            for j in range(max(0, centre - half), min(columns, centre + half) + 1):
                for (down, across), penalty in self.steps.items():
                    before = best.get((i - down, j - across))
                    if before is None:
                        continue
                    cost = before + penalty + self._cost(i - down, i, j - across, j)
                    if cost < best.get((i, j), float("inf")):
                        best[i, j], came[i, j] = cost, (down, across)
        beads = []
        i, j = rows, columns
        while (i, j) != (0, 0):
            down, across = came[i, j]
            beads.append(Bead(i - down, i, j - across, j))
            i, j = i - down, j - across
        return beads[::-1]

    def _cost(self, i: int, i_end: int, j: int, j_end: int) -> float:
        """Return the cost of a bead beside its prior: unlikely lengths, anchors without a counterpart."""
        left = self.lengths[0][i_end] - self.lengths[0][i]
        right = self.lengths[1][j_end] - self.lengths[1][j]
        if i == i_end or j == j_end:
            alone = self._joined(0, i, i_end) if j == j_end else self._joined(1, j, j_end)
            return ANCHOR_WEIGHT * alone.weight
        expected = left * self.ratio
        deviation = abs(right - expected) / sqrt(VARIANCE * max(1.0, (left + right / self.ratio) / 2))
        # Two-sided tail of the normal distribution.
        unlikely = -log(max(_LEAST_PROBABILITY, erfc(deviation / sqrt(2))))
        first, second = self._joined(0, i, i_end), self._joined(1, j, j_end)
        apart = first.weight + second.weight - 2 * self._shared(first.anchors, second.anchors)
        begin = self.edges[0][i][0] != self.edges[1][j][0]
        end = self.edges[0][i_end - 1][1] != self.edges[1][j_end - 1][1]
        return unlikely + ANCHOR_WEIGHT * apart + self.edge_weight * (begin + end)

    def _joined(self, side: int, start: int, end: int) -> _Run:
        """Return the anchors of some lines together; every run of lines is met many times."""
        known = self.runs.get((side, start, end))
        if known is None:
            anchors: Counter[str] = sum(self.anchors[side][start + 1 : end], self.anchors[side][start])
            known = self.runs[side, start, end] = _Run(anchors, self._weight(anchors))
        return known

    def _shared(self, first: Counter[str], second: Counter[str]) -> float:
        if len(first) > len(second):
            first, second = second, first
        return sum(
            self.weights[anchor] * min(count, second[anchor])
            for anchor, count in first.items()
            if anchor in second
        )

    def _weight(self, anchors: Counter[str]) -> float:
        return sum(self.weights[anchor] * count for anchor, count in anchors.items())


def _steps() -> dict[tuple[int, int], float]:
    """Return the kinds of bead with their cost, −log of the prior probability."""
    priors = {(1, 1): _PRIOR_ONE, (1, 0): _PRIOR_NONE, (0, 1): _PRIOR_NONE, **_PRIOR_CROSS}
    for run in range(2, LONGEST_RUN + 1):
        priors[1, run] = priors[run, 1] = _PRIOR_TWO * _PRIOR_FALL ** (run - 2)
    return {kind: -log(prior) for kind, prior in priors.items()}


def _cumulated(lines: Sequence[str]) -> list[int]:
    return [0, *_ends(lines)]


def _anchors(line: str, same_language: bool) -> Counter[str]:
    """Return what of a line can be found again in its counterpart."""
    found = Counter(re.sub(r"[.,]", "", match[0]) for match in _NUMBER.finditer(line))
    found.update(_MARKS[mark] for mark in line if mark in _MARKS)
    for match in _WORD.finditer(line):
        word = match[0]
        if same_language:
            found[word.casefold()] += 1
        elif match.start() > 0 and word[0].isupper() and len(word) > 1:
            found[_plain(word)] += 1
    return found


def _edges(line: str) -> tuple[bool, str]:
    """Return how a line begins (with a small letter?) and ends (stop, comma, nothing)."""
    bare = line.strip().rstrip("\"'”’»)")
    end = next((name for name, marks in _ENDS.items() if bare.endswith(marks)), "")
    first = next((letter for letter in line if letter.isalnum()), "")
    return first.islower(), end


def _plain(word: str) -> str:
    """Return a word without diacritics, in small letters: `Lạng` and `Lang` are one anchor."""
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
