"""`songngu glossary …` as a terminologist meets it."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from songngu.cli.glossary import glossary_app
from songngu.errors import GlossaryError, UsageError

REPOSITORY = Path(__file__).parents[2]
SENTENCE = "General Phan Van Giang met the Commander in Military Region 9 of Lang Son."


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(glossary_app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_find_shows_the_rendering_that_the_place_asks_for() -> None:
    lines = run("find", SENTENCE).stdout.splitlines()
    assert lines[0].split()[:4] == ["1", "General", "Đại", "tướng"]
    assert any(line.split()[1:4] == ["Commander", "Tư", "lệnh"] for line in lines)
    assert "required" in lines[-1] and "Lạng Sơn" in lines[-1]


def test_find_gives_json_and_reads_documents() -> None:
    found = json.loads(run("find", "--json", "corpus/lang-son-armed-forces/source.txt").stdout)
    assert len(found) > 50
    first = found[0]
    assert set(first) >= {"line", "start", "end", "text", "target", "enforcement", "subject", "note", "entry"}
    assert len({match["line"] for match in found}) > 10


def test_find_says_when_there_is_nothing() -> None:
    result = run("find", "xyzzy")
    assert result.stdout == "" and "no term found" in result.stderr


def test_list_filters() -> None:
    rows = json.loads(run("list", "--subject", "ranks", "--status", "admitted", "--json").stdout)
    assert rows and all(row["status"] == "admitted" and row["subject"] == "ranks" for row in rows)
    names = json.loads(run("list", "--kind", "person", "--json").stdout)
    assert names and {row["kind"] for row in names} == {"person"}
    suggested = run("list", "--enforcement", "suggested").stdout
    assert "suggested" in suggested and "required" not in suggested
    with pytest.raises(UsageError, match="unknown status 'best'"):
        run("list", "--status", "best")


def test_stats_count() -> None:
    counts = json.loads(run("stats", "--json").stdout)
    assert counts["concepts"] > 2500 and sum(counts["names"].values()) > 1500
    assert counts["concepts"] == sum(counts["enforcement"].values()) == sum(counts["subjects"].values())
    assert "required: " in run("stats").stdout


def test_lint_is_silent_on_the_house_and_loud_on_a_wrong_folder(tmp_path: Path) -> None:
    assert run("lint").exit_code == 0
    (tmp_path / "terms.csv").write_text("source,target\na,b\n", encoding="utf-8")
    result = run("lint", tmp_path)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{tmp_path / 'terms.csv'}:1: wrong columns 'source,target'; ")


def test_add_then_lint_notes_what_stands_over_the_house(tmp_path: Path) -> None:
    run(
        "add",
        "new recruit",
        "tân binh",
        "--glossary",
        tmp_path,
        "--forbidden",
        "lính mới",
        "--note",
        "our way",
    )
    result = run("lint", "glossary/en-vi", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"note: {tmp_path / 'terms.csv'}:2: 'new recruit' → 'tân binh' stands over"
    )
    found = json.loads(run("find", "a new recruit", "--glossary", tmp_path, "--json").stdout)
    assert (found[0]["target"], found[0]["forbidden"], found[0]["note"]) == (
        "tân binh",
        ["lính mới"],
        "our way",
    )


def test_add_refuses_what_would_not_load(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="part of the valid rendering"):
        run("add", "cadre", "cán bộ", "--forbidden", "cán bộ", "--glossary", tmp_path / "own")
    with pytest.raises(UsageError, match="'always'"):
        run("add", "cadre", "cán bộ", "--enforcement", "always", "--glossary", tmp_path / "own")
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("suffix", ["tbx", "tmx", "po", "csv"])
def test_export_and_import(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"ranks.{suffix}"
    run("export", file, "--subject", "ranks")
    result = run("import", file, "--glossary", tmp_path / "own", "--json")
    counts = json.loads(result.stdout)
    assert result.exit_code == (1 if counts["left out"] else 0)
    assert counts["entries"] >= 30
    assert (tmp_path / "own" / "ranks.csv").is_file()
    assert run("lint", tmp_path / "own").exit_code == 0


def test_csv_export_puts_names_into_their_own_file(tmp_path: Path) -> None:
    run("export", tmp_path / "all.csv")
    assert run("lint", tmp_path).exit_code == 0
    with (tmp_path / "all-names.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) > 2000


def test_import_tells_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "deepl.csv").write_text("cadre,cán bộ\nofficer,\n", encoding="utf-8")
    result = run("import", tmp_path / "deepl.csv", "--glossary", tmp_path / "own")
    assert result.exit_code == 1
    assert result.stdout == f"{tmp_path / 'deepl.csv'}:2: empty source or target\n"
    assert "1 entries into" in result.stderr


def test_extract_lists_candidates_with_contexts() -> None:
    found = json.loads(run("extract", "corpus/lang-son-defensive-zone", "--limit", "5", "--json").stdout)
    assert found[0]["text"] == "provincial defensive zone" and found[0]["contexts"]
    assert len(found) == 5
    assert "provincial defensive zone" in run("extract", "corpus/lang-son-defensive-zone").stdout


def test_extract_proposes_and_writes_a_file_for_import(tmp_path: Path) -> None:
    document = tmp_path / "report.txt"
    document.write_text(
        "The drinking water was clean.\n\nSoldiers brought drinking water.\n", encoding="utf-8"
    )
    pairs, out = REPOSITORY / "corpus" / "parallel" / "civil-defence.tsv", tmp_path / "new.csv"
    run("extract", document, "--parallel", pairs, "--out", out)
    assert run("import", out, "--glossary", tmp_path / "own").exit_code == 0
    listed = json.loads(run("find", "drinking water", "--glossary", tmp_path / "own", "--json").stdout)
    assert (listed[0]["target"], listed[0]["enforcement"]) == ("nước uống", "suggested")
    assert run("extract", document, "--new-only", "--json").stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--measure", "weirdness"), "--general"),
        (("--measure", "tf-idf"), "unknown measure"),
        (("--out", "x.csv"), "--parallel"),
    ],
)
def test_extract_says_what_is_missing(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run("extract", "corpus/lang-son-armed-forces", *arguments)
