"""Sources with more pieces than a model has positions: split at clause boundaries, never cut."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BOUNDARIES = (
    re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+"),
    re.compile(r"(?<=[;:])\s+|\s+(?=[—–]\s)|\s+(?=-\s)"),
    re.compile(r"(?<=,)\s+(?=(?:and|or|but|so|while|whereas|which|who|where|when|that|và|hoặc|nhưng|mà)\b)"),
    re.compile(r"(?<=,)\s+"),
    re.compile(r"\s+(?=(?:and|or|but|while|because|which|who|that|thereby|và|hoặc|nhưng|vì|để)\s)"),
    re.compile(r"\s+"),
    re.compile(r"(?<=.)(?=.)", re.DOTALL),
)
"""Where a text may be split, best first: sentences, clauses, commas, conjunctions, words, characters."""

_MARK = re.compile(r"⟪[^⟪⟫]*⟫|⟦\d+⟧")


def split_source(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Split a text into parts that fit: into its sentences, and those into as few and even parts as can be.

    A term annotation `⟪ … ⟫` and a placeholder `⟦1⟧` stay whole as long as they fit themselves.

    Args:
        text: the source.
        fits: says whether the model can read a part.

    Returns:
        The parts with the white space between them; joined they are `text`.
    """
    return list(_split(text, fits, 0))


def _split(text: str, fits: Callable[[str], bool], level: int) -> Iterator[str]:
    if fits(text) or len(text) < 2:
        yield text
        return
    for rank in range(level, len(BOUNDARIES)):
        cuts = _cuts(text, BOUNDARIES[rank], whole_marks=rank < len(BOUNDARIES) - 1)
        if cuts and rank == 0:  # models are trained on sentences: each one by itself
            for start, end in pairwise((0, *cuts, len(text))):
                yield from _split(text[start:end], fits, level + 1)
            return
        if cuts:
            middle = min(cuts, key=lambda cut: abs(2 * cut - len(text)))
            yield from _split(text[:middle], fits, level)
            yield from _split(text[middle:], fits, level)
            return


def _cuts(text: str, boundary: re.Pattern[str], *, whole_marks: bool) -> Sequence[int]:
    """Return the positions after each boundary that leave something on both sides and no mark broken."""
    marks = [match.span() for match in _MARK.finditer(text)] if whole_marks else []
    return [
        end
        for end in (match.end() for match in boundary.finditer(text))
        if text[:end].strip() and text[end:].strip() and not any(start < end < stop for start, stop in marks)
    ]


def _goes_on(target: str) -> bool:
    return target[:1].islower() or target.startswith(("- ", "– ", "— "))


def join_targets(targets: Sequence[str], sources: Sequence[str] = ()) -> str:
    """Join the translations of parts with blanks; a full stop that the model set between parts is taken back.

    Only a lone stop before a small letter or a dash is taken: the part before was no whole sentence. A stop that the
    part's source has stays, where `sources` are given.
    """
    joined, stops = "", False
    for number, target in enumerate(target.strip() for target in targets):
        if not target:
            continue
        if joined.endswith(".") and not joined.endswith("..") and not stops and _goes_on(target):
            joined = joined[:-1]
        joined += f" {target}" if joined else target
        stops = sources[number].rstrip().endswith(".") if sources else False
    return joined
