"""Where no term may be found: addresses, code, the marks of the protocol, what the caller protects."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_URL = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,8}(?:vn|com|org|net|gov|edu|info)\b(?:/\S*)?|`[^`\n]+`"
)
_URL_HINTS = ("://", "www.", "@", ".vn", ".com", ".org", ".net", ".gov", ".edu", ".info", "`")
_PROTOCOL = re.compile(r"⟦\d⟧|⟪[^⟫]*⟫")
_PROTOCOL_HINTS = ("⟦", "⟪")


def barred_spans(text: str, protected: Sequence[Span]) -> list[Span]:
    """Return where no term may be: protected spans, URLs, code, the protocol's marks; sorted and apart."""
    spans = [span for span in protected if span.start < span.end]
    if any(hint in text for hint in _URL_HINTS):
        spans += (Span(*match.span()) for match in _URL.finditer(text))
    if any(hint in text for hint in _PROTOCOL_HINTS):
        spans += (Span(*match.span()) for match in _PROTOCOL.finditer(text))
    barred: list[Span] = []
    for span in sorted(spans):
        if barred and span.start <= barred[-1].end:
            barred[-1] = Span(barred[-1].start, max(barred[-1].end, span.end))
        else:
            barred.append(span)
    return barred


def meets(span: Span, barred: Sequence[Span], starts: Sequence[int]) -> bool:
    """Say whether `span` overlaps one of `barred`, whose starts are given, too; by bisection."""
    index = bisect_left(starts, span.end)
    return index > 0 and barred[index - 1].end > span.start
