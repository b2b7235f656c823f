"""Over-long sources are split and joined, never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.engines import Engine
from songngu.engines.longtext import join_targets, split_source

WORDS = st.sampled_from(
    [
        "the",
        "army,",
        "and",
        "which",
        "Lang Son;",
        "—",
        "held.",
        "⟪ a ｜ b c ⟫",
        "⟦1⟧",
        "\n",
        "  ",
        "x" * 30,
        "đ:",
    ]
)


@given(st.lists(WORDS, max_size=60).map(" ".join) | st.text(), st.integers(1, 40))
def test_the_parts_joined_are_the_source_and_each_fits(text: str, limit: int) -> None:
    parts = split_source(text, lambda part: len(part.split()) <= limit and len(part) <= 8 * limit)
    assert "".join(parts) == text
    assert all(len(part.split()) <= limit for part in parts if len(part) > 1)


@given(st.lists(WORDS, max_size=60).map(" ".join), st.integers(6, 40))
def test_marks_stay_whole_where_they_fit(text: str, limit: int) -> None:
    for part in split_source(text, lambda part: len(part.split()) <= limit):
        assert part.count("⟪") == part.count("⟫")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One is done. Two is done.", ["One is done. ", "Two is done."]),
        ("He came; she left at once", ["He came; ", "she left at once"]),
        ("He trained recruits, and she wrote", ["He trained recruits, ", "and she wrote"]),
        ("the unit which guards the border", ["the unit ", "which guards the border"]),
        ("Donaudampfschiff", ["Dona", "udam", "pfsc", "hiff"]),
    ],
)
def test_the_best_boundary_is_taken(text: str, parts: list[str]) -> None:
    longest = max(map(len, parts))
    assert split_source(text, lambda part: len(part) <= longest) == parts


def test_a_stop_between_the_parts_of_one_sentence_is_taken_back() -> None:
    assert join_targets(["Bộ đội huấn luyện.", "và giúp dân.", ""]) == "Bộ đội huấn luyện và giúp dân."
    assert join_targets(["Có kế hoạch.", "- bảo đảm đúng."]) == "Có kế hoạch - bảo đảm đúng."
    assert join_targets(["Một.", "Hai."]) == "Một. Hai."
    assert join_targets(["Có.", "- Đại tá."], ["Yes.", "- A colonel."]) == "Có. - Đại tá."


def test_a_source_of_many_sentences_is_translated_to_its_end(engine: Engine) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    sentences = [f"On {day} the Prime Minister visited the military school in Hanoi." for day in days * 4]
    (hypothesis,) = engine.translate([" ".join(sentences)])
    assert engine.count_tokens(" ".join(sentences)) > engine.model.max_positions
    assert hypothesis.text.count("Thủ tướng") == len(sentences)


def test_one_sentence_beyond_the_positions_keeps_its_clauses(engine: Engine) -> None:
    names = ["soldiers", "farmers", "teachers", "doctors", "engineers", "students", "workers", "writers"]
    clause = "the province invited {} to a meeting about the budget of the coming year"
    source = "; ".join(clause.format(name) for name in names * 3) + "."
    assert engine.count_tokens(source) > engine.model.max_positions
    (hypothesis,) = engine.translate([source])
    for word in (
        "bộ đội|chiến sĩ|binh sĩ|lính|người lính",
        "nông dân",
        "giáo viên|thầy",
        "bác sĩ",
        "kỹ sư|công binh",  # engineers of either kind
        "sinh viên|học sinh",
        "công nhân|người lao động",
        "nhà văn",
    ):
        assert any(each in hypothesis.text for each in word.split("|")), word
