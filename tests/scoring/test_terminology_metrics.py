"""The measures of the WMT terminology tasks, on examples that can be counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.languages import LanguagePair
from songngu.scoring import ScoredDocument, ScoredSegment, evaluate, make_judge
from songngu.scoring.base import Mean, Ratio, TermMeasures
from songngu.scoring.terminology_metrics import (
    consistency,
    mean_consistency,
    measure,
    term_edit_rate,
    term_places,
    used_renderings,
    window_overlap,
    words,
)
from songngu.spans import Span
from songngu.terminology import verify
from songngu.terminology.base import Entry, TermMatch

MINISTRY = Entry("Ministry of National Defence", "Bộ Quốc phòng")
PARTY = Entry("Party", "Đảng")
COMMITTEE = Entry("Party Committee", "Đảng ủy")
COMMANDER = Entry("Commander", "Chỉ huy trưởng", admitted=("Tư lệnh",))


def verdicts(target: str, *entries: Entry):
    return verify(target, [TermMatch(Span(0, 1), each.source, each, each.target) for each in entries])


def segment(hypothesis: str, reference: str, source: str = "source") -> ScoredSegment:
    return ScoredSegment(source, hypothesis, (reference,))


class TestPlacesOfTerms:
    def test_longer_renderings_claim_their_words_first(self):
        text = words("Đảng ủy họp; Đảng lãnh đạo.")
        assert term_places(text, verdicts("", PARTY, COMMITTEE)) == [(0, 2), (4, 5)]

    def test_a_term_that_the_source_has_once_has_one_place(self):
        assert term_places(words("Đảng và Đảng"), verdicts("", PARTY)) == [(0, 1)]

    def test_tone_placement_and_case_do_not_matter(self):
        assert term_places(words("Các ĐẢNG UỶ"), verdicts("", COMMITTEE)) == [(1, 3)]

    def test_an_admitted_rendering_is_a_place(self):
        assert term_places(words("Đồng chí Tư lệnh"), verdicts("", COMMANDER)) == [(2, 4)]


class TestWindowOverlap:
    reference = words("hôm nay, Bộ Quốc phòng đã họp.")
    terms = ((3, 6),)

    @pytest.mark.parametrize(
        ("hypothesis", "overlap"),
        [
            ("hôm nay, Bộ Quốc phòng đã họp.", 1.0),
            ("nay hôm Bộ Quốc phòng họp đã", 1.0),  # the order within the window does not matter
            ("hôm qua, Bộ Quốc phòng đã họp.", 3 / 4),
            ("hôm nay hôm Bộ Quốc phòng họp", 3 / 4),  # hôm, nay, họp of hôm, nay, đã, họp
            ("Bộ Quốc phòng", 0.0),
            ("hôm nay quân đội đã họp.", 0.0),
        ],
    )
    def test_shares_of_two_words_on_each_side(self, hypothesis, overlap):
        assert window_overlap(words(hypothesis), self.reference, self.terms, 2) == pytest.approx(overlap)

    def test_a_term_that_stands_twice_is_paired_best_first(self):
        reference = words("một Đảng hai ba Đảng bốn")
        # Places 1 and 4; the hypothesis has only the second one: 2 of 2 words around it with a window of one.
        assert window_overlap(words("ba Đảng bốn"), reference, ((1, 2), (4, 5)), 1) == 1.0
        # Both are there, the first with other words: (0 + 1) / 2.
        assert window_overlap(words("ba Đảng bốn Đảng"), reference, ((1, 2), (4, 5)), 1) == pytest.approx(0.5)


class TestTermEditRate:
    reference = words("Bộ Quốc phòng đã họp")
    terms = ((0, 3),)

    @pytest.mark.parametrize(
        ("hypothesis", "edits"),
        [
            ("Bộ Quốc phòng đã họp", 0),
            ("Bộ Quốc phòng vừa họp", 1),  # a word outside the term
            ("Bộ Quốc gia đã họp", 2),  # a word of the term: double
            ("Bộ Quốc phòng đã họp xong", 1),  # a word too many
            ("đã họp Bộ Quốc phòng", 1),  # a block moved
            ("đã họp", 6),  # the term is missing: three words, double each
            ("", 8),
        ],
    )
    def test_words_of_terms_cost_double(self, hypothesis, edits):
        assert term_edit_rate(words(hypothesis), self.reference, self.terms) == pytest.approx(edits / 5)

    @given(*[st.lists(st.sampled_from("abcde"), min_size=1, max_size=12)] * 2)
    def test_without_terms_it_is_the_translation_edit_rate_of_sacrebleu(self, hypothesis, reference):
        from sacrebleu.metrics.lib_ter import translation_edit_rate

        edits, length = translation_edit_rate(hypothesis, reference)
        assert term_edit_rate(hypothesis, reference, ()) == pytest.approx(edits / length)


class TestConsistency:
    texts = (
        "Chỉ huy trưởng đến.",
        "Tư lệnh nói.",
        "Chỉ huy trưởng đi.",
        "Đảng và Đảng.",
        "Đảng.",
        "Ông ấy về.",
    )
    entries = ((COMMANDER,), (COMMANDER,), (COMMANDER,), (PARTY,), (PARTY,), (COMMANDER,))

    def used(self):
        segments = [segment(text, text) for text in self.texts]
        return used_renderings(
            segments, [verdicts(text, *each) for text, each in zip(self.texts, self.entries, strict=True)]
        )

    def test_renderings_are_listed_by_term_and_a_missing_one_is_none(self):
        assert self.used() == {
            "Commander": ["Chỉ huy trưởng", "Tư lệnh", "Chỉ huy trưởng", ""],
            "Party": ["Đảng", "Đảng"],
        }

    def test_the_share_over_occurrences_and_the_mean_over_terms(self):
        assert consistency(self.used()) == Ratio(4, 6)
        assert mean_consistency(self.used()).value == pytest.approx((2 / 4 + 2 / 2) / 2)

    def test_a_term_that_stands_once_says_nothing(self):
        assert used_renderings([segment("Đảng", "Đảng")], [verdicts("Đảng", PARTY)]) == {}


class TestADocument:
    def test_means_are_over_segments_and_windows_over_those_with_terms(self):
        segments = [
            segment("hôm qua, Bộ Quốc phòng đã họp.", "hôm nay, Bộ Quốc phòng đã họp."),
            segment("trời mưa", "trời nắng"),
        ]
        found = measure(segments, [verdicts(segments[0].hypothesis, MINISTRY), ()])
        assert found.window_2 == Mean(3 / 4, 1)
        assert found.window_3 == Mean(3 / 4, 1)
        assert found.edits.count == 2
        assert found.edits.value == pytest.approx((1 - 1 / 9 + 1 - 1 / 2) / 2)

    def test_pooled_means_weigh_segments_alike(self):
        one, two = TermMeasures(edits=Mean(1.0, 1)), TermMeasures(edits=Mean(0.0, 3))
        assert (one + two).edits.value == 0.25
        assert Mean().value is None

    def test_they_are_computed_when_asked_for_only(self):
        source = "The Ministry of National Defence met."
        text = "Bộ Quốc phòng đã họp."
        document = ScoredDocument("d", (segment(text, text, source),))
        judge = make_judge(LanguagePair())
        plain, full = (
            evaluate([document], LanguagePair(), bootstrap=0, judge=judge, measures=wanted)
            for wanted in (False, True)
        )
        assert plain.pooled.accuracy is not None
        assert plain.pooled.accuracy.measures is None
        assert full.pooled.accuracy is not None
        assert full.pooled.accuracy.measures == TermMeasures(
            Mean(1.0, 1), Mean(1.0, 1), Mean(1.0, 1), Mean(0, 0)
        )


def test_a_document_decides_for_all_its_segments() -> None:
    judge = make_judge(LanguagePair())
    pairs = [
        ("Senior Colonel Le Van Tam spoke.", "Đại tá Lê Văn Tám phát biểu."),
        ("Colonel Tran Van Ba agreed.", "Đại tá Trần Văn Ba nhất trí."),
    ]
    together = {each.match.text: each.kept for each in judge(pairs)[1]}
    alone = {each.match.text: each.kept for each in judge(pairs[1:])[0]}
    assert alone["Colonel"], "by itself it is the Đại tá of the news agency"
    assert not together["Colonel"], "beside a Senior Colonel it is a Thượng tá"
