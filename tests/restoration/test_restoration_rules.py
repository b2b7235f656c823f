"""Each rule mends what models leave behind, and nothing else."""

from __future__ import annotations

import pytest

from songngu.documents.base import BlockKind
from songngu.languages import LanguagePair
from songngu.restoration import restore, rules_for
from songngu.restoration.vietnamese import repetition

VIETNAMESE = LanguagePair("en", "vi")


def restored(
    source: str, target: str, kind: BlockKind = BlockKind.PARAGRAPH, pair: LanguagePair = VIETNAMESE
) -> str:
    return restore(source, target, kind=kind, pair=pair).text


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("At all levels, thereby", "Ở các cấp,by xây dựng", "Ở các cấp, by xây dựng"),
        ("Guangxi (China) and", "Quảng Tây ( Trung Quốc ) và", "Quảng Tây (Trung Quốc) và"),
        ("Of Military Region 1, and", "Của  Quân khu 1 , và", "Của Quân khu 1, và"),
        ("He left. She stayed.", "Anh ấy đi.Cô ấy ở lại.", "Anh ấy đi. Cô ấy ở lại."),
        ("HCM City People", "Người dân TP.Hồ Chí Minh", "Người dân TP.Hồ Chí Minh"),
        ("Scale 1 : 50 here", "Tỷ lệ 1 : 50 ở đây", "Tỷ lệ 1 : 50 ở đây"),
        ("At example.com now", "Tại example.com ngay", "Tại example.com ngay"),
    ],
)
def test_spacing(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ('"We stay," he said.', '"Chúng tôi ở lại," anh nói.', "“Chúng tôi ở lại”, anh nói."),
        ('"We stay," he said.', '"Chúng tôi ở lại”, anh nói.', "“Chúng tôi ở lại”, anh nói."),
        ("The motto “four on-the-spot.”", "Phương châm “bốn tại chỗ.”", "Phương châm “bốn tại chỗ”."),
        ("It reads: “We left.”", "Bức điện viết: “Chúng tôi đã đi.”", "Bức điện viết: “Chúng tôi đã đi.”"),
        ("He shouted 'Hold!' once", "Anh hô 'Dừng lại!' một lần", "Anh hô ‘Dừng lại!’ một lần"),
        ("Mr. K'Brem came", "Ông K'Brêm đến", "Ông K'Brêm đến"),
        ('A 12" gun', 'Pháo 12"', 'Pháo 12"'),
        ("«Yes», she said", "«Có», chị nói", "“Có”, chị nói"),
        ('"He is ""No. 14"" now."', '"Anh là ""số 14"" nay."', '"Anh là ""số 14"" nay."'),
        ('"Sing "Now" and "Then" again', '"Hát "Nay" và "Xưa" nữa', "“Hát “Nay” và “Xưa” nữa"),
        ('"Sing "Now" again', '"Hát "Nay" và "Xưa nữa', '"Hát "Nay" và "Xưa nữa'),
        ("['Yes.', 'No.']", "['Có.', 'Không.']", "[‘Có.’, ‘Không.’]"),
    ],
)
def test_quotation_marks(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("This mission - thereby", "Nhiệm vụ này -qua đó", "Nhiệm vụ này - qua đó"),
        ("All forces - especially", "Các lực lượng – đặc biệt", "Các lực lượng - đặc biệt"),
        ("All forces — especially", "Các lực lượng — đặc biệt", "Các lực lượng — đặc biệt"),
        ("Ethics, leadership; size", "Đạo đức; lãnh đạo; lãnh đạo; quân số", "Đạo đức; lãnh đạo; quân số"),
        ("Socio-economic growth", "Tăng trưởng kinh tế-xã hội", "Tăng trưởng kinh tế-xã hội"),
    ],
)
def test_dashes(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Over 5,000 officers", "Hơn 5,000 cán bộ", "Hơn 5.000 cán bộ"),
        ("Over 5,000 officers", "Hơn 5.000 cán bộ", "Hơn 5.000 cán bộ"),
        ("Up 3.5 % on 2024", "Tăng 3.5 % so với năm 2024", "Tăng 3,5% so với năm 2024"),
        ("A line of 1,449.566 km", "Đường biên dài 1,449.566 km", "Đường biên dài 1.449,566 km"),
        ("Worth $2.5 or more", "Trị giá 2.5 USD trở lên", "Trị giá 2,5 USD trở lên"),
        ("Some 42.195 kilometres", "Khoảng 42.195 km", "Khoảng 42,195 km"),
    ],
)
def test_numbers_and_percent(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    "kept",
    [
        "IP 192.168.1.10",
        "ISO 9001:2015",
        "Section 2.4",
        "version 3.11",
        "38H-047.15",
        "24/7",
        "T-54",
        "S-300",
        "05:12",
        "at 7.30 p.m. today",
        "No. 12",
        "2025",
        "024.3733.1234",
        "hotline 1900.1234",
        "12/2024/QD-BQP",
        "⟦1⟧",
        "Web 2.0",
    ],
)
def test_what_is_no_quantity_stays(kept: str) -> None:
    assert restored(f"It was {kept}", f"Đó là {kept}") == f"Đó là {kept}"


