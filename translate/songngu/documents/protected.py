"""What no translation may change in running text: addresses of the web and of mail, and our own brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>⟪⟫⟦⟧｜“”]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:vn|com|org|net|info|gov|edu)\b(?:/[^\s<>“”]*)?",
    re.IGNORECASE,
)
_PROTOCOL_BRACKET = re.compile("[⟪｜⟫⟦⟧]")
_TRAILING = ".,;:!?…'\"’*_"


def protected_spans(text: str) -> list[Span]:
    """Return the URLs, e-mail addresses and term-protocol brackets (⟪ ｜ ⟫ ⟦ ⟧) of `text`, sorted, disjoint.

    A bracket of the protocol in the user's own text would look like an annotation to the model.
    """
    spans = []
    for match in _ADDRESS.finditer(text):
        end = match.start() + len(_without_tail(match[0]))
        spans.append(Span(match.start(), end))
    spans += [Span(*match.span()) for match in _PROTOCOL_BRACKET.finditer(text)]
    return merge(spans)


def _without_tail(address: str) -> str:
    """Leave out what belongs to the sentence: a final stop, a closing bracket without its opening one."""
    while True:
        shorter = address.rstrip(_TRAILING)
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the same ranges sorted, overlapping ones united, empty ones left out."""
    result: list[Span] = []
    for span in sorted(spans):
        if span.start == span.end:
            continue
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def visible_text(text: str, protected: Iterable[Span]) -> str:
    """Return `text` without its protected spans, trimmed."""
    parts, position = [], 0
    for span in protected:
        parts.append(text[position : span.start])
        position = span.end
    return "".join((*parts, text[position:])).strip()
