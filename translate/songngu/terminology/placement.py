"""Put a missed rendering where the target renders its term in other words, as the alignment tells.

For models that know no protocol, and where the protocol did not help. The words of the target that attend to the
term make a window; that window and its neighbours are candidates, among which the engine's score and the checks
choose. Where no word attends to a required term it was left out, and every gap between words is a candidate.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any
from songngu.terminology.base import Enforcement
from songngu.terminology.folding import fold
from songngu.terminology.halves import belong_together
from songngu.terminology.replace import find_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from songngu.spans import Link
    from songngu.terminology.base import TermMatch

ATTENDS = 0.4
"""A word belongs to the window when this part of its attention is on the term."""

TOUCHES = 0.15
"""A word beside the window may be taken in when at least this part of its attention is on the term."""

REACH = 2
"""Words by which a candidate is wider than the window at each end; a narrower one leaves half a word: "trung điểm"."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARK = re.compile(r"[^\w\s]")
_PLACEHOLDER = re.compile(r"⟦\d*⟧")
_BEFORE = frozenset({"các", "những", "một", "sự", "việc", "cuộc"})
_BEHIND = frozenset({"của", "cho", "về"})
_LINKING = frozenset({"và", "hoặc", "hay", "như", "cùng", "với", "nhưng", "mà", "là", "không", "để", "bằng"})
_QUOTES = tuple("“”\"‘’'")


def placements(
    source: str,
    target: str,
    match: TermMatch,
    links: Sequence[Link],
    matches: Sequence[TermMatch] = (),
    *,
    freely: bool = False,
) -> list[list[str]]:
    """Return `target` with the rendering of `match` in each place that comes into question.

    Args:
        source: the source.
        target: its translation, without the rendering.
        match: the missed term.
        links: which places of source and target belong together.
        matches: the other terms of the source; where their renderings stand nothing is changed.
        freely: take in a word beside the window whatever it attends to, for a caller who notices what gets lost; no
            linking word, and none behind a mark.

    Returns:
        Groups of texts, the likeliest first, in each the likeliest place first; none without links. The first group has
        the text that gathers the words of two places, where there are two.
    """
    words = [Span(*found.span()) for found in _WORD.finditer(target)]
    if not links or not words or not _may_be_placed(source, match):
        return []
    taken = [
        *_claimed(target, match, matches, links),
        *(Span(*found.span()) for found in _PLACEHOLDER.finditer(target)),
    ]
    window = window_of(match, words, links, taken)
    if window is None:
        if match.entry.enforcement is not Enforcement.REQUIRED:
            return []
        places = _gaps(target, words, match, taken)
    elif quoted := _quoted(source, target, match, Span(words[window[0]].start, words[window[1] - 1].end)):
        places = iter([quoted])
    else:
        places = _windows(target, match, words, window, links, taken, freely)
    found = list(dict.fromkeys(_put(target, place, match) for place in places))
    gathered = _gathered(target, match, words, window, links, taken) if window else None
    return [[gathered], found] if gathered else [found]


def _may_be_placed(source: str, match: TermMatch) -> bool:
    """Say whether a term stands for itself: not in a compound ("mothers-in-law"), and, if suggested, of several words.

    A single common word has too many senses to overrule the model: the companies of a market are no đại đội.
    """
    if "-" in (source[match.span.start - 1 : match.span.start], source[match.span.end : match.span.end + 1]):
        return False
    return match.entry.is_name or match.entry.enforcement is Enforcement.REQUIRED or " " in match.text.strip()


def window_of(
    match: TermMatch, words: Sequence[Span], links: Sequence[Link], taken: Sequence[Span] = ()
) -> tuple[int, int] | None:
    """Return the run of words (first, behind the last) that renders a term, or None when there is none.

    It is the run with the greatest sum of what each word has more, or less, than `ATTENDS` of its attention on
    the term (Kadane's algorithm); words in `taken` are never in it.
    """
    best, found = 0.0, None
    total, start = 0.0, 0
    for number, word in enumerate(words):
        if overlaps_any(word, taken):
            total, start = 0.0, number + 1
            continue
        total += attention(word, match.span, links) - ATTENDS
        if total <= 0:
            total, start = 0.0, number + 1
        elif total > best:
            best, found = total, (start, number + 1)
    return found


