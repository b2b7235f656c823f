"""Restoration never changes what is right: good translations are fixed points, a second run does nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.documents.base import BlockKind
from songngu.languages import LanguagePair
from songngu.restoration import restore

CORPUS = Path(__file__).parents[2] / "corpus"
PAIR = LanguagePair("en", "vi")
ARTICLES = sorted(path.parent for path in CORPUS.glob("*/reference.vi.txt"))
PIECES = [
    "lực lượng",
    "Nhà nước",
    "quân dân",
    "5,000",
    "3.5",
    "%",
    " %",
    "“",
    "”",
    '"',
    "'",
    ",",
    ".",
    "..",
    "…",
    "?",
    ":",
    " ",
    "  ",
    "-",
    " - ",
    "–",
    "(",
    ")",
    "⟦1⟧",
    "November 24, 2025",
    "May",
    "Monday",
    "USD 5 million",
    "$",
    "by",
    "VND",
    "TP.",
    "tháng",
    "ngày",
    "HÀ NỘI",
    "dần",
    "và",
    "a",
    "Ề",
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.lists(
    st.sampled_from(PIECES), max_size=10
).map(" ".join)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda folder: str(folder.name))
def test_reference_translations_are_fixed_points(article: Path) -> None:
    sources = (article / "reference.en.txt").read_text(encoding="utf-8").splitlines()
    targets = (article / "reference.vi.txt").read_text(encoding="utf-8").splitlines()
    for source, target in zip(sources, targets, strict=True):
        for kind in BlockKind:
            assert restore(source, target, kind=kind, pair=PAIR).text == target


def test_the_parallel_corpus_is_left_alone() -> None:
    pairs = [
        line.split("\t")[:2]
        for path in sorted((CORPUS / "parallel").glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    sample = random.Random(3).sample(pairs, 3000)
    changed = [
        target
        for source, target in sample
        if restore(source, target, kind=BlockKind.PARAGRAPH, pair=PAIR).text != target
    ]
    assert len(changed) <= 3, changed


@given(texts, texts, st.sampled_from(BlockKind))
@settings(max_examples=400, deadline=None)
def test_a_second_run_changes_nothing(source: str, target: str, kind: BlockKind) -> None:
    once = restore(source, target, kind=kind, pair=PAIR).text
    assert restore(source, once, kind=kind, pair=PAIR).text == once


@given(texts, texts)
@settings(max_examples=200, deadline=None)
def test_placeholders_and_digits_survive(source: str, target: str) -> None:
    text = restore(source, f"⟦2⟧ {target}", kind=BlockKind.PARAGRAPH, pair=PAIR).text
    assert "⟦2⟧" in text
