"""Choose among the renderings of an entry by the words around the match: the `context` column.

A cell holds conditions, separated by `;`, of which one is enough. A condition is `before:` (a word follows at
once), `after:` (a word stands directly in front), `near:` (within eight words, in the same sentence),
`subject:` (another term of that subject field within twenty-five words) or `document:` (anywhere in the
document), and a list of words separated by `|`; or it is `otherwise`: no condition of another rendering
holds. Words match whatever their number, spelling and case; `<name>`, `<vietnamese name>` and `<number>`
stand for whole kinds of words, and in `document:` a closing `<same name>` for the two capitalised words that
follow the match.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from songngu.terminology.base import Condition, ConditionKind
from songngu.terminology.syllables import is_name_syllable
from songngu.terminology.tokens import Coder, Tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from songngu.terminology.base import Entry
    from songngu.terminology.document import Document

NEAR, SUBJECT_REACH = 8, 25  # words on either side
_DOCUMENT_REACH = 1_000_000  # farther off than anything in the same text
_KINDS = {kind.value: kind for kind in ConditionKind if kind is not ConditionKind.OTHERWISE}
_SENTENCE_ENDS = ".!?"
_PLACEHOLDERS = {"<name>": 1, "<vietnamese name>": 2, "<number>": 1}  # how many tokens each takes
_SAME_NAME = " <same name>"


def parse_conditions(cell: str) -> tuple[Condition, ...]:
    """Read a cell of the `context` column.

    Raises:
        ValueError: with a message for people, when the cell is not well formed.
    """
    return tuple(_parse(clause) for clause in cell.split(";")) if cell.strip() else ()


def format_conditions(conditions: Iterable[Condition]) -> str:
    """Write conditions as a cell; `parse_conditions` gives them back."""
    return "; ".join(
        f"{each.kind}: {'|'.join(each.words)}" if each.words else each.kind for each in conditions
    )


def _parse(clause: str) -> Condition:
    if clause.strip() == ConditionKind.OTHERWISE:
        return Condition(ConditionKind.OTHERWISE, ())
    name, colon, listed = clause.strip().partition(":")
    words = tuple(word.strip() for word in listed.split("|"))
    if not colon or name not in _KINDS:
        raise ValueError(f"unknown condition {clause.strip()!r}")
    for word in words:
        if not any(map(str.isalnum, word)):
            raise ValueError(f"empty word in the condition {clause.strip()!r}")
        if "<" in (word.removesuffix(_SAME_NAME) if name == ConditionKind.DOCUMENT else word) and (
            word not in _PLACEHOLDERS or name in {ConditionKind.SUBJECT, ConditionKind.DOCUMENT}
        ):
            raise ValueError(f"unknown placeholder {word!r}")
    return Condition(_KINDS[name], words)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a match stands.

    Attributes:
        text: the whole text.
        tokens: its tokens.
        first: the match's first token.
        last: its last token.
        subjects: gives the subject fields of the other terms around tokens `first` to `last`.
        document: what the text is part of.
    """

    text: str
    tokens: Tokens
    first: int
    last: int
    subjects: Callable[[int, int], Iterable[str]]
    document: Document

    def word(self, index: int) -> str:
        """Return the token at `index`; "" outside of the text."""
        if not 0 <= index < len(self.tokens.codes):
            return ""
        return self.text[self.tokens.starts[index] : self.tokens.ends[index]]

    def sentence(self, reach: int) -> tuple[int, int]:
        """Return the first token and the one after the last within `reach` words in the same sentence."""
        start, end = self.first, self.last + 1
        while start > max(0, self.first - reach) and self.word(start - 1) not in _SENTENCE_ENDS:
            start -= 1
        while (
            end < min(len(self.tokens.codes), self.last + 1 + reach) and self.word(end) not in _SENTENCE_ENDS
        ):
            end += 1
        return start, end


@dataclass(frozen=True, slots=True)
class Choice:
    """A rendering chosen.

    Attributes:
        target: the rendering.
        is_binding: the document decided, so that no other rendering of the entry is right in it.
    """

    target: str
    is_binding: bool = False


