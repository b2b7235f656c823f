"""The domain's repairs: small named rules on top of the library's sentences.

A join rule looks at two neighbours and says that no sentence ends between them; a split rule finds the ends
that the library has missed inside a sentence. Each rule says what it catches; their order does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from songngu.segmentation.lexicon import Lexicon

JoinRule = Callable[[str, str, Lexicon], bool]
SplitRule = Callable[[str, Lexicon], Iterator[int]]

_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[IVXLC]{1,6}|[a-zđ])[.)]", re.IGNORECASE)
_DIVISION = re.compile(r"(\w+) (?:\d{1,4}[a-z]?|[IVXLC]{1,6})\.")
_NUMBER = re.compile(r"[\d(]|[IVXLC]+\b|[A-Z]\b")
_ATTRIBUTION_DASH = re.compile(r"[-–—―]\s*(?=[^\W\d_a-z])")
_QUOTE_END = re.compile(r"[?!…][”\"’'»]")
_SPEAKER = re.compile(
    r"(?:(?:[^\W\d_a-z][\w.’'-]*|of|the|de),?\s+){1,9}([a-z]+)\b(?!\s+that\b)|(?:The|One|An?)\s[a-z]+\s([a-z]+)\b(?!\s+that\b)"
)
_ASIDE = re.compile(r"[-–—―]\s*[a-z]")
_CLOCK = re.compile(r".*\d\s?[ap]\.m\.")
_TIME_ZONE = re.compile(r"(?:\w+ )?time\b|GMT|UTC|ICT")
_CAPITAL_AHEAD = r"(?=\s+[“\"‘]?([^\W\d_a-z]\w*))"
_PARENTHESISED = re.compile(r"\([^()]*[.?!…]\)" + _CAPITAL_AHEAD)
_ELLIPSIS_END = re.compile(r"(?<=\w)…" + _CAPITAL_AHEAD)
_WORD_END = re.compile(r"(?<![\w.])(?P<word>[A-Za-z]+)\." + _CAPITAL_AHEAD)
_UNIT_END = re.compile(r"\d\s?(?P<unit>[A-Za-z]{1,3}|km/h)\." + _CAPITAL_AHEAD)


def _abbreviation(text: str) -> str:
    """Return the last word without its stop, "" when it has none."""
    last = text.rsplit(maxsplit=1)[-1]
    return last[:-1].lstrip("([“\"‘'/-") if last.endswith(".") else ""


def inside_title(left: str, right: str, words: Lexicon) -> bool:
    """A rank or title and the name or further rank after it: `Snr. | Col. Trinh Ba Tu`."""
    title = _abbreviation(left)
    return right[:1].isupper() and (title in words.titles or title.rpartition(".")[2] in words.titles)


def before_number(left: str, right: str, words: Lexicon) -> bool:
    """An abbreviation that announces a number or a letter: `Arts. | 12 and 14`, `Sec. | II`."""
    return _abbreviation(left) in words.number_words and _NUMBER.match(right) is not None


def after_enumerator(left: str, right: str, words: Lexicon) -> bool:
    """The number of a list item or of a division of a law: `1. | The first`, `Article 30. | Settlement`."""
    division = _DIVISION.fullmatch(left)
    if division is not None:
        return division[1] in words.divisions
    return _ENUMERATOR.fullmatch(left) is not None


def inside_phrase(left: str, right: str, words: Lexicon) -> bool:
    """An abbreviation that always stands before something: `others, incl. | home-built ones`."""
    return _abbreviation(left) in words.inner


def without_letters(left: str, right: str, words: Lexicon) -> bool:
    """No letter or digit on the other side: an emoticon, a row of dashes, stray quotation marks."""
    return not any(character.isalnum() for character in right)


def before_attribution(left: str, right: str, words: Lexicon) -> bool:
    """A quotation that ends in `?”`, `!”` or `…”` and its speaker: `“We are ready!” | Colonel Nam affirmed.`

    Only the speaker stands before the verb; `Colonel Nam said that …` is a sentence of its own.
    """
    speaker = _SPEAKER.match(right) if _QUOTE_END.fullmatch(left[-2:]) else None
    return speaker is not None and (speaker[1] or speaker[2]) in words.sayings


def before_dash_attribution(left: str, right: str, words: Lexicon) -> bool:
    """A pull quote and its source behind a dash: `… to the people. | - Colonel Nguyen Cong Khue`."""
    return (
        _ATTRIBUTION_DASH.match(right) is not None
        and left[-1:] in ".?!…”\"’'"
        and right[-1:] not in ".?!…"
        and len(right.split()) <= 20
    )


def before_aside(left: str, right: str, words: Lexicon) -> bool:
    """The sentence goes on behind a dash: `I doubted it – who would cross? | – but at three`."""
    return _ASIDE.match(right) is not None


def before_time_zone(left: str, right: str, words: Lexicon) -> bool:
    """A time of day and its zone: `at 10 p.m. | Hanoi time`."""
    return _CLOCK.fullmatch(left[-8:]) is not None and _TIME_ZONE.match(right) is not None


def after_parenthesised_sentence(sentence: str, words: Lexicon) -> Iterator[int]:
    """A whole sentence in brackets at the start: `(Taken in May.) | The bridge is new.`"""
    if found := _PARENTHESISED.match(sentence):
        yield found.end()


def after_ellipsis(sentence: str, words: Lexicon) -> Iterator[int]:
    """An ellipsis before a word that opens sentences: `He waited… | The river rose.`"""
    return (found.end() for found in _ELLIPSIS_END.finditer(sentence) if found[1] in words.openers)


def after_plain_word(sentence: str, words: Lexicon) -> Iterator[int]:
    """A word that the library takes for an abbreviation: `until he fell ill. | Company commanders`."""
    return (found.end() for found in _WORD_END.finditer(sentence) if found["word"] in words.plain)


def after_unit(sentence: str, words: Lexicon) -> Iterator[int]:
    """A unit that the library takes for an initial: `at c. 640 m. | The road`."""
    return (found.end() for found in _UNIT_END.finditer(sentence) if found["unit"] in words.units)


JOIN_RULES: tuple[JoinRule, ...] = (
    inside_title,
    before_number,
    after_enumerator,
    inside_phrase,
    without_letters,
    before_attribution,
    before_dash_attribution,
    before_aside,
    before_time_zone,
)
SPLIT_RULES: tuple[SplitRule, ...] = (
    after_parenthesised_sentence,
    after_ellipsis,
    after_plain_word,
    after_unit,
)


def repair(sentences: list[str], words: Lexicon) -> list[str]:
    """Apply the rules.

    Args:
        sentences: consecutive parts of a text, with their white space; joined they are the text.
        words: the source language's lexicon.

    Returns:
        other parts of the same text.
    """
    parts: list[str] = []
    for sentence in sentences:
        ends = sorted({end for rule in SPLIT_RULES for end in rule(sentence, words)})
        parts += [sentence[start:end] for start, end in zip([0, *ends], [*ends, len(sentence)], strict=True)]
    result: list[str] = []
    for part in parts:
        if result and _belongs_together(result[-1], part, words):
            result[-1] += part
        else:
            result.append(part)
    return result


def _belongs_together(left: str, right: str, words: Lexicon) -> bool:
    # Languages with spaces end sentences before a space; those without have their own full-width stops.
    if not (left[-1:].isspace() or right[:1].isspace()) and left[-1:].isascii():
        return True
    left, right = left.strip(), right.strip()
    return not left or any(rule(left, right, words) for rule in JOIN_RULES)