def test_a_number_that_the_source_does_not_have_is_not_touched() -> None:
    assert restored("Over 5,000 officers", "Hơn 7,000 cán bộ") == "Hơn 7,000 cán bộ"


def test_a_form_that_can_be_read_both_ways_is_not_touched() -> None:
    source, target = "From 1.500 km to 1,500 men", "Từ 1.500 km đến 1,500 người"
    assert restored(source, target) == target


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("November 24, 2025", "November 24, 2025", "24-11-2025"),
        ("24 November 2025", "24 November 2025", "24-11-2025"),
        ("Monday, November 24, 2025", "Monday, November 24, 2025", "Thứ Hai, 24-11-2025"),
        ("He came on Sunday", "Anh đến vào Sunday", "Anh đến vào Chủ Nhật"),
        ("Met on November 24 here", "Họp vào November 24 tại đây", "Họp vào ngày 24-11 tại đây"),
        ("Met on November 24 here", "Họp ngày November 24 tại đây", "Họp ngày 24-11 tại đây"),
        ("In August 1945 we rose", "Vào August 1945 chúng ta vùng lên", "Vào tháng 8-1945 chúng ta vùng lên"),
        ("In October they left", "Vào tháng October họ đi", "Vào tháng 10 họ đi"),
        ("May Day came", "May Day đã đến", "May Day đã đến"),
        ("It was August Sander", "Đó là August Sander", "Đó là August Sander"),
        ("On November 24, 2025", "Vào ngày 24 tháng 11 năm 2025", "Vào ngày 24 tháng 11 năm 2025"),
    ],
)
def test_dates(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


def test_a_date_line_that_lost_a_number_is_written_by_rule() -> None:
    source = "Monday, November 24, 2025, 05:12 (GMT+7)"
    wrong, right = (
        "Thứ Hai, ngày 24 tháng 11, 05:12 (GMT+7)",
        "Thứ Hai, ngày 24 tháng 11 năm 2025, 05:12 (GMT+7)",
    )
    assert restored(source, wrong, BlockKind.DATE_LINE) == "Thứ Hai, 24-11-2025, 05:12 (GMT+7)"
    assert restored(source, right, BlockKind.DATE_LINE) == right
    assert restored(source, wrong) == wrong


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Worth USD 5 million", "Trị giá USD 5 million", "Trị giá 5 triệu USD"),
        ("Worth $5.5 million", "Trị giá $5.5 million", "Trị giá 5,5 triệu USD"),
        ("Cost VND10 billion", "Chi phí VND10 billion", "Chi phí 10 tỷ đồng"),
        ("Cost 54 billion VND", "Chi phí 54 tỷ VND", "Chi phí 54 tỷ VND"),
        ("Cost 2,000 VND", "Giá 2,000 VND", "Giá 2.000 đồng"),
        ("A US$5 million project", "Dự án US$5 triệu", "Dự án 5 triệu USD"),
        ("Cost A$5 million", "Giá A$5 triệu", "Giá A$5 triệu"),
        ("Worth USD 5 million", "Trị giá 5 triệu USD", "Trị giá 5 triệu USD"),
    ],
)
def test_money(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Military-civilian bond", "Tình quân dân quân dân", "Tình quân dân"),
        (
            "Party, State, Ministry",
            "Đảng, Nhà nước, Nhà nước, Bộ Quốc phòng",
            "Đảng, Nhà nước, Bộ Quốc phòng",
        ),
        ("Socio-economic growth", "Phát triển kinh tế - kinh tế - kinh tế", "Phát triển kinh tế"),
        ("They stared", "Họ nhìn chằm chằm chằm chằm", "Họ nhìn chằm chằm"),
        ("In parallel, we", "Song song song, chúng tôi", "Song song, chúng tôi"),
        ("A war crime", "Tội ác quân quân quân sự", "Tội ác quân sự"),
        (
            "preventing “self-evolution” and “self-transformation”",
            "ngăn chặn “tự diễn biến”, “tự chuyển hóa” và “tự chuyển hóa”, mọi nỗ lực",
            "ngăn chặn “tự diễn biến”, “tự chuyển hóa”, mọi nỗ lực",
        ),
    ],
)
def test_repetition(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        (
            "directing departments, sectors and authorities",
            "chỉ đạo các sở, ngành, ban, ngành, địa phương, cấp ủy",
            "chỉ đạo các sở, ngành, ban, địa phương, cấp ủy",
        ),
        (
            "preventing “self-evolution” and “self-transformation”",
            "ngăn chặn, “tự diễn biến”, “tự chuyển hóa”, “tự chuyển hóa”, đấu tranh",
            "ngăn chặn, “tự diễn biến”, “tự chuyển hóa”, đấu tranh",
        ),
        ("In A, province B, and C", "ở xã A, tỉnh Lạng Sơn, xã C, tỉnh Lạng Sơn, nay", ""),
        ("It rained again and again", "mưa, gió, mưa, gió, mưa", ""),
        ("first", "Sau đó, anh đi rất nhanh về phía trước, rồi, sau đó, nghỉ", ""),
    ],
)
def test_members_of_a_list_stand_in_it_once(source: str, target: str, wanted: str) -> None:
    assert repetition.repeated_members(source, target) == (wanted or target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Gradually", "Dần dần"),
        ("For ever", "Đời đời"),
        ("Everyone, every house", "Người người, nhà nhà"),
        ("Far away", "Xa xa"),
        ("In five years, year by year", "Năm năm, từng năm một"),
        ("All units, all units: return", "Toàn đơn vị chú ý, toàn đơn vị chú ý: trở về"),
        ("Colonialism and neo-colonialism", "Chủ nghĩa thực dân, chủ nghĩa thực dân mới"),
        ("Mrs Van Van", "Bà Vân Vân"),
        ("Huu Nghi and Youyiguan", "Hữu Nghị - Hữu Nghị Quan"),
        ("Le Van Hung, Le Manh Hung and Tran Ba", "Lê Văn Hùng, Lê Văn Hùng và Trần Bá"),
    ],
)
def test_vietnamese_doubles_by_right(source: str, target: str) -> None:
    assert restored(source, target) == target


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("He left.", "Anh ấy đã đi", "Anh ấy đã đi."),
        ("He left.", "Anh ấy đã đi..", "Anh ấy đã đi."),
        ("Elite force", "Lực lượng tinh nhuệ.", "Lực lượng tinh nhuệ"),
        ("As follows:", "Như sau.", "Như sau:"),
        ("And then…", "Và rồi.", "Và rồi…"),
        ("Why?", "Vì sao", "Vì sao?"),
        ("He asked: “Why?”", "Anh hỏi: “Vì sao”", "Anh hỏi: “Vì sao?”"),
        ("The motto “four on-the-spot”.", "Phương châm “bốn tại chỗ”", "Phương châm “bốn tại chỗ”."),
        ("May I see it?", "Cho tôi xem.", "Cho tôi xem."),
        ("Embargoed until 6 p.m.", "Không đăng trước 18 giờ", "Không đăng trước 18 giờ"),
        ("See ⟦1⟧.", "Xem ⟦1⟧", "Xem ⟦1⟧."),
    ],
)
def test_end_mark(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("The coast is long.", "bờ biển dài.", "Bờ biển dài."),
        ("“The coast is long”", "“bờ biển dài”", "“Bờ biển dài”"),
        ("⟦1⟧The coast⟦2⟧", "⟦1⟧bờ biển⟦2⟧", "⟦1⟧Bờ biển⟦2⟧"),
        ("iPhone sales and the iPhone", "iPhone bán chạy", "iPhone bán chạy"),
        ("Ten men", "10 người", "10 người"),
        ("a) training", "a) huấn luyện", "a) huấn luyện"),
        ("PROVINCIAL MILITARY COMMAND", "Bộ Chỉ huy Quân sự tỉnh", "BỘ CHỈ HUY QUÂN SỰ TỈNH"),
        ("MAI XUAN PHONG ⟦1⟧", "Mai Xuân Phong ⟦1⟧", "MAI XUÂN PHONG ⟦1⟧"),
        ("ASEAN", "Hiệp hội ASEAN", "Hiệp hội ASEAN"),
    ],
)
def test_capitals(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Border province (China)", "Tỉnh biên giới (Trung Quốc", "Tỉnh biên giới (Trung Quốc)"),
        ("A “protective shield.”", "Một “phên dậu.", "Một “phên dậu”."),
        ("(China) is near", "(Trung Quốc ở gần", "(Trung Quốc ở gần"),
        ("At Tet (Lunar New Year); visits", "Ngày lễ, Tết); thăm hỏi", "Ngày lễ, Tết; thăm hỏi"),
        ("Zone (A [1]) and B", "Khu (A [1]]) và B", "Khu (A [1]) và B"),
        ("a. Training", "a) Huấn luyện", "a) Huấn luyện"),
        ("a) training", "a) Huấn luyện", "a) Huấn luyện"),
    ],
)
def test_brackets(source: str, target: str, wanted: str) -> None:
    assert restored(source, target) == wanted


