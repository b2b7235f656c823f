"""Tell the names of Vietnamese persons in English text from other capitalised words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from songngu.spans import Span
from songngu.terminology.syllables import is_name_syllable

Known = Callable[[str, str], int]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAX_SYLLABLES = 4
_COMMON_FAMILY = 900  # sightings from which a family name may begin a name of two syllables
_PLACE_TOO = frozenset({"ha", "thai", "kim", "ho", "ly"})  # Ha Dong, Thai Binh, Kim Son, Ho Xa, Ly Son
_KNOWN_FAMILY = 40  # the same for names of three and four
_MIDDLE_ONLY = frozenset({"thi", "van"})
TITLE = re.compile(
    r"""(?:General|Gen\.?|Colonel|Col\.?|Major|Maj\.?|Captain|Capt\.?|Lieutenant|Lt\.?|Sergeant|Private|Admiral
    |Commander|Commissar|Comrade|President|Chairman|Chairwoman|Secretary|Minister|Deputy|Director|Officer|Soldier
    |Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Professor|Prof\.?|Hero|Uncle|Martyr|Engineer|Teacher|Doctor|Journalist|Artist
    |Leader|Chief|Head)\s+$""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE_AFTER = re.compile(
    r"""\s+(?:province|provincial|district|commune|communal|ward|city|town|township|islands?|islet|river|pass
    |mountain|mount|lake|port|airport|bridge|market|temple|pagoda|beach|bay|village|hamlet|border|gate|peninsula
    |plateau|delta|dam|valley|cave|gulf|strait|cape|estuary|reservoir|waterfall|region|area|archipelago|industrial
    |economic|newspaper|hospital|company|group|corporation|university|station)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def name_spans(text: str, known: Known) -> list[Span]:
    """Return spans of person names, from left to right.

    A name is a whole sequence of two to four capitalised Vietnamese syllables without diacritics, blanks
    between, that begins with a family name and goes on with syllables seen in names. Two syllables ("Ha
    Long") need a title before them or a common family name, and no kind of place after them.

    Args:
        text: the English text.
        known: gives how often a syllable was seen at a position (`family`, `middle`, `given`).
    """
    spans: list[Span] = []
    for run in _runs(text):
        start = _start(run, text, known)
        syllables = run[start:]
        if not 2 <= len(syllables) <= _MAX_SYLLABLES:
            continue
        span = Span(syllables[0].start, syllables[-1].end)
        if _is_person([word.of(text) for word in syllables], span, text, known):
            spans.append(span)
    return spans


def _runs(text: str) -> Iterator[list[Span]]:
    """Yield the sequences of name syllables with single blanks between and the same casing."""
    run: list[Span] = []
    for match in _WORD.finditer(text):
        word = Span(*match.span())
        written = _bare(match[0])
        continues = bool(run) and text[run[-1].end : word.start] == " "
        # "Lo Thi Sen", "Giang A Chu": what is an English word elsewhere is part of a name here.
        is_inside = continues and (run[-1].of(text).casefold() in _MIDDLE_ONLY or written == "A")
        if not is_name_syllable(written) and not (is_inside and written[:1].isupper()):
            if run:
                yield run
            run = []
            continue
        word = Span(word.start, word.start + len(written))
        if run and not (continues and _same_case(run[0].of(text), written)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _same_case(first: str, word: str) -> bool:
    return first.isupper() == word.isupper() or len(first) == 1 or len(word) == 1


def _start(run: list[Span], text: str, known: Known) -> int:
    """Return where the name begins in a run that is too long ("Ha Long Nguyen Van An" has a place before)."""
    if len(run) <= _MAX_SYLLABLES:
        return 0
    families = [known("family", word.of(text)) for word in run[:-1]]
    tail = range(len(run) - _MAX_SYLLABLES, len(run) - 1)
    return max(tail, key=lambda index: families[index])


def _is_person(syllables: list[str], span: Span, text: str, known: Known) -> bool:
    family = known("family", syllables[0])
    if not family or not all(known("middle", middle) or known("given", middle) for middle in syllables[1:-1]):
        return False
    if not known("given", syllables[-1]) or _PLACE_AFTER.match(text, span.end):
        return False
    has_title = TITLE.search(text, max(0, span.start - 20), span.start) is not None
    if len(syllables) == 2:
        return has_title or (
            family >= _COMMON_FAMILY and syllables[0].casefold() not in {"ha", "thai", "kim", "ho", "ly"}
        )
    return has_title or family >= _KNOWN_FAMILY or syllables[1].casefold() in _MIDDLE_ONLY
