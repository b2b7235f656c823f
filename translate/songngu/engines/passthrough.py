"""Which segments need no model: no words, only codes and addresses, or already in the target language."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from songngu.vietnamese import is_syllable

if TYPE_CHECKING:
    from songngu.languages import LanguagePair

_CODE = re.compile(
    r"""
      `[^`]*`                                      # Markdown code
    | (?:https?://|ftp://|www\.)\S+                # addresses of pages
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                 # addresses of people
    | (?<!\S)[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov|edu|info|int)(?:/\S*)?(?![\w.])
    | (?<!\S)(?:[\\/~$][\w$./\\-]+|[A-Za-z]:\\\S+) # paths, variables
    | (?<!\S)--?[a-z][\w-]*                        # options of commands
    | \b\w*_\w+\b(?:\(\))? | \b\w+\(\)             # identifiers
    | \b\d+(?:/\d+)?/[A-ZĐ\d-]+(?:-[A-ZĐ\d]+)*\b   # numbers of documents: 12/2021/NĐ-CP
    | [⟦⟧]\s*\d*                                   # placeholders
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_LIST = """
    the of and is was were are with for from by that this which has have had will would said its his their
    as been be into under between among who not also
"""
_ENGLISH = frozenset(_ENGLISH_LIST.split())
_MARKED_WORDS = 0.5
_SYLLABLES = 0.75


def needs_translation(text: str, pair: LanguagePair) -> bool:
    """Say whether a segment has to go through the model.

    Segments without words, with nothing but addresses, code and document numbers, and segments that are in
    the target language already pass unchanged.

    Args:
        text: the segment.
        pair: the languages.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", _CODE.sub(" ", text)))
    if all(len(word) == 1 for word in words):  # list labels: "a)", "B.", "I"
        return False
    return not (pair.target.split("-")[0] == "vi" and _is_vietnamese(words))


def _is_vietnamese(words: list[str]) -> bool:
    """Say whether words are Vietnamese: half carry its diacritics, most are syllables, none is English.

    Of short texts every word must be a syllable: "Lạng Sơn Province" is English.
    """
    if any(word.lower() in _ENGLISH for word in words):
        return False
    marked = sum(not word.isascii() and is_syllable(word) for word in words)
    syllables = sum(is_syllable(word) for word in words)
    wanted = len(words) if len(words) < 6 else _SYLLABLES * len(words)
    return marked >= _MARKED_WORDS * len(words) and syllables >= wanted
