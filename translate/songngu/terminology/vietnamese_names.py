"""The Vietnamese names of a text that the termbase does not know: persons and administrative units."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from songngu.spans import Span, overlaps_any
from songngu.terminology.names import NameModel
from songngu.terminology.places import PlaceModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.terminology.base import TermMatch


class VietnameseNames:
    """The two name models, each read when the first text asks for it."""

    @cached_property
    def persons(self) -> NameModel:
        """The model of person names."""
        return NameModel.load()

    @cached_property
    def places(self) -> PlaceModel:
        """The model of administrative units."""
        return PlaceModel.load()

    def find(self, text: str, known: Sequence[Span] = ()) -> list[TermMatch]:
        """Return names without diacritics in `text`, left to right, none overlapping another or a `known`
        span.

        Of a sequence that could be either, three syllables and more are a person, two are a place if there
        is one of that name ("Dinh Quan"). What stands beside "commune", "district" … is a place in any
        case.

        Args:
            text: the English text.
            known: spans of terms and names found already, and of what is protected.
        """
        persons = self.persons.matches(text, known)
        matches = [match for match in persons if match.text.count(" ") > 1]
        for others in (self.places.matches(text, known), persons):
            taken = [match.span for match in matches]
            matches += [match for match in others if not overlaps_any(match.span, taken)]
        return sorted(matches, key=lambda match: match.span)
