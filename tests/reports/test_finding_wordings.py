"""Each message of each check has its Vietnamese wording, which says the same of the same words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import songngu.checks
from songngu.checks import Finding
from songngu.checks.registry import CHECKS
from songngu.reports.findings import MESSAGES, NAMES, finding_text

ROOM = Path(songngu.checks.__file__).parent
SAMPLES = {
    ("terms", "commune → xã missing"): "thiếu “xã” (commune)",
    (
        "forbidden",
        "quân khu for military zone; write vùng",
    ): "không dùng “quân khu” cho military zone; viết “vùng”",
    ("numbers", "5,000 has no counterpart"): "bản dịch không có 5,000",
    ("names", "Nguyễn Công Khue: diacritics are missing in Khue"): "Nguyễn Công Khue: thiếu dấu ở Khue",
    ("untranslated", "align is left in English"): "“align” còn để tiếng Anh",
    ("length", "much shorter than its source (38%)"): "ngắn hơn nhiều so với nguyên bản (38 %)",
    ("brackets", "the source has 2 (), the target 1"): "nguyên bản có 2 cặp ngoặc (), bản dịch có 1",
    ("brackets", "[] is not closed"): "chưa đóng ngoặc []",
    ("punctuation", "ends with no mark, the source with ."): "cuối câu thiếu dấu “.” của nguyên bản",
    ("punctuation", "ends with ., the source with none"): "cuối câu thừa dấu “.”, nguyên bản không có",
    ("punctuation", "ends with ., the source with ?"): "cuối câu là dấu “.”, nguyên bản là “?”",
    ("repetition", "thường xuyên is repeated"): "lặp “thường xuyên”",
    (
        "consistency",
        "departments is “các sở” here, “ban, ngành” elsewhere (3 of 4)",
    ): "departments: ở đây là “các sở”, chỗ khác là “ban, ngành” (3/4)",
    ("round-trip", "the source is hardly recognisable in it (2.5%)"): "dịch ngược khó ra nguyên bản (2,5 %)",
}


def phrasings() -> list[tuple[str, str]]:
    """The messages in the source of the checks, with X for what they quote; read from the code, so none is missed."""
    found = []
    for check in CHECKS:
        module = ast.parse((ROOM / f"{check.find.__module__.rsplit('.', 1)[-1]}.py").read_text("utf-8"))
        [function] = [
            node
            for node in module.body
            if isinstance(node, ast.FunctionDef) and node.name == check.find.__name__
        ]
        for node in ast.walk(function):
            if isinstance(node, ast.Yield) and node.value is not None:
                found += [(check.name, text) for text in texts(node.value)]
            if isinstance(node, ast.GeneratorExp):
                found += [(check.name, text) for text in texts(node.elt)]
    return found


def texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(sample(part) for part in node.values)]
    return []


def sample(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    code = ast.unparse(part.value)
    return "38%" if code == "ratio" else "2" if code in ("theirs", "opened") else "X"


@pytest.mark.parametrize(("check", "message"), phrasings())
def test_no_message_stays_english(check: str, message: str) -> None:
    said = finding_text(Finding(check, message), "vi")
    assert (said.name, said.language) == (NAMES[check], "vi")
    assert said.text != message
    assert said.text.count("X") == message.count("X")


def test_every_check_is_read() -> None:
    assert {check for check, _ in phrasings()} == {check.name for check in CHECKS}
    assert (
        set(NAMES)
        == set(MESSAGES)
        == {check.name for check in CHECKS}
        | {
            "markup",
            "consistency",
            "round-trip",
        }
    )


@pytest.mark.parametrize(("finding", "expected"), SAMPLES.items())
def test_it_says_the_same(finding: tuple[str, str], expected: str) -> None:
    assert finding_text(Finding(*finding), "vi").text == expected


def test_quoted_text_is_text() -> None:
    assert (
        finding_text(Finding("numbers", "\\1\n{x} has no counterpart"), "vi").text
        == "bản dịch không có \\1\n{x}"
    )


def test_the_english_page_and_unknown_checks_say_what_the_check_says() -> None:
    for finding, ui in ((Finding("numbers", "5 has no counterpart"), "en"), (Finding("mine", "odd"), "vi")):
        said = finding_text(finding, ui)
        assert (said.name, said.text, said.language) == (finding.check, finding.message, "en")
