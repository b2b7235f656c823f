"""Tell whether a part of a hyphenated English compound still means what it means alone.

The law of "mothers-in-law" and the defence of "self-defence" do not; the flood of "flood-hit", the battalion of
"battalion-level" and the minister of "ex-minister" do. The lists were drawn up from all compounds in the English
side of the in-house corpus of which a part is a term, by what the Vietnamese side has for it. An en dash joins
equals ("logistics–technical") and changes no meaning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songngu.spans import Span

_HYPHENS = ("-", "‐", "‑")
_BEFORE = re.compile(r"([^\W_]+)[-‐‑]\Z")
_AFTER = re.compile(r"[-‐‑]([^\W_]+)")
_REACH = 30  # characters: longer than any word before a hyphen
_CHANGES_NOTHING_BEFORE = frozenset({"cross", "cum", "ex", "once", "then", "turned"})
_CHANGES_NOTHING_AFTER_LIST = """
    borne bound built centric control dependent designate driven elect free friendly held hit intensive led level
    like made maker military only owned poor prevention prone proof protection ready relief repair resistant
    response rich ridden run safety size social specific spiritual stricken strong style taken tolerant torn type
    wide worthy
"""
_CHANGES_NOTHING_AFTER = frozenset(_CHANGES_NOTHING_AFTER_LIST.split())
_PARTICIPLE_OR_ADJECTIVE = re.compile(r".{2,}(?:ed|ing|ic|ical)")


def neighbours(text: str, span: Span) -> tuple[str, str]:
    """Return the words that hyphens join to the words at `span`, before and after; "" where there is none."""
    before = after = None
    if text.endswith(_HYPHENS, 0, span.start):
        before = _BEFORE.search(text, max(0, span.start - _REACH), span.start)
    if text.startswith(_HYPHENS, span.end):
        after = _AFTER.match(text, span.end)
    return before[1] if before else "", after[1] if after else ""


def keeps_meaning_after(word: str) -> bool:
    """Say whether words mean the same behind `word` and a hyphen: "cross-border", "ex-minister"."""
    return word.casefold() in _CHANGES_NOTHING_BEFORE


def keeps_meaning_before(word: str) -> bool:
    """Say whether words mean the same in front of a hyphen and `word`: "storm-battered", "army-run"."""
    word = word.casefold()
    return word in _CHANGES_NOTHING_AFTER or _PARTICIPLE_OR_ADJECTIVE.fullmatch(word) is not None
