"""Term candidates of English texts, without a tagger: runs of content words, ranked by C-value or weirdness.

Sources: Frantzi, Ananiadou & Mima, "Automatic recognition of multi-word terms: the C-value/NC-value method",
IJDL 3(2), 2000; Ahmad, Gillam & Tostevin, "University of Surrey participation in TREC-8: weirdness indexing",
1999. Plurals and spellings of a word count as the same word (`english`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from songngu.terminology import english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from songngu.spans import Span

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_GLUE = re.compile(r"[ \t]+")
_STOP_LIST = """
    a about above across after again against ago all almost along already also although always am among an
    and another any are around as at away back be became because become been before began behind being
    below between both but by came can cannot come could did do does doing done down during each either
    else enough even ever every few first for from further gave get give given go goes gone got had has
    have having he hence her here hers herself him himself his how however i if in indeed instead into is
    it its itself just keep kept last later least less let like likely made make makes making many may me
    meanwhile might mine more moreover most much must my myself near need needs neither never next no
    nobody none nor not nothing now of off often on once one only onto or other others otherwise our ours
    out over own per perhaps put rather said same saw say says second see seen several shall she should
    since so some something sometimes soon still such take taken takes than that the their theirs them
    themselves then there therefore these they thing things third this those though three through
    throughout thus to today together told too took toward towards two under unless until up upon us use
    used uses using very via was way we well went were what whatever when where whether which while who
    whom whose why will with within without would yesterday yet you your yours four five six seven eight
    nine ten hundred thousand million billion percent am pm mr mrs ms january february march april may
    june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday new good high great regular main strong
"""
_STOP = frozenset(_STOP_LIST.split())
_INSIDE = frozenset({"of", "and"})  # "rule of law", "search and rescue"
CONTEXTS, CONTEXT_WIDTH = 3, 60  # how many are kept, and characters on either side


class Measure(StrEnum):
    """What ranks candidates."""

    C_VALUE = "c-value"
    WEIRDNESS = "weirdness"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term candidate.

    Attributes:
        text: its most frequent form.
        words: number of words.
        frequency: how often it occurs, nested occurrences included.
        c_value: log2(words) × (frequency − mean frequency of the candidates that contain it); 0 for one word.
        weirdness: how many times more frequent it is than in the general texts; None without such texts.
        contexts: some places where it stands, shortened.
    """

    text: str
    words: int
    frequency: int
    c_value: float
    weirdness: float | None
    contexts: tuple[str, ...]


_Key = tuple[str, ...]


class _Occurrence(NamedTuple):
    key: _Key
    start: int
    end: int


def extract(
    texts: Iterable[str],
    *,
    general: Iterable[str] = (),
    measure: Measure = Measure.C_VALUE,
    known: Callable[[str], Sequence[Span]] | None = None,
    longest: int = 5,
    minimum: int = 2,
) -> list[Candidate]:
    """Return the term candidates of some texts, the best first.

    Args:
        texts: segments; no candidate reaches from one into the next.
        general: texts of everyday language to compare with.
        measure: what to rank by; C-value ranks multi-word candidates only, weirdness single words, too, and
            needs `general`.
        known: gives where a text has known terms; what cuts one or has nothing else in it is no candidate.
        longest: most words of a candidate.
        minimum: least frequency.
    """
    frequencies: Counter[_Key] = Counter()
    forms: dict[_Key, Counter[str]] = defaultdict(Counter)
    contexts: dict[_Key, list[str]] = defaultdict(list)
    total = 0
    for text in texts:
        total += len(_WORD.findall(text))
        spans = known(text) if known else ()
        for key, start, end in _occurrences(text, longest):
            if spans and not _is_news(text, start, end, spans):
                continue
            frequencies[key] += 1
            forms[key][text[start:end]] += 1
            if len(contexts[key]) < CONTEXTS:
                contexts[key].append(_context(text, start, end))
    kept = {key: count for key, count in frequencies.items() if count >= minimum}
    usual, usual_total = _general_counts(general, kept, longest)
    values = _c_values(kept)
    found = [
        Candidate(
            text=_form(forms[key]),
            words=len(key),
            frequency=count,
            c_value=values[key],
            weirdness=(count / total) / ((usual[key] + 1) / usual_total) if usual_total else None,
            contexts=tuple(contexts[key]),
        )
        for key, count in kept.items()
        if len(key) > 1 or measure is Measure.WEIRDNESS
    ]
    found = [each for each in found if measure is Measure.WEIRDNESS or each.c_value > 0]
    return sorted(found, key=lambda each: (-_score(each, measure), -each.frequency, each.text))


