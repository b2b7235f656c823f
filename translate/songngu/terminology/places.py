"""Give the names of Vietnamese administrative units their diacritics: "Huu Lung District" → Hữu Lũng.

The table (`data/places.tsv`) has the units before and after the mergers of July 2025. Many communes share a
name without diacritics; the kind of unit that the text names beside it, and how many units bear each form,
decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from songngu.spans import Span, overlaps_any
from songngu.terminology.base import Enforcement, Entry, EntryKind, TermMatch
from songngu.terminology.folding import without_diacritics
from songngu.terminology.name_finder import TITLE
from songngu.terminology.syllables import is_name_syllable

CONFIDENT = 0.95
_LONGEST = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
_KINDS = {
    "province": "province", "provinces": "province", "provincial": "province",
    "city": "city", "cities": "city", "municipal": "city",
    "district": "district", "districts": "district",
    "town": "town", "towns": "town", "township": "town", "townships": "town", "townlet": "town",
    "commune": "commune", "communes": "commune",
    "ward": "ward", "wards": "ward",
}  # fmt: skip
_AFTER = re.compile(rf"\s+(?:border\s+)?({'|'.join(_KINDS)})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b({'|'.join(_KINDS)})\s+of\s+$", re.IGNORECASE)

Kinds = Mapping[str, int]


class PlaceModel:
    """Names of units, by their form without diacritics.

    Args:
        units: form without diacritics, in lower case → forms with them → kind of unit → how many units.
    """

    def __init__(self, units: Mapping[str, Mapping[str, Kinds]]) -> None:
        self._units = units

    @classmethod
    def load(cls) -> PlaceModel:
        """Read the table that comes with the package."""
        units: dict[str, dict[str, Kinds]] = {}
        for line in (
            files("songngu.terminology").joinpath("data", "places.tsv").read_text("utf-8").splitlines()
        ):
            form, kinds = line.split("\t")
            counts = {kind: int(count) for kind, _, count in (cell.partition(":") for cell in kinds.split())}
            units.setdefault(without_diacritics(form).casefold(), {})[form] = counts
        return cls(units)

    def candidates(self, name: str, kind: str = "") -> list[tuple[str, float]]:
        """Return the ways to write a name given without diacritics, with their shares of the units, best
        first.

        Args: name: the name, without its kind. kind: `province`, `city`, `district`, `town`, `commune`,
            `ward`, or "" when the text does not tell. When no unit of that kind bears the name, all kinds
            count.
        """
        forms = self._units.get(name.casefold().replace("’", "'"), {})
        counts = {form: kinds.get(kind, 0) for form, kinds in forms.items()}
        if not any(counts.values()):
            counts = {form: sum(kinds.values()) for form, kinds in forms.items()}
        total = sum(counts.values())
        ranked = sorted(
            ((form, count / total) for form, count in counts.items() if count), key=lambda item: -item[1]
        )
        return [(form.upper(), share) for form, share in ranked] if name.isupper() else ranked

    def matches(self, text: str, protected: Sequence[Span] = ()) -> list[TermMatch]:
        """Return names of units in `text` as term matches; the kind of unit stays outside the match.

        A name that stands beside its kind is required when nearly all units of the kind are written so. A name
        alone needs two syllables and no title before it, and is only suggested. Where other ways to write it
        remain, they count as admitted, and the note tells them to the reviewer.

        Args:
            text: the English text.
            protected: what is known already; a name that touches one is left alone.
        """
        found: list[TermMatch] = []
        for span, before in self._spans(text):
            if overlaps_any(span, protected):
                continue
            name = span.of(text)
            beside = _AFTER.match(text, span.end) or _BEFORE.search(text, max(0, span.start - 24), span.start)
            kind = _KINDS[beside[1].casefold()] if beside else ""
            candidates = self.candidates(name, kind)
            if not kind and (
                " " not in name or any(_has_title(text, start) for start in (span.start, before))
            ):
                continue
            if without_diacritics(candidates[0][0]) == candidates[0][0]:
                continue  # nothing to restore
            found.append(
                _as_match(name, span, candidates, is_sure=bool(kind) and candidates[0][1] >= CONFIDENT)
            )
        return found

    def doubted(self, text: str, match: TermMatch) -> TermMatch:
        """Return a place of a termbase as it is, or with its candidates where it need not be the one meant.

        "Tan Thanh" is a border gate, but "Tan Thanh Commune" one of 53 communes in three spellings: then the
        termbase's spelling, if it is one of them, is only suggested.
        """
        kind = _kind_beside(text, match.span)
        forms = self._units.get(match.entry.source.casefold(), {})
        if match.entry.kind is not EntryKind.PLACE or not any(kinds.get(kind) for kinds in forms.values()):
            return match
        candidates = self.candidates(match.entry.source, kind)
        shares = dict(candidates)
        if shares.get(match.entry.target, 0.0) >= CONFIDENT:
            return match
        first = match.entry.target if match.entry.target in shares else candidates[0][0]
        ranked = [(first, shares[first]), *(each for each in candidates if each[0] != first)]
        if match.text.isupper():
            ranked = [(form.upper(), share) for form, share in ranked]
        return _as_match(match.text, match.span, ranked, is_sure=False)

    def _spans(self, text: str) -> Iterator[tuple[Span, int]]:
        """Yield the longest names that are whole sequences of capitalised words, from left to right.

        With each comes where the capitalised word before it begins, or where it begins itself.
        """
        for run in _runs(text):
            position = 0
            while position < len(run):
                longest = min(_LONGEST, len(run) - position)
                for length in range(longest, 0, -1):
                    span = Span(run[position].start, run[position + length - 1].end)
                    if span.of(text).casefold().replace("’", "'") in self._units:
                        before, after = run[:position], run[position + length :]
                        if not _is_part(before[-1:], text) and not _is_part(after[:1], text):
                            yield span, before[-1].start if before else span.start
                        position += length
                        break
                else:
                    position += 1


def _runs(text: str) -> Iterator[list[Span]]:
    """Yield sequences of capitalised words with single blanks between."""
    run: list[Span] = []
    for match in _WORD.finditer(text):
        word = Span(*match.span())
        is_capital = match[0][0].isupper()
        if run and (not is_capital or text[run[-1].end : word.start] != " "):
            yield run
            run = []
        if is_capital:
            run.append(word)
    if run:
        yield run


def _kind_beside(text: str, span: Span) -> str:
    """Return the kind of unit that one name alone has: "Tan Thanh Commune", not "communes of Thanh Hoa"."""
    beside = _AFTER.match(text, span.end) or _BEFORE.search(text, max(0, span.start - 24), span.start)
    word = beside[1].casefold() if beside else ""
    return "" if word.endswith("s") else _KINDS.get(word, "")


def _has_title(text: str, start: int) -> bool:
    return TITLE.search(text, max(0, start - 20), start) is not None


def _is_part(words: Sequence[Span], text: str) -> bool:
    """Say whether the word beside a name looks like a part of a longer Vietnamese name."""
    return any(is_name_syllable(word.of(text)) for word in words)


def _as_match(name: str, span: Span, candidates: Sequence[tuple[str, float]], *, is_sure: bool) -> TermMatch:
    best, *others = [form for form, _ in candidates]
    origin = "administrative units" if is_sure or not others else "name model"
    entry = Entry(
        source=name,
        target=best,
        kind=EntryKind.PLACE,
        admitted=() if is_sure else tuple(others),
        pos="proper noun",
        subject="names",
        enforcement=Enforcement.REQUIRED if is_sure else Enforcement.SUGGESTED,
        case_sensitive=True,
        note=f"{origin}: " + "; ".join(f"{form} {share:.2f}" for form, share in candidates[:3]),
    )
    return TermMatch(span, name, entry, best)
