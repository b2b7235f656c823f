"""The default engine with the shipped model."""

import ctranslate2
import pytest

from songngu.engines import DecodingOptions, Engine, ModelInfo, load_engine
from songngu.engines.pieces import Pieces
from songngu.errors import ModelError, UsageError
from songngu.languages import LanguagePair

DIRECTIVE = "The Ministry of National Defence issued a directive."


def test_a_sentence_is_translated(engine: Engine) -> None:
    (hypothesis,) = engine.translate([DIRECTIVE])
    assert hypothesis.text == "Bộ Quốc phòng ban hành chỉ thị."
    assert -1 < hypothesis.score < 0
    assert hypothesis.alternatives == ()


def test_order_is_kept_and_empty_sources_stay_empty(engine: Engine) -> None:
    texts = [h.text for h in engine.translate(["", DIRECTIVE, " \n", "Thank you."])]
    assert texts[0] == texts[2] == ""
    assert texts[1].startswith("Bộ Quốc phòng") and texts[3].startswith("Cảm ơn")
    assert engine.translate([]) == []


def test_alternatives_are_distinct_and_ordered(engine: Engine) -> None:
    (hypothesis,) = engine.translate([DIRECTIVE], DecodingOptions(beam=4, alternatives=3))
    scores = [hypothesis.score, *(each.score for each in hypothesis.alternatives)]
    assert len({hypothesis.text, *(each.text for each in hypothesis.alternatives)}) == 4
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("penalty", [0.0, 1.0, 1.4])
def test_the_score_is_the_mean_log_probability_of_the_pieces(
    engine: Engine, shipped: ModelInfo, penalty: float
) -> None:
    options = DecodingOptions(length_penalty=penalty, repetition_penalty=1.0, no_repeat_ngram=0)
    (hypothesis,) = engine.translate([DIRECTIVE], options)
    pieces = Pieces(shipped)
    target = pieces.encode(hypothesis.text)[:-1]
    scorer = ctranslate2.Translator(
        str(shipped.path / "ctranslate2-int8"), compute_type="int8_float32", intra_threads=1
    )
    (expected,) = scorer.score_batch([pieces.encode(DIRECTIVE)], [target])
    assert hypothesis.score == pytest.approx(sum(expected.log_probs) / len(expected.log_probs), abs=0.01)


def test_the_same_batch_gives_the_same_output_twice_and_alone(
    engine: Engine, article_lines: list[str]
) -> None:
    sample = article_lines[::6]
    together = engine.translate(sample)
    assert together == engine.translate(sample)
    alone = [engine.translate([line])[0] for line in sample]
    assert [each.text for each in alone] == [each.text for each in together]


def test_no_output_is_empty_or_holds_broken_bytes(engine: Engine, article_lines: list[str]) -> None:
    for hypothesis in engine.translate([*article_lines[:20], "Café 🙂 漢字 ½"]):
        assert hypothesis.text
        assert "\N{REPLACEMENT CHARACTER}" not in hypothesis.text
        assert "▁" not in hypothesis.text and "<unk>" not in hypothesis.text


def test_placeholders_keep_their_blanks(engine: Engine) -> None:
    (hypothesis,) = engine.translate(["General Phan Van Giang visited ⟦1⟧ and ⟦2⟧."])
    assert " ⟦1⟧ " in hypothesis.text and " ⟦2⟧." in hypothesis.text


def test_an_annotated_term_is_copied(engine: Engine) -> None:
    (hypothesis,) = engine.translate(["The ⟪ four on-the-spot ｜ bốn tại chỗ ⟫ motto was applied."])
    assert "bốn tại chỗ" in hypothesis.text


def test_tokens_are_counted_with_the_end_of_sentence(engine: Engine) -> None:
    assert engine.count_tokens("") == 1
    assert engine.count_tokens(DIRECTIVE) > 8


def test_an_unknown_engine_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="use one of: ctranslate2, transformers"):
        load_engine(LanguagePair(), engine="moses")


def test_a_model_for_other_languages_is_refused(shipped: ModelInfo) -> None:
    with pytest.raises(ModelError, match="translates from en into vi, not from vi into en"):
        load_engine(LanguagePair("vi", "en"), model=str(shipped.path))


def test_a_pair_without_a_model_says_how_to_get_one() -> None:
    with pytest.raises(ModelError, match="songngu model pull Helsinki-NLP/opus-mt-en-de"):
        load_engine(LanguagePair("en", "de"))
