"""PO text in and out: what gettext accepts is read, what it refuses is refused, msgcat agrees with us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.catalogues import Catalogue
from songngu.catalogues.syntax import parse, render
from songngu.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = 'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

# Any character but surrogates, NUL and EOT, which gettext itself refuses.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04"), min_size=1, max_size=30)
COMMENT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(str.strip)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(TEXT, TEXT, COMMENT, st.booleans(), st.booleans()),
        min_size=1,
        max_size=8,
        unique_by=lambda entry: entry[0],
    )
)
def test_any_text_comes_back_and_msgcat_changes_no_byte(
    tool: Callable[..., str], entries: list[tuple[str, str, str, bool, bool]]
) -> None:
    file = polib.POFile()
    file.header = "Bản dịch."
    file.metadata = {"Language": "vi", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8"}
    for source, target, comment, fuzzy, obsolete in sorted(entries, key=lambda entry: entry[4]):
        file.append(
            polib.POEntry(
                msgid=source,
                msgstr=target,
                tcomment=comment,
                comment="" if obsolete else f"check: {comment}.",
                flags=["fuzzy"] if fuzzy else [],
                previous_msgid=target if fuzzy and not obsolete else None,
                occurrences=[] if obsolete else [("corpus/công văn số 5.txt", "3"), ("b.txt", "14")],
                obsolete=obsolete,
            )
        )
    text = render(file)
    # Warnings about \a and \r, which gettext dislikes but keeps, go to the other stream.
    assert tool("msgcat", "--no-wrap", "-", text=text).startswith(text)
    back = parse(text)
    assert render(back) == text
    assert [(e.msgid, e.msgstr, e.tcomment) for e in back] == [(e.msgid, e.msgstr, e.tcomment) for e in file]


def test_a_per_cent_sign_is_no_format(tool: Callable[..., str]) -> None:
    text = HEAD + '\nmsgid "up 3.5 % since 2020, 100% done"\nmsgstr "tăng 3,5 %"\n'
    assert render(parse(text)) == text
    assert "c-format" not in tool("msgcat", "-", text=text)
    tool("msgfmt", "-c", "-o", "/dev/null", "-", text=text)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('msgid "a"\nmsgstr "b', 7),
        ('msgid "a"\nmsgstr "b\\"\n', 7),
        ('msgid "a"\nmsgstr "b" c\n', 7),
        ('msgid "he said "no""\nmsgstr "b"\n', 6),
        ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 6),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 7),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 9),
        ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 9),
        ('msgid "a"\n', 7),
        ("Công văn\n", 6),
    ],
)
def test_a_fault_is_reported_with_its_line_and_a_remedy(tmp_path: Path, body: str, line: int) -> None:
    path = tmp_path / "a.po"
    path.write_text(f"{HEAD}\n{body}", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.load(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert caught.value.remedy


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(HEAD.encode() + '\nmsgid "a"\nmsgstr "Đ"\n'.encode("cp1258"))
    with pytest.raises(CatalogueError, match=r"a\.po:7: is not UTF-8"):
        Catalogue.load(path)


def test_a_folder_in_the_place_of_a_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        Catalogue.load(tmp_path)


def test_no_file_is_no_catalogue(tmp_path: Path) -> None:
    assert Catalogue.load(tmp_path / "a.po") is None


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", HEAD])
def test_a_file_without_entries_is_an_empty_catalogue(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(text, encoding="utf-8")
    catalogue = Catalogue.load(path)
    assert catalogue is not None
    assert list(catalogue) == []


def test_what_editors_and_people_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    text = HEAD + (
        "\n#hỏi lại Ban Tuyên giáo\n#  thụt vào\n#= no-wrap\n#, c-format,fuzzy\n"
        'msgid ""\n"wrapped "\n"text"\nmsgstr "b\u2028c"\n\n#~msgid "old"\n#~msgstr "cũ"\n'
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    catalogue = Catalogue.load(path)
    assert catalogue is not None
    (entry,) = catalogue
    assert (entry.msgid, entry.msgstr) == ("wrapped text", "b\u2028c")
    assert entry.tcomment == "hỏi lại Ban Tuyên giáo\n thụt vào"
    assert entry.flags == ["no-wrap", "c-format", "fuzzy"]
    assert [old.msgstr for old in catalogue.obsolete] == ["cũ"]


def test_the_first_comment_belongs_to_its_entry_when_the_header_is_gone() -> None:
    (entry,) = parse('# kiểm tra lại\nmsgid "a"\nmsgstr "b"\n')
    assert entry.tcomment == "kiểm tra lại"
