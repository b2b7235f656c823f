"""Is the rendering there? What may differ, what counts twice, what is forbidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.spans import Span
from songngu.terminology import Entry, TermMatch, excess, verify
from songngu.terminology.folding import fold, without_diacritics


def match(target: str, **rest: object) -> TermMatch:
    return TermMatch(Span(0, 1), "x", Entry("x", target, **rest), target)  # type: ignore[arg-type]


def kept(target: str, *matches: TermMatch) -> list[bool]:
    return [verdict.kept for verdict in verify(target, matches)]


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("Tỉnh ủy", "Nghị quyết của Tỉnh uỷ."),
        ("hòa bình", "vì hoà bình"),
        ("Thúy", "chị Thuý"),
        ("Tỉnh ủy", "TỈNH ỦY LẠNG SƠN"),
        ("kinh tế - xã hội", "kinh tế – xã hội"),
        ("kinh tế - xã hội", "kinh tế-xã hội"),
        ("phương châm “bốn tại chỗ”", 'phương châm "bốn tại chỗ"'),
        ("cán bộ, chiến sĩ", "cán bộ,\nchiến sĩ".replace(",\n", ", \n")),
        ("Đảng", "Ðảng ta"),
        ("Đảng", "\u0110a\u0309ng ta"),
    ],
)
def test_what_may_differ(wanted: str, target: str) -> None:
    assert kept(target, match(wanted)) == [True]


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("Tỉnh ủy", "Tinh uy"),
        ("ủy", "ủyt"),
        ("an", "ban an toàn".replace(" an ", " ăn ")),
        ("phương châm “bốn tại chỗ”", "phương châm bốn tại chỗ"),
        ("đảng", "đang"),
    ],
)
def test_what_may_not_differ(wanted: str, target: str) -> None:
    assert kept(target, match(wanted)) == [False]


def test_admitted_renderings_count() -> None:
    assert kept("Tư lệnh nói", match("Chỉ huy trưởng", admitted=("Tư lệnh",))) == [True]


def test_a_term_that_the_source_has_twice_is_needed_twice() -> None:
    term = match("dân quân")
    assert kept("dân quân", term, term) == [True, False]
    assert kept("dân quân và dân quân", term, term) == [True, True]


def test_a_rendering_inside_another_ones_counts() -> None:
    assert kept("Đảng ủy", match("Đảng"), match("Đảng ủy")) == [True, True]
    assert kept("Đảng và Đảng ủy", match("Đảng"), match("Đảng ủy")) == [True, True]
    assert kept("Đảng", match("Đảng"), match("Đảng ủy")) == [True, False]


def test_forbidden_is_found_where_the_right_one_is_missing() -> None:
    term = match("phòng thủ dân sự", forbidden=("quốc phòng dân sự",), deprecated=("dân phòng",))
    assert verify("lực lượng dân phòng, quốc phòng dân sự", [term])[0].forbidden == (
        "quốc phòng dân sự",
        "dân phòng",
    )
    assert verify("phòng thủ dân sự và dân phòng", [term])[0].forbidden == ()


def test_forbidden_inside_the_valid_rendering_of_another_match_is_no_fault() -> None:
    colonel, general = match("Trung tá", forbidden=("Thượng tá",)), match("Thượng tá")
    assert [verdict.forbidden for verdict in verify("Thượng tá Nam", [colonel, general])] == [(), ()]


def test_a_rendering_that_is_part_of_a_forbidden_one_does_not_count() -> None:
    term = match("tại chỗ", forbidden=("ngay tại chỗ",))
    (verdict,) = verify("chỉ huy ngay tại chỗ", [term])
    assert not verdict.kept
    assert verdict.forbidden == ("ngay tại chỗ",)


def test_capitals_alone_are_no_fault() -> None:
    assert kept("Bốn tại chỗ", match("bốn tại chỗ")) == [True]


def test_diacritics_are_taken_off() -> None:
    assert without_diacritics("Nguyễn Đức Phước, Ưng Hòa") == "Nguyen Duc Phuoc, Ung Hoa"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_rendering_is_in_excess_where_no_term_asks_for_it() -> None:
    duty, command = match("trực phòng không"), match("Bộ Chỉ huy Quân sự tỉnh")
    assert excess("trực phòng không, làm nhiệm vụ, trực phòng không", [duty]) == 1
    assert excess("trực phòng không, Trực phòng không", [duty, duty]) == 0
    assert (
        excess("Bộ Chỉ huy Quân sự tỉnh Lạng Sơn", [command, match("Bộ Chỉ huy Quân sự tỉnh Lạng Sơn")]) == 0
    )
    assert excess("đơn vị giúp dân; đơn vị huấn luyện", [match("đơn vị")]) == 0
