"""English dates, months and weekdays that a model copied, written as the Vietnamese press writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from songngu.documents.base import BlockKind

DATE_KINDS = frozenset({BlockKind.DATE_LINE})


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], dict[str, str]]:
    """Return English month names → number, English weekday names → Vietnamese (CLDR)."""
    from babel import Locale

    english, vietnamese = Locale("en"), Locale("vi")
    months = {str(name): number for number, name in english.months["format"]["wide"].items()}
    days = english.days["format"]["wide"]
    weekdays = {str(name): str(vietnamese.days["format"]["wide"][number]) for number, name in days.items()}
    return months, weekdays


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months, weekdays = _names()
    month, day, year = rf"(?P<m>{'|'.join(months)})", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<y>\d{4})"
    month2, day2, year2 = (part.replace("?P<", "?P<_") for part in (month, day, year))
    full = re.compile(rf"\b(?:{month} {day}(?!\d)(?:,? {year})?|{day2}(?: of)? {month2}(?:,? {year2})?)\b")
    only_month = re.compile(rf"(?P<lead>\btháng )?\b{month}(?:,? (?:năm )?{year})?\b", re.IGNORECASE)
    weekday = re.compile(rf"\b(?:{'|'.join(weekdays)})\b")
    return full, only_month, weekday


def dates(source: str, target: str) -> str:
    """Write an English date left in the target in figures: November 24, 2025 → 24-11-2025.

    Inside a sentence `ngày` goes before it. Months alone become `tháng 11`, with a year `tháng 11-2025`;
    weekdays become `thứ Hai`. Only what stands in the source in the same words is touched: `May` or `April`
    in a name of the target's own stays, and `ngày 24 tháng 11 năm 2025` is right as it is. `May` alone stays:
    it is a name as well, as is a month before a capitalised word that follows it in the source, too (August Sander).
    """
    full, only_month, weekday = _patterns()
    _, weekdays = _names()
    known = {match[0] for pattern in (full, only_month, weekday) for match in pattern.finditer(source)}
    target = full.sub(lambda match: _figures(match) if match[0] in known else match[0], target)
    target = only_month.sub(
        lambda match: (
            _month(match) if _month_name(match) in known and not _begins_name(match, source) else match[0]
        ),
        target,
    )
    return weekday.sub(
        lambda match: _weekday(match, weekdays[match[0]]) if match[0] in known else match[0], target
    )


def _figures(match: re.Match[str]) -> str:
    month, day, year = (match[name] or match["_" + name] for name in ("m", "d", "y"))
    if not 1 <= int(day) <= 31:
        return match[0]
    figures = f"{int(day)}-{_names()[0][month]}" + (f"-{year}" if year else "")
    before = match.string[: match.start()].rstrip(" ")
    inside = bool(before) and before[-1].isalpha()
    named = re.search(r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|\w+day)$", before, re.IGNORECASE)
    return f"ngày {figures}" if inside and not named else figures


def _begins_name(match: re.Match[str], source: str) -> bool:
    following = re.match(r" (\w+)", match.string[match.end() :])
    return following is not None and following[1][0].isupper() and match[0] + following[0] in source


def _month_name(match: re.Match[str]) -> str:
    return match[0].removeprefix(match["lead"] or "")


def _month(match: re.Match[str]) -> str:
    if match["m"] not in _names()[0] or (match["m"] == "May" and not match["y"] and not match["lead"]):
        return match[0]
    lead = "Tháng" if not match.string[: match.start()].strip() else "tháng"
    return f"{lead} {_names()[0][match['m']]}" + (f"-{match['y']}" if match["y"] else "")


def _weekday(match: re.Match[str], name: str) -> str:
    before = match.string[: match.start()]
    after_thu = re.search(r"\bthứ $", before, re.IGNORECASE)
    if after_thu and name.startswith("Thứ "):
        return name.removeprefix("Thứ ")
    return name if not before.strip() or name.startswith("Chủ") else name[0].lower() + name[1:]


def date_line(source: str, target: str) -> str:
    """Write a date line that consists of a date (and a time) by rule, when the model lost one of its numbers.

    `Monday, November 24, 2025, 05:12 (GMT+7)` → `Thứ Hai, 24-11-2025, 05:12 (GMT+7)`. Does nothing when the
    line says anything else, or when all its numbers are in the target.
    """
    full, _, weekday = _patterns()
    rest = re.sub(r"[\d:.,() ]|GMT|UTC|[+-]", "", weekday.sub("", full.sub("", source)))
    date = full.search(source)
    if rest or date is None:
        return target
    month = str(_names()[0][date["m"] or date["_m"]])
    wanted = {*(number.lstrip("0") for number in re.findall(r"\d+", source)), month}
    present = {number.lstrip("0") for number in re.findall(r"\d+", target)}
    return target if wanted <= present else dates(source, source)
