"""Plain text: the two articles, hard wraps, kinds of blocks, and writing back."""

from __future__ import annotations

import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.documents import Block, BlockKind, Document, read_document
from songngu.documents.plain import PlainText
from songngu.errors import DocumentError

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = sorted(path.parent for path in (ROOT / "corpus").glob("*/source.txt"))
PARAGRAPHS = [
    line
    for folder in ARTICLES
    for line in (folder / "source.txt").read_text(encoding="utf-8").splitlines()
    if len(line) > 150 and line.endswith(".")
]


def read(tmp_path: Path, text: str | bytes) -> Document:
    path = tmp_path / "a.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path, "a")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def kinds(document: Document) -> list[BlockKind]:
    return [block.kind for block in document.blocks]


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_the_articles_have_the_paragraphs_of_their_references(folder: Path) -> None:
    lines = (folder / "reference.en.txt").read_text(encoding="utf-8").splitlines()
    numbers = [int(line) for line in (folder / "reference.paragraphs.txt").read_text().split()]
    paragraphs = [
        " ".join(line for line, owner in zip(lines, numbers, strict=True) if owner == number)
        for number in sorted(set(numbers))
    ]
    document = read_document(folder / "source.txt", folder.name)
    assert texts(document) == paragraphs
    assert [block.position for block in document.blocks] == list(range(1, len(paragraphs) + 1))


def test_the_defence_journal_article_has_its_kinds() -> None:
    document = read_document(ROOT / "corpus" / "lang-son-defensive-zone" / "source.txt", "zone")
    special = {block.position: block.kind.value for block in document.blocks if block.kind != "paragraph"}
    assert special == {
        1: "date line",
        2: "date line",
        3: "heading",
        6: "caption",
        9: "caption",
        13: "caption",
        17: "byline",
        18: "heading",
        19: "heading",
    }
    assert [block.position for block in document.blocks if block.furniture] == [1, 2, 18, 19, 20]
    assert (document.blocks[1].line, document.blocks[19].line) == (3, 37)


def test_the_news_agency_article_has_its_kinds() -> None:
    document = read_document(ROOT / "corpus" / "lang-son-armed-forces" / "source.txt", "forces")
    special = {block.position: block.kind.value for block in document.blocks if block.kind != "paragraph"}
    assert special == {3: "heading", 8: "heading", 11: "quote"}
    assert not any(block.furniture for block in document.blocks)


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6), st.integers(60, 100))
def test_hard_wrapped_lines_are_joined(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], width: int
) -> None:
    wrapped = "\n\n".join(
        textwrap.fill(part, width, break_on_hyphens=False, break_long_words=False) for part in parts
    )
    document = read(tmp_path_factory.mktemp("wrap"), wrapped)
    assert texts(document) == parts


def test_hard_wrapped_text_without_blank_lines_breaks_where_a_line_is_short(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "A strong zone\n"
        "The provincial Military Command has organised an exercise in the district of\n"
        "Cao Loc. It was attended by many delegates from the Provincial Party Committee\n"
        "and by the border guards. It has ended.\n"
        "Elite and ready to fight\n"
        "The troops, who had marched all night and crossed two rivers, were given a\n"
        "day off. They slept.\n",
    )
    assert [(block.line, block.end_line) for block in document.blocks] == [(1, 1), (2, 4), (5, 5), (6, 7)]
    assert kinds(document) == ["heading", "paragraph", "heading", "paragraph"]


def test_short_lines_are_no_wrapped_text(tmp_path: Path) -> None:
    lines = ["Hanoi Museum", "Working hours", "Tuesday to Sunday", "Closed on Mondays"]
    assert texts(read(tmp_path, "\n".join(lines))) == lines


def test_a_number_at_the_start_of_a_wrapped_line_is_no_list(tmp_path: Path) -> None:
    text = (
        "The provincial Military Command organised an exercise in the district, and\n"
        "again, with more troops and with the border guards, in Cao Loc on September\n"
        "12. It has been repeated every year since then by order of the Party and of\n"
        "the province.\n"
    )
    assert len(read(tmp_path, text).blocks) == 1


