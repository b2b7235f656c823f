"""The registry: every check, in the order in which a reviewer reads the findings."""

from __future__ import annotations

from songngu.checks import form, numbers, terms, vietnamese
from songngu.checks.base import Check

_VIETNAMESE = frozenset({"vi"})

CHECKS: tuple[Check, ...] = (
    Check("empty", form.empty),
    Check("identical", form.identical),
    Check("placeholders", form.placeholders),
    Check("protocol", form.protocol),
    Check("terms", terms.terms),
    Check("forbidden", terms.forbidden),
    Check("numbers", numbers.numbers, targets=_VIETNAMESE),
    Check("names", vietnamese.names, targets=_VIETNAMESE),
    Check("untranslated", vietnamese.untranslated, targets=_VIETNAMESE),
    Check("repetition", vietnamese.repetition, targets=_VIETNAMESE),
    Check("length", form.length),
    Check("quotes", form.quotes),
    Check("brackets", form.brackets),
    Check("punctuation", form.punctuation),
    Check("capital", form.capital),
    Check("whitespace", form.whitespace),
)
