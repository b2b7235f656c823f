"""Putting a missed rendering in the place of other words, as the alignment tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from songngu.spans import Link, Span
from songngu.terminology import Enforcement, Entry, EntryKind, TermMatch, placements


def term(source: str, english: str, target: str, **facts: object) -> TermMatch:
    start = source.index(english)
    entry = Entry(english, target, **facts)  # type: ignore[arg-type]
    return TermMatch(Span(start, start + len(english)), english, entry, target)


def linked(source: str, target: str, pairs: dict[str, str]) -> list[Link]:
    """Link each word of `target` to the words of `source` that `pairs` names for it, the first of that name."""
    return [
        Link(Span(*found.span()), Span(*word.span()), 1.0)
        for word in re.finditer(r"\w+", target)
        for found in [re.search(rf"\b{pairs[word[0]]}\b", source) if word[0] in pairs else None]
        if found
    ]


def placed(
    source: str, target: str, match: TermMatch, links: list[Link], others: Sequence[TermMatch] = ()
) -> list[str]:
    return [text for group in placements(source, target, match, links, others) for text in group]


def test_the_words_that_attend_to_the_term_are_replaced() -> None:
    source, target = "The village head came.", "Người đứng đầu thôn đã đến."
    links = linked(
        source, target, {"Người": "head", "đứng": "head", "đầu": "head", "thôn": "village", "đến": "came"}
    )
    assert placed(source, target, term(source, "village head", "trưởng thôn"), links)[0] == (
        "Trưởng thôn đã đến."
    )


def test_a_classifier_is_not_doubled() -> None:
    source, target = "He visited Lang Son.", "Ông thăm tỉnh Lang Son."
    links = linked(source, target, {"Lang": "Lang", "Son": "Son", "thăm": "visited"})
    found = placed(source, target, term(source, "Lang Son", "tỉnh Lạng Sơn"), links)
    assert "Ông thăm tỉnh Lạng Sơn." in found
    assert not any("tỉnh tỉnh" in text for text in found)


def test_english_that_the_model_left_beside_its_words_goes() -> None:
    source, target = "Member of the Board spoke.", "Member của Ban phát biểu."
    links = linked(source, target, {"của": "of", "Ban": "Board", "phát": "spoke", "biểu": "spoke"})
    found = placed(source, target, term(source, "Member of the Board", "Ủy viên Ban"), links)
    assert found[0] == "Ủy viên Ban phát biểu."


def test_no_half_of_a_word_stays_behind() -> None:
    source, target = "The army has strongpoints and plans.", "Quân đội có những chốt mạnh mẽ và kế hoạch."
    links = linked(source, target, {"chốt": "strongpoints", "mạnh": "strongpoints", "kế": "plans"})
    found = placed(
        source, target, term(source, "strongpoints", "điểm tựa", enforcement=Enforcement.REQUIRED), links
    )
    assert found[0] == "Quân đội có những điểm tựa và kế hoạch."
    assert not any("mẽ" in text and "mạnh mẽ" not in text for text in found)


def test_what_stands_in_quotation_marks_is_replaced_as_a_whole() -> None:
    source, target = "It is the “protective shield” of all.", "Đó là “cái phận dậu” của tất cả."
    links = linked(source, target, {"phận": "protective", "dậu": "shield"})
    assert placed(source, target, term(source, "protective shield", "phên dậu"), links) == [
        "Đó là “phên dậu” của tất cả."
    ]


def test_a_rendering_in_two_places_is_gathered_where_it_begins() -> None:
    source = "Recent adjustments to borders matter."
    match = term(source, "adjustments to borders", "điều chỉnh địa giới")
    apart = {"điều": "adjustments", "chỉnh": "adjustments", "đường": "borders", "ranh": "borders"}
    apart |= {"Đường": "borders", "giới": "borders"}
    target = "Những điều chỉnh mới đây của tỉnh, đường ranh giới, là quan trọng."
    found = placed(source, target, match, linked(source, target, apart))
    assert found[0] == "Những điều chỉnh địa giới mới đây của tỉnh, là quan trọng."
    target = "Đường ranh giới thì ở đây các điều chỉnh là quan trọng."
    found = placed(source, target, match, linked(source, target, apart))
    assert found[0] == " thì ở đây các điều chỉnh địa giới là quan trọng."
    del apart["chỉnh"]
    assert placed(source, target, match, linked(source, target, apart))[0].startswith(
        "Điều chỉnh địa giới thì"
    )


def test_renderings_of_other_terms_stay() -> None:
    source, target = "Police and other forces came.", "Công an và lực lượng đến."
    links = linked(
        source, target, {"Công": "Police", "an": "Police", "lực": "forces", "lượng": "forces", "đến": "came"}
    )
    police = term(source, "Police", "Công an")
    forces = term(source, "other forces", "các lực lượng khác")
    found = placed(source, target, forces, links, [police])
    assert found[0] == "Công an và các lực lượng khác đến."
    assert all("Công an" in text for text in found)


def test_a_term_that_was_left_out_may_go_into_any_gap() -> None:
    source, target = "Pay the complaint fee now.", "Trả ngay."
    links = linked(source, target, {"Trả": "Pay", "ngay": "now"})
    found = placed(source, target, term(source, "complaint fee", "lệ phí khiếu nại"), links)
    assert found == ["Lệ phí khiếu nại Trả ngay.", "Trả lệ phí khiếu nại ngay.", "Trả ngay lệ phí khiếu nại."]


def test_suggested_terms_are_not_put_into_gaps_nor_single_words_into_other_senses() -> None:
    source, target = "Gold companies closed early.", "Các công ty vàng đóng cửa."
    links = linked(source, target, {"công": "companies", "ty": "companies"})
    single = term(source, "companies", "đại đội", enforcement=Enforcement.SUGGESTED)
    absent = term(source, "closed early", "bế mạc sớm", enforcement=Enforcement.SUGGESTED)
    assert placed(source, target, single, links) == []
    assert placed(source, target, absent, links) == []


def test_a_part_of_a_compound_is_no_term() -> None:
    source, target = "Their mothers-in-law help.", "Mẹ chồng của họ giúp."
    links = linked(source, target, {"Mẹ": "mothers", "chồng": "law"})
    assert placed(source, target, term(source, "law", "luật"), links) == []


def test_nothing_is_done_without_links() -> None:
    source = "The village head came."
    assert placed(source, "Ông ấy đến.", term(source, "village head", "trưởng thôn"), []) == []


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_every_candidate_has_the_rendering_and_any_text_is_taken(
    target: str, places: list[tuple[int, int]]
) -> None:
    source = "The office of Lang Son opened."
    match = term(source, "Lang Son", "Lạng Sơn", kind=EntryKind.PLACE)
    links = [Link(Span(s, s + 3), Span(t, t + 2), 0.7) for s, t in places]
    assert all("ạng Sơn" in text for text in placed(source, target, match, links))