def attention(word: Span, term: Span, links: Sequence[Link]) -> float:
    """Return which part of a target word's attention is on a term of the source, 0 to 1."""
    own = [link for link in links if link.target.overlaps(word)]
    on_term = sum(link.weight for link in own if link.source.overlaps(term))
    return on_term / (sum(link.weight for link in own) or 1.0)


def _windows(
    target: str,
    match: TermMatch,
    words: Sequence[Span],
    window: tuple[int, int],
    links: Sequence[Link],
    taken: Sequence[Span],
    freely: bool,
) -> Iterator[Span]:
    """Yield the window and those beside it, nearest first, each with its doubled neighbours taken in."""
    first, last = window
    rendering = [fold(word) for word in _WORD.findall(match.target)]

    def may_go(number: int) -> bool:
        word = words[number].of(target)
        return (
            fold(word) in rendering
            or word in (_BEFORE if number < first else _BEHIND)
            or attention(words[number], match.span, links) >= TOUCHES
            or (freely and word not in _LINKING and not _is_behind_a_mark(target, words, window, number))
        )

    shifts = sorted(product(range(-REACH, 1), range(REACH + 1)), key=lambda shift: shift[1] - shift[0])
    for left, right in shifts:
        start, end = first + left, last + right
        if not 0 <= start < end <= len(words):
            continue
        added = (*range(start, first), *range(last, end))
        if any(overlaps_any(words[number], taken) for number in (*added, start, end - 1)):
            continue
        if all(map(may_go, added)):
            yield _without_doubles(target, words, start, end, match, taken)


def _gathered(
    target: str,
    match: TermMatch,
    words: Sequence[Span],
    window: tuple[int, int],
    links: Sequence[Link],
    taken: Sequence[Span],
) -> str | None:
    """Return the target with the rendering where its beginning stands, away from the window, which goes.

    "Recent adjustments to boundaries" may become "những điều chỉnh mới đây với địa giới", with the words of "điều chỉnh
    địa giới" in two places.
    """
    rendering = [fold(word) for word in _WORD.findall(match.target)]
    plain = [fold(word.of(target)) for word in words]
    first, last = window
    for count in range(len(rendering) - 1, 1, -1):
        for start in range(len(words) - count + 1):
            run = words[start : start + count]
            place = Span(run[0].start, run[-1].end)
            apart = start + count < first or last < start
            if not apart or plain[start : start + count] != rendering[:count] or overlaps_any(place, taken):
                continue
            if all(attention(word, match.span, links) >= ATTENDS for word in run):
                before, after = target[: words[first].start].rstrip(), target[words[last - 1].end :]
                before = before.rstrip(",;:") if _MARK.match(after) else before
                moved = place.shifted(len(before + after) - len(target)) if last < start else place
                return _put(before + after, moved, match)
    return None


def _is_behind_a_mark(target: str, words: Sequence[Span], window: tuple[int, int], number: int) -> bool:
    """Say whether punctuation stands between a window and a word outside of it."""
    first, last = window
    between = (
        Span(words[number].end, words[first].start)
        if number < first
        else Span(words[last - 1].end, words[number].start)
    )
    return bool(_MARK.search(between.of(target)))


