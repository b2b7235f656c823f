"""What a Vietnamese syllable looks like when its diacritics are left out, as in the English press."""

from __future__ import annotations

import re

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|th|tr|ch|ph|gh|gi|qu|[bcdghklmnprstvx])?"
    r"(?:(?:uye|uya|uy|ue|uo|ua|oa|oe|ie|ye|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
    r"|ai|ao|au|ay|eo|eu|ia|ieu|yeu|iu|oai|oay|oao|oeo|oi|uai|uay|uoi|uou|ui|uu|uyu|uau)"
)
# English words with capitals (titles, months, kinds of places, beginnings of sentences) of the same shape.
_ENGLISH_LIST = """
    a an at in on to the then than that them they he me so do no not but can bay may gen men ten out you via
    day dam man col sen pan pen chat cat hit hot let met net get set put run sun ran her him bon
"""
_ENGLISH = frozenset(_ENGLISH_LIST.split())


def is_name_syllable(word: str) -> bool:
    """Say whether a word could be part of a Vietnamese name: a syllable, capitalised, no English word."""
    if not word[:1].isupper() or not (word[1:].islower() or word.isupper()):
        return False
    folded = word.casefold()
    return folded not in _ENGLISH and _SYLLABLE.fullmatch(folded) is not None
