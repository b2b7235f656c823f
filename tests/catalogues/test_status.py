"""How far catalogues are reviewed: the counts, and the command that prints them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from songngu.catalogues import Catalogue, Draft, Header, Status, catalogue_path, count, update
from songngu.cli.status import status
from songngu.languages import LanguagePair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FINDING = ("check: numbers: 5,000 has no counterpart", "check: length: twice as long")


@pytest.fixture
def locales(tmp_path: Path, draft: Callable[..., Draft], header: Callable[..., Header]) -> Path:
    """Two catalogues: `a` in review (1 accepted, 1 edited, 1 machine, 1 emptied, 1 dropped), `b` accepted."""
    pair = LanguagePair("en", "vi")
    a, b = (catalogue_path(tmp_path / "locales", pair, slug) for slug in "ab")
    numerals = ("One", "Two", "Three", "Four", "Five")
    drafts = [
        draft(f"{numeral} word more.", f"Thêm {numeral}.", n, notes=FINDING)
        for n, numeral in enumerate(numerals)
    ]
    update(a, drafts, header())
    text = (
        a.read_text("utf-8").replace("#, fuzzy\n", "", 1).replace("Thêm Two", "Hai").replace("Thêm Four.", "")
    )
    a.write_text(text, encoding="utf-8")
    update(a, drafts[:-1], header())
    text = a.read_text("utf-8").replace("Thêm Four.", "")
    a.write_text(text, encoding="utf-8")
    update(b, [draft("Social security has been ensured.", "An sinh xã hội được bảo đảm.")], header())
    b.write_text(b.read_text("utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    return tmp_path / "locales"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    app = typer.Typer()
    app.command()(status)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_what_is_counted(locales: Path) -> None:
    catalogue = Catalogue.load(locales / "vi/LC_MESSAGES/a.po")
    assert catalogue is not None
    counts = count(catalogue)
    assert counts == Status(
        entries=4,
        reviewed=1,
        fuzzy=2,
        edited=1,
        untranslated=1,
        obsolete=1,
        words=12,
        words_left=9,
        findings=6,
    )
    assert counts.finished == 0.25
    assert Status().finished == 1


def test_a_row_for_each_catalogue_and_a_total(locales: Path) -> None:
    code, out, err = run("--locale-dir", locales)
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    assert rows[0] == [
        "catalogue",
        "reviewed",
        "fuzzy",
        "untranslated",
        "obsolete",
        "findings",
        "words",
        "left",
        "done",
    ]
    assert rows[1:] == [
        ["a", "1", "2", "1", "1", "6", "9", "25", "%"],
        ["b", "1", "0", "0", "0", "0", "0", "100", "%"],
        ["total", "2", "2", "1", "1", "6", "9", "47", "%"],
    ]


def test_json_has_paths_and_numbers(locales: Path) -> None:
    code, out, _ = run("--locale-dir", locales, "--json", "b")
    data = json.loads(out)
    assert code == 0
    assert [each["path"] for each in data["catalogues"]] == [(locales / "vi/LC_MESSAGES/b.po").as_posix()]
    assert data["total"]["reviewed"] == 1
    assert data["errors"] == []


def test_catalogues_are_named_by_file_folder_or_document(locales: Path) -> None:
    folder = locales / "vi" / "LC_MESSAGES"
    for named in ("a", folder / "a.po"):
        code, out, _ = run("--locale-dir", locales, named)
        assert (code, out.splitlines()[-1].split()[0]) == (0, "a")
    assert run(locales)[1] == run(folder, "--locale-dir", "elsewhere")[1] == run(folder, folder / "b.po")[1]


def test_an_empty_folder_does_not_keep_the_others_from_being_counted(locales: Path) -> None:
    empty = locales / "fr"
    empty.mkdir()
    code, out, err = run(empty, locales / "vi")
    assert code == 2
    assert out.splitlines()[-1].split()[0] == "total"
    assert err == f"songngu: {empty}: no catalogue here; songngu translate makes it\n"


def test_a_broken_catalogue_is_reported_and_the_others_are_counted(locales: Path) -> None:
    broken = locales / "vi/LC_MESSAGES/a.po"
    broken.write_text(broken.read_text("utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    code, out, err = run("--locale-dir", locales)
    assert code == 2
    assert out.splitlines()[-1].split()[0] == "b"
    assert err.startswith(f"songngu: {broken}:")
    assert err.count("\n") == 1


@pytest.mark.parametrize("named", ["missing", "missing.po"])
def test_a_missing_catalogue_is_reported(locales: Path, named: str) -> None:
    code, out, err = run("--locale-dir", locales, named)
    assert (code, out) == (2, "")
    assert "no catalogue here; songngu translate makes it" in err


@pytest.mark.parametrize("arguments", [["--locale-dir", "missing"], [".", "./"]])
def test_no_catalogues_at_all_are_reported(
    tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "no catalogue here; songngu translate makes it" in err
