"""Repair a target in place, for models that know no protocol.

Only what can be found without an alignment is replaced: a forbidden or deprecated rendering, an English
term that the model copied, and a Vietnamese name that it wrote without (some of) its diacritics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any
from songngu.terminology.base import Enforcement, TermMatch
from songngu.terminology.folding import fold, occurrences, without_diacritics
from songngu.terminology.verify import verify
from songngu.vietnamese import is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired target.

    Attributes:
        text: the target.
        replaced: the matches that were put right, in the order of the source.
    """

    text: str
    replaced: tuple[TermMatch, ...] = ()


def repair(target: str, matches: Sequence[TermMatch]) -> Repair:
    """Put right what `verify` misses in `target`, as far as the place of the wrong rendering is plain.

    What is right stays untouched, a second run changes nothing, and a rendering is never doubled. Suggested
    renderings replace forbidden ones and complete names, but never override diacritics that the model wrote
    itself.
    """
    text = target
    replaced: list[TermMatch] = []
    for match in matches:
        if match.entry.is_name and (mended := _without_stutter(text, match.target)) != text:
            text = mended
            replaced.append(match)
    for verdict in verify(text, matches):
        if verdict.kept:
            continue
        match = verdict.match
        mended = _mend(text, match, verdict.forbidden, _valid_places(text, matches))
        if mended != text:
            text = mended
            replaced.append(match)
    return Repair(text, tuple(replaced))


def _without_stutter(text: str, name: str) -> str:
    """Take away what a model writes on behind a name: "Nguyễn Công Khuê Khuê", "Nguyễn Công Khuêe".

    "Hà Nội Nội Bài" stays, for a name goes on there, and so does what makes another syllable of the last one ("Anh").
    """
    *others, last = name.split()
    if not others:
        return text

    def mended(found: re.Match[str]) -> str:
        goes_on = text[found.end() : found.end() + 2].strip()[:1].isupper()
        is_other = not found[2].startswith(" ") and is_syllable(last + found[2])
        return found[0] if goes_on or is_other else found[1]

    return re.sub(rf"({re.escape(name)})( {re.escape(last)}|[^\W\d_]{{1,2}})(?!\w)", mended, text)


def _mend(text: str, match: TermMatch, forbidden: Sequence[str], valid: Sequence[Span]) -> str:
    for wrong in sorted(forbidden, key=len, reverse=True):
        for span in find_phrase(text, wrong, fold):
            if not any(place.start <= span.start and span.end <= place.end for place in valid):
                return _put(text, span, match.target)
    if match.entry.is_name:
        for name in dict.fromkeys((match.target, _core(match.target))):
            for span in find_phrase(text, name, _plain):
                if not overlaps_any(span, valid):
                    completed = _complete(span.of(text), name, match.entry.enforcement)
                    if completed != span.of(text):
                        return _put(text, span, completed)
    if len(match.text.split()) > 1 and fold(match.text) != fold(match.target):
        for span in find_phrase(text, match.text, fold):
            return _put(text, span, match.target)
    return text


def _valid_places(text: str, matches: Sequence[TermMatch]) -> list[Span]:
    return [
        span
        for match in matches
        for rendering in dict.fromkeys((match.target, *match.entry.renderings))
        for span in find_phrase(text, rendering, fold)
    ]


def find_phrase(text: str, phrase: str, form: Callable[[str], str]) -> Iterator[Span]:
    """Yield where whole words of `text` read as `phrase` once both are brought into `form`."""
    wanted = form(phrase)
    if next(occurrences(wanted, form(text)), None) is None:
        return
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    length = len(_WORD.findall(phrase))
    if not length:  # signs only
        return
    for first in range(len(words) - length + 1):
        span = Span(words[first].start, words[first + length - 1].end)
        if form(span.of(text)) == wanted:
            yield span
        elif phrase[:1] in '“"' or phrase[-1:] in '”"':
            wider = Span(max(0, span.start - (phrase[:1] in '“"')), span.end + (phrase[-1:] in '”"'))
            if form(wider.of(text)) == wanted:
                yield wider


def _plain(text: str) -> str:
    return without_diacritics(fold(text))


def _core(rendering: str) -> str:
    """Return the proper name in a rendering: "tỉnh Lạng Sơn" → "Lạng Sơn"."""
    words = rendering.split()
    first = next((index for index, word in enumerate(words) if word[:1].isupper()), 0)
    return " ".join(words[first:])


def _complete(found: str, name: str, enforcement: Enforcement) -> str:
    """Return `found` with the diacritics of `name`; a suggested name fills in only where `found` has none."""
    if enforcement is Enforcement.REQUIRED:
        return name.upper() if found.isupper() else name
    parts = zip(re.split(r"(\s+)", found), re.split(r"(\s+)", name), strict=False)
    filled = "".join(old if old != without_diacritics(old) else new for old, new in parts)
    return filled.upper() if found.isupper() else filled


def _put(text: str, span: Span, new: str) -> str:
    old = span.of(text)
    if fold(text[: span.start]).endswith("cán") and fold(old).startswith("bộ "):
        new = f"{old.split()[0]} {new}"  # "cán bộ chỉ huy quân sự" has no "bộ chỉ huy" in it
    if old[:1].isupper() and not text[: span.start].strip(" “\"‘'(-–—"):
        new = new[:1].upper() + new[1:]  # it begins the sentence
    return text[: span.start] + new + text[span.end :]
