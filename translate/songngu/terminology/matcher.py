"""Find the terms of a termbase in an English text, in one pass whatever their number.

Terms and text are cut into tokens (`tokens`), each token is reduced to a key that its plural and its other
spelling share (`english`), and an Aho–Corasick automaton (pyahocorasick) over the keys finds all
candidates; what the keys left out (case, number, whole names) is checked on the candidates. Of overlapping
matches the longest wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from songngu.spans import Span
from songngu.terminology import compounds, english
from songngu.terminology.barred import barred_spans, meets
from songngu.terminology.base import Entry, EntryKind, TermMatch
from songngu.terminology.context import Choice, ContextChooser, Place, subjects_around
from songngu.terminology.document import Document
from songngu.terminology.syllables import is_name_syllable
from songngu.terminology.tokens import POSSESSIVE, Coder, Tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from songngu.terminology.termbase import Termbase

_OPENING, _CLOSING = "“«„\"‘'", "”»“\"’'"
_QUOTATION_MARKS = frozenset('"“”„«»')
_SENTENCE_END = ".!?:;\n•*–—"


_DEPUTY = frozenset({"deputy", "vice", "acting", "former"})
_Found = tuple[int, int, TermMatch]  # first token, last token, match


@dataclass(slots=True)
class _Form:
    """One English form of an entry; `shapes` are its tokens as written, `words` the same in lower case.

    Both are filled in when a text first has the form: most forms of a termbase never meet theirs.
    """

    entry: Entry
    written: str
    shapes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Matcher:
    """The termbase, ready to be found in texts.

    Args:
        termbase: what to find.
    """

    def __init__(self, termbase: Termbase) -> None:
        self.termbase = termbase
        self._coder = Coder(english.key)
        self._abbreviations = frozenset(
            word.casefold()
            for entry in termbase.entries
            for form in (entry.source, *entry.variants)
            if "." in form
            for word in re.findall(r"(\w{2,})\.", form)
        )
        self._chooser = ContextChooser(self._coder)
        self._forms: dict[tuple[int, ...], list[_Form]] = {}
        for entry in termbase.entries:
            for written in (entry.source, *entry.variants):
                self._add(entry, written)
            self._chooser.learn(entry)
        self._coder.learning = False
        self._automaton = _automaton(self._forms)

    def find(
        self, text: str, protected: Sequence[Span] = (), document: Document | None = None
    ) -> list[TermMatch]:
        """Return the terms in `text`, left to right; none overlaps another, a `protected` span or a URL.

        Args:
            text: the English text.
            protected: spans to leave alone.
            document: what the text is part of; without one it stands for itself.
        """
        tokens = tokenize(text, self._coder, self._abbreviations)
        if not self._forms or not tokens.codes:
            return []
        found: list[_Found] = []
        for last, sequence in self._automaton.iter(tuple(tokens.codes)):
            first = last - len(sequence) + 1
            match = _best(text, tokens, first, last, self._candidates(sequence))
            if match is not None:
                found.append((first, last, match))
        barred = barred_spans(text, protected)
        if barred:
            starts = [span.start for span in barred]
            found = [item for item in found if not meets(item[2].span, barred, starts)]
        found = self._in_context(
            _without_compound_parts(found, text), text, tokens, document or Document([text])
        )
        return _longest(_whole_posts(found, text, tokens))

    def _in_context(self, found: list[_Found], text: str, tokens: Tokens, document: Document) -> list[_Found]:
        """Give each match the rendering that its place asks for; drop those that are no terms there."""
        if not any(match.entry.conditions for _, _, match in found):
            return found
        others = sorted(
            ((first, last, match.entry) for first, last, match in found), key=lambda item: item[:2]
        )
        subjects = subjects_around(others)
        chosen: list[_Found] = []
        for first, last, match in found:
            if not match.entry.conditions:
                chosen.append((first, last, match))
                continue
            choice = self._chooser.choose(match.entry, Place(text, tokens, first, last, subjects, document))
            if choice is not None:
                chosen.append((first, last, _with_choice(match, choice)))
        return chosen

    def _add(self, entry: Entry, written: str) -> None:
        sequence = self._codes(written)
        self._forms.setdefault(sequence, []).append(_Form(entry, written))
        if not entry.is_name:
            self._chooser.vocabulary.update(sequence)
        if entry.pos == "verb":
            for phrase in english.verb_phrases(list(self._shapes(written))):
                codes = tuple(map(self._coder.number, phrase))
                self._forms.setdefault(codes, []).append(_Form(entry, " ".join(phrase)))

    def _codes(self, written: str) -> tuple[int, ...]:
        if written.replace(" ", "").isalpha():  # nearly all forms, and faster so
            codes = ((self._coder[word], word) for word in written.split(" "))
            return tuple(code if code >= 0 else self._coder.number(word) for code, word in codes)
        return tuple(tokenize(written, self._coder, self._abbreviations).codes)

    def _shapes(self, written: str) -> tuple[str, ...]:
        tokens = tokenize(written, self._coder, self._abbreviations)
        return tuple(
            _shape(written[start:end]) for start, end in zip(tokens.starts, tokens.ends, strict=True)
        )

    def _candidates(self, sequence: tuple[int, ...]) -> list[_Form]:
        forms = self._forms[sequence]
        for form in forms:
            if not form.shapes:
                form.shapes = self._shapes(form.written)
                form.words = tuple(map(english.plain, form.shapes))
        return forms


def _with_choice(match: TermMatch, choice: Choice) -> TermMatch:
    is_shouted = match.target != match.entry.target
    entry = match.entry
    if choice.is_binding:
        conditions = entry.conditions[entry.renderings.index(choice.target)]
        entry = replace(entry, target=choice.target, admitted=(), conditions=(conditions,), notes=())
    return TermMatch(match.span, match.text, entry, choice.target.upper() if is_shouted else choice.target)


def _shape(token: str) -> str:
    """Return a token as forms are compared: one possessive, one "and", no hyphen after a prefix."""
    if token[0] in "'’ʼ":
        return POSSESSIVE
    return "and" if token == "&" else token.replace("-", "") if len(token) > 1 else token


def _automaton(sequences: Iterable[tuple[int, ...]]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
    for sequence in sequences:
        if sequence:
            automaton.add_word(sequence, sequence)
    automaton.make_automaton()
    return automaton


def _best(text: str, tokens: Tokens, first: int, last: int, forms: Sequence[_Form]) -> TermMatch | None:
    """Return the match of the form that fits best the tokens `first` to `last`; of equals the later."""
    span = Span(tokens.starts[first], tokens.ends[last])
    shapes = tuple(
        _shape(text[start:end])
        for start, end in zip(tokens.starts[first : last + 1], tokens.ends[first : last + 1], strict=True)
    )
    words = tuple(map(english.plain, shapes))
    rank, best = 0, None
    for form in forms:
        fit = _fit(form, words, shapes)
        if fit and fit >= rank and _stands_alone(form, text, tokens, first, last):
            rank, best = fit, form
    if best is None:
        return None
    whole = _with_marks(text, span)
    if whole is None:
        return None
    found = whole.of(text)
    is_shouted = found.isupper() and not all(shape.isupper() for shape in best.shapes if shape[0].isalpha())
    return TermMatch(whole, found, best.entry, best.entry.target.upper() if is_shouted else best.entry.target)


def _fit(form: _Form, words: tuple[str, ...], shapes: tuple[str, ...]) -> int:
    """Say how well a form fits: 0 not at all, higher for the same number and for the same capitals."""
    is_exact = form.words == words or all(map(_same_spelling, form.words, words))
    if form.entry.case_sensitive:
        return 4 if is_exact and _same_capitals(form.shapes, shapes) else 0
    if is_exact:
        return 3
    # "arms" or "customs" alone are other words than "arm" and "custom".
    return 1 if len(words) > 1 or not _lost_plural(form.words[0], words[0]) else 0


def _lost_plural(form: str, word: str) -> bool:
    return form != english.singular(form) and word == english.singular(word)


def _same_spelling(form: str, word: str) -> bool:
    return form == word or english.spelling(form) == english.spelling(word)


def _same_capitals(form: Sequence[str], shapes: Sequence[str]) -> bool:
    """Say whether each capital of the form is in the text; more capitals (a heading) do no harm."""
    for written, found in zip(form, shapes, strict=True):
        if written[:1].isupper() and not found[:1].isupper():
            return False
        if len(written) > 1 and written.isupper() and not found.isupper():
            return False
    return True


def _stands_alone(form: _Form, text: str, tokens: Tokens, first: int, last: int) -> bool:
    """Say whether a case-sensitive form is really what its capitals tell.

    A name, of a people, too, must be the whole of a capitalised sequence of Vietnamese syllables: "Pham
    Tuan" is not in "Pham Tuan Anh". A common word that only its capital makes a term ("Major", "State") proves
    nothing at the beginning of a sentence, unless a capital follows ("Major Nguyen Van An"), nor in a line of
    capitals.
    """
    entry = form.entry
    if not entry.case_sensitive:
        return True
    before = _neighbour(text, tokens, first, -1)
    after = _neighbour(text, tokens, last, +1)
    is_vietnamese = (entry.is_name or entry.pos == "proper noun") and all(map(is_name_syllable, form.shapes))
    if is_vietnamese and entry.kind is not EntryKind.ORGANISATION:
        return not is_name_syllable(before) and not is_name_syllable(after)
    if entry.is_name:
        return True
    if len(form.shapes) > 1 or form.shapes[0].isupper():
        return True
    if text[tokens.starts[first] : tokens.ends[last]].isupper():
        return False
    lead = text[max(0, tokens.starts[first] - 20) : tokens.starts[first]].rstrip(" \t(" + _OPENING)
    return (bool(lead) and lead[-1] not in _SENTENCE_END) or after[:1].isupper()


def _neighbour(text: str, tokens: Tokens, index: int, step: int) -> str:
    """Return the word next to a token with nothing but a blank between; "" if there is none."""
    other = index + step
    if not 0 <= other < len(tokens.codes):
        return ""
    left, right = min(index, other), max(index, other)
    between = text[tokens.ends[left] : tokens.starts[right]]
    return text[tokens.starts[other] : tokens.ends[other]] if between.isspace() and len(between) == 1 else ""


def _with_marks(text: str, span: Span) -> Span | None:
    """Take in a possessive and the quotation marks of the match; None if the marks do not pair."""
    start, end = span.start, span.end
    inner = text[start:end]
    if not _QUOTATION_MARKS.isdisjoint(inner):
        for opening, closing in (("“", "”"), ("«", "»"), ('"', '"')):
            rest = _unpaired(inner, opening, closing)
            if rest == opening and text[end : end + 1] == closing:
                end += 1
            elif rest == closing and start and text[start - 1] == opening:
                start -= 1
            elif rest:
                return None
    if text[end : end + 2].casefold() in {"'s", "’s", "ʼs"} and not text[end + 2 : end + 3].isalnum():
        end += 2
    if inner.endswith(".") and not text[end:].strip(" \n" + _CLOSING):
        end -= 1  # the stop of "in the U.S." ends the sentence, too
    return Span(start, end)


def _unpaired(text: str, opening: str, closing: str) -> str:
    """Return the quotation marks of `text` that have no partner in it."""
    marks = re.sub(f"[^{opening}{closing}]", "", text)
    while opening + closing in marks:
        marks = marks.replace(opening + closing, "")
    return marks


def _without_compound_parts(found: list[_Found], text: str) -> list[_Found]:
    """Drop parts of hyphenated compounds that mean something else there, as the law of "mothers-in-law" does.

    Names and parts that are joined to another term ("air defence-air force exercise") stay.
    """
    starts = {first for first, _, _ in found}
    ends = {last for _, last, _ in found}

    def is_whole(item: _Found) -> bool:
        first, last, match = item
        before, after = compounds.neighbours(text, match.span)
        if not (before or after) or (match.entry.is_name and match.text[0].isupper()):
            return True
        return (not before or first - 1 in ends or compounds.keeps_meaning_after(before)) and (
            not after or last + 1 in starts or compounds.keeps_meaning_before(after)
        )

    return [item for item in found if is_whole(item)]


def _whole_posts(found: list[_Found], text: str, tokens: Tokens) -> list[_Found]:
    """Drop the post that cuts off its own "Deputy": in "Deputy Minister of Defence" no "Minister of Defence".

    Only when another match begins with that word; it is shorter, but the longer one would say something
    wrong.
    """
    starts = {first for first, _, _ in found}
    return [
        item
        for item in found
        if item[0] - 1 not in starts
        or text[tokens.starts[item[0] - 1] : tokens.ends[item[0] - 1]].casefold() not in _DEPUTY
    ]


def _longest(found: list[_Found]) -> list[TermMatch]:
    """Keep the longest of overlapping matches, counted in tokens; of equally long ones the left."""
    found.sort(key=lambda item: (item[0] - item[1], item[0]))
    taken: set[int] = set()
    kept: list[TermMatch] = []
    for first, last, match in found:
        # Longer ones came before, so a match that overlaps one has its first or last token in it.
        if first not in taken and last not in taken:
            taken.update(range(first, last + 1))
            kept.append(match)
    return sorted(kept, key=lambda match: match.span)
