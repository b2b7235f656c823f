"""The ladder of constraints with the shipped weights, and with the same weights declared to know no protocol."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from songngu.documents.protected import protected_spans
from songngu.engines import Engine, load_engine
from songngu.languages import LanguagePair
from songngu.terminology import Enforcement, Termbase, verify
from songngu.terminology.finder import TermFinder
from songngu.translator import ROADS, SourceText, Translation, Translator, compare

PAIR = LanguagePair()
MARKS = "⟪｜⟫⟦⟧"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(PAIR)


@pytest.fixture(scope="module")
def find(root: Path) -> TermFinder:
    return TermFinder(Termbase.load([root / "glossary" / "en-vi"]), PAIR)


@pytest.fixture(scope="module")
def shipped(engine: Engine, find: TermFinder) -> Translator:
    return Translator(engine, find, PAIR)


@pytest.fixture(scope="module")
def bare(engine: Engine, find: TermFinder) -> Translator:
    """The same weights, declared as every OPUS-MT model is."""
    other = copy.copy(engine)
    other.model = replace(engine.model, terms="none", placeholders=False)
    return Translator(other, find, PAIR)


@pytest.fixture(scope="module")
def sources(root: Path) -> list[SourceText]:
    files = sorted((root / "corpus").glob("*/reference.en.txt"))
    return [SourceText(line) for file in files for line in file.read_text("utf-8").splitlines()]


def kept(translations: Sequence[Translation]) -> float:
    verdicts = [verdict for each in translations for verdict in verify(each.target, each.matches)]
    assert not any(verdict.forbidden for verdict in verdicts)
    flags = [v.kept for v in verdicts if v.match.entry.enforcement is Enforcement.REQUIRED]
    return sum(flags) / len(flags)


def test_required_terms_of_the_articles_are_kept(shipped: Translator, sources: list[SourceText]) -> None:
    done = shipped.translate(sources)
    assert kept(done) >= 0.99
    assert not any(mark in each.target for each in done for mark in MARKS)
    assert {each.road for each in done} <= {*ROADS, "copy"}


def test_and_with_a_model_that_knows_no_protocol(bare: Translator, sources: list[SourceText]) -> None:
    done = bare.translate(sources)
    assert kept(done) >= 0.95
    assert not any(mark in each.target for each in done for mark in MARKS)
    assert {each.road for each in done} <= {"plain", "n-best", "aligned", "copy"}


def test_text_without_terms_is_translated_as_if_there_were_no_glossary(
    engine: Engine, shipped: Translator
) -> None:
    text = SourceText("The weather was fine and the children were playing in the garden.")
    free = Translator(engine, lambda _: (), PAIR)
    assert shipped.translate([text])[0].target == free.translate([text])[0].target


@pytest.mark.parametrize(
    ("text", "survivors"),
    [
        ("Well done 👍 to 第一 team", ("👍", "第一")),
        ("Soldiers of Lang Son Province met Владимир in Москва.", ("Владимир", "Москва", "tỉnh Lạng Sơn")),
        ("The temperature reached 40°C in the province.", ("40°C",)),
    ],
)
def test_what_the_vocabulary_lacks_comes_back_as_it_was(
    shipped: Translator, text: str, survivors: tuple[str, ...]
) -> None:
    done = shipped.translate([SourceText(text)])[0]
    assert all(each in done.target for each in survivors), done.target
    assert not any(mark in done.target for mark in MARKS)


def test_an_address_stays_with_a_model_that_copies_no_placeholders(bare: Translator) -> None:
    text = "See https://mod.gov.vn/en for the circular of the Ministry of National Defence."
    done = bare.translate([SourceText(text, protected=tuple(protected_spans(text)))])[0]
    assert "https://mod.gov.vn/en" in done.target
    assert "Bộ Quốc phòng" in done.target
    assert not any(match.text.startswith("http") for match in done.matches)


def test_a_deviating_rendering_is_a_finding(find: TermFinder) -> None:
    text = "The Ministry coordinated with departments and sectors."
    matches = tuple(find(text))
    wanted = next(match for match in matches if match.entry.admitted)
    other = wanted.entry.admitted[0]
    texts = [f"Bộ phối hợp với {rendering}." for rendering in (wanted.target, other, wanted.target)]
    required = replace(wanted, entry=replace(wanted.entry, enforcement=Enforcement.REQUIRED))
    done = compare([Translation(text, target, "plain", -0.1, (required,)) for target in texts])
    assert [[finding.check for finding in each.findings] for each in done] == [[], ["consistency"], []]
