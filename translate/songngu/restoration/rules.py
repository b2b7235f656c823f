"""The registry: which rules a language pair needs, in the order in which they run."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from songngu.restoration import edges, numerals
from songngu.restoration.base import Rule

if TYPE_CHECKING:
    from songngu.languages import LanguagePair


@lru_cache(maxsize=8)
def rules_for(pair: LanguagePair) -> tuple[Rule, ...]:
    """Return the rules of a pair.

    Numbers are rewritten from English; what belongs to Vietnamese alone comes from `restoration.vietnamese`,
    which other targets do not enter. French sets blanks before its marks, so it goes without the rule about
    them.
    """
    english = pair.source.split("-")[0] == "en"
    target = pair.target.split("-")[0]
    rules = [Rule("normal form", edges.normal_form)]
    if target == "vi":
        rules += _vietnamese(english)
    if target != "fr":
        rules.append(Rule("spacing", edges.spacing))
    if english:
        rules.append(Rule("numbers", partial(numerals.numbers, pair=pair)))
    rules.append(Rule("percent", partial(numerals.percent, pair=pair)))
    rules.append(Rule("brackets", edges.brackets))
    rules.append(Rule("end mark", edges.end_mark))
    rules.append(Rule("first capital", edges.first_capital))
    rules.append(Rule("all capitals", edges.all_capitals))
    return tuple(rules)


def _vietnamese(from_english: bool) -> list[Rule]:
    from songngu.restoration.vietnamese import dates, money, quotes, repetition

    rules = [
        Rule("quotation marks", quotes.quotation_marks),
        Rule("dashes", quotes.dashes),
        Rule("repetition", repetition.repetition),
        Rule("repeated members", repetition.repeated_members),
    ]
    if from_english:
        rules += [
            Rule("date line", dates.date_line, kinds=dates.DATE_KINDS),
            Rule("dates", dates.dates),
            Rule("money", money.money),
        ]
    return rules
