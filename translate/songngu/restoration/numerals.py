"""Numbers in the target language's convention, which CLDR knows (through Babel): 5,000.5 → 5.000,5."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songngu.languages import LanguagePair

_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_DECIMAL = r"\d+\.\d+"
_NUMBER = re.compile(rf"(?<![\w.,⟦/])(?:{_GROUPED}|{_DECIMAL})(?![\w⟧]|[.,/:]\d)")
_LEADS = re.compile(r"(?P<word>[^\s“”\"'(]+) ?$")
_PLAIN_DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}")
_NAMING_WORDS = frozenset(
    {"at", "v", "version", "section", "clause", "point", "article", "call", "phone", "hotline"}
)
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₫]|\b(?:USD|VND|EUR|GBP|JPY|CNY) ?)$")
_CLOCK = re.compile(r" ?[ap]\.?m\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"[ -]?(?:%|°|per ?cent|percent|hundred|thousand|million|billion|trillion|bn\b"
    r"|[mk]m?²?\b|cm\b|mm\b|kg\b|ha\b|GW|MW|kV|kilo|met(?:re|er)s?\b|centi|milli|mile|ton|gram|hectare|lit(?:re|er)|degree|point|time|magnitude|"
    r"square|cubic|year|month|week|day|hour|minute|second|USD|VND|dong|dollar|euro|baht|yen|yuan)"
)


@lru_cache(maxsize=8)
def _symbols(language: str) -> tuple[str, str, bool]:
    """Return decimal mark, group mark, and whether the percent sign follows without a blank (CLDR)."""
    from babel import Locale

    locale = Locale.parse(language.replace("-", "_"))
    symbols = locale.number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"]), locale.percent_formats[None].pattern.endswith("0%")


def numbers(source: str, target: str, *, pair: LanguagePair) -> str:
    """Rewrite numbers that the target copied in English form: 5,000 → 5.000, 3.5 % → 3,5%.

    Only a number that stands in the source in the same form is converted, and only when the source proves
    that it is a quantity: digits grouped by commas are; a decimal point is when a unit, a percent sign or a
    currency stands beside it or when the words around it are ordinary ones. `Section 2.4`, `version 3.11`,
    `7.30 p.m.`, IP addresses, dates, document numbers (`12/2024/QD`), plates (`38H-047.15`) and models
    (`T-54`) stay. Nothing is computed.
    """
    decimal, group, _ = _symbols(pair.target)
    if (decimal, group) == (".", ","):
        return target
    wanted = {
        match[0]: match[0].translate({ord(","): group, ord("."): decimal})
        for match in _NUMBER.finditer(source)
        if "," in match[0] or _is_quantity(source, match)
    }
    clear = {english: local for english, local in wanted.items() if local not in wanted}
    return _NUMBER.sub(lambda match: clear.get(match[0], match[0]), target) if clear else target


def _is_quantity(source: str, match: re.Match[str]) -> bool:
    before, after = source[: match.start()], source[match.end() :]
    if before.endswith("-") or _CLOCK.match(after):
        return False
    if _MONEY_BEFORE.search(before) or _MEASURE.match(after):
        return True
    if not _PLAIN_DECIMAL.fullmatch(match[0]):
        return False
    lead = _LEADS.search(before)
    if lead is None:
        return bool(re.match(r" [a-z]", after))
    return lead["word"][0].islower() and lead["word"] not in _NAMING_WORDS


def percent(source: str, target: str, *, pair: LanguagePair) -> str:
    """Join number and percent sign where the target language does: 3,5 % → 3,5%.

    Does nothing when CLDR wants a blank there, or when the source speaks of no per cent.
    """
    if "%" not in target or not re.search(r"%|per ?cent", source) or not _symbols(pair.target)[2]:
        return target
    return re.sub(r"(?<=\d) +%", "%", target)
