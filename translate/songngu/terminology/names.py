"""Give Vietnamese person names the diacritics that the English press leaves out.

A name is family name, middle names, given name. The model is a table of counts (`data/names.tsv`) of
syllables by position and of pairs of last middle and given name; the pair, where it is known, outweighs its
parts (Jelinek–Mercer interpolation). Known persons come from the termbase and never get here.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from math import prod

from songngu.spans import Span, overlaps_any
from songngu.terminology.base import Enforcement, Entry, EntryKind, TermMatch
from songngu.terminology.name_finder import name_spans

CONFIDENT = 0.8
_PAIR_PRIOR = 2.0  # how many sightings of a pair weigh as much as what its two syllables say each
_RARE = 5.0  # sightings credited to forms that the table left out because they are rare
_UNSEEN = 0.5  # mass of "as it stands, without diacritics" for a syllable that the table has not at its place
_MAX_OPTIONS = 6

Forms = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoredName:
    """One way to write a name, and its probability among all ways."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name found in a text.

    Attributes:
        span: where.
        candidates: ways to write it, the most probable first.
    """

    span: Span
    candidates: tuple[ScoredName, ...]

    @property
    def is_ambiguous(self) -> bool:
        """True when a reviewer should look: the best candidate is not clearly right.

        Names of two syllables always are ambiguous: too many of them are places ("Dinh Vu", "Cao Dai").
        """
        best = self.candidates[0]
        return best.probability < CONFIDENT or best.name.count(" ") < 2


class NameModel:
    """Counts of name syllables, ready to rank the ways to write a name.

    Args:
        counts: (position, form without diacritics) → accented forms with their counts; the positions are
            `family`, `middle`, `given` and `pair`.
    """

    def __init__(self, counts: Mapping[tuple[str, str], Forms]) -> None:
        self.counts = counts

    @classmethod
    def load(cls) -> NameModel:
        """Read the table that comes with the package."""
        return cls(read_counts())

    def find_person_names(self, text: str, protected: Sequence[Span] = ()) -> list[Span]:
        """Return where persons have Vietnamese names without diacritics: "Luong Dinh Nhac", "MAI XUAN PHONG".

        Args:
            text: the English text.
            protected: what is known already (terms, places, markup); a name that touches one is left alone.
        """
        spans = name_spans(text, self.knows)
        return [span for span in spans if not overlaps_any(span, protected)]

    def knows(self, position: str, syllable: str) -> int:
        """Return how often a syllable without diacritics was seen at a position, whatever its accents."""
        return sum(self.counts.get((position, syllable.capitalize()), {}).values())

    def candidates(self, name: str, n: int = 3) -> list[ScoredName]:
        """Return the `n` most probable ways to write a name given without diacritics, best first.

        The casing of the name stays: "MAI XUAN PHONG" gives "MAI XUÂN PHONG".
        """
        syllables = [syllable.capitalize() for syllable in name.split()]
        if len(syllables) < 2:
            return [ScoredName(name, 1.0)]
        parts = [self._options("family", syllables[0])]
        parts += [self._options("middle", syllable) for syllable in syllables[1:-2]]
        parts.append(
            self._ending(syllables[-2:]) if len(syllables) > 2 else self._options("given", syllables[-1])
        )
        options = (
            (prod(weight for _, weight in choice), " ".join(form for form, _ in choice))
            for choice in product(*parts)
        )
        best = heapq.nlargest(n, options)
        is_shouted = name.isupper()
        return [ScoredName(form.upper() if is_shouted else form, probability) for probability, form in best]

    def find(self, text: str, protected: Sequence[Span] = (), n: int = 3) -> list[PersonName]:
        """Return the person names in `text` with their `n` best candidates."""
        return [
            PersonName(span, tuple(self.candidates(span.of(text), n)))
            for span in self.find_person_names(text, protected)
        ]

    def matches(self, text: str, protected: Sequence[Span] = ()) -> list[TermMatch]:
        """Return the person names in `text` as term matches, so that they go the same road as terms.

        A name that the model is sure of is required; of others the best candidate is only suggested, the
        next ones count as admitted, and the note tells them to the reviewer.
        """
        return [_as_match(text, found) for found in self.find(text, protected)]

    def _options(self, position: str, syllable: str) -> list[tuple[str, float]]:
        forms = self.counts.get((position, syllable))
        if forms is None:
            # Better the right syllable from another place than none: family names serve as middle names.
            others = ("middle", "given", "family")
            forms = next((known for other in others if (known := self.counts.get((other, syllable)))), None)
            if forms is None:
                return [(syllable, _UNSEEN)]
        total = sum(forms.values()) + _RARE
        return [(form, count / total) for form, count in list(forms.items())[:_MAX_OPTIONS]]

    def _ending(self, syllables: Sequence[str]) -> list[tuple[str, float]]:
        """Return the ways to write last middle and given name together, with their probabilities."""
        middles, givens = self._options("middle", syllables[0]), self._options("given", syllables[1])
        parts = {f"{middle} {given}": p * q for middle, p in middles for given, q in givens}
        pairs = self.counts.get(("pair", " ".join(syllables)), {})
        total = sum(pairs.values()) + _PAIR_PRIOR
        return [
            (form, (pairs.get(form, 0) + _PAIR_PRIOR * parts.get(form, 0.0)) / total)
            for form in dict.fromkeys((*pairs, *parts))
        ]


def read_counts() -> dict[tuple[str, str], Forms]:
    """Return the table of the package: (position, plain form) → accented forms with counts, best first."""
    counts: dict[tuple[str, str], Forms] = {}
    table = files("songngu.terminology").joinpath("data", "names.tsv").read_text("utf-8")
    for line in table.splitlines():
        position, plain, *cells = line.split("\t")
        counts[position, plain] = {
            form: int(count) for form, _, count in (cell.rpartition(":") for cell in cells)
        }
    return counts


def _as_match(text: str, found: PersonName) -> TermMatch:
    best, *others = found.candidates
    written = found.span.of(text)
    ways = "; ".join(f"{candidate.name} {candidate.probability:.2f}" for candidate in found.candidates)
    entry = Entry(
        source=written,
        target=best.name,
        kind=EntryKind.PERSON,
        admitted=tuple(candidate.name for candidate in others) if found.is_ambiguous else (),
        pos="proper noun",
        subject="names",
        enforcement=Enforcement.SUGGESTED if found.is_ambiguous else Enforcement.REQUIRED,
        case_sensitive=True,
        note=f"name model: {ways}",
    )
    return TermMatch(found.span, written, entry, best.name)
