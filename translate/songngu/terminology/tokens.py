"""Cut English text into the tokens that terms are compared by; punctuation that terms may vary in disappears.

Gone are quotation marks, hyphens inside compounds, the stop of an abbreviation that the termbase knows, and
the comma before "and" or "or". What remains between two words keeps them from being one term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from songngu.terminology import english

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

POSSESSIVE = "'s"
_TOKEN = re.compile(
    r"""(?:[A-Za-z]\.){2,}                                # U.S.
    | \d+(?:[.,]\d+)+                                     # 5,000
    | [^\W_]+(?:['’ʼ](?![sS]\b)[^\W_]+)*                  # word, O'Brien
    | ['’ʼ][sS]\b                                         # possessive
    | \n[^\S\n]*\n                                        # end of paragraph
    | \S""",
    re.VERBOSE,
)
_QUOTES = '"“”„«»‘'


@dataclass(slots=True)
class Tokens:
    """Tokens of one text, column by column: code, start and end of each."""

    codes: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def pop(self) -> int:
        """Drop the last token and return its start."""
        self.codes.pop()
        self.ends.pop()
        return self.starts.pop()


class Coder(dict[str, int]):
    """A token → the number of its key, remembered; keys that no term has share number 0.

    Marks that need the context are negative. While it is `learning`, a new key gets the next number.

    Args:
        key: gives the key that the forms of a word share.
    """

    QUOTE, APOSTROPHE, DASH, COMMA, STOP, CONJUNCTION = -1, -2, -3, -4, -5, -6
    _MARKS: ClassVar[dict[str, int]] = (
        dict.fromkeys(_QUOTES, QUOTE)
        | dict.fromkeys("'’ʼ", APOSTROPHE)
        | dict.fromkeys("-‐‑–", DASH)
        | {",": COMMA, ".": STOP}
        | dict.fromkeys(("and", "And", "AND", "or", "Or", "OR", "&"), CONJUNCTION)
    )
    _LIMIT = 200_000

    def __init__(self, key: Callable[[str], str]) -> None:
        self.learning = True
        self._key = key
        self._numbers: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        code = self._MARKS.get(token) or self.number(token)
        if len(self) < self._LIMIT:  # a text without end must not fill the memory
            self[token] = code
        return code

    def number(self, token: str) -> int:
        """Return the number of a token's key, whatever mark the token is."""
        key = "and" if token == "&" else self._key(token)
        if self.learning:
            return self._numbers.setdefault(key, len(self._numbers) + 1)
        return self._numbers.get(key, 0)


def tokenize(text: str, coder: Coder, abbreviations: Collection[str]) -> Tokens:
    """Return the tokens of `text`, in time linear in its length."""
    tokens = Tokens()
    codes, starts, ends = tokens.codes, tokens.starts, tokens.ends
    joins = False
    for match in _TOKEN.finditer(text):
        token = match[0]
        code = coder[token]
        start, end = match.span()
        if joins:
            joins = False
            if code >= 0 and token[0].isalpha():
                start = tokens.pop()
                code = coder[text[start : end - len(token) - 1] + token]
        if code < 0:
            if code == Coder.QUOTE:
                continue
            if (
                code == Coder.DASH
                and start > 0
                and end < len(text)
                and text[start - 1].isalnum()
                and text[end].isalnum()
            ):
                joins = text[starts[-1] : ends[-1]].casefold() in english.PREFIXES
                continue
            if (
                code == Coder.STOP
                and codes
                and ends[-1] == start
                and text[starts[-1] : start].casefold() in abbreviations
            ):
                ends[-1] = end
                continue
            if code == Coder.APOSTROPHE:
                # "deputies' delegation", not the end of a 'quotation'.
                is_plural = start > 0 and text[start - 1] in "sS" and text[end : end + 1] == " "
                if not is_plural or text.rfind("'", max(0, start - 80), start) >= 0:
                    continue
                code = coder[POSSESSIVE]
            elif code == Coder.CONJUNCTION:
                if codes and text[starts[-1] : ends[-1]] == ",":
                    tokens.pop()
                code = coder.number(token)
            else:
                code = coder.number(token)
        codes.append(code)
        starts.append(start)
        ends.append(end)
    return tokens
