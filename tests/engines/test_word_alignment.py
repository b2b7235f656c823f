"""Attention tells which words belong together, and given targets can be scored."""

from __future__ import annotations

import pytest

from songngu.engines import Engine, ModelInfo

SOURCE = "The provincial military command directed the armed forces."
TARGET = "Bộ Chỉ huy Quân sự tỉnh chỉ đạo lực lượng vũ trang."


@pytest.fixture(params=["ctranslate2", "transformers"])
def any_engine(request: pytest.FixtureRequest, shipped: ModelInfo) -> Engine:
    if request.param == "ctranslate2":
        from songngu.engines.ctranslate2_engine import CTranslate2Engine

        return CTranslate2Engine(shipped)
    from songngu.engines.transformers_engine import TransformersEngine

    return TransformersEngine(shipped)


def test_words_attend_to_their_counterparts(any_engine: Engine) -> None:
    links = any_engine.align([(SOURCE, TARGET), ("Hello.", "Xin chào.")])[0]
    strongest = {
        link.target.of(TARGET): link.source.of(SOURCE) for link in sorted(links, key=lambda link: link.weight)
    }
    assert strongest["Quân"] == "military"
    assert strongest["tỉnh"] == "provincial"
    assert strongest["vũ"] == strongest["trang"] == "armed"


def test_a_given_target_has_the_score_that_decoding_gave_it(any_engine: Engine) -> None:
    best = any_engine.translate([SOURCE])[0]
    right, wrong = any_engine.score([(SOURCE, best.text), (SOURCE, "Con mèo ngủ trên bàn.")])
    assert right == pytest.approx(best.score, abs=0.02)
    assert wrong < right - 1


def test_what_the_vocabulary_spells_in_bytes_is_told(any_engine: Engine) -> None:
    text = "Well done 👍 to 第一 team, at 40°C — Đảng"
    assert [span.of(text) for span in any_engine.unreadable(text)] == ["👍", "第一", "°C"]


def test_empty_and_over_long_targets_have_no_links(any_engine: Engine) -> None:
    assert any_engine.align([(SOURCE, ""), (SOURCE, "dài " * 400)]) == [(), ()]
    assert any_engine.score([(SOURCE, "")]) == [float("-inf")]
    assert any_engine.align([]) == any_engine.score([]) == []
