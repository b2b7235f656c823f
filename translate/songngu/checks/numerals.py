"""The values that a Vietnamese text mentions: figures, scale words, number words, Roman numerals."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

_MONTH_NAMES = "January February March April May June July August September October November December"
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
"""English month names and their numbers."""

_TOKEN = re.compile(r"(?<!⟦)\d+(?:[.,]\d+)*(?!⟧)")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SCALE = re.compile(
    r"\s*(trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b(?:\s+(nghìn|ngàn|triệu|tỷ|tỉ)\b)?(\s+rưỡi\b)?", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:-|–|—|đến|tới|và|hoặc)\s*")
_SCALES = {"trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_UNITS = "không|một mốt giêng nhất|hai nhì đôi|ba|bốn tư|năm lăm nhăm|sáu|bảy bẩy|tám|chín|mười chục||chạp"
_DIGITS = {word: value for value, words in enumerate(_UNITS.split("|")) for word in words.split()}
_NUMBER_WORDS = frozenset({*_DIGITS, *_SCALES, "mươi", "linh", "lẻ", "rưỡi", "phẩy"})
_LONGEST_RUN = 9
_ROMAN = re.compile(r"\b[IVXLC]+\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def readings(target: str) -> set[Decimal]:
    """Return the values of all figures of a Vietnamese text, scale words counted in, and of Roman numerals.

    `3,6 nghìn tỷ` is 3.6 × 10¹²; in `10-15 triệu` the first number is 10 and 10 million.
    """
    values: set[Decimal] = set()
    tokens = list(_TOKEN.finditer(target))
    scales = [_scale(target, token.end()) for token in tokens]
    for index, token in enumerate(tokens):
        scale, half = scales[index]
        follows = index + 1 < len(tokens) and _RANGE.fullmatch(target, token.end(), tokens[index + 1].start())
        for value in _values(token[0]):
            values.add((value + (Decimal("0.5") if half else 0)) * scale)
            if scale == 1 and follows:
                values.add(value * scales[index + 1][0])
    return values | {Decimal(_roman(match[0])) for match in _ROMAN.finditer(target)}


def _values(token: str) -> set[Decimal]:
    if _GROUPED.fullmatch(token):
        return {Decimal(token.replace(".", "").replace(",", "."))}
    if token.count(",") == 1 and "." not in token:
        return {Decimal(token.replace(",", "."))}
    return {Decimal(part) for part in re.split("[.,]", token)}


def _scale(text: str, position: int) -> tuple[int, bool]:
    match = _SCALE.match(text, position)
    if match is None:
        return 1, False
    second = _SCALES[match[2].lower()] if match[2] else 1
    return _SCALES[match[1].lower()] * second, bool(match[3])


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))


def written_numbers(target: str) -> set[Decimal]:
    """Return the values of runs of number words: `hai mươi ba` gives 23 (and 2, 20, 3), `năm nghìn` 5,000."""
    values: set[Decimal] = set()
    run: list[str] = []
    for word in [*re.findall(r"[^\W\d_]+", target.lower()), ""]:
        if word in _NUMBER_WORDS:
            run.append(word)
            continue
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _LONGEST_RUN) + 1):
                values.add(_spoken(run[start:end]))
        run = []
    return values


def _spoken(words: list[str]) -> Decimal:
    """Add up number words: units and tens below a scale word are multiplied by it."""
    if "phẩy" in words:
        point = words.index("phẩy")
        decimals = "".join(str(_DIGITS.get(word, 0)) for word in words[point + 1 :]) or "0"
        return _spoken(words[:point]) + Decimal(f"0.{decimals}")
    total, part, scale = Decimal(0), Decimal(0), 1
    for word in words:
        if word in _DIGITS:
            part += _DIGITS[word]
        elif word == "mươi":
            part *= 10
        elif word == "rưỡi":
            total += Decimal(scale) / 2
        elif word == "trăm":
            part, scale = part * 100, 100
        elif word in _SCALES:
            scale = _SCALES[word]
            total, part = (
                (total + part * scale, Decimal(0)) if part else (max(total, Decimal(1)) * scale, part)
            )
    return total + part
