"""What reviewers accept is known the next time: names go into the user's own termbase."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from songngu.cli.glossary_learn import learn
from songngu.terminology import Termbase
from songngu.terminology.learning import LearntName, learn_names, with_learnt

PROPOSED = "name: Nguyen Cong Khue → Nguyễn Công Khuê"


def names(*entries: tuple[list[str], str]) -> tuple[LearntName, ...]:
    return learn_names(entries, Termbase()).names


def test_another_spelling_than_proposed_is_learnt() -> None:
    assert names(([PROPOSED], "Đại tá Nguyễn Công Khuể nói.")) == (
        LearntName("Nguyen Cong Khue", "Nguyễn Công Khuể"),
    )


def test_an_unsure_proposal_that_was_accepted_is_learnt() -> None:
    unsure = "check: names: Nguyen Cong Khue can be Nguyễn Công Khuê 0.60; Nguyễn Công Khuể 0.30"
    assert names(([PROPOSED, unsure], "Nguyễn Công Khuê nói.")) == (
        LearntName("Nguyen Cong Khue", "Nguyễn Công Khuê"),
    )


def test_what_was_sure_or_is_gone_teaches_nothing() -> None:
    assert names(([PROPOSED], "Nguyễn Công Khuê nói."), ([PROPOSED], "Ông ấy nói.")) == ()


def test_two_accepted_spellings_are_a_dispute() -> None:
    found = learn_names([([PROPOSED], "Nguyễn Công Khuể."), ([PROPOSED], "Nguyễn Cống Khuê.")], Termbase())
    assert found.names == ()
    assert found.disputed == (("Nguyen Cong Khue", ("Nguyễn Công Khuể", "Nguyễn Cống Khuê")),)


def test_capitals_of_a_heading_are_not_learnt() -> None:
    assert names((["name: MAI XUAN PHONG → MAI XUÂN PHONG"], "MAI XUÂN PHÓNG")) == (
        LearntName("Mai Xuan Phong", "Mai Xuân Phóng"),
    )


def test_a_row_for_the_same_name_is_replaced_and_the_others_stay() -> None:
    before = "source,target,kind,variants,note\nHue,Huế,place,,city\nLe Van A,Lê Văn A,person,,\n"
    after = with_learnt(before, [LearntName("Le Van A", "Lê Vân A")])
    assert after.splitlines() == [
        "source,target,kind,variants,note",
        "Hue,Huế,place,,city",
        "Le Van A,Lê Vân A,person,,accepted by a reviewer",
    ]


@pytest.fixture
def catalogue(workplace: Path) -> Path:
    path = workplace / "locales" / "vi" / "LC_MESSAGES" / "a.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Language: vi\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'#. {PROPOSED}\nmsgid "Nguyen Cong Khue spoke."\nmsgstr "Nguyễn Công Khuể phát biểu."\n\n'
        '#. name: Le Van An → Lê Văn An\n#, fuzzy\nmsgid "Le Van An."\nmsgstr "Lê Vân An."\n',
        encoding="utf-8",
    )
    return path


def test_the_command_writes_a_glossary_that_loads(catalogue: Path, workplace: Path) -> None:
    app = typer.Typer()
    app.command()(learn)
    result = CliRunner().invoke(app, ["--glossary", "own"])
    assert result.exit_code == 0, result.output
    assert "Nguyen Cong Khue → Nguyễn Công Khuể" in result.output
    own = Termbase.load([workplace / "own"])
    assert [entry.target for entry in own.entries] == ["Nguyễn Công Khuể"]  # what is fuzzy is not accepted
    assert "0 names" in CliRunner().invoke(app, ["--glossary", "own"]).output
