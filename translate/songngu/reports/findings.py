"""What the checks say, in the language of the page. A message that the table does not have stays English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songngu.checks import Finding


@dataclass(frozen=True, slots=True)
class FindingText:
    """A finding as the page shows it.

    Attributes:
        name: the check.
        text: what is wrong.
        language: of both.
    """

    name: str
    text: str
    language: str


NAMES = {
    "empty": "Bỏ trống",
    "identical": "Chưa dịch",
    "placeholders": "Phần giữ nguyên",
    "protocol": "Ký hiệu sót",
    "terms": "Thuật ngữ",
    "forbidden": "Cách dịch không được dùng",
    "numbers": "Số liệu",
    "names": "Tên riêng",
    "untranslated": "Sót tiếng Anh",
    "repetition": "Lặp từ",
    "length": "Độ dài",
    "quotes": "Dấu ngoặc kép",
    "brackets": "Dấu ngoặc",
    "punctuation": "Dấu câu",
    "capital": "Viết hoa",
    "whitespace": "Dấu cách",
    "markup": "Định dạng",
    "consistency": "Tính nhất quán",
    "round-trip": "Dịch ngược",
}

MESSAGES = {
    "empty": ((r"nothing was translated", r"chưa có bản dịch"),),
    "identical": ((r"the source was copied", r"chép lại nguyên bản"),),
    "placeholders": ((r"(.+) is missing", r"thiếu \1"),),
    "protocol": ((r"(.+) was left in the text", r"còn sót ký hiệu \1"),),
    "terms": ((r"(.+) → (.+) missing", r"thiếu “\2” (\1)"),),
    "forbidden": ((r"(.+) for (.+); write (.+)", r"không dùng “\1” cho \2; viết “\3”"),),
    "numbers": ((r"(.+) has no counterpart", r"bản dịch không có \1"),),
    "names": ((r"(.+): diacritics are missing in (.+)", r"\1: thiếu dấu ở \2"),),
    "untranslated": (
        (r"(.+) is left in English", r"“\1” còn để tiếng Anh"),
        (r"(.+) is no Vietnamese word", r"“\1” không phải từ tiếng Việt"),
    ),
    "repetition": (
        (r"everything is said twice", r"cả câu bị lặp hai lần"),
        (r"(.+) is repeated", r"lặp “\1”"),
        (r"(.+) comes again", r"“\1” lặp lại"),
    ),
    "length": (
        (r"much shorter than its source \((\d+)%\)", r"ngắn hơn nhiều so với nguyên bản (\1 %)"),
        (r"much longer than its source \((\d+)%\)", r"dài hơn nhiều so với nguyên bản (\1 %)"),
    ),
    "quotes": (
        (r'straight quotation mark "', r'dùng dấu ngoặc kép thẳng "'),
        (r"“ is not closed", r"chưa đóng ngoặc kép “"),
        (r"” is not opened", r"chưa mở ngoặc kép ”"),
        (r"the quotation marks of the source are gone", r"mất dấu ngoặc kép của nguyên bản"),
    ),
    "brackets": (
        (r"(.+) is not closed", r"chưa đóng ngoặc \1"),
        (r"(.+) is not opened", r"chưa mở ngoặc \1"),
        (r"the source has (\d+) (.+), the target (\d+)", r"nguyên bản có \1 cặp ngoặc \2, bản dịch có \3"),
    ),
    "punctuation": (
        (r"ends with no mark, the source with (.+)", r"cuối câu thiếu dấu “\1” của nguyên bản"),
        (r"ends with (.+), the source with none", r"cuối câu thừa dấu “\1”, nguyên bản không có"),
        (r"ends with (.+), the source with (.+)", r"cuối câu là dấu “\1”, nguyên bản là “\2”"),
    ),
    "capital": ((r"begins with a small letter", r"chưa viết hoa chữ đầu"),),
    "whitespace": ((r"a blank is missing or too many", r"thừa hoặc thiếu dấu cách"),),
    "markup": ((r"(.+) has no place", r"không đặt được \1 vào bản dịch"),),
    "consistency": (
        (
            r"(.+) is “(.+)” here, “(.+)” elsewhere \((\d+) of (\d+)\)",
            r"\1: ở đây là “\2”, chỗ khác là “\3” (\4/\5)",
        ),
    ),
    "round-trip": (
        (
            r"the source is hardly recognisable in it \((\d+)\.(\d+)%\)",
            r"dịch ngược khó ra nguyên bản (\1,\2 %)",
        ),
    ),
}
"""By check: patterns of its English messages, and the Vietnamese ones."""


def finding_text(finding: Finding, ui: str) -> FindingText:
    """Return a finding in the language of the page."""
    if ui == "vi" and finding.check in NAMES:
        for pattern, wording in MESSAGES[finding.check]:
            if match := re.fullmatch(pattern, finding.message, re.DOTALL):
                return FindingText(NAMES[finding.check], match.expand(wording), ui)
    return FindingText(finding.check, finding.message, "en")
