"""Blocks become segments: gold sentences of the two articles, protected spans, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.documents import Block, BlockKind, read_document
from songngu.documents.protected import protected_spans
from songngu.segmentation import segment_block, segment_document, split_sentences
from songngu.spans import Span

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = sorted(path.parent for path in (ROOT / "corpus").glob("*/source.txt"))

VOCABULARY = """the Party No. 12 Lt. Gen. Nam. said. “We go!” he (It rained.) a.m. … U.S. etc. Dr. A. – -
3.5 ** `x.` https://a.vn/b?c=d. x@y.vn ⟪ ｜ ⟫ Điều 5. tướng. 。 ! ? ” ' [link](http://u.vn) <b> </b>"""
prose = st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=30).map(" ".join)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, protected: tuple[Span, ...] = ()) -> Block:
    return Block(text, kind, line=7, position=3, protected=protected)


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_the_articles_split_into_their_gold_sentences(folder: Path) -> None:
    gold = (folder / "reference.en.txt").read_text(encoding="utf-8").splitlines()
    paragraphs = [int(line) for line in (folder / "reference.paragraphs.txt").read_text().split()]
    segments = segment_document(read_document(folder / "source.txt", folder.name))
    assert [segment.text for segment in segments] == gold
    assert [segment.block for segment in segments] == paragraphs


@pytest.mark.parametrize(
    "kind", [BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE_LINE]
)
def test_blocks_that_are_no_running_text_stay_whole(kind: BlockKind) -> None:
    text = "What next? The army knows. Col. Nam explains"
    assert [segment.text for segment in segment_block(block(text, kind))] == [text]


def test_a_segment_says_where_it_comes_from() -> None:
    source = Block("One. Two.", BlockKind.QUOTE, line=7, position=3, furniture=True)
    first, second = segment_block(source)
    assert (first.block, first.sentence, first.kind, first.line) == (3, 1, BlockKind.QUOTE, 7)
    assert (second.sentence, second.furniture, first.separator, second.separator) == (2, True, " ", "")


def test_closing_markup_stays_with_its_sentence_and_opening_markup_with_the_next() -> None:
    text = "This is **important.** *Read it.* See [the law. Art. 5](http://a.vn/x.y). `end. X` [New](u) one."
    spans = tuple(Span(*match.span()) for match in re.finditer(r"\*+|`[^`]*`|\]\([^)]*\)|\[(?!\])", text))
    segments = segment_block(block(text, protected=spans))
    assert [segment.text for segment in segments] == [
        "This is **important.**",
        "*Read it.*",
        "See [the law.",
        "Art. 5](http://a.vn/x.y).",
        "`end. X` [New](u) one.",
    ]
    assert [span.of(segments[1].text) for span in segments[1].protected] == ["*", "*"]


def test_a_url_neither_makes_nor_swallows_a_boundary() -> None:
    text = "Read www.qdnd.vn/a?b=c!d.e now. See https://a.vn. Then write to a@b.vn."
    segments = segment_block(block(text, protected=tuple(protected_spans(text))))
    assert [segment.text for segment in segments] == [
        "Read www.qdnd.vn/a?b=c!d.e now.",
        "See https://a.vn.",
        "Then write to a@b.vn.",
    ]
    assert [span.of(segment.text) for segment in segments for span in segment.protected] == [
        "www.qdnd.vn/a?b=c!d.e",
        "https://a.vn",
        "a@b.vn",
    ]


@given(prose, st.data())
def test_segments_and_separators_rejoin_to_the_block(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    protected = tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))
    segments = segment_block(block(text, protected=protected))
    assert "".join(segment.text + segment.separator for segment in segments) == text
    position = 0
    carried = []
    for number, segment in enumerate(segments, 1):
        assert segment.sentence == number
        assert segment.text == segment.text.strip() != ""
        assert not segment.separator.strip()
        carried += [span.shifted(position) for span in segment.protected]
        position += len(segment.text) + len(segment.separator)
    visible = [span for span in protected if span.of(text).strip() == span.of(text)]
    assert [span for span in carried if span in visible] == visible


@given(st.text(max_size=200), st.sampled_from(["en", "vi", "zh", "th", "xx"]))
def test_any_text_keeps_its_characters(text: str, language: str) -> None:
    assert "".join("".join(split_sentences(text, language)).split()) == "".join(text.split())
