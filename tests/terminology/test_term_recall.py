"""The matcher against terms that people marked in the two articles.

Covered is an annotated term that the termbase has: alone, its English form is one match from end to end.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from songngu.spans import Span
from songngu.terminology import Matcher, Termbase, TermMatch, verify

REPOSITORY = Path(__file__).parents[2]
ARTICLES = ("lang-son-armed-forces", "lang-son-defensive-zone")
Annotations = list[tuple[str, str, str, list[Span]]]


@pytest.fixture(scope="module")
def house() -> Matcher:
    return Matcher(Termbase.load([REPOSITORY / "glossary" / "en-vi"]))


def lines(article: str) -> list[tuple[str, str, list[str]]]:
    folder = REPOSITORY / "corpus" / article
    terms: dict[int, list[str]] = defaultdict(list)
    with (folder / "reference.terms.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            terms[int(row["line"])].append(row["source"])
    english = (folder / "reference.en.txt").read_text("utf-8").splitlines()
    vietnamese = (folder / "reference.vi.txt").read_text("utf-8").splitlines()
    return [
        (en, vi, terms[number]) for number, (en, vi) in enumerate(zip(english, vietnamese, strict=True), 1)
    ]


def covers(house: Matcher, term: str) -> bool:
    return [match.text for match in house.find(term)] == [term]


def is_found(term: str, line: str, matches: list[TermMatch]) -> bool:
    """A match is the term or has it within: a short entry never overrides a longer one."""
    starts = [index for index in range(len(line)) if line.startswith(term, index)]
    return any(
        match.span.start <= start and start + len(term) <= match.span.end
        for start in starts
        for match in matches
    )


def test_recall_of_covered_annotated_terms(house: Matcher) -> None:
    hits = covered = 0
    for article in ARTICLES:
        for english, _, terms in lines(article):
            matches = house.find(english)
            for term in terms:
                if covers(house, term):
                    covered += 1
                    hits += is_found(term, english, matches)
    assert covered > 300
    assert hits / covered >= 0.98, f"{hits} of {covered}"


def test_precision_of_matches_on_annotated_terms(house: Matcher) -> None:
    """Right is a match that cuts no annotated term and whose rendering stands in the reference."""
    right = touching = 0
    for article in ARTICLES:
        for english, vietnamese, terms in lines(article):
            spans = [
                Span(index, index + len(term))
                for term in terms
                for index in range(len(english))
                if english.startswith(term, index)
            ]
            matches = house.find(english)
            for match, verdict in zip(matches, verify(vietnamese, matches), strict=True):
                near = [span for span in spans if span.overlaps(match.span)]
                if near:
                    touching += 1
                    right += verdict.kept and not any(cuts(match.span, span, english) for span in near)
    assert touching > 300
    assert right / touching >= 0.95, f"{right} of {touching}"


def cuts(match: Span, term: Span, line: str) -> bool:
    end = match.end - (2 if line[match.end - 2 : match.end] in {"'s", "’s"} else 0)
    is_outside = match.start <= term.start and term.end <= match.end
    return not is_outside and not (term.start <= match.start and end <= term.end)
