"""`songngu segment FILE` shows lines, kinds and segments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from songngu.cli.segment import segment
from songngu.errors import DocumentError

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "corpus" / "lang-son-defensive-zone" / "source.txt"


def invoke(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(segment)
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_one_segment_to_a_line_with_line_number_and_kind() -> None:
    lines = invoke(str(ARTICLE)).splitlines()
    assert len(lines) == 66
    assert lines[0] == " 1  date line, furniture  Monday, November 24, 2025, 05:12 (GMT+7)"
    assert lines[4].startswith(" 8  paragraph ")
    assert lines[4].endswith(
        "  Lang Son is a mountainous, border province adjoining Guangxi Province (China)."
    )


def test_json_has_everything_that_is_known_of_a_segment() -> None:
    data = json.loads(invoke(str(ARTICLE), "--json"))
    assert data["encoding"] == "utf-8"
    assert len(data["segments"]) == 66
    assert data["segments"][4] == {
        "text": "Lang Son is a mountainous, border province adjoining Guangxi Province (China).",
        "block": 5,
        "sentence": 1,
        "kind": "paragraph",
        "line": 8,
        "protected": [],
        "furniture": False,
        "separator": " ",
    }


def test_another_source_language(tmp_path: Path) -> None:
    path = tmp_path / "vi.txt"
    path.write_text("Tại TP. Hồ Chí Minh, GS. Nguyễn Văn A phát biểu. Hội nghị kết thúc.", encoding="utf-8")
    assert len(invoke(str(path), "--source", "vi").splitlines()) == 2


def test_a_bad_file_is_a_document_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        invoke(str(tmp_path / "none.txt"))
