"""Markdown: structure from markdown-it-py, bytes from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from songngu.documents import BlockKind, Document, read_document
from songngu.documents.markdown import Markdown
from songngu.documents.markup import inline_markup
from songngu.documents.protected import visible_text

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = """\
---
title: Not for translation
---

# A **bold** title {#zone}

![drill](a.png)
*A soldier helps villagers.*

Para with *emph*, `code.x` and a [link. Here](http://u.vn/a_b "t x"). Next **sentence.** Third
line & more &amp; \\* <b>hi</b>![pic](x.png)
hard break\x20\x20
last line

> Quote one. Quote
> two.

- item one
  continues
- [ ] task
  1. sub

Setext
======

| Name | Rank \\| unit |
|---|:-:|
| **Nam** | Colonel |

```
code
```

    indented code

<div>
html
</div>

See [foo], [bar][foo] and <http://a.vn/x>. Mail a@b.vn.[^1]

[foo]: http://x.vn

[^1]: A footnote text here.

## Related news

- Another article
"""


def read(folder: Path, text: str) -> Document:
    path = folder / "a.md"
    path.write_bytes(text.encode())
    return read_document(path, "a")


@pytest.fixture
def sample(tmp_path: Path) -> Document:
    return read(tmp_path, SAMPLE)


def test_blocks_have_kind_line_and_text_as_written(sample: Document) -> None:
    assert [(block.line, block.end_line, block.kind.value, block.text) for block in sample.blocks] == [
        (5, 5, "heading", "A **bold** title {#zone}"),
        (7, 8, "caption", "![drill](a.png) *A soldier helps villagers.*"),
        (
            10,
            12,
            "paragraph",
            'Para with *emph*, `code.x` and a [link. Here](http://u.vn/a_b "t x"). Next **sentence.** Third '
            "line & more &amp; \\* <b>hi</b>![pic](x.png) hard break",
        ),
        (13, 13, "paragraph", "last line"),
        (15, 16, "quote", "Quote one. Quote two."),
        (18, 19, "list item", "item one continues"),
        (20, 20, "list item", "[ ] task"),
        (21, 21, "list item", "sub"),
        (23, 23, "heading", "Setext"),
        (26, 26, "table cell", "Name"),
        (26, 26, "table cell", "Rank \\| unit"),
        (28, 28, "table cell", "**Nam**"),
        (28, 28, "table cell", "Colonel"),
        (40, 40, "paragraph", "See [foo], [bar][foo] and <http://a.vn/x>. Mail a@b.vn.[^1]"),
        (44, 44, "paragraph", "[^1]: A footnote text here."),
        (46, 46, "heading", "Related news"),
        (48, 48, "list item", "Another article"),
    ]
    assert [block.text for block in sample.blocks if block.furniture] == ["Related news", "Another article"]


def test_markup_is_protected_and_words_are_not(sample: Document) -> None:
    protected = {block.line: [span.of(block.text) for span in block.protected] for block in sample.blocks}
    assert protected[5] == ["**", "**", "{#zone}"]
    assert protected[7] == ["![drill](a.png)", "*", "*"]
    assert protected[10] == [
        *("*", "*", "`code.x`", "[", '](http://u.vn/a_b "t x")', "**", "**"),
        *("&amp;", "\\*", "<b>", "</b>", "![pic](x.png)"),
    ]
    assert protected[20] == ["[ ]"]
    assert protected[40] == ["[", "]", "[", "][foo]", "<http://a.vn/x>", "a@b.vn", "[^1]"]


def test_writing_replaces_texts_and_nothing_else(sample: Document, tmp_path: Path) -> None:
    translations = {
        1: "Một tiêu đề **đậm** {#zone}",
        5: "Trích dẫn.",
        6: "- mục một",
        9: "Tiêu đề hai",
        13: "Đại tá | cũ",
        14: "1. Xem [foo]",
    }
    Markdown().write(sample, translations, tmp_path / "b.md")
    expected = (
        SAMPLE.replace("A **bold** title {#zone}", "Một tiêu đề **đậm** {#zone}")
        .replace("> Quote one. Quote\n> two.", "> Trích dẫn.")
        .replace("- item one\n  continues", "- \\- mục một")
        .replace("Setext\n", "Tiêu đề hai\n")
        .replace("| Colonel |", "| Đại tá \\| cũ |")
        .replace("See [foo], [bar][foo] and <http://a.vn/x>. Mail a@b.vn.[^1]", "1\\. Xem [foo]")
    )
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("front", ["+++\ntitle = 'x'\n+++\n", "---\na: b\n...\n"])
def test_front_matter_is_left_alone(tmp_path: Path, front: str) -> None:
    document = read(tmp_path, f"{front}\nText here.\n")
    assert [(block.line, block.text) for block in document.blocks] == [(5, "Text here.")]


def test_a_byline_and_a_date_line_are_known_in_markdown_too(tmp_path: Path) -> None:
    document = read(tmp_path, "# T\n\n*Hanoi, October 27, 2025*\n\nText here.\n\n**Colonel NGUYEN VAN A**\n")
    assert [block.kind for block in document.blocks] == ["heading", "date line", "paragraph", "byline"]


PIECES = st.sampled_from(
    [
        *(
            "# Title one\n",
            "## Other ##\n",
            "Setext\n---\n",
            "Plain words\nand more\n",
            "Hard  \nbreak\\\nhere\n",
        ),
        *(
            "> quote\n> goes on\nlazily\n",
            "- item\n- item two\n\n  more\n",
            "1. one\n   - deep\n     deeper\n",
            "\n",
        ),
        *(
            "| a | b\\|c |\n|---|---|\n| *x* | `y` |\n| x |\n",
            "```py\ncode\n```\n",
            "    code\n",
            "<p>\nhtml\n</p>\n",
        ),
        *(
            "A *b **c** d* `e f` [g](h 'i') ![j](k)\n",
            "[ref]: http://x 'title'\n",
            "See [ref] and [ref][], <a@b.vn>\n",
        ),
        *(
            "\tTabbed\n",
            "-\ttab item\n",
            ">\ttab quote\n",
            "---\n",
            "***bold* mix**\n",
            "&lt;tag&gt; \\[x\\]\n",
        ),
        *("e\u0302\u0303 decomposed\n", "[a](<b c> (d)) e\n", "``a`b`` c\n", "~~gone~~ left\n", "* * *\n"),
    ]
)
MARKDOWN = st.lists(PIECES | st.text("ab *_`[]()!<>#-|\\\n1.&;~", max_size=30), max_size=10).map("".join)


@given(MARKDOWN, st.sampled_from(["\n", "\r\n"]))
def test_identity_translation_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, text: str, end: str
) -> None:
    folder = tmp_path_factory.mktemp("same")
    content = f"Start.\n\n{text}".replace("\n", end)
    document = read(folder, content)
    Markdown().write(document, {block.position: block.text for block in document.blocks}, folder / "b.md")
    assert (folder / "b.md").read_bytes() == content.encode()
    for block in document.blocks:
        ends = [0, *(edge for span in block.protected for edge in (span.start, span.end)), len(block.text)]
        assert ends == sorted(ends)
        assert block.text == block.text.strip() and "\n" not in block.text


INLINE_MARKUP = r"** * _ ` `` [ ] ![ ](u) ](u'x_y') [ref] <b> </b> <http://a.b> &amp; \* \ word a ~~ ! \" '"
INLINE = st.sampled_from([*INLINE_MARKUP.split(), " ", "\n"])


@given(st.lists(INLINE, max_size=14).map("".join))
def test_what_is_not_protected_is_what_a_reader_sees(text: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    references: dict[str, object] = {}
    parser.parse("[ref]: http://x.vn\n", references)
    text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    seen = ""
    autolink = False
    for token in parser.parseInline(text, references)[0].children or []:
        if token.markup == "autolink":
            autolink = token.type == "link_open"
        if token.type == "text" and not autolink:
            seen += token.content
    visible = visible_text(text, inline_markup(text, parser, references))
    assert "".join(visible.split()) == "".join(seen.split())


@given(st.lists(PIECES, max_size=8).map("\n".join))
def test_a_translated_file_has_the_same_structure(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("structure")
    document = read(folder, f"Start.\n\n{text}")
    translations = {block.position: f"- Đoạn {block.position}." for block in document.blocks}
    Markdown().write(document, translations, folder / "a.md")
    again = read_document(folder / "a.md", "a")
    assert [block.kind for block in again.blocks if block.kind in STRUCTURAL] == [
        block.kind for block in document.blocks if block.kind in STRUCTURAL
    ]
    assert len(again.blocks) == len(document.blocks)
    assert [block.text.lstrip("\\- ") for block in again.blocks] == [
        f"Đoạn {block.position}." for block in document.blocks
    ]


STRUCTURAL = {BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.TABLE_CELL}
