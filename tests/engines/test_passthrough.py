"""What needs no model passes unchanged."""

from pathlib import Path

import pytest

from songngu.engines import needs_translation
from songngu.languages import LanguagePair

PAIR = LanguagePair()
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24-11-2025, 05:12",
        "***",
        "a)",
        "II.".lower()[:1],
        "https://www.qdnd.vn/chinh-tri/tin-tuc",
        "Nguyen.Van.An@mod.gov.vn",
        "qdnd.vn/video",
        "`songngu translate`",
        "/var/log/syslog --verbose",
        "get_term() max_size",
        "12/2021/NĐ-CP",
        "⟦1⟧ ⟦2⟧.",
        "Bộ Quốc phòng ban hành chỉ thị.",
        "Quân khu 1 và lực lượng vũ trang tỉnh Lạng Sơn",
        "Chủ tịch nước tiếp Tổng thống Joe Biden tại Hà Nội sáng nay.",
        "Hòa bình, độc lập, tự do",
    ],
)
def test_passes_unchanged(text: str) -> None:
    assert not needs_translation(text, PAIR)


@pytest.mark.parametrize(
    "text",
    [
        "The meeting was attended by Senior Lieutenant General Phan Văn Giang.",
        "General Phan Văn Giang visited Lạng Sơn.",
        "Lạng Sơn Province",
        "Visit https://qdnd.vn for news",
        "Hanoi",
        "NATO",
        "Military Region 1",
        "He said: “Không có gì quý hơn độc lập tự do” is our motto.",
        "Party",
    ],
)
def test_goes_to_the_model(text: str) -> None:
    assert needs_translation(text, PAIR)


def test_vietnamese_is_translated_into_other_languages() -> None:
    assert needs_translation("Bộ Quốc phòng ban hành chỉ thị.", LanguagePair("vi", "en"))


@pytest.mark.parametrize(("side", "least", "most"), [(0, 0.995, 1.0), (1, 0.0, 0.02)])
def test_on_the_in_house_corpus(side: int, least: float, most: float) -> None:
    """Of English sentences nearly all are translated, of Vietnamese ones nearly none."""
    lines = (CORPUS / "parallel" / "military.tsv").read_text(encoding="utf-8").splitlines()
    texts = [line.split("\t")[side] for line in lines[:1000]]
    share = sum(needs_translation(text, PAIR) for text in texts) / len(texts)
    assert least <= share <= most
