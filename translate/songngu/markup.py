"""Inline markup around words: taken off before translation, put back around their counterpart after it.

A small model loses or misplaces the two placeholders of `**four on-the-spot**`; it translates the bare words well.
So pairs are lifted off, the words between them are looked for in the translation, and a pair that finds no place
is reported instead of being guessed. What stands alone (code, URLs, images) is not touched here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG = re.compile(r"<([A-Za-z][\w-]*)[^>]*>$")
_EDGE = re.compile(r"^[\s“‘(\[]*|[\s.,;:!?…”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Pair:
    """Markup that opens and closes around words.

    Attributes:
        opening: e.g. `**`, `[` or `<b>`.
        closing: e.g. `**`, `](https://example.org)` or `</b>`.
        inner: where the words between them stand in the lifted text.
    """

    opening: str
    closing: str
    inner: Span


@dataclass(frozen=True, slots=True)
class Lifted:
    """A text without its paired markup.

    Attributes:
        text: the words.
        protected: what else is protected, in places of `text`.
        pairs: the markup taken off, in order of its opening.
    """

    text: str
    protected: tuple[Span, ...]
    pairs: tuple[Pair, ...]


def lift(text: str, protected: Sequence[Span]) -> Lifted:
    """Take paired markup off a text.

    Args:
        text: text with inline markup as written.
        protected: spans of markup and of other things that stay as they are, sorted, disjoint.
    """
    closers = _partners(text, protected)
    dropped = {*closers, *closers.values()}
    kept = [span for number, span in enumerate(protected) if number not in dropped]

    def moved(position: int) -> int:
        return position - sum(
            max(0, min(position, protected[number].end) - protected[number].start) for number in dropped
        )

    pieces: list[str] = []
    position = 0
    for number in sorted(dropped):
        pieces.append(text[position : protected[number].start])
        position = protected[number].end
    pieces.append(text[position:])
    pairs = tuple(
        Pair(
            protected[first].of(text),
            protected[last].of(text),
            Span(moved(protected[first].end), moved(protected[last].start)),
        )
        for first, last in sorted(closers.items())
    )
    return Lifted("".join(pieces), tuple(Span(moved(s.start), moved(s.end)) for s in kept), pairs)


def put_around(
    target: str, pairs: Sequence[Pair], renderings: Sequence[str], source: str
) -> tuple[str, list[str]]:
    """Put markup around the renderings of the words that it stood around.

    Args:
        target: the translation of the lifted text.
        pairs: the markup taken off.
        renderings: for each pair, the translation of its words.
        source: the lifted text.

    Returns:
        The translation with markup, and the markup that found no place, as `**…**`.
    """
    lost: list[str] = []
    places: list[tuple[int, int, Pair]] = []
    for pair, rendering in zip(pairs, renderings, strict=True):
        found = _place(target, _bare(rendering), pair, source)
        if found is None or any(_crosses(found, Span(start, end)) for start, end, _ in places):
            lost.append(f"{pair.opening}…{pair.closing}")
        else:
            places.append((found.start, found.end, pair))
    inserts = [(start, 1, -end, pair.opening) for start, end, pair in places]
    inserts += [(end, 0, -start, pair.closing) for start, end, pair in places]
    for position, _, _, markup in sorted(inserts, reverse=True):
        target = target[:position] + markup + target[position:]
    return target, lost


def _partners(text: str, protected: Sequence[Span]) -> dict[int, int]:
    """Return the number of the closing span for the number of each opening one."""
    partners: dict[int, int] = {}
    waiting: list[tuple[int, str]] = []
    for number, span in enumerate(protected):
        markup = span.of(text)
        match = next(
            (index for index in range(len(waiting) - 1, -1, -1) if _closes(waiting[index][1], markup)), None
        )
        if match is not None:
            partners[waiting[match][0]] = number
            del waiting[match:]
        else:
            waiting.append((number, markup))
    return {
        first: last
        for first, last in partners.items()
        if text[protected[first].end : protected[last].start].strip()
    }


def _closes(opening: str, markup: str) -> bool:
    tag = _TAG.match(opening)
    if tag:
        return markup == f"</{tag[1]}>"
    if opening == "[":
        return markup.startswith("]")
    return opening == markup and not opening.strip("*_~")


def _bare(text: str) -> str:
    return _EDGE.sub("", _EDGE.sub("", text))


def _place(target: str, wanted: str, pair: Pair, source: str) -> Span | None:
    """Find the words in the target; of several places the one that lies as far along as in the source."""
    if len(_bare(source)) == len(_bare(source[pair.inner.start : pair.inner.end])):
        core = _bare(target)
        start = target.find(core)
        return Span(start, start + len(core)) if core else None
    if not wanted:
        return None
    found = [
        Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", target, re.IGNORECASE)
    ]
    relative = pair.inner.start / max(1, len(source))
    return min(found, key=lambda span: abs(span.start / max(1, len(target)) - relative), default=None)


def _crosses(one: Span, other: Span) -> bool:
    """Say whether two ranges overlap without one lying in the other."""
    inside = (one.start >= other.start and one.end <= other.end) or (
        other.start >= one.start and other.end <= one.end
    )
    return one.overlaps(other) and (one == other or not inside)
