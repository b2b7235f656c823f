"""Annotation and placeholders: what goes in comes out, whatever the user's own text has in it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.spans import Span
from songngu.terminology import Entry, Matcher, Termbase, TermMatch, annotate, masked, protect, restore, strip

TERMS = Matcher(
    Termbase(
        (
            Entry("four on-the-spot", "bốn tại chỗ"),
            Entry("armed forces", "lực lượng vũ trang", variants=("force",)),
            Entry("US", "Mỹ", case_sensitive=True),
        )
    )
)
PIECES = [
    *"⟪｜⟫⟦⟧ 19\n\t.,'\"’“”-/<>&aŌ😀\u0301\u200b",
    "⟦1⟧", "⟦12⟧", "⟪ a ｜ b ⟫", "armed forces", "force’s", "Four on the spot", "U.S.",
    "US ", "https://a.vn/x ", "<b>", "</b>", "  ", "-led", "self-", "-in-law",
]  # fmt: skip


def test_annotation() -> None:
    text = "the “four on-the-spot” rule of the armed forces"
    matches = TERMS.find(text)
    assert annotate(text, matches) == (
        "the “⟪ four on-the-spot ｜ bốn tại chỗ ⟫” rule of the ⟪ armed forces ｜ lực lượng vũ trang ⟫"
    )
    assert masked(text, matches) == "the “⟪ ｜ bốn tại chỗ ⟫” rule of the ⟪ ｜ lực lượng vũ trang ⟫"
    assert annotate(text, []) == text


@pytest.mark.parametrize(
    ("output", "plain"),
    [
        ("phương châm ⟪ four ｜ bốn tại chỗ ⟫.", "phương châm bốn tại chỗ."),
        ("⟪ ｜ Tỉnh ủy ⟫ họp", "Tỉnh ủy họp"),
        ("Tỉnh ủy ⟫ họp ｜", "Tỉnh ủy họp"),
        ("⟪Tỉnh ủy", "Tỉnh ủy"),
        ("không có gì  cả ", "không có gì  cả "),
        ("xem ⟦1⟧", "xem ⟦1⟧"),
    ],
)
def test_left_over_marks_are_stripped(output: str, plain: str) -> None:
    assert strip(output) == plain


def test_placeholders() -> None:
    text = "See <b>the law</b> at https://x.vn now"
    protected = protect(text, [Span(4, 7), Span(14, 18), Span(22, 34)])
    assert protected.text == "See ⟦1⟧the law⟦2⟧ at ⟦3⟧ now"
    assert protected.originals == ("<b>", "</b>", "https://x.vn")
    assert restore("Xem ⟦ 1 ⟧ luật ⟦2⟧tại⟦ 3⟧ ngay", protected) == (
        "Xem <b>luật</b> tại https://x.vn ngay",
        [],
    )
    assert restore("Xem ⟦1⟧luật⟦2⟧ ở đây, ⟦3⟧.", protected) == ("Xem <b>luật</b> ở đây, https://x.vn.", [])


def test_missing_repeated_and_invented_placeholders() -> None:
    protected = protect("a <b> c <i> d", [Span(2, 5), Span(8, 11)])
    assert restore("x ⟦2⟧ y", protected) == ("x <i> y", ["<b>"])
    assert restore("x ⟦2⟧ y ⟦2⟧ z ⟦7⟧.", protected) == ("x <i> y z.", ["<b>"])


def test_own_marks_of_the_user_survive() -> None:
    text = "the ⟪ mark ｜ of ⟫ and ⟦1⟧"
    protected = protect(text)
    assert not any(mark in protected.text for mark in "⟪｜⟫")
    assert restore(strip(protected.text), protected) == (text, [])


def test_neighbours_share_a_placeholder() -> None:
    text = "<b><i> x </i></b>"
    spans = [Span(0, 3), Span(3, 6), Span(9, 13), Span(13, 17)]
    assert protect(text, spans).originals == ("<b><i>", "</i></b>")


def test_more_than_nine() -> None:
    text = " w ".join(f"<{number}>" for number in range(12))
    spans = [
        Span(text.index(f"<{number}>"), text.index(f"<{number}>") + len(f"<{number}>"))
        for number in range(12)
    ]
    protected = protect(text, spans)
    assert protected.text.count("⟦") == 9
    assert [span.of(text) for span in protected.left_out] == ["<9>", "<10>", "<11>"]
    assert restore(protected.text, protected) == (text, [])
    own = " w ".join("⟪" * 12)
    assert restore(protect(own).text, protect(own)) == (own, [])


def assert_survives(text: str, spans: list[Span]) -> None:
    """A model that copies gives back the text, with the renderings in the place of the terms."""
    protected = protect(text, spans)
    assert restore(protected.text, protected) == (text, [])
    assert protected.text.count("⟦") == len(protected.hidden) <= 9
    matches = TERMS.find(protected.text)
    for form in (annotate, masked):
        marked = form(protected.text, matches)
        assert marked.count("⟪") == marked.count("⟫") == marked.count("｜") == len(matches)
        outside = marked
        for match in matches:
            written = form(
                match.text, [TermMatch(Span(0, len(match.text)), match.text, match.entry, match.target)]
            )
            outside = outside.replace(written, match.text, 1)
        assert outside == protected.text
    restored, missing = restore(strip(annotate(protected.text, matches)), protected)
    assert not missing
    for mark in "⟪｜⟫⟦⟧":
        assert restored.count(mark) == text.count(mark)


def test_ninety_thousand_random_strings_survive() -> None:
    generator = random.Random(2025)
    for _ in range(90_000):
        text = "".join(generator.choices(PIECES, k=generator.randint(0, 10)))
        cuts = sorted(generator.sample(range(len(text) + 1), min(4, len(text) + 1)))
        assert_survives(text, [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)])


@settings(max_examples=10_000, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from([*"⟪｜⟫⟦⟧1 2a.\n’"]) | st.characters(exclude_categories=["Cs"]), max_size=12
    )
)
def test_ten_thousand_strings_of_hypothesis_survive(text: str) -> None:
    assert_survives(text, [])
