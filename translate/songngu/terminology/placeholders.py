"""Hide what must not be translated (inline markup, URLs, code) behind `⟦1⟧` … `⟦9⟧`, and put it back.

The model copies nine placeholders. Marks of the protocols in the user's own text are hidden too, so they
survive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any
from songngu.terminology.protocol import MARKS, PLACEHOLDER_CLOSE, PLACEHOLDER_OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 9
_OWN_MARKS = re.compile(rf"[{MARKS}](?:[^\S\n]*\d?[{MARKS}])*")
_PLACEHOLDER = re.compile(rf"\s*{PLACEHOLDER_OPEN}\s*(\d*)\s*{PLACEHOLDER_CLOSE}\s*|\s*[⟦⟧]\s*")
_OPENERS, _CLOSERS = "([{“‘«", ")]}”’».,;:!?…%"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What one placeholder stands for.

    Attributes:
        original: the text hidden.
        tight_left: no white space stood before it.
        tight_right: no white space stood after it.
    """

    original: str
    tight_left: bool
    tight_right: bool


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with placeholders.

    Attributes:
        text: what the model is given.
        hidden: what stands behind `⟦1⟧`, `⟦2⟧` …, in this order.
        left_out: spans asked for that found no free placeholder; they stay in the text as they are.
    """

    text: str
    hidden: tuple[Hidden, ...] = ()
    left_out: tuple[Span, ...] = ()

    @property
    def originals(self) -> tuple[str, ...]:
        """The hidden texts in order."""
        return tuple(hidden.original for hidden in self.hidden)


def protect(text: str, spans: Sequence[Span] = ()) -> Protected:
    """Put placeholders for `spans` and for the protocol marks that `text` has of its own.

    Spans with nothing but white space between share a placeholder. When there are still more than nine, the
    first keep theirs and the rest is left out; protocol marks are never left out: the nearest of them are
    joined, with what lies between.
    """
    own = _merged(text, [Span(*match.span()) for match in _OWN_MARKS.finditer(text)])
    while len(own) > LIMIT:
        nearest = min(range(1, len(own)), key=lambda index: own[index].start - own[index - 1].end)
        own[nearest - 1 : nearest + 1] = [Span(own[nearest - 1].start, own[nearest].end)]
    chosen, left_out = own, []
    for span in _merged(text, [span for span in spans if span.start < span.end]):
        joined = _merged(text, [*chosen, span])
        if len(joined) <= LIMIT:
            chosen = joined
        else:
            left_out.append(span)
    hidden: list[Hidden] = []
    pieces: list[str] = []
    position = 0
    for number, span in enumerate(chosen, start=1):
        pieces += (text[position : span.start], f"{PLACEHOLDER_OPEN}{number}{PLACEHOLDER_CLOSE}")
        hidden.append(
            Hidden(
                span.of(text),
                tight_left=span.start > 0 and not text[span.start - 1].isspace(),
                tight_right=span.end < len(text) and not text[span.end].isspace(),
            )
        )
        position = span.end
    return Protected("".join((*pieces, text[position:])), tuple(hidden), tuple(left_out))


def restore(target: str, protected: Protected) -> tuple[str, list[str]]:
    """Put the hidden texts back into a model's output.

    Blanks that the model adds inside or around a placeholder go where the source had none, and come where
    it had some. A placeholder that appears again, or that was never given, is dropped.

    Returns:
        The text, and the originals that found no place in it, in order.
    """
    pieces: list[str] = []
    position = 0
    used: set[int] = set()
    for match in _PLACEHOLDER.finditer(target):
        pieces.append(target[position : match.start()])
        position = match.end()
        number = int(match[1]) if match[1] else 0
        found = match[0]
        if not 0 < number <= len(protected.hidden) or number in used:
            inside = bool(pieces[-1]) and position < len(target) and target[position] not in _CLOSERS
            pieces.append(" " if inside and found != found.strip() else "")
            continue
        used.add(number)
        hidden = protected.hidden[number - 1]
        before = pieces[-1][-1:] if pieces[-1] else ""
        left = found[: len(found) - len(found.lstrip())]
        right = found[len(found.rstrip()) :]
        if hidden.tight_left:
            left = ""
        elif not left and before and before.isalnum():
            left = " "
        if hidden.tight_right:
            right = ""
        elif not right and target[position : position + 1].isalnum():
            right = " "
        pieces += (left, hidden.original, right)
    pieces.append(target[position:])
    missing = [
        hidden.original for number, hidden in enumerate(protected.hidden, start=1) if number not in used
    ]
    return "".join(pieces), missing


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join spans that overlap or have only white space between."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (overlaps_any(span, merged[-1:]) or not text[merged[-1].end : span.start].strip()):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
