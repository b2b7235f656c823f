"""Compare texts without minding what does not matter: normal form, case, tone placement, kinds of marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLD_TONE = {
    f"{accented}{plain}": f"{bare}{toned}"
    for accented, bare, plain, toned_forms in (
        ("òóỏõọ", "o", "a", "àáảãạ"),
        ("òóỏõọ", "o", "e", "èéẻẽẹ"),
        ("ùúủũụ", "u", "y", "ỳýỷỹỵ"),
    )
    for accented, toned in zip(accented, toned_forms, strict=True)
}
_TONE = re.compile("|".join(_OLD_TONE))
_MARKS = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛ʼ′`", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"Ð": "đ", "ð": "đ"}
)
_BLANKS = re.compile(r"\s*-\s*|\s+")
_DIACRITIC_D = str.maketrans("đĐ", "dD")


@lru_cache(maxsize=1 << 15)  # candidates differ in a few words, and each is searched for every term
def fold(text: str) -> str:
    """Return `text` as verification compares it.

    Folded are: normal form (NFC), case, the place of the tone mark (hoà/hòa, uỷ/ủy), kinds of quotation
    marks, apostrophes and dashes, blanks around a dash, runs of white space, and the Icelandic Ð that
    stands for Đ in old files.
    """
    folded = unicodedata.normalize("NFC", text).translate(_MARKS).casefold()
    folded = _TONE.sub(lambda match: _OLD_TONE[match[0]], unicodedata.normalize("NFC", folded))
    return _BLANKS.sub(lambda match: "-" if "-" in match[0] else " ", folded).strip()


def fold_form(form: str) -> str:
    """Return an English form as the loader compares forms of entries: case, marks, hyphens folded."""
    if form.replace(" ", "").isalnum():
        return form.casefold()  # nearly all forms; the rest costs five times as much
    return " ".join(form.translate(_MARKS).casefold().replace("-", " ").replace('"', "").split())


def occurrences(needle: str, haystack: str) -> Iterator[Span]:
    """Find `needle` in `haystack`, both folded, at word boundaries only."""
    if not needle:
        return
    start = haystack.find(needle)
    while start >= 0:
        end = start + len(needle)
        opens = start == 0 or not (_is_word(haystack[start - 1]) and _is_word(needle[0]))
        closes = end == len(haystack) or not (_is_word(haystack[end]) and _is_word(needle[-1]))
        if opens and closes:
            yield Span(start, end)
        start = haystack.find(needle, start + 1)


def contains(text: str, part: str) -> bool:
    """Say whether `part` stands in `text` as whole words, whatever folding ignores."""
    return next(occurrences(fold(part), fold(text)), None) is not None


def without_diacritics(text: str) -> str:
    """Return Vietnamese `text` as the English press writes it: Nguyễn Công Khuê → Nguyen Cong Khue."""
    decomposed = unicodedata.normalize("NFD", text.translate(_DIACRITIC_D))
    return unicodedata.normalize(
        "NFC", "".join(character for character in decomposed if not unicodedata.combining(character))
    )


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) != 0
