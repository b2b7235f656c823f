"""Checks that only Vietnamese needs: spelling, names without diacritics, doubled words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from songngu.checks.lexicon import DOUBLES, FAMILY_NAMES, MEETING, NEVER_BARE, english, loanwords
from songngu.restoration.vietnamese.repetition import repetitions, said_again, source_repeats
from songngu.terminology.folding import without_diacritics
from songngu.vietnamese import is_bare_syllable, is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songngu.checks.base import Evidence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORT = frozenset({"as", "at", "by", "if", "is", "it", "of", "or", "up", "us", "we"})
_TWICE = re.compile(r"(?<!\w)([^\W\d_]+) \1(?!\w)", re.IGNORECASE)
_BOTH_TWICE = re.compile(r"(?<!\w)([^\W\d_]+) \1 ([^\W\d_]+) \2(?!\w)", re.IGNORECASE)
_MEETING = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(MEETING))})(?!\w)", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w'’-])[A-ZĐ]\w*(?: [A-ZĐ]\w*)+(?![\w'’-])")


def untranslated(evidence: Evidence) -> Iterator[str]:
    """Report English words and broken pieces that no Vietnamese syllable can be: `align`, `lượngight`.

    Models copy what they do not know or stop in the middle of a word. Fine for loanwords not yet in the list,
    and for titles left in English on purpose; acronyms, units, names and words that the source writes with a
    capital inside a sentence are passed over.
    """
    source_words = {match[0] for match in _WORD.finditer(evidence.source)}
    first = next((match[0] for match in _WORD.finditer(evidence.source)), "")
    reported: dict[str, None] = {}
    for match in _WORD.finditer(evidence.target):
        word = match[0]
        plain = word[1:] == word[1:].lower() and (len(word) > 2 or word in _SHORT)
        if not plain or is_syllable(word) or _in_code(evidence.target, match):
            continue
        if _is_left_over(word, source_words, first):
            reported[word] = None
    for word in reported:
        known = not source_words.isdisjoint({word, word.lower()}) or word.lower() in english() | _SHORT
        yield f"{word} is left in English" if known else f"{word} is no Vietnamese word"


def _is_left_over(word: str, source_words: set[str], first: str) -> bool:
    small = word.lower()
    if small in loanwords():
        return False
    if word.islower():
        return True
    is_english = small in english()
    return is_english and (word == first or small in source_words)


def _in_code(text: str, match: re.Match[str]) -> bool:
    """Say whether the word is a part of a code, an address or a compound (`T-54`, `abc.gov.vn`)."""
    before, after = text[: match.start()][-1:], text[match.end() :][:2]
    return (
        before in ("@", "/", "_", "#", ".") or before.isdigit() or bool(re.match(r"[@/_]|[.-]\w|\d", after))
    )


def names(evidence: Evidence) -> Iterator[str]:
    """Report a Vietnamese name that stands in the target without its diacritics: `Đại tá Nguyễn Công Khue`.

    The English press drops diacritics; in Vietnamese a name without them is another name. Reported are parts
    copied from the source that cannot be written like this (`Khue`, `Nhac`) beside a part with diacritics or
    behind a family name, and in names of three parts also syllables that no one bears without marks (`Văn`,
    `Hùng`). Fine for foreigners of Vietnamese descent; names such as Lan or Nam, which may be right, are
    passed over.
    """
    theirs = set(_WORD.findall(evidence.source))
    for match in _NAME.finditer(evidence.target):
        parts = match[0].split()
        marked = any(not part.isascii() and is_syllable(part) for part in parts)
        family = without_diacritics(parts[0]).lower() in FAMILY_NAMES
        if not marked and not (family and all(is_bare_syllable(part) for part in parts)):
            continue
        bare = [
            part
            for part in parts
            if part in theirs
            and (match[0].isupper() or not part.isupper())
            and is_bare_syllable(part)
            and (not is_syllable(part) or (family and len(parts) > 2 and part.lower() in NEVER_BARE))
        ]
        if bare:
            yield f"{match[0]}: diacritics are missing in {', '.join(dict.fromkeys(bare))}"


def repetition(evidence: Evidence) -> Iterator[str]:
    """Report phrases and syllables written twice in a row where the source repeats nothing, and phrases of four
    syllables and more that come more often than any word of the source does.

    A decoder that has lost its way circles. Fine for reduplications not in the list (`đi đi lại lại` is
    understood), where one word ends as the next begins, and where English has two words for one thing.
    """
    if source_repeats(evidence.source):
        return
    words = evidence.target.split()
    half = len(words) // 2
    if half > 2 and words[:half] == words[half:]:
        yield "everything is said twice"
        return
    found = [match["phrase"] for match in repetitions(evidence.target)]
    single = _MEETING.sub(" ", _BOTH_TWICE.sub(" ", evidence.target))
    found += [match[1] for match in _TWICE.finditer(single) if match[1].lower() not in DOUBLES]
    for phrase in dict.fromkeys(phrase.lower() for phrase in found):
        yield f"{phrase} is repeated"
    if not found and (again := said_again(evidence.source, evidence.target)):
        yield f"{again} comes again"
