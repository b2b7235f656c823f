"""One concept keeps one rendering through a document; what deviates is named."""

from __future__ import annotations

from collections import Counter

from songngu.spans import Span
from songngu.terminology import Enforcement, Entry, TermMatch
from songngu.terminology.consistency import deviations, renderings_used

DEPARTMENTS = Entry("departments and sectors", "các ban, ngành", admitted=("các sở, ngành",))
PARTY = Entry("Party", "Đảng")
COMMITTEE = Entry("Party committee", "Đảng ủy", admitted=("cấp ủy",))


def match(entry: Entry, target: str = "") -> TermMatch:
    return TermMatch(Span(0, 1), entry.source, entry, target or entry.target)


def test_the_rendering_of_the_minority_is_named() -> None:
    found = deviations(
        [
            ("Các ban, ngành vào cuộc.", [match(DEPARTMENTS)]),
            ("Chỉ đạo các sở, ngành.", [match(DEPARTMENTS)]),
            ("Phối hợp với các ban, ngành.", [match(DEPARTMENTS)]),
        ]
    )
    assert found == [
        (),
        ("departments and sectors is “các sở, ngành” here, “các ban, ngành” elsewhere (2 of 3)",),
        (),
    ]


def test_without_a_majority_the_wanted_rendering_counts() -> None:
    texts = [("Các sở, ngành.", [match(DEPARTMENTS)]), ("Các ban, ngành.", [match(DEPARTMENTS)])]
    assert [bool(messages) for messages in deviations(texts)] == [True, False]


def test_capitals_and_the_place_of_the_tone_are_no_deviation() -> None:
    texts = [("Đảng ủy họp.", [match(COMMITTEE)]), ("Các đảng uỷ họp.", [match(COMMITTEE)])]
    assert deviations(texts) == [(), ()]


def test_what_the_context_asks_for_is_a_concept_of_its_own() -> None:
    commander = Entry("Commander", "Chỉ huy trưởng", admitted=("Tư lệnh",))
    texts = [
        ("Chỉ huy trưởng tỉnh.", [match(commander)]),
        ("Chỉ huy trưởng huyện.", [match(commander)]),
        ("Tư lệnh Quân khu 1.", [match(commander, "Tư lệnh")]),
    ]
    assert deviations(texts) == [(), (), ()]


def test_ordinary_phrases_may_vary() -> None:
    phrase = Entry(
        "infrastructure", "hạ tầng", admitted=("cơ sở hạ tầng",), enforcement=Enforcement.SUGGESTED
    )
    assert deviations([("Hạ tầng.", [match(phrase)]), ("Cơ sở hạ tầng.", [match(phrase)])]) == [(), ()]


def test_a_word_inside_a_longer_rendering_counts_for_nothing() -> None:
    used = renderings_used("Đảng ủy lãnh đạo.", [match(PARTY), match(COMMITTEE)])
    assert used == {("Party committee", "Đảng ủy"): Counter({"Đảng ủy": 1})}
