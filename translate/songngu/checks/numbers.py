"""Does every number of an English source have a counterpart in the Vietnamese target?"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from songngu.checks.numerals import MONTHS, readings, written_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songngu.checks.base import Evidence

_TOKEN = re.compile(r"(?<![\d⟦])(?!(?<=\d:)00\b)\d+(?:[.,]\d+)*(?!⟧)")
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
}
_SCALE = re.compile(r"[ -](hundred|thousand|million|billion|trillion|quadrillion|bn)\b|(bn)\b")
_RANGE = re.compile(r"\s*(?:-|–|—|to|or|and)\s*(?:[$€£]|USD|VND)?\s*")
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))?(?: ?(?:[-–]|to|and) ?(\d{1,2})(?:[:.](\d{2}))?)? ?([ap])\.?m\b", re.I
)
_MONTH = "|".join(MONTHS)
_DATE = re.compile(rf"\b(?:({_MONTH}) \d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? ({_MONTH}))\b")
_IDIOMS = re.compile(r"\b24/7\b|\b(?:9/11|50/50|4x4)\b")


def numbers(evidence: Evidence) -> Iterator[str]:
    """Report numbers, clock times and months of dates that have no counterpart in the target.

    A wrong number is the costliest slip in a report. Vietnamese forms count (5.000, 3,5, 5 nghìn, năm nghìn,
    thế kỷ XIX, 19 giờ 30, tháng Mười một). Fine where the target says the same without a number (`the 1990s`
    → `thập niên cuối`), rounds, or converts a unit.
    """
    target = evidence.target
    found = readings(target) | written_numbers(target)
    for label, wanted in _wanted(evidence.source):
        if found.isdisjoint(wanted) and not _as_written(label, target) and not _as_clock(label, target):
            yield f"{label} has no counterpart"


def _as_written(label: str, target: str) -> bool:
    """Accept section, version and plate numbers that stand in both texts (`2.4`, `38H-047.15`)."""
    if not re.fullmatch(r"\d+(?:\.\d+)+", label) or re.fullmatch(r"\d{1,3}\.\d{3}", label):
        return False
    return re.search(rf"(?<!\d){re.escape(label)}(?!\d| (?:nghìn|triệu|tỷ))", target) is not None


def _as_clock(label: str, target: str) -> bool:
    """Accept `4.17`, `0600` and `1640` that the target writes as a time of day: `4 giờ 17 phút`, `6 giờ`."""
    time = re.fullmatch(r"(\d{1,2})\.?(\d{2})", label)
    if time is None or int(time[1]) > 23 or int(time[2]) > 59:
        return False
    hour, minute = int(time[1]), int(time[2])
    hours, minutes = f"0?(?:{hour}|{(hour + 12) % 24})", f"0?{minute}" if minute else "(?:0?0)?"
    return re.search(rf"(?<!\d){hours} ?(?:giờ|h|:) ?{minutes}(?!\d)", target) is not None


def _wanted(source: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Yield each number of the source as written, with all values that will do for it."""
    text = _IDIOMS.sub(" ", source)
    for match in _DATE.finditer(text):
        yield match[0], {Decimal(MONTHS[match[1] or match[2]])}
    for match in _CLOCK.finditer(text):
        for hour in filter(None, (match[1], match[3])):
            yield match[0], {Decimal(hour), (Decimal(hour) + 12) % 24}
        for minute in filter(None, (match[2], match[4])):
            if int(minute):
                yield match[0], {Decimal(minute)}
    text = _CLOCK.sub(" ", text)
    tokens = list(_TOKEN.finditer(text))
    for index, match in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        yield match[0], _values(text, match, following)


def _values(text: str, match: re.Match[str], following: re.Match[str] | None) -> set[Decimal]:
    value, own = _value(match[0]), _scale(text, match.end())
    before, after = text[: match.start()], text[match.end() :]
    if own != 1:
        return {value * own}
    values = {value}
    if following is not None and _RANGE.fullmatch(text, match.end(), following.start()):
        values.add(value * _scale(text, following.end()))
    if re.match(r"'?s\b", after):
        values.add(value % 100)
    if re.search(r"\d{4}[-–/]$", before) and value < 100:
        values |= {value + century for century in (1900, 2000)}
    return values


def _value(token: str) -> Decimal:
    plain = token.replace(",", "")
    return Decimal(plain) if plain.count(".") <= 1 else Decimal(plain.replace(".", ""))


def _scale(text: str, position: int) -> int:
    match = _SCALE.match(text, position)
    return _SCALES[match[1] or match[2]] if match else 1
