"""Words that a model wrote twice: `quân dân quân dân`, `Nhà nước, Nhà nước`, `“tự chuyển hóa” và “tự chuyển hóa”`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from songngu.function_words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SYLLABLE = r"[^\W\d_]+"
_PHRASE = rf"(?<!\w)(?P<phrase>{_SYLLABLE}(?:[ -]{_SYLLABLE}){{1,11}}?)"
_FOLLOWS = r"(?=[,.;:!?…)”]|$| và | - )"
_IN_A_ROW = re.compile(rf"{_PHRASE}(?: (?P=phrase))+(?!\w)", re.IGNORECASE)
_IN_A_LIST = re.compile(rf"{_PHRASE}(?:[,;] (?P=phrase))+{_FOLLOWS}", re.IGNORECASE)
_WITH_DASHES = re.compile(rf"{_PHRASE}(?: - (?P=phrase))+(?!\w)(?! [^\W\d_][^\s]* - )", re.IGNORECASE)
_QUOTED = re.compile(r"(?P<phrase>“[^“”]+”)(?:(?:,| và|, và) (?P=phrase))+", re.IGNORECASE)
_TRIPLE = re.compile(rf"(?<!\w)(?P<phrase>{_SYLLABLE})(?: (?P=phrase)){{2,}}(?!\w)", re.IGNORECASE)
_SOURCE = re.compile(
    r"\b(\w{2,}(?: \w+){0,4})(?:[,;!.]? (?:and |by |after |to |in |or |for |is |upon )?|-)\1\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_AGAIN = 4  # syllables; right translations repeat three five times as often
_STEM = 5  # letters: "nation" and "national" are one
_MEMBER = re.compile(rf"“?{_SYLLABLE}(?: {_SYLLABLE}){{0,5}}”?")
_SHORTEST_LIST = 4
_ALWAYS_DOUBLED = "chằm dần mãi luôn đời ngày từ khăng rưng ầm xa ùn thường đùng rầm song vân"
_REDUPLICATED = frozenset(_ALWAYS_DOUBLED.split())
_WORDS_FOR_PAIRS = "vừa càng cũng thì một hai ba bốn năm sáu bảy tám chín mười"
_CORRELATIVES = frozenset(_WORDS_FOR_PAIRS.split())


def repetitions(target: str) -> Iterator[re.Match[str]]:
    """Find phrases of two or more syllables written twice in a row, and single syllables three times.

    The group `phrase` is what was repeated. Found are `quân dân quân dân`, `Nhà nước, Nhà nước,` (the second
    at the end of a member of the list: `chủ nghĩa thực dân, chủ nghĩa thực dân mới` is no repetition) and
    `kinh tế - kinh tế`, and what stands in quotation marks twice. Not found are reduplications, which are one
    syllable twice (`dần dần`, `xa xa`), phrases with a correlative or a number (`cứ mười một hộ có một hộ có
    xe`), and names joined by a dash (`Hữu Nghị - Hữu Nghị Quan`).
    """
    for pattern in (_IN_A_ROW, _IN_A_LIST, _WITH_DASHES):
        for match in pattern.finditer(target):
            syllables = re.split("[ -]", match["phrase"].lower())
            place = pattern is _WITH_DASHES and match["phrase"][0].isupper()
            if len(set(syllables)) > 1 and not place and _CORRELATIVES.isdisjoint(syllables):
                yield match
    yield from _QUOTED.finditer(target)
    yield from (match for match in _TRIPLE.finditer(target) if match["phrase"].lower() not in _CORRELATIVES)


def source_repeats(source: str) -> bool:
    """Say whether the English says something twice itself: `again and again`, `step by step`."""
    return _SOURCE.search(source) is not None


def said_again(source: str, target: str) -> str:
    """Return the longest phrase of `_AGAIN` syllables or more that comes more often than any content word of the
    source does, "" if there is none: nothing asks for it.
    """
    content = [
        word for word in _WORD.findall(source.lower()) if word not in FUNCTION_WORDS["en"] and len(word) > 2
    ]
    asked_for = max(Counter(word[:_STEM] for word in content).values(), default=1)
    words = _WORD.findall(target.lower())
    found, length = "", _AGAIN
    while phrase := _said_more_often(words, length, asked_for):
        found, length = phrase, length + 1
    return found


def _said_more_often(words: Sequence[str], length: int, times: int) -> str:
    """Return the first phrase of `length` words that stands more than `times` times without overlap."""
    places: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(words) - length + 1):
        phrase = tuple(words[start : start + length])
        starts = places.setdefault(phrase, [])
        if not starts or starts[-1] + length <= start:
            starts.append(start)
        if len(starts) > times:
            return " ".join(phrase)
    return ""


def repeated_members(source: str, target: str) -> str:
    """Leave out members of a list that stood in it before: `sở, ngành, ban, ngành` → `sở, ngành, ban`.

    Only members of up to six words in lower case without digits, with nothing but such members between:
    `xã Yên Khoái, tỉnh Lạng Sơn, xã Hữu Liên, tỉnh Lạng Sơn` stays. Does nothing when the source repeats
    something itself.
    """
    parts = target.split(", ")
    if len(parts) < _SHORTEST_LIST or source_repeats(source):
        return target
    kept: list[str] = []
    seen: set[str] = set()
    for part in parts[:-1]:  # the last goes on to the end of the sentence
        is_member = part.islower() and _MEMBER.fullmatch(part) is not None
        if is_member and part in seen:
            continue
        seen = seen | {part} if is_member else set()
        kept.append(part)
    return ", ".join([*kept, parts[-1]])


def repetition(source: str, target: str) -> str:
    """Write a phrase once that the model wrote twice or more in a row.

    Only phrases of two or more different syllables and triples of one syllable: Vietnamese doubles single
    syllables by right (`dần dần`, `ngày ngày`), and `chằm chằm chằm` becomes `chằm chằm`. A full name twice
    in a list stays for the reviewer, because the model may have put it in place of another. Does nothing when
    the source repeats something itself.
    """
    if source_repeats(source):
        return target
    found = next((match for match in repetitions(target) if not _is_name(match["phrase"])), None)
    if found is None:
        return target
    once = found["phrase"]
    if once.lower() in _REDUPLICATED:
        once = f"{once} {once.lower()}"
    return repetition(source, target[: found.start()] + once + target[found.end() :])


def _is_name(phrase: str) -> bool:
    return phrase.istitle() and not phrase.isalpha()