def _score(candidate: Candidate, measure: Measure) -> float:
    return candidate.c_value if measure is Measure.C_VALUE else candidate.weirdness or 0.0


def _c_values(frequencies: dict[_Key, int]) -> dict[_Key, float]:
    """Return the C-value of each candidate; Frantzi et al. 2000, formula (3)."""
    around: Counter[_Key] = Counter()
    containing: Counter[_Key] = Counter()
    for key, count in frequencies.items():
        inner = {
            key[start : start + size] for size in range(1, len(key)) for start in range(len(key) - size + 1)
        }
        for part in inner:
            if part in frequencies:
                around[part] += count
                containing[part] += 1
    return {
        key: math.log2(len(key)) * (count - (around[key] / containing[key] if containing[key] else 0.0))
        for key, count in frequencies.items()
    }


def _general_counts(
    general: Iterable[str], wanted: dict[_Key, int], longest: int
) -> tuple[Counter[_Key], int]:
    counts: Counter[_Key] = Counter()
    total = 0
    for text in general:
        total += len(_WORD.findall(text))
        counts.update(key for key, _, _ in _occurrences(text, longest) if key in wanted)
    return counts, total


def _occurrences(text: str, longest: int) -> Iterator[_Occurrence]:
    """Yield the candidates of a text: runs of words with only blanks between, no stop word at either end."""
    for run in _runs(text):
        words = [match[0] for match in run]
        keys = [english.key(word) for word in words]
        opens = [_is_content(word) for word in words]
        for first in range(len(run)):
            if not opens[first]:
                continue
            for last in range(first, min(len(run), first + longest)):
                if not opens[last] and words[last].casefold() not in _INSIDE:
                    break
                if opens[last]:
                    yield _Occurrence(tuple(keys[first : last + 1]), run[first].start(), run[last].end())


def _is_news(text: str, start: int, end: int, known: Sequence[Span]) -> bool:
    """Say whether a candidate cuts no known term and has a content word outside of all."""
    near = [span for span in known if span.start < end and start < span.end]
    if any(span.start < start or span.end > end for span in near):
        return False
    return any(
        _is_content(word[0]) and not any(span.start <= word.start() < span.end for span in near)
        for word in _WORD.finditer(text, start, end)
    )


def _runs(text: str) -> Iterator[Sequence[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if run and not _GLUE.fullmatch(text, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _is_content(word: str) -> bool:
    folded = word.casefold()
    return len(folded) > 1 and folded not in _STOP and not folded[0].isdigit() and not folded.endswith("ly")


def _form(forms: Counter[str]) -> str:
    """Return the most frequent form; in lower case if ever written so: sentences begin with capitals."""
    lowered = [form for form in forms if form[:1].islower()]
    best = max(lowered or forms, key=lambda form: (forms[form], form))
    return best.replace("’", "'")


def _context(text: str, start: int, end: int) -> str:
    left, right = max(0, start - CONTEXT_WIDTH), min(len(text), end + CONTEXT_WIDTH)
    if left:
        left = text.find(" ", left, start) + 1 or left
    if right < len(text):
        right = max(text.rfind(" ", end, right), end)
    return f"{'… ' if left else ''}{' '.join(text[left:right].split())}{' …' if right < len(text) else ''}"