def _without_doubles(
    target: str, words: Sequence[Span], start: int, end: int, match: TermMatch, taken: Sequence[Span]
) -> Span:
    """Return the place of a window, the other half of a word, and what would be said twice: words, quotation marks.

    "ở tỉnh [Lang Son]" must not become "ở tỉnh tỉnh Lạng Sơn", nor "Member [của Ban]" "Member Ủy viên Ban", nor
    "[chốt mạnh] mẽ" "điểm tựa mẽ".
    """
    plain = [fold(word.of(target)) for word in words]
    new = [fold(word) for word in _WORD.findall(match.target)]
    english = {fold(word) for word in _WORD.findall(match.text)} - {*new}
    free = [not overlaps_any(word, taken) for word in words]
    for count in range(min(len(new), start), 0, -1):
        if plain[start - count : start] == new[:count] and all(free[start - count : start]):
            start -= count
            break
    for count in range(min(len(new), len(words) - end), 0, -1):
        if plain[end : end + count] == new[-count:] and all(free[end : end + count]):
            end += count
            break
    while start > 0 and plain[start - 1] in english and free[start - 1]:
        start -= 1
    while end < len(words) and plain[end] in english and free[end]:
        end += 1
    if 0 < start < end and free[start - 1] and _is_one_word(target, words, start - 1):
        start -= 1
    if start < end < len(words) and free[end] and _is_one_word(target, words, end - 1):
        end += 1
    if start == end:  # a gap with nothing doubled beside it
        position = words[start].start if start < len(words) else words[-1].end
        return Span(position, position)
    place = Span(words[start].start, words[end - 1].end)
    return Span(
        place.start - (match.target[:1] in _QUOTES and target[place.start - 1 : place.start] in _QUOTES),
        place.end + (match.target[-1:] in _QUOTES and target[place.end : place.end + 1] in _QUOTES),
    )


def _is_one_word(target: str, words: Sequence[Span], number: int) -> bool:
    """Say whether a syllable and the next one are the halves of a word that is never cut."""
    first, second = words[number], words[number + 1]
    together = belong_together(first.of(target).lower(), second.of(target).lower())
    return together and not target[first.end : second.start].strip()


def _quoted(source: str, target: str, match: TermMatch, window: Span) -> Span | None:
    """Return what stands between quotation marks around the window, if the term stands so in the source."""
    before, after = source[: match.span.start][-1:], source[match.span.end :].lstrip(",.")[:1]
    if before not in _QUOTES or after not in _QUOTES:
        return None
    start = max(target.rfind(mark, 0, window.start) for mark in _QUOTES) + 1
    ends = [end for mark in _QUOTES if (end := target.find(mark, window.end)) >= 0]
    return Span(start, min(ends)) if start and ends else None


def _claimed(target: str, match: TermMatch, others: Sequence[TermMatch], links: Sequence[Link]) -> list[Span]:
    """Return where the renderings of other terms stand, unless the place attends more to `match`.

    Each term has one place, the one that attends to it most; the longest rendering chooses first.
    """
    claimed: list[Span] = []
    for other in sorted(others, key=lambda other: -len(other.target)):
        renderings = dict.fromkeys((other.target, *other.entry.renderings))
        places = [place for rendering in renderings for place in find_phrase(target, rendering, fold)]
        free = [place for place in places if not overlaps_any(place, claimed)]
        best = max(free, key=lambda place: attention(place, other.span, links), default=None)
        if best and attention(best, other.span, links) >= attention(best, match.span, links):
            claimed.append(best)
    return claimed


def _gaps(target: str, words: Sequence[Span], match: TermMatch, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield the places before the first, between any two, and behind the last word."""
    for number in range(len(words) + 1):
        position = words[number].start if number < len(words) else words[-1].end
        if not any(span.start < position < span.end for span in taken):
            yield _without_doubles(target, words, number, number, match, taken)


def _put(target: str, place: Span, match: TermMatch) -> str:
    """Put the rendering in a place, its first letter as the place asks for."""
    new = match.target
    before, after = target[: place.start], target[place.end :]
    if new == match.text:
        pass  # what is copied, an address, say, has no capital at the beginning of a sentence
    elif not before.strip(" “\"‘'(-–—⟦⟧0123456789"):
        new = new[:1].upper() + new[1:]
    elif new[:1] != match.entry.target[:1] and new[1:] == match.entry.target[1:]:
        new = match.entry.target  # a capital that was the sentence's
    if place.start == place.end:
        before += " " if before[-1:].isalnum() else ""
        after = f" {after}" if after[:1].isalnum() else after
    return before + new + after
