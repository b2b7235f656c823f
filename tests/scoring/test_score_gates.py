"""`songngu score` in continuous integration: thresholds, JUnit, history."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from songngu.errors import SongnguError

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


def test_thresholds_decide_the_exit_code_and_the_junit_file(run, locales, tmp_path):
    junit = tmp_path / "out" / "score.xml"
    arguments = (
        "--corpus",
        CORPUS,
        "--locale-dir",
        locales,
        "--bootstrap",
        0,
        "--metrics",
        "bleu",
        "--junit",
        junit,
    )
    run(*arguments, "--fail-under", "bleu=50,terms=0.5,ter=60")
    assert ElementTree.parse(junit).getroot().attrib["failures"] == "0"
    run(*arguments, "--fail-under", "bleu=99.9,ter=0.1", code=1)
    suite = ElementTree.parse(junit).getroot()
    assert suite.attrib["failures"] == "2"
    assert "demanded at least 99.9" in ElementTree.tostring(suite, encoding="unicode")


def test_a_threshold_on_nothing_is_not_reached(run, tmp_path):
    files = []
    for option, text in (("--hyp", "Trời mưa."), ("--ref", "Trời đã mưa."), ("--src", "It rained.")):
        path = tmp_path / option.strip("-")
        path.write_text(f"{text}\n", encoding="utf-8")
        files += [option, path]
    junit = tmp_path / "score.xml"
    arguments = (*files, "--bootstrap", 0, "--fail-under", "numbers=0.98", "--junit", junit)
    found = json.loads(run(*arguments, "--json", code=1))
    assert found["thresholds"] == [
        {"measure": "numbers", "demanded": 0.98, "measured": None, "passed": False}
    ]
    assert "numbers: nothing to measure, demanded at least 0.98" in junit.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["blue=3", "bleu", "bleu=x", "bleu=nan", "terms=98", ""])
def test_a_threshold_that_means_nothing_is_refused(text):
    from songngu.scoring.thresholds import parse_thresholds

    with pytest.raises(SongnguError, match="fail-under"):
        parse_thresholds(text)


def test_history_grows_by_a_line(run, locales, tmp_path, monkeypatch):
    from songngu.scoring import history

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")
    file = tmp_path / "history.jsonl"
    for _ in range(2):
        run(
            "--corpus",
            CORPUS,
            "--locale-dir",
            locales,
            "--bootstrap",
            0,
            "--metrics",
            "chrf",
            "--history",
            file,
        )
    runs = history.read(file)
    assert [each.date for each in runs] == ["2025-11-27T00:00:00Z"] * 2
    assert set(runs[0].scores) == {"chrf"}
    file.write_text(file.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    with pytest.raises(SongnguError, match=r"history.jsonl:3: is not a line of a history"):
        history.read(file)
