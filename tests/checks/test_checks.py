"""Each check tells what it is meant to tell, and keeps silent about good translations."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.checks import Finding, run_checks
from songngu.checks.registry import CHECKS
from songngu.languages import LanguagePair
from songngu.spans import Span
from songngu.terminology.base import Enforcement, Entry, TermMatch, Verdict

CORPUS = Path(__file__).parents[2] / "corpus"
PAIR = LanguagePair("en", "vi")


def messages(check: str, source: str, target: str, pair: LanguagePair = PAIR) -> list[str]:
    return [finding.message for finding in run_checks(source, target, pair=pair) if finding.check == check]


def verdict(
    *, kept: bool, forbidden: tuple[str, ...] = (), enforcement: Enforcement = Enforcement.REQUIRED
) -> Verdict:
    entry = Entry("four on-the-spot", "bốn tại chỗ", enforcement=enforcement)
    return Verdict(TermMatch(Span(0, 16), "four on-the-spot", entry, "bốn tại chỗ"), kept, forbidden)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Over 5,000 officers", "Hơn 5.000 cán bộ"),
        ("Over 5,000 officers", "Hơn năm nghìn cán bộ"),
        ("Over 5,000 officers", "Hơn 5 nghìn cán bộ"),
        ("Up 3.5%", "Tăng 3,5%"),
        ("A sum of 3.6 trillion VND", "Số tiền 3.600 tỷ đồng"),
        ("A sum of 1,500,000 VND", "Số tiền 1,5 triệu đồng"),
        ("Between 1.2 and 1.5 million people", "Từ 1,2 đến 1,5 triệu người"),
        ("In the 19th century", "Vào thế kỷ XIX"),
        ("At 7:30 p.m. on Wednesday", "Lúc 19 giờ 30 phút thứ Tư"),
        ("Permission was given at 08:00.", "Lệnh được phát lúc 8 giờ."),
        ("It closed at 4.17 in the morning", "Đóng lúc 4 giờ 17 phút sáng"),
        ("All units from 0600 hours", "Toàn đơn vị từ 6 giờ"),
        ("On November 24, 2025", "Ngày 24-11-2025"),
        ("In November 2025", "Tháng Mười một năm 2025"),
        ("On duty 24/7", "Trực 24/24 giờ"),
        ("The 1990s", "Thập niên 90"),
        ("Season 2025-26", "Mùa giải 2025-2026"),
        ("A T-54 tank of Section 2.4", "Xe tăng T-54 thuộc Mục 2.4"),
        ("A VND1,200-billion road", "Con đường 1.200 tỷ đồng"),
        ("See ⟦1⟧", "Xem"),
    ],
)
def test_numbers_with_a_counterpart(source: str, target: str) -> None:
    assert messages("numbers", source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Over 5,000 officers", "Hơn 500 cán bộ", ["5,000 has no counterpart"]),
        ("Over 5,000 officers", "Nhiều cán bộ", ["5,000 has no counterpart"]),
        ("VND 54 billion", "54 triệu đồng", ["54 has no counterpart"]),
        ("On December 23, 1978", "Ngày 23-1978", ["December 23 has no counterpart"]),
        ("At 7:30 p.m.", "Lúc 8 giờ 30 phút", ["7:30 p.m has no counterpart"]),
        ("A marathon of 42.195 km", "Cự ly marathon 42.195 km", ["42.195 has no counterpart"]),
    ],
)
def test_numbers_without_a_counterpart(source: str, target: str, wanted: list[str]) -> None:
    assert messages("numbers", source, target) == wanted


def test_terms_are_told_when_required_and_missing() -> None:
    found = run_checks(
        "four on-the-spot", "tại chỗ", pair=PAIR, verdicts=[verdict(kept=False), verdict(kept=False)]
    )
    assert found == [Finding("terms", "four on-the-spot → bốn tại chỗ missing")]
    suggested = verdict(kept=False, enforcement=Enforcement.SUGGESTED)
    assert (
        run_checks("four on-the-spot", "tại chỗ", pair=PAIR, verdicts=[suggested, verdict(kept=True)]) == []
    )


def test_forbidden_renderings_are_told_with_the_right_one() -> None:
    found = run_checks(
        "four on-the-spot", "4 tại chỗ", pair=PAIR, verdicts=[verdict(kept=True, forbidden=("4 tại chỗ",))]
    )
    assert found == [Finding("forbidden", "4 tại chỗ for four on-the-spot; write bốn tại chỗ")]


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        (
            "Col. Nguyen Cong Khue",
            "Đại tá Nguyễn Công Khue",
            ["Nguyễn Công Khue: diacritics are missing in Khue"],
        ),
        (
            "Mr Nguyen Van Nam",
            "Ông Nguyen Van Nam",
            ["Nguyen Van Nam: diacritics are missing in Nguyen, Van"],
        ),
        ("MAI XUAN PHONG", "MAI XUAN PHONG", ["MAI XUAN PHONG: diacritics are missing in XUAN"]),
        ("Mr Nguyen Van Nam", "Ông Nguyễn Văn Nam", []),
        ("San Jose and Hun Sen", "San Jose và Hun Sen", []),
        ("VEC director Tran Van Tam", "Giám đốc VEC Trần Văn Tâm", []),
    ],
)
def test_names(source: str, target: str, wanted: list[str]) -> None:
    assert messages("names", source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        (
            "Elite and ready-to-fight force",
            "Elite và sẵn sàng lực lượngight",
            ["Elite is left in English", "lượngight is no Vietnamese word"],
        ),
        ("It is to align with", "Nhằm align với", ["align is left in English"]),
        ("At all levels, thereby", "Ở các cấp, by xây dựng", ["by is left in English"]),
        ("NATO opens a hub in Tallinn", "NATO mở trung tâm ở Tallinn", []),
        ("The iPhone and logistics", "iPhone và logistics", []),
        ("Write to a.b@example.com", "Viết tới a.b@example.com", []),
        ("Some 15 km of road", "Khoảng 15 km đường", []),
    ],
)
def test_untranslated(source: str, target: str, wanted: list[str]) -> None:
    assert messages("untranslated", source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Military-civilian bond", "Tình quân dân quân dân", ["quân dân is repeated"]),
        ("A plastic bag", "Chiếc túi túi nhựa", ["túi is repeated"]),
        (
            "All provinces have linked their databases to the national exchange platform.",
            "Các tỉnh đã liên kết cơ sở dữ liệu quốc gia với nền tảng trao đổi dữ liệu quốc gia.",
            ["dữ liệu quốc gia comes again"],
        ),
        (
            "The National Assembly heard a report on the national budget.",
            "Ủy ban nhân dân báo cáo Ủy ban nhân dân.",
            [],
        ),
        (
            "The army is a working army: it takes part in production.",
            "Quân đội là đội quân công tác: tích cực tham gia, tích cực tham gia sản xuất, tích cực tham gia.",
            ["tích cực tham gia comes again"],
        ),
        ("Positive achievements", "Những thành tích tích cực", []),
        ("Negative achievements", "Những thành tích tích", ["tích is repeated"]),
        ("He left early.", "Anh ấy đi sớm. Anh ấy đi sớm.", ["everything is said twice"]),
        ("Five years, gradually", "Năm năm, dần dần", []),
        ("Pacing up and down", "Đi đi lại lại", []),
        ("Again and again", "Lặp lại lặp lại", []),
    ],
)
def test_repetition(source: str, target: str, wanted: list[str]) -> None:
    assert messages("repetition", source, target) == wanted


@pytest.mark.parametrize(
    ("check", "source", "target", "wanted"),
    [
        ("empty", "Something", " ", "nothing was translated"),
        ("identical", "The road is long", "The road is long", "the source was copied"),
        (
            "length",
            "A sentence that is about fifty characters in size.",
            "Ngắn.",
            "much shorter than its source (10%)",
        ),
        ("brackets", "Guangxi (China)", "Quảng Tây (Trung Quốc", "() is not closed"),
        ("brackets", "Guangxi (China)", "Quảng Tây", "the source has 1 (), the target 0"),
        ("quotes", "A “shield” here", "Một “phên dậu ở đây", "“ is not closed"),
        ("quotes", "A “shield” here", "Một phên dậu ở đây", "the quotation marks of the source are gone"),
        ("quotes", 'A "shield" here', 'Một "phên dậu" ở đây', 'straight quotation mark "'),
        ("punctuation", "He left.", "Anh ấy đã đi", "ends with no mark, the source with ."),
        ("capital", "He left", "anh ấy đã đi", "begins with a small letter"),
        ("whitespace", "He left", "Anh ấy  đã đi", "a blank is missing or too many"),
        ("protocol", "He left", "Anh ấy ⟪ đã đi", "⟪ was left in the text"),
    ],
)
def test_form(check: str, source: str, target: str, wanted: str) -> None:
    assert messages(check, source, target) == [wanted]


@pytest.mark.parametrize(
    ("check", "source", "target"),
    [
        ("identical", "Hà Nội", "Hà Nội"),
        ("identical", "FC Barcelona", "FC Barcelona"),
        ("length", "UN", "Liên hợp quốc"),
        ("punctuation", "The terms are as follows.", "Các từ ngữ như sau:"),
        ("punctuation", "He said: “We left.”", "Anh nói: “Chúng tôi đã đi”."),
        ("punctuation", "Embargoed until 6 p.m.", "Không đăng trước 18 giờ"),
    ],
)
def test_form_has_its_exceptions(check: str, source: str, target: str) -> None:
    assert messages(check, source, target) == []


def test_lost_placeholders_are_named_even_when_nothing_was_translated() -> None:
    found = run_checks("See <b>", "", pair=PAIR, missing_placeholders=["<b>"])
    assert found == [Finding("empty", "nothing was translated"), Finding("placeholders", "<b> is missing")]


def test_other_targets_do_not_enter_the_vietnamese_checks() -> None:
    german = LanguagePair("en", "de")
    assert messages("untranslated", "A strength of it", "Eine strength davon", german) == []
    assert messages("capital", "He left", "er ging", german) == ["begins with a small letter"]


def test_every_check_says_when_a_hit_is_fine() -> None:
    for check in CHECKS:
        text = check.find.__doc__ or ""
        assert "Fine" in text or "Never fine" in text, check.name
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    "article", sorted(CORPUS.glob("*/reference.vi.txt")), ids=lambda path: str(path.parent.name)
)
def test_reference_translations_raise_no_finding(article: Path) -> None:
    sources = (article.parent / "reference.en.txt").read_text(encoding="utf-8").splitlines()
    targets = article.read_text(encoding="utf-8").splitlines()
    found = [
        finding for pair in zip(sources, targets, strict=True) for finding in run_checks(*pair, pair=PAIR)
    ]
    gloss_taken_into_the_sentence = Finding("brackets", "the source has 1 (), the target 0")
    assert [finding for finding in found if finding != gloss_taken_into_the_sentence] == []
    assert len(found) <= 1


def test_false_alarms_on_the_parallel_corpus_stay_rare() -> None:
    lines = [
        line
        for path in sorted((CORPUS / "parallel").glob("*.tsv"))
        for line in path.read_text("utf-8").splitlines()
    ]
    sample = [line.split("\t")[:2] for line in lines[::12]]
    counts = dict.fromkeys((check.name for check in CHECKS), 0)
    for source, target in sample:
        for name in {finding.check for finding in run_checks(source, target, pair=PAIR)}:
            counts[name] += 1
    assert {name: count for name, count in counts.items() if count > 0.005 * len(sample)} == {}


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_upsets_a_check(source: str, target: str) -> None:
    run_checks(source, target, pair=PAIR)
