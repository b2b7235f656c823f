"""`songngu doctor` says what is there, and what is not ready with its remedy."""

from __future__ import annotations

import json
from pathlib import Path


def test_a_sound_installation_is_ready(workplace: Path, songngu) -> None:
    outcome = songngu("doctor", "--json")
    assert outcome.code == 0, outcome.out
    report = json.loads(outcome.out)
    details = {line["name"]: line["detail"] for line in report["report"]}
    assert report["ready"] is True
    assert "Bộ Quốc phòng" in details["model"]
    assert details["reverse model"].startswith("songngu-vi-en ")
    assert "entries" in details["glossary"]
    assert not (workplace / "locales").exists()


def test_without_a_reverse_model_it_is_ready_too(workplace: Path, songngu) -> None:
    outcome = songngu("doctor", "--reverse", "none")
    assert outcome.code == 0
    assert "the model chooses alone" in outcome.out


def test_what_is_not_ready_is_named(workplace: Path, songngu) -> None:
    (workplace / "file").write_text("", encoding="utf-8")
    outcome = songngu(
        "doctor", "--reverse", "nosuch", "--glossary", "missing", "--locale-dir", "file/locales"
    )
    assert outcome.code == 1
    bad = [line for line in outcome.out.splitlines() if line.startswith("BAD")]
    assert [line.split()[1] for line in bad] == ["glossary", "reverse", "locale-dir"]
    assert outcome.out.splitlines()[-1] == "not ready"
    assert "Traceback" not in outcome.out + outcome.err
