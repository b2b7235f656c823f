"""Amounts of money and large numbers that a model copied in English."""

from __future__ import annotations

import re

_SCALES = {"thousand": "nghìn", "million": "triệu", "billion": "tỷ", "trillion": "nghìn tỷ"}
_UNITS = {
    "$": "USD",
    "US$": "USD",
    "USD": "USD",
    "€": "euro",
    "EUR": "euro",
    "VND": "đồng",
    "₫": "đồng",
    "£": "bảng Anh",
}
_NUMBER = r"(?P<number>\d+(?:[.,]\d+)*)"
_SCALE = rf"(?P<scale>{'|'.join(_SCALES)})"
_ANY_SCALE = rf"(?P<scale>{'|'.join([*_SCALES, *reversed(_SCALES.values())])})"
_BEFORE = re.compile(rf"(?<![\w$])(?P<unit>US\$|USD|EUR|VND|[$€£₫]) ?{_NUMBER}(?: {_ANY_SCALE}\b)?(?![\d%])")
_AFTER = re.compile(rf"(?<![\w.,]){_NUMBER} {_SCALE}\b(?: (?P<unit>VND)\b)?")
_VND = re.compile(rf"(?<![\w.,]){_NUMBER} ?(?P<unit>VND)\b")


def money(source: str, target: str) -> str:
    """Write an English amount in Vietnamese order: USD 5 million → 5 triệu USD, VND10 billion → 10 tỷ đồng.

    Only words that stand in the source are touched: the currency before the number (`$5`), the scale word (`5
    million`), `VND` after a Vietnamese number. Does nothing to amounts already in Vietnamese, and nothing to
    other dollars (`A$5`, `S$5`), whose name the sign does not tell.
    """
    target = _BEFORE.sub(lambda match: _amount(match) if _proved(match, source) else match[0], target)
    target = _AFTER.sub(lambda match: _amount(match) if match["scale"] in source else match[0], target)
    return _VND.sub(lambda match: _amount(match) if "VND" in source else match[0], target)


def _proved(match: re.Match[str], source: str) -> bool:
    digits = re.sub(r"\D", "", match["number"])
    return any(
        found["unit"] == match["unit"] and re.sub(r"\D", "", found["number"]) == digits
        for found in _BEFORE.finditer(source)
    )


def _amount(match: re.Match[str]) -> str:
    parts = match.groupdict()
    scale, unit = parts.get("scale") or "", parts.get("unit") or ""
    words = [parts["number"], _SCALES.get(scale, scale), _UNITS.get(unit, "")]
    return " ".join(word for word in words if word)
