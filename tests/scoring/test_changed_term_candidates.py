"""`songngu glossary learn`: renderings that reviewers changed become candidates for a terminologist to judge."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest

from songngu.catalogues.comments import machine_line, origin_line
from songngu.cli.glossary_learn import proposals
from songngu.languages import LanguagePair
from songngu.scoring.term_changes import TermChange
from songngu.terminology import Enforcement, Termbase, default_glossary, lint
from songngu.terminology.base import Condition, ConditionKind, Entry, EntryKind
from songngu.terminology.learning import learn_names

ENTRIES = (
    ("The ministry praised the battalion.", "Bộ khen tiểu đoàn.", "Bộ khen đơn vị ấy."),
    ("Two reservists came.", "Hai quân nhân dự bị đến.", "Hai quân nhân dự bị đến."),
    ("They met reservists.", "Họ gặp quân nhân dự bị.", "Họ gặp lính dự bị."),
    ("Reservists train here.", "Quân nhân dự bị tập ở đây.", "Lính dự bị tập ở đây."),
    ("Nguyen Van An came.", "Nguyễn Văn An đến.", "Nguyễn Vân An đến."),
    ("Nguyen Van An left.", "Nguyễn Văn An đi.", "Nguyễn Vân An đi."),
)
"""Source, the machine's text, the reviewer's: one term taken out two of three times, one once, a name twice."""

Songngu = Callable[..., Any]


@pytest.fixture
def reviewed(workplace: Path) -> Path:
    path = workplace / "locales" / "vi" / "LC_MESSAGES" / "a.po"
    path.parent.mkdir(parents=True)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "vi"}
    for number, (source, machine, final) in enumerate(ENTRIES, start=1):
        notes = (
            f"block {number}, sentence 1, paragraph",
            machine_line(machine),
            origin_line("model m 1.0, plain, 0.74", machine),
        )
        file.append(polib.POEntry(msgid=source, msgstr=final, comment="\n".join(notes)))
    file.save(str(path))
    return workplace / "own" / "candidates" / "changed-terms.csv"


def test_they_wait_in_a_folder_that_nothing_is_translated_with(reviewed: Path, songngu: Songngu) -> None:
    said = songngu("glossary", "learn", "--glossary", "own")
    assert said.code == 0, said.err
    assert "1 candidates added to own/candidates/changed-terms.csv" in said.err
    assert lint([reviewed.parent]) == []
    [entry] = Termbase.load([reviewed.parent]).entries
    assert (entry.source, entry.target, entry.admitted) == ("reservist", "lính dự bị", ("quân nhân dự bị",))
    assert entry.enforcement is Enforcement.SUGGESTED
    assert entry.variants == ("reserve soldier", "reserve serviceman")
    assert entry.note == (
        "candidate: reviewers changed “quân nhân dự bị” 2 of 3 times; e.g. Họ gặp lính dự bị."
    )
    assert not list(reviewed.parents[1].glob("*.csv")), "the termbase itself has nothing of it"


def test_what_was_changed_less_often_is_told_when_asked(reviewed: Path, songngu: Songngu) -> None:
    said = songngu("glossary", "learn", "--glossary", "own", "--min", "1", "--json", "--dry-run")
    found = json.loads(said.out)
    assert [(each["source"], each["target"]) for each in found["candidates"]] == [
        ("reservist", "lính dự bị"),
        ("battalion", "đơn vị ấy"),
    ]
    assert ("battalion", 1) in {(each["source"], each["count"]) for each in found["changed_terms"]}
    assert not reviewed.exists()


def test_nothing_is_overwritten(reviewed: Path, songngu: Songngu) -> None:
    songngu("glossary", "learn", "--glossary", "own")
    judged = reviewed.read_text("utf-8").replace("lính dự bị", "quân dự bị").replace("suggested", "required")
    reviewed.write_text(judged, encoding="utf-8")
    said = songngu("glossary", "learn", "--glossary", "own")
    assert "0 candidates added" in said.err
    assert reviewed.read_text("utf-8") == judged
    songngu("glossary", "learn", "--glossary", "own", "--min", "1")
    content = reviewed.read_text("utf-8")
    assert content.startswith(judged)
    assert "battalion,đơn vị ấy,noun,units,preferred,suggested," in content


def test_a_candidate_that_convinces_is_imported(reviewed: Path, songngu: Songngu) -> None:
    songngu("glossary", "learn", "--glossary", "own")
    said = songngu("glossary", "import", reviewed, "--glossary", "own")
    assert said.code == 0, said.err
    entry = Termbase.load([default_glossary(LanguagePair()), reviewed.parents[1]]).find("reservist")
    assert entry is not None
    assert (entry.target, entry.enforcement) == ("lính dự bị", Enforcement.SUGGESTED)
    assert "0 candidates" not in songngu("glossary", "learn", "--glossary", "own").err, "both are right now"


def test_the_capital_of_a_sentence_is_no_other_spelling_of_a_name() -> None:
    line = "name: Lang Son Province → tỉnh Lạng Sơn"
    assert learn_names([([line], "Tỉnh Lạng Sơn đã họp.")], Termbase()).names == ()


def test_a_rendering_that_the_context_chooses_is_no_candidate() -> None:
    change = TermChange("reservist", "quân nhân dự bị", 9, 9, (("lính dự bị", 9),), ("Lính dự bị.",))
    plain = Entry("reservist", "quân nhân dự bị")
    chosen = replace(plain, conditions=((Condition(ConditionKind.OTHERWISE, ()),),))
    name = replace(plain, kind=EntryKind.ORGANISATION)
    found = [len(proposals([change], Termbase((entry,)), 2)) for entry in (plain, chosen, name)]
    assert found == [1, 0, 0]