@dataclass(slots=True)
class ContextChooser:
    """Chooses renderings.

    Args:
        coder: gives the numbers of words that the text's tokens have, too; it learns those of the conditions.
        vocabulary: the numbers of the words that terms are made of; capitalised, they are no names.
    """

    coder: Coder
    vocabulary: set[int] = field(default_factory=set)
    _sequences: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def learn(self, entry: Entry) -> None:
        """Note the words of an entry's conditions, while the coder learns."""
        for conditions in entry.conditions:
            for condition in conditions:
                if condition.kind not in {ConditionKind.SUBJECT, ConditionKind.DOCUMENT}:
                    for word in condition.words:
                        self._sequences.setdefault(word, tuple(tokenize(word, self.coder, ()).codes))

    def choose(self, entry: Entry, place: Place) -> Choice | None:
        """Return the rendering that the place asks for.

        The one whose condition holds nearest to the match, of equally near ones that with the longer words,
        then the first; if none holds, the first rendering with `otherwise` or without conditions. None when
        there is none such: then the words are no term here.
        """
        if not entry.conditions:
            return Choice(entry.target)
        nearest: tuple[int, int] | None = None
        chosen = fallback = None
        for rendering, conditions in zip(entry.renderings, entry.conditions, strict=True):
            is_general = not conditions or any(each.kind is ConditionKind.OTHERWISE for each in conditions)
            if is_general and fallback is None:
                fallback = Choice(rendering)
            for condition in conditions:
                held = self._holds(condition, place)
                if held is not None and (nearest is None or held < nearest):
                    nearest = held
                    chosen = Choice(rendering, is_binding=condition.kind is ConditionKind.DOCUMENT)
        return chosen or fallback

    def _holds(self, condition: Condition, place: Place) -> tuple[int, int] | None:
        """Return how far off the condition holds, and the length of its words, negative; None if nowhere."""
        if condition.kind is ConditionKind.OTHERWISE:
            return None
        if condition.kind is ConditionKind.SUBJECT:
            met = not set(condition.words).isdisjoint(place.subjects(place.first, place.last))
            return (SUBJECT_REACH, 0) if met else None
        if condition.kind is ConditionKind.DOCUMENT:
            said = (
                len(words.split()) for words in _spelt_out(condition, place) if place.document.says(words)
            )
            length = max(said, default=0)
            return (_DOCUMENT_REACH, -length) if length else None
        best = None
        start, end = place.sentence(NEAR) if condition.kind is ConditionKind.NEAR else (0, 0)
        around = set(place.tokens.codes[start:end])
        for word in condition.words:
            if around and word not in _PLACEHOLDERS and self._sequences[word][0] not in around:
                continue  # nearly always, and at once
            length = self._length(word)
            for index in _places(condition.kind, place, length, start, end):
                if self._stands(word, place, index):
                    gap = place.first - index - length if index < place.first else index - place.last - 1
                    best = min(best or (gap, -length), (gap, -length))
        return best

    def _length(self, word: str) -> int:
        return _PLACEHOLDERS.get(word) or len(self._sequences[word])

    def _stands(self, word: str, place: Place, index: int) -> bool:
        """Say whether the words of a condition stand at token `index`."""
        if index < 0:
            return False
        if word in _PLACEHOLDERS:
            return self._is_of_kind(word, place, index)
        wanted = self._sequences[word]
        return tuple(place.tokens.codes[index : index + len(wanted)]) == wanted

    def _is_of_kind(self, placeholder: str, place: Place, index: int) -> bool:
        word = place.word(index)
        if placeholder == "<number>":
            # "Company 3", not "gave the company 30 days".
            return word[:1].isdigit() and place.word(place.last)[:1].isupper()
        if placeholder == "<vietnamese name>":
            return is_name_syllable(word) and is_name_syllable(place.word(index + 1))
        is_known = index < len(place.tokens.codes) and place.tokens.codes[index] in self.vocabulary
        return word[:1].isupper() and (not is_known or is_name_syllable(word))


def _spelt_out(condition: Condition, place: Place) -> Iterator[str]:
    """Yield the words of a `document` condition, the name behind the match put in."""
    name = [place.word(place.last + 1), place.word(place.last + 2)]
    for word in condition.words:
        words = word.removesuffix(_SAME_NAME)
        if words == word:
            yield words
        elif all(part[:1].isupper() for part in name):
            yield " ".join((words, *name))


def _places(kind: ConditionKind, place: Place, length: int, start: int, end: int) -> Iterable[int]:
    """Return the tokens at which words of that length may begin; `start` and `end` bound what is near."""
    if kind is ConditionKind.BEFORE:
        return (place.last + 1,)
    if kind is ConditionKind.AFTER:
        return (place.first - length,)
    return chain(range(start, place.first - length + 1), range(place.last + 1, end))


def subjects_around(found: Sequence[tuple[int, int, Entry]]) -> Callable[[int, int], Iterable[str]]:
    """Return a function that gives the subjects of the terms around tokens `first` to `last`, not in them.

    Args:
        found: first token, last token and entry of all terms found, by first token.
    """
    from bisect import bisect_left

    firsts = [first for first, _, _ in found]

    def subjects(first: int, last: int) -> Iterator[str]:
        start = bisect_left(firsts, first - SUBJECT_REACH)
        for index in range(start, len(found)):
            other_first, other_last, entry = found[index]
            if other_first > last + SUBJECT_REACH:
                return
            if other_last < first or other_first > last:
                yield entry.subject

    return subjects
