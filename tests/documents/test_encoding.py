"""Any editor's text file is read; what is no text is refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.documents import read_document
from songngu.documents.encoding import decode
from songngu.errors import DocumentError

ENGLISH = "“For us,” he said – the Party’s café cost £5. The unit’s work goes on.\n"
VIETNAMESE = "Đại tá Nguyễn Văn Nam phát biểu.\nBộ đội giúp dân khắc phục hậu quả mưa lũ.\n"
NAME = Path("a.txt")


@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE], ids=["English", "Vietnamese"])
@pytest.mark.parametrize(
    ("codec", "mark", "expected"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16"),
        ("utf-16-be", b"\xfe\xff", "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32"),
    ],
)
def test_unicode_encodings_are_recognised(text: str, codec: str, mark: bytes, expected: str) -> None:
    decoded = decode(mark + text.encode(codec), NAME)
    assert (decoded.text, decoded.encoding, decoded.warnings) == (text, expected, ())


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ENGLISH, "cp1252"),
        ("He said “no”. It’s late.", "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250"),
        ("Это документ о подготовке войск к учениям.", "cp1251"),
    ],
)
def test_legacy_code_pages_are_guessed_with_a_warning(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec), NAME)
    assert (decoded.text, decoded.encoding) == (text, codec)
    assert decoded.warnings == (f"a.txt: not UTF-8, read as {codec} by guess; save it as UTF-8",)


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (b"", "is empty", "put the text"),
        (b" \r\n\t\n", "white space", "put the text"),
        (b"\xef\xbb\xbf", "white space", "put the text"),
        (b"%PDF-1.7\n1 0 obj", "is a PDF", "copy its text"),
        (b"PK\x03\x04rest", "packed", "save it as plain text"),
        (b"{\\rtf1\\ansi}", "RTF", "save it as plain text"),
        (bytes(range(256)) * 4, "not a text file", "save it as UTF-8"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "not a text file", "save it as UTF-8"),
        (b"text with a NUL\0 byte in it", "not a text file", "save it as UTF-8"),
        (b"\x01\x02\x03 control characters \x04\x05", "not a text file", "save it as UTF-8"),
        (b"\xff\xfea", "damaged", "save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(
    tmp_path: Path, data: bytes, problem: str, remedy: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read_document(path, "bad")
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and problem in message and remedy in message
    assert "\n" not in message


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="does not exist; check the name"):
        read_document(tmp_path / "none.txt", "none")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DocumentError, match="is a folder"):
        read_document(tmp_path / "folder.txt", "folder")


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "nfd.txt"
    path.write_text("Nguye\u0302\u0303n Va\u0306n Nam đến.", encoding="utf-8")
    assert read_document(path, "nfd").blocks[0].text == "Nguyễn Văn Nam đến."


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decoded = decode(data, NAME)
    except DocumentError:
        return
    assert "\0" not in decoded.text
    decoded.text.encode("utf-8")


def test_the_separator_of_gettext_is_dropped() -> None:
    assert decode(b"The Party\x04 and the State" + b", as ever" * 20, NAME).text.startswith(
        "The Party and the State"
    )
