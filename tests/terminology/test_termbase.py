"""What the loader takes, what it refuses, how folders stack."""

import re
import shutil
import time
import unicodedata
from pathlib import Path

import pytest

import songngu
from songngu.errors import GlossaryError
from songngu.languages import LanguagePair
from songngu.terminology import Enforcement, EntryKind, Termbase, default_glossary, lint

REPOSITORY = Path(__file__).parents[2]
HOUSE = REPOSITORY / "glossary" / "en-vi"
TERMS = "source,target,pos,subject,status,variants,forbidden,case_sensitive,note\n"
WITH_ENFORCEMENT = "source,target,pos,subject,status,enforcement,variants,forbidden,case_sensitive,note\n"
NAMES = "source,target,kind,variants,note\n"
GOOD = "new recruit,chiến sĩ mới,noun,training,preferred,,,false,\n"


def glossary(folder: Path, content: str | bytes, name: str = "terms.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_the_house_termbase_is_clean() -> None:
    assert [problem for problem in lint([HOUSE]) if problem.fatal] == []


def test_the_house_termbase_loads_fast() -> None:
    times = []
    for _ in range(5):  # the best of five: a loaded machine steals processor time from some of them
        started = time.process_time()
        termbase = Termbase.load([HOUSE])
        times.append(time.process_time() - started)
    assert min(times) < 0.5, times  # about 0.05 s on a free core
    assert len(termbase) > 2_500


def test_rows_of_one_source_become_one_entry(tmp_path: Path) -> None:
    folder = glossary(
        tmp_path / "g",
        TERMS
        + "Commander,Chỉ huy trưởng,noun,posts,preferred,commandant,chỉ huy viên,false,province\n"
        + "Commander,Tư lệnh,noun,posts,admitted,,,false,military region\n"
        + "Commander,Người chỉ huy,noun,posts,deprecated,,,false,\n",
    )
    entry = Termbase.load([folder]).find("commander")
    assert entry is not None
    assert entry.target == "Chỉ huy trưởng"
    assert entry.renderings == ("Chỉ huy trưởng", "Tư lệnh")
    assert entry.deprecated == ("Người chỉ huy",)
    assert entry.forbidden == ("chỉ huy viên",)
    assert entry.variants == ("commandant",)
    assert (entry.path, entry.line) == (folder / "terms.csv", 2)


def test_enforcement_is_required_unless_the_column_says_otherwise(tmp_path: Path) -> None:
    plain = Termbase.load([glossary(tmp_path / "a", TERMS + GOOD)]).find("new recruit")
    row = GOOD.replace("preferred,", "preferred,suggested,")
    column = Termbase.load([glossary(tmp_path / "b", WITH_ENFORCEMENT + row)]).find("new recruit")
    assert plain is not None and plain.enforcement is Enforcement.REQUIRED
    assert column is not None and column.enforcement is Enforcement.SUGGESTED


def test_names_keep_their_case(tmp_path: Path) -> None:
    entry = Termbase.load([glossary(tmp_path / "g", NAMES + "Hue,Huế,place,,\n")]).find("Hue")
    assert entry is not None
    assert entry.kind is EntryKind.PLACE and entry.is_name and entry.case_sensitive


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("source,target\na,b\n", 1, "wrong columns"),
        (TERMS.replace(",", ";") + GOOD, 1, "wrong columns"),
        (TERMS + "a,b,noun,x,preferred,,,false\n", 2, "8 cells instead of 9"),
        (TERMS + GOOD + "a, b, c,noun,x,preferred,,,false,\n", 3, "10 cells instead of 9"),
        (TERMS + GOOD + "new recruit,tân binh,noun,x,preferred,,,false,\n", 3, "second preferred"),
        (TERMS + GOOD + "New Recruit,chiến sĩ mới,noun,x,admitted,,,false,\n", 3, "duplicate"),
        (TERMS + "a,b,noun,x,admitted,,,false,\n", 2, "no preferred rendering"),
        (TERMS + unicodedata.normalize("NFD", GOOD), 2, "normal form C"),
        (TERMS + ",b,noun,x,preferred,,,false,\n", 2, "empty source"),
        (TERMS + "a, ,noun,x,preferred,,,false,\n", 2, "empty target"),
        (TERMS + "a ,b,noun,x,preferred,,,false,\n", 2, "white space"),
        (TERMS + 'a,"b\nc",noun,x,preferred,,,false,\n', 2, "white space"),
        (TERMS + "a\u200b,b,noun,x,preferred,,,false,\n", 2, "control character U+200B"),
        (TERMS + "a\x07,b,noun,x,preferred,,,false,\n", 2, "control character U+0007"),
        (TERMS + "a,b,noun,x,best,,,false,\n", 2, "unknown status 'best'"),
        (TERMS + "a,b,nuon,x,preferred,,,false,\n", 2, "unknown pos"),
        (TERMS + "a,b,noun,x,preferred,,,yes,\n", 2, "unknown case_sensitive"),
        (WITH_ENFORCEMENT + "a,b,noun,x,preferred,perhaps,,,false,\n", 2, "unknown enforcement"),
        (NAMES + "Hue,Huế,town,,\n", 2, "unknown kind"),
        (TERMS + "a,b,noun,x,preferred,c||d,,false,\n", 2, "empty item"),
        (TERMS + "a,b,noun,x,preferred,c,,false,\nd,e,noun,x,preferred,C,,false,\n", 3, "also a form of 'a'"),
        (
            TERMS + "a,b,noun,x,preferred,c-d,,false,\nc d,e,noun,x,preferred,,,false,\n",
            3,
            "also a form of 'a'",
        ),
        (TERMS + "a,cấp ủy Đảng,noun,x,preferred,,đảng,false,\n", 2, "part of the valid rendering"),
        (TERMS + 'a,"b"c,noun,x,preferred,,,false,\n', 2, "broken CSV"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    folder = glossary(tmp_path / "g", content)
    with pytest.raises(GlossaryError, match=re.escape(message)) as caught:
        Termbase.load([folder])
    error = str(caught.value)
    assert error.startswith(f"{folder / 'terms.csv'}:{line}: ")
    assert "; " in error, "no remedy"
    assert "\n" not in error


def test_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = glossary(tmp_path / "g", (TERMS + GOOD).encode() + "a,đ".encode("cp1258") + b"\n")
    with pytest.raises(GlossaryError, match=r"terms\.csv:3: the file is not UTF-8"):
        Termbase.load([folder])


@pytest.mark.parametrize(
    "content", [TERMS + GOOD, "\ufeff" + TERMS + GOOD, (TERMS + GOOD).replace("\n", "\r\n")]
)
def test_what_spreadsheets_write_is_accepted(tmp_path: Path, content: str) -> None:
    assert len(Termbase.load([glossary(tmp_path / "g", content)])) == 1


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_files_is_refused(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "g"
    if exists:
        folder.mkdir()
    with pytest.raises(GlossaryError, match="glossary folder"):
        Termbase.load([folder])


def test_a_forbidden_string_inside_a_longer_word_is_fine(tmp_path: Path) -> None:
    row = "battalion,tiểu đoàn,noun,x,preferred,,tiể|oàn,false,\n"
    assert len(Termbase.load([glossary(tmp_path / "g", TERMS + row)])) == 1


def test_lint_collects_everything(tmp_path: Path) -> None:
    bad = TERMS + ",b,noun,x,preferred,,,false,\n" + GOOD + "a,b,noun,x,best,,,yes,\n" + "q,r,noun\n"
    problems = lint([glossary(tmp_path / "g", bad)])
    assert [(problem.line, problem.problem.split(" ", 1)[0]) for problem in problems] == [
        (2, "empty"),
        (4, "unknown"),
        (4, "unknown"),
        (5, "3"),
    ]
    assert all(problem.fatal and problem.remedy for problem in problems)


def test_the_later_folder_wins_and_lint_shows_it(tmp_path: Path) -> None:
    default = glossary(tmp_path / "default", TERMS + GOOD + "cadre,cán bộ,noun,x,preferred,,,false,\n")
    own = glossary(tmp_path / "own", TERMS + "New Recruit,tân binh,noun,x,preferred,,,false,\n")
    termbase = Termbase.load([default, own])
    assert len(termbase) == 2
    assert getattr(termbase.find("new recruit"), "target", "") == "tân binh"
    assert getattr(Termbase.load([own, default]).find("new recruit"), "target", "") == "chiến sĩ mới"
    (problem,) = lint([default, own])
    assert not problem.fatal
    assert "tân binh" in problem.problem and "chiến sĩ mới" in problem.problem


def test_the_digest_changes_with_the_files_only(tmp_path: Path) -> None:
    first = Termbase.load([glossary(tmp_path / "a", TERMS + GOOD)])
    copy = Termbase.load([glossary(tmp_path / "b", TERMS + GOOD)])
    changed = Termbase.load([glossary(tmp_path / "c", TERMS + GOOD.replace("training", "drill"))])
    renamed = Termbase.load([glossary(tmp_path / "d", TERMS + GOOD, "more.csv")])
    assert first.digest == copy.digest
    assert len(first.digest) == 16 and int(first.digest, 16) >= 0
    assert len({first.digest, changed.digest, renamed.digest}) == 3


def test_the_default_is_the_local_folder_then_the_packaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    packaged = default_glossary(LanguagePair())
    assert (packaged / "military.csv").is_file()
    assert Path(songngu.__file__).parent.parent.parent in packaged.parents
    shutil.copytree(packaged, tmp_path / "glossary" / "en-vi")
    assert default_glossary(LanguagePair()).resolve() == tmp_path / "glossary" / "en-vi"
    with pytest.raises(GlossaryError, match="no glossary for vi-en"):
        default_glossary(LanguagePair("vi", "en"))
