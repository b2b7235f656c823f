"""Both directions weigh an output: the scale itself, what it changes, what it says of a doubtful translation."""

from __future__ import annotations

import json
import math
from pathlib import Path

import polib
import pytest

from songngu.engines import Engine, load_engine, load_reverse
from songngu.languages import LanguagePair
from songngu.translator import SourceText, Translator
from songngu.weighing import BEAM, DOUBT, WEIGHT, Scale, search_options

PAIR = LanguagePair()
SOURCE = "Tired drivers are prone to error."
GOOD = "Những lái xe mệt mỏi dễ mắc sai sót."
BAD = "Những người lái xe bị bắt gặp lỗi."


@pytest.fixture(scope="module")
def reverse() -> Engine:
    engine = load_reverse(PAIR)
    assert engine is not None
    return engine


def test_without_a_reverse_model_scores_stay() -> None:
    scale = Scale(load_reverse(PAIR, model="none"))
    assert scale.weigh([(SOURCE, GOOD)], [-0.5]) == [-0.5]
    assert scale.probabilities([(SOURCE, GOOD)]) == [None]
    assert search_options(None, None).beam < search_options(None, scale).beam == BEAM
    assert search_options(2, scale).beam == 2


def test_the_mean_of_both_directions_counts(reverse: Engine) -> None:
    scale = Scale(reverse)
    good, bad = reverse.score([(GOOD, SOURCE), (BAD, SOURCE)])
    assert good > bad
    weighed = scale.weigh([(SOURCE, GOOD), (SOURCE, BAD), (SOURCE, GOOD)], [-1.0, -1.0, -2.0])
    assert weighed == pytest.approx(
        [(own + WEIGHT * back) / (1 + WEIGHT) for own, back in ((-1, good), (-1, bad), (-2, good))]
    )
    assert scale.probabilities([(SOURCE, BAD)]) == pytest.approx([math.exp(bad)])


def test_an_output_that_is_too_long_for_the_reverse_model_keeps_its_score(reverse: Engine) -> None:
    long = "một hai ba " * 200
    assert Scale(reverse).weigh([(SOURCE, long)], [-0.7]) == [-0.7]
    assert Scale(reverse).probabilities([(SOURCE, long)]) == [None]


def test_a_doubtful_translation_has_a_finding(reverse: Engine) -> None:
    translator = Translator(load_engine(PAIR), lambda _: (), PAIR, reverse=reverse)
    garbage = SourceText("The glassblower twirled, puffing, and flummoxed bumfuzzled gongoozlers kerfuffled.")
    plain = SourceText("The weather was fine and the children were playing in the garden.")
    doubtful, fine = translator.translate([garbage, plain])
    assert "round-trip" in [finding.check for finding in doubtful.findings]
    assert "round-trip" not in [finding.check for finding in fine.findings]
    assert Scale(reverse).probabilities([(fine.source, fine.target)])[0] > DOUBT


def test_the_command_line_takes_another_model_or_none(workplace: Path, songngu, root: Path) -> None:
    (workplace / "a.txt").write_text(
        "The army helped the villagers rebuild their houses.\n", encoding="utf-8"
    )
    catalogue = workplace / "locales" / "vi" / "LC_MESSAGES" / "a.po"

    def settings() -> str:
        return str(polib.pofile(str(catalogue)).metadata["X-Songngu-Settings"])

    assert songngu("translate", "a.txt").code == 0
    assert "beam=8 reverse=sha256:" in settings()
    again = json.loads(songngu("translate", "a.txt", "--json").out)
    assert again[0]["translated"] == 0
    other = json.loads(songngu("translate", "a.txt", "--reverse", "none", "--json").out)
    assert other[0]["translated"] == 1, "another setting renews machine entries"
    assert "beam=4 reverse=none" in settings()
    shipped = root / "translate" / "songngu" / "models" / "songngu-vi-en"
    assert songngu("translate", "a.txt", "--reverse", str(shipped), "--beam", "3").code == 0
    assert "beam=3 reverse=sha256:" in settings()


@pytest.mark.parametrize(
    ("model", "said"), [("songngu-en-vi", "translates from en into vi"), ("nosuch", "nosuch")]
)
def test_a_wrong_reverse_model_is_one_line_and_nothing_is_written(
    workplace: Path, songngu, model: str, said: str
) -> None:
    (workplace / "a.txt").write_text("The army helped the villagers.\n", encoding="utf-8")
    outcome = songngu("translate", "a.txt", "--reverse", model)
    assert outcome.code == 2
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
    assert not (workplace / "locales").exists()


def test_it_does_nothing_for_catalogues(songngu) -> None:
    outcome = songngu("score", "--reverse", "none")
    assert outcome.code == 2
    assert "--reverse does nothing without --system" in outcome.err
