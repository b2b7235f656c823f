"""Where the terms of a segment stand in its source and in its target, for marking them on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.terminology.base import Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text, plain or a term.

    Attributes:
        text: the stretch.
        term: base form of the term in it; "" for plain text.
        rendering: the rendering wanted.
        state: `kept`, `missed` or `forbidden`; "" for plain text.
    """

    text: str
    term: str = ""
    rendering: str = ""
    state: str = ""


def mark_source(source: str, verdicts: Sequence[Verdict]) -> list[Mark]:
    """Mark the terms of a source with what became of them."""
    found = [
        (verdict.match.span, verdict, "kept" if verdict.kept else "missed")
        for verdict in verdicts
        if verdict.match.span.of(source) == verdict.match.text
    ]
    return _cut(source, found)


def mark_target(target: str, verdicts: Sequence[Verdict]) -> list[Mark]:
    """Mark the renderings that a target has, and the forbidden ones; longer renderings first."""
    wanted = [
        *((text, verdict, "forbidden") for verdict in verdicts for text in verdict.forbidden),
        *(
            (text, verdict, "kept")
            for verdict in verdicts
            if verdict.kept
            for text in (verdict.match.target, *verdict.match.entry.renderings)
        ),
    ]
    found: list[tuple[Span, Verdict, str]] = []
    done: set[int] = set()
    lowered = target.casefold() if len(target.casefold()) == len(target) else target.lower()
    for text, verdict, state in sorted(wanted, key=lambda each: -len(each[0])):
        span = _place(lowered, text.casefold(), [other for other, _, _ in found])
        if span is not None and id(verdict) not in done:
            done.add(id(verdict))
            found.append((span, verdict, state))
    return _cut(target, found)


def _place(text: str, wanted: str, taken: Sequence[Span]) -> Span | None:
    start = text.find(wanted)
    while start >= 0:
        span = Span(start, start + len(wanted))
        whole = not (text[:start][-1:].isalnum() or text[span.end : span.end + 1].isalnum())
        if whole and not overlaps_any(span, taken):
            return span
        start = text.find(wanted, start + 1)
    return None


def _cut(text: str, found: Sequence[tuple[Span, Verdict, str]]) -> list[Mark]:
    marks: list[Mark] = []
    position = 0
    for span, verdict, state in sorted(found, key=lambda each: each[0]):
        if span.start < position or span.end > len(text):
            continue
        if span.start > position:
            marks.append(Mark(text[position : span.start]))
        marks.append(Mark(span.of(text), verdict.match.entry.source, verdict.match.target, state))
        position = span.end
    if position < len(text):
        marks.append(Mark(text[position:]))
    return marks
