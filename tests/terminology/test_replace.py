"""Repair in place: what is put right without knowing which source word gave which target word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.spans import Span
from songngu.terminology import (
    Enforcement,
    Entry,
    EntryKind,
    Matcher,
    NameModel,
    Termbase,
    TermMatch,
    repair,
    verify,
)

REPOSITORY = Path(__file__).parents[2]


def match(source: str, target: str, **rest: object) -> TermMatch:
    return TermMatch(Span(0, len(source)), source, Entry(source, target, **rest), target)  # type: ignore[arg-type]


CIVIL = match(
    "civil defence", "phòng thủ dân sự", forbidden=("quốc phòng dân sự",), deprecated=("dân phòng",)
)
PROVINCE = match("Lang Son Province", "tỉnh Lạng Sơn", kind=EntryKind.PLACE)
KHUE = match("Nguyen Cong Khue", "Nguyễn Công Khuê", kind=EntryKind.PERSON)


@pytest.mark.parametrize(
    ("target", "term", "repaired"),
    [
        ("lực lượng quốc phòng dân sự mạnh", CIVIL, "lực lượng phòng thủ dân sự mạnh"),
        ("Dân phòng là việc chung.", CIVIL, "Phòng thủ dân sự là việc chung."),
        ("Đại tá Nguyễn Công Khue nói", KHUE, "Đại tá Nguyễn Công Khuê nói"),
        ("Đại tá Nguyen Cong Khue nói", KHUE, "Đại tá Nguyễn Công Khuê nói"),
        ("ĐẠI TÁ NGUYEN CONG KHUE", KHUE, "ĐẠI TÁ NGUYỄN CÔNG KHUÊ"),
        ("ở tỉnh Lang Son hôm nay", PROVINCE, "ở tỉnh Lạng Sơn hôm nay"),
        ("ở Lang Son hôm nay", PROVINCE, "ở Lạng Sơn hôm nay"),
        ("Tỉnh Lang Son hôm nay", PROVINCE, "Tỉnh Lạng Sơn hôm nay"),
        ("Lang Son Province hôm nay", PROVINCE, "Lạng Sơn Province hôm nay"),
        ("kế hoạch Civil Defence mới", CIVIL, "kế hoạch phòng thủ dân sự mới"),
        ("phòng thủ dân sự và dân phòng", CIVIL, "phòng thủ dân sự và dân phòng"),
        ("không có gì để sửa", CIVIL, "không có gì để sửa"),
        ("Nguyễn Công Khuê", KHUE, "Nguyễn Công Khuê"),
    ],
)
def test_repair(target: str, term: TermMatch, repaired: str) -> None:
    result = repair(target, [term])
    assert result.text == repaired
    assert result.replaced == (() if repaired == target else (term,))
    assert repair(repaired, [term]).text == repaired


def test_each_of_two_wrong_places_is_mended() -> None:
    assert repair("dân phòng, dân phòng", [CIVIL, CIVIL]).text == "phòng thủ dân sự, phòng thủ dân sự"


def test_a_suggested_name_only_fills_in() -> None:
    doubtful = match("Le Minh Hung", "Lê Minh Hùng", kind=EntryKind.PERSON, enforcement=Enforcement.SUGGESTED)
    assert repair("Lê Minh Hưng và Le Minh Hung", [doubtful]).text == "Lê Minh Hưng và Lê Minh Hùng"
    assert repair("ông Lê Minh Hưng", [doubtful]).text == "ông Lê Minh Hưng"


def test_what_a_model_writes_on_behind_a_name_goes() -> None:
    khue = match("Nguyen Cong Khue", "Nguyễn Công Khuê", kind=EntryKind.PERSON)
    assert repair("ông Nguyễn Công Khuê Khuê nói", [khue]).text == "ông Nguyễn Công Khuê nói"
    assert repair("- Đại tá Nguyễn Công Khuêe", [khue]).text == "- Đại tá Nguyễn Công Khuê"
    hanoi = match("Hanoi", "Hà Nội", kind=EntryKind.PLACE)
    assert repair("từ Hà Nội Nội Bài", [hanoi]).text == "từ Hà Nội Nội Bài"
    an = match("Nguyen An", "Nguyễn An", kind=EntryKind.PERSON)
    assert repair("Nguyễn An và Nguyễn Anh", [an]).text == "Nguyễn An và Nguyễn Anh"


def test_names_that_a_model_without_protocol_left_bare() -> None:
    source = "Colonel Nguyen Cong Khue visited Huu Lung with Colonel Luong Dinh Nhac of Lang Son Province."
    house = Matcher(Termbase.load([REPOSITORY / "glossary" / "en-vi"]))
    matches = house.find(source)
    matches += NameModel.load().matches(source, [term.span for term in matches])
    output = "Đại tá Nguyễn Công Khue thăm Huu Lung cùng Đại tá Lương Đình Nhac của tỉnh Lang Son."
    fixed = repair(output, matches).text
    assert "Nguyễn Công Khuê thăm" in fixed
    assert "Lương Đình Nhạc của tỉnh Lạng Sơn." in fixed
    assert all(verdict.kept for verdict in verify(fixed, matches) if verdict.match.text != "Huu Lung")


@given(
    st.lists(
        st.sampled_from(
            [
                "dân",
                "phòng",
                "quốc",
                "sự",
                "thủ",
                "Lang",
                "Sơn",
                "Son",
                "tỉnh",
                "Nguyen",
                "Công",
                "Khue",
                ",",
                ".",
                "”",
                "“",
            ]
        ),
        max_size=14,
    )
)
def test_repair_is_stable_and_never_makes_it_worse(words: list[str]) -> None:
    target = " ".join(words)
    matches = [CIVIL, PROVINCE, KHUE]
    before = sum(verdict.kept for verdict in verify(target, matches))
    result = repair(target, matches)
    assert sum(verdict.kept for verdict in verify(result.text, matches)) >= before
    if not result.replaced:
        assert result.text == target
