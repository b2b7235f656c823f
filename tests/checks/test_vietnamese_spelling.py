"""Which words can be Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from songngu.vietnamese import is_bare_syllable, is_syllable

REFERENCES = sorted((Path(__file__).parents[2] / "corpus").glob("*/reference.vi.txt"))


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Nguyễn",
        "Quỳnh",
        "khuỷu",
        "giếng",
        "gì",
        "quốc",
        "hoà",
        "hòa",
        "thuỷ",
        "thủy",
        "ĐỜI",
        "yêu",
        "oẳn",
        "xoong",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    [
        "by",
        "align",
        "lượngight",
        "vàising",
        "Nhac",
        "Nguyen",
        "kà",
        "ghà",
        "cê",
        "nhạcc",
        "",
        "hóà",
        "jazz",
        "strong",
    ],
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["Nhac", "Nguyen", "Khue", "Cuong", "Lan"])
def test_what_is_left_without_diacritics(word: str) -> None:
    assert is_bare_syllable(word)


def test_marked_and_foreign_words_are_no_bare_syllables() -> None:
    assert not is_bare_syllable("Nhạc")
    assert not is_bare_syllable("Friedman")


def test_every_word_of_the_reference_articles_is_a_syllable() -> None:
    words = {
        word for path in REFERENCES for word in re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))
    }
    assert len(words) > 500
    assert {word for word in words if not is_syllable(word)} <= {"GMT", "VSIP"}
