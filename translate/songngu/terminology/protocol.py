"""The inline protocol by which the shipped model is told which rendering a term must have.

Source: Dinu et al., "Training Neural Machine Translation to Apply Terminology Constraints", ACL 2019. The
model was trained on `⟪ source ｜ target ⟫` ("render it so") and on `⟪ ｜ target ⟫` ("copy this here").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songngu.terminology.base import TermMatch

OPEN, BAR, CLOSE = "⟪", "｜", "⟫"
PLACEHOLDER_OPEN, PLACEHOLDER_CLOSE = "⟦", "⟧"
MARKS = OPEN + BAR + CLOSE + PLACEHOLDER_OPEN + PLACEHOLDER_CLOSE
_PAIR = re.compile(rf"{OPEN}[^{OPEN}{BAR}{CLOSE}]*{BAR}([^{OPEN}{BAR}{CLOSE}]*){CLOSE}")
_MARK = re.compile(rf"\s*[{OPEN}{BAR}{CLOSE}]\s*")
_BEFORE_STOP = re.compile(r" +(?=[,.;:!?)\]”])")


def annotate(text: str, matches: Sequence[TermMatch]) -> str:
    """Return `text` with each match written as `⟪ source ｜ target ⟫`.

    Args:
        text: the source, its own protocol marks already behind placeholders (`placeholders.protect`).
        matches: matches in it that do not overlap.
    """
    return _rewrite(text, matches, lambda match: f"{OPEN} {match.text} {BAR} {match.target} {CLOSE}")


def masked(text: str, matches: Sequence[TermMatch]) -> str:
    """Return `text` with each match replaced by `⟪ ｜ target ⟫`: the model has only the target to copy."""
    return _rewrite(text, matches, lambda match: f"{OPEN} {BAR} {match.target} {CLOSE}")


def strip(text: str) -> str:
    """Return a model's output without marks of the term protocol that it copied by mistake.

    Of a whole `⟪ source ｜ target ⟫` the target stays; single marks vanish. Placeholders stay: they are for
    `placeholders.restore`. A text without marks comes back as it is.
    """
    if not any(mark in text for mark in (OPEN, BAR, CLOSE)):
        return text
    plain = _MARK.sub(" ", _PAIR.sub(lambda match: f" {match[1].strip()} ", text))
    return _BEFORE_STOP.sub("", re.sub(r" {2,}", " ", plain)).strip()


def _rewrite(text: str, matches: Sequence[TermMatch], form: Callable[[TermMatch], str]) -> str:
    pieces: list[str] = []
    position = 0
    for match in sorted(matches, key=lambda match: match.span):
        pieces += (text[position : match.span.start], form(match))
        position = match.span.end
    return "".join((*pieces, text[position:]))
