"""Files that a user can name, whole and broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.errors import ScoringError, UsageError
from songngu.languages import LanguagePair
from songngu.scoring.history import read
from songngu.scoring.inputs import Inputs, from_files
from songngu.scoring.texts import read_lines, read_tmx

PAIR = LanguagePair()
MEMORY = """<tmx version="1.4"><body>
<tu><tuv xml:lang="EN-us"><seg>One <ph>x</ph> two</seg></tuv><tuv xml:lang="vi-VN"><seg>Một x hai</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>One x two</seg></tuv><tuv xml:lang="vi"><seg>Một và hai</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Only English</seg></tuv></tu>
</body></tmx>"""


@given(
    st.lists(
        st.text(st.characters(blacklist_characters="\r\n\ufeff", blacklist_categories=("Cs",)), max_size=9)
    )
)
def test_lines_are_those_that_a_line_feed_ends(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("lines") / "file.txt"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    if "".join(lines).strip():
        assert read_lines(path) == tuple(line.rstrip() for line in lines)
    else:
        with pytest.raises(ScoringError, match="is empty"):
            read_lines(path)


def test_windows_line_ends_and_a_byte_order_mark_are_not_text(tmp_path):
    path = tmp_path / "file.txt"
    path.write_bytes("\ufeffMột \r\nhai\u2028ba\r\n".encode())
    assert read_lines(path) == ("Một", "hai\u2028ba")


def test_broken_files_are_named_with_their_line(tmp_path):
    (tmp_path / "latin").write_bytes(b"ok\nT\xe9\n")
    with pytest.raises(ScoringError, match=r"latin:2: is not UTF-8"):
        read_lines(tmp_path / "latin")
    with pytest.raises(ScoringError, match="cannot be read"):
        read_lines(tmp_path)
    (tmp_path / "bad.tmx").write_text("<tmx>\n<body>", encoding="utf-8")
    with pytest.raises(ScoringError, match=r"bad\.tmx:2: is not XML"):
        read_tmx(tmp_path / "bad.tmx", PAIR)
    with pytest.raises(ScoringError, match="cannot be read"):
        read_tmx(tmp_path / "none.tmx", PAIR)
    (tmp_path / "h.jsonl").write_bytes(b"\xff")
    with pytest.raises(ScoringError, match="is not UTF-8"):
        read(tmp_path / "h.jsonl")


def test_a_memory_gives_all_translations_of_a_source_markup_as_text(tmp_path):
    path = tmp_path / "memory.tmx"
    path.write_text(MEMORY, encoding="utf-8")
    assert read_tmx(path, PAIR) == {"One x two": ("Một x hai", "Một và hai")}
    with pytest.raises(ScoringError, match="has no unit in de and vi"):
        read_tmx(path, LanguagePair("de", "vi"))


@pytest.fixture
def files(tmp_path):
    def write(name: str, *lines: str) -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


def test_lines_meet_a_memory_by_their_source(files):
    memory, hypotheses = files("memory.tmx", MEMORY), files("out.vi", "Một hai", "Ba")
    with pytest.raises(UsageError, match="give the source lines with --src"):
        from_files(hypotheses, [memory], None, PAIR)
    found = from_files(hypotheses, [memory], files("src.en", "One x  two", "Three"), PAIR)
    assert [(each.hypothesis, each.references) for each in found.segments] == [
        ("Một hai", ("Một x hai", "Một và hai"))
    ]
    assert found.notes == ("1 lines have no reference and are not scored",)


def test_combinations_that_mean_nothing_are_refused(files, tmp_path):
    hypotheses, memory = files("out.vi", "Một"), files("memory.tmx", MEMORY)
    with pytest.raises(UsageError, match="cannot be joined with other references"):
        from_files(hypotheses, [memory, hypotheses], None, PAIR)
    with pytest.raises(UsageError, match="needs a reference"):
        Inputs(PAIR).documents(hypotheses)
    with pytest.raises(UsageError, match="need a file of hypotheses"):
        Inputs(PAIR, references=(hypotheses,)).documents()
    with pytest.raises(ScoringError, match=r"short\.vi: has 1 lines, but .*long\.vi has 2"):
        from_files(hypotheses, [files("long.vi", "a", "b"), files("short.vi", "a")], None, PAIR)
    with pytest.raises(ScoringError, match="holds no catalogue"):
        Inputs(PAIR, locale_dir=tmp_path).catalogues()