def test_the_rules_that_worked_are_named() -> None:
    result = restore("Over 5,000 men.", "hơn 5,000 người", kind=BlockKind.PARAGRAPH, pair=VIETNAMESE)
    assert result.text == "Hơn 5.000 người."
    assert result.applied == ("numbers", "end mark", "first capital")


def test_an_empty_target_stays_empty() -> None:
    assert restored("Something.", "") == ""


def test_every_rule_has_a_reason_in_its_docstring() -> None:
    for rule in rules_for(VIETNAMESE):
        function = getattr(rule.apply, "func", rule.apply)
        assert any(word in (function.__doc__ or "") for word in ("Does nothing", "Nothing is", "stay")), (
            rule.name
        )


def test_other_targets_do_not_enter_the_vietnamese_rules() -> None:
    german, english = LanguagePair("en", "de"), LanguagePair("vi", "en")
    assert restored("Over 5,000 men in May 2025", "Über 5,000 Mann im May 2025", pair=german) == (
        "Über 5.000 Mann im May 2025"
    )
    assert restored("Hơn 5.000 người", 'Over 5.000 "men"', pair=english) == 'Over 5.000 "men"'
    assert {rule.name for rule in rules_for(german)}.isdisjoint(
        {"quotation marks", "dates", "money", "repetition"}
    )
    assert "spacing" not in {rule.name for rule in rules_for(LanguagePair("en", "fr"))}


def test_a_change_that_costs_what_must_stay_is_not_made() -> None:
    source, target = "Departments, sectors and authorities met", "Các xã, sở, ngành, ban, ngành, cấp ủy họp"
    kind, pair = BlockKind.PARAGRAPH, LanguagePair()
    assert restore(source, target, kind=kind, pair=pair).text == "Các xã, sở, ngành, ban, cấp ủy họp"
    kept = restore(source, target, kind=kind, pair=pair, keeps=lambda text: "ban, ngành" in text)
    assert kept.text == target