def test_list_items_keep_their_markers_out_of_the_text(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "The tasks are as follows:\n\n"
        "- to train the militia of all communes and wards in the province, and to do\n"
        "  so before the rains;\n"
        "- to repair boats;\n"
        "1. First of all\n"
        "2) Second\n"
        "a) to lead\n"
        "• to follow\n",
    )
    assert kinds(document) == ["paragraph", *["list item"] * 6]
    assert texts(document)[1:] == [
        "to train the militia of all communes and wards in the province, and to do so before the rains;",
        "to repair boats;",
        "First of all",
        "Second",
        "to lead",
        "to follow",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Monday, November 24, 2025, 05:12 (GMT+7)", "date line"),
        ("24/11/2025 | 05:12", "date line"),
        ("Updated: 24 November 2025 at 5.12 p.m.", "date line"),
        ("Hanoi, October 27, 2025", "date line"),
        ("Thứ Hai, 24/11/2025, 05:12 (GMT+7)", "date line"),
        ("Lạng Sơn, ngày 27 tháng 10 năm 2025", "date line"),
        ("Senior Colonel MAI XUAN PHONG, Commander of the Military Command", "byline"),
        ("Sr. Lt. Gen. Nguyen Van A", "byline"),
        ("By Tran Van Binh", "byline"),
        ("Đại tá MAI XUÂN PHONG, Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh", "byline"),
        ("Leader of the Military Command checks the drill of new recruits", "caption"),
        ("A sapper shows villagers a defused bomb. (Photo: Thu Ha)", "caption"),
        ("Practice of evacuation in the defensive area exercise", "caption"),
        ("“The people are the root.” – President Ho Chi Minh", "quote"),
        ("The people come first. - Colonel Nguyen Cong Khue", "quote"),
        ("“Hold the line, whatever comes.”", "quote"),
        ("“We go,” Colonel Nam said.", "paragraph"),
        ("Article 30. Settlement of disputes", "heading"),
        ("GENERAL PROVISIONS", "heading"),
        ("Firmly safeguarding the “soft border”", "heading"),
        ("Pursuant to the Law on National Defence;", "paragraph"),
        ("The troops left.", "paragraph"),
        ("Mr. Lo Van Pang, a farmer, asks: is my son entitled to sickness benefits?", "paragraph"),
    ],
)
def test_a_line_is_known_by_its_form(tmp_path: Path, text: str, kind: str) -> None:
    running = "The province has taken many measures to build a firm defensive zone in all its communes. " * 2
    document = read(tmp_path, f"The title of the article\n\n{running}\n\n{text}\n\n{running}\n")
    assert texts(document)[2] == text
    assert kinds(document)[2] == kind


def test_urls_addresses_and_our_own_brackets_are_protected(tmp_path: Path) -> None:
    text = "See https://a.vn/x_(y)?z=1. Write to toa.soan@qdnd.vn, read (www.b.vn) and ⟪this ｜ that⟫."
    block = read(tmp_path, text).blocks[0]
    assert [span.of(block.text) for span in block.protected] == [
        "https://a.vn/x_(y)?z=1",
        "toa.soan@qdnd.vn",
        "www.b.vn",
        "⟪",
        "｜",
        "⟫",
    ]


def test_writing_replaces_texts_and_nothing_else(tmp_path: Path) -> None:
    document = read(
        tmp_path, b"\xef\xbb\xbf\r\n  A title\r\n\r\n\r\n - one thing \r\n - two things\r\n----\r\nEnd."
    )
    PlainText().write(document, {1: "Tiêu đề", 3: "hai\nthứ"}, tmp_path / "out" / "b.txt")
    written = (tmp_path / "out" / "b.txt").read_bytes()
    assert written == ("\ufeff\r\n  Tiêu đề\r\n\r\n\r\n - one thing \r\n - hai thứ\r\n----\r\nEnd.".encode())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.txt"]


def test_a_legacy_file_is_written_as_utf8(tmp_path: Path) -> None:
    document = read(tmp_path, "The unit’s café.\r\n".encode("cp1252"))
    PlainText().write(document, {}, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == "The unit’s café.\r\n".encode()


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    document = read(tmp_path, "A title")
    (tmp_path / "file").write_text("x")
    with pytest.raises(DocumentError, match="cannot be written"):
        PlainText().write(document, {}, tmp_path / "file" / "b.txt")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DocumentError, match="cannot be written"):
        PlainText().write(document, {1: "x"}, tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "file", "folder"]


def test_a_document_of_another_format_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        PlainText().write(Document(Path("x.html"), "x", ()), {}, tmp_path / "x")


lines = st.text(
    st.sampled_from("abcXYZ  .,-–“”1(\u0303ễé\t\u2028\x0c") | st.characters(exclude_categories=["Cs", "Cc"]),
    max_size=90,
)


@given(st.lists(lines, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_identity_translation_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, content: list[str], end: str
) -> None:
    folder = tmp_path_factory.mktemp("same")
    text = end.join(["Title", *content])
    document = read(folder, text)
    PlainText().write(document, {block.position: block.text for block in document.blocks}, folder / "b.txt")
    assert (folder / "b.txt").read_bytes() == text.encode()


@given(st.lists(lines, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_every_letter_stands_in_one_block_and_blocks_stand_in_order(
    tmp_path_factory: pytest.TempPathFactory, content: list[str], end: str
) -> None:
    document = read(tmp_path_factory.mktemp("order"), end.join(["Title", *content]))
    positions: list[Block] = list(document.blocks)
    assert [block.position for block in positions] == list(range(1, len(positions) + 1))
    assert all(block.line <= block.end_line for block in positions)
    assert all(one.end_line < two.line for one, two in pairwise(positions))
    assert all(block.text == block.text.strip() and "\n" not in block.text for block in positions)
    for block in positions:
        ends = [0, *(edge for span in block.protected for edge in (span.start, span.end)), len(block.text)]
        assert ends == sorted(ends)
