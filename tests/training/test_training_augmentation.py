"""Annotated examples: what the protocol promises holds in every one, and copies point at equal text."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from songngu.terminology import protocol
from songngu.training.augmentation import annotate, choose, hold
from songngu.training.corpus import Pair
from songngu.training.recipe import Augmentation

WORDS = st.lists(st.text("abcdeđêô", min_size=1, max_size=5), min_size=2, max_size=12)
PAIR = Pair("The militia joined a live-fire exercise.", "Dân quân tham gia diễn tập bắn đạn thật.")
MILITIA = (4, 11, 0, 8)
EXERCISE = (21, 39, 18, 39)
POOL = ("thế trận lòng dân",)


@st.composite
def aligned_pairs(draw: st.DrawFn) -> tuple[Pair, list[tuple[int, int, int, int]]]:
    """A pair whose k-th source word translates the k-th target word counted from the end."""
    source = draw(WORDS)
    target = draw(
        st.lists(st.text("abcdeđêô", min_size=1, max_size=5), min_size=len(source), max_size=len(source))
    )
    spans = [[match.span() for match in re.finditer(r"\S+", " ".join(words))] for words in (source, target)]
    phrases = [(*a, *b) for a, b in zip(spans[0], reversed(spans[1]), strict=True)]
    return Pair(" ".join(source), " ".join(target)), phrases


def test_an_annotation_keeps_the_phrase_beside_its_rendering() -> None:
    example = annotate(PAIR, [MILITIA], POOL, Augmentation(masked=0, swapped=0), random.Random(1))
    assert example.source == "The ⟪ militia ｜ dân quân ⟫ joined a live-fire exercise."
    assert example.target == PAIR.target


def test_a_masked_annotation_leaves_only_the_rendering() -> None:
    example = annotate(PAIR, [EXERCISE], POOL, Augmentation(masked=1, swapped=0), random.Random(1))
    assert example.source == "The militia joined a ⟪ ｜ diễn tập bắn đạn thật ⟫."
    assert example.target == PAIR.target


def test_a_swapped_rendering_changes_both_sides() -> None:
    example = annotate(PAIR, [EXERCISE], POOL, Augmentation(masked=1, swapped=1), random.Random(1))
    assert example.source == "The militia joined a ⟪ ｜ thế trận lòng dân ⟫."
    assert example.target == "Dân quân tham gia thế trận lòng dân."


def test_an_overruled_phrase_keeps_its_source_beside_another_rendering() -> None:
    example = annotate(
        PAIR, [EXERCISE], POOL, Augmentation(masked=0, swapped=0, overruled=1), random.Random(1)
    )
    assert example.source == "The militia joined a ⟪ live-fire exercise ｜ thế trận lòng dân ⟫."
    assert example.target == "Dân quân tham gia thế trận lòng dân."


def test_a_phrase_that_stands_twice_is_left_alone() -> None:
    pair = Pair("militia and militia", "dân quân và dân quân")
    assert choose(pair, [(0, 7, 0, 8)], 1, random.Random(1)) == []


@given(aligned_pairs(), st.integers(0, 10**6))
def test_chosen_phrases_never_overlap(drawn: tuple[Pair, list[tuple[int, int, int, int]]], seed: int) -> None:
    pair, phrases = drawn
    chosen = choose(pair, phrases, 6, random.Random(seed))
    for one in chosen:
        for other in chosen:
            if one is not other:
                assert one[1] <= other[0] or other[1] <= one[0]
                assert one[3] <= other[2] or other[3] <= one[2]


@given(aligned_pairs(), st.integers(0, 10**6))
def test_annotations_are_well_formed_and_their_renderings_stand_in_the_target(
    drawn: tuple[Pair, list[tuple[int, int, int, int]]], seed: int
) -> None:
    pair, phrases = drawn
    rng = random.Random(seed)
    chosen = choose(pair, phrases, 6, rng)
    example = annotate(pair, chosen, POOL, Augmentation(masked=0.5, swapped=0.5), rng)
    found = re.findall(r"⟪ (?:[^⟪⟫｜]+ )?｜ ([^⟪⟫｜]+) ⟫", example.source)
    assert len(found) == len(chosen) == example.source.count("⟪") == len(example.copies)
    for a, b, c, d in example.copies:
        assert example.source[a:b] == example.target[c:d]
    # what the terminology room strips leaves no mark behind
    assert not set(protocol.strip(example.source)) & set("⟪｜⟫")


@given(aligned_pairs(), st.integers(0, 10**6))
def test_placeholders_are_the_same_on_both_sides_and_the_rest_is_untouched(
    drawn: tuple[Pair, list[tuple[int, int, int, int]]], seed: int
) -> None:
    pair, phrases = drawn
    rng = random.Random(seed)
    chosen = choose(pair, phrases, 3, rng)
    example = hold(pair, chosen, rng)
    marks = re.findall(r"⟦[1-9]⟧", example.source)
    assert sorted(marks) == sorted(re.findall(r"⟦[1-9]⟧", example.target))
    assert len(set(marks)) == len(marks) == len(chosen)
    restored = example.source
    for a, b, c, d in example.copies:
        mark = example.source[a:b]
        assert mark == example.target[c:d]
        at = next(s for s in chosen if pair.source[: s[0]].count(" ") == example.source[:a].count(" "))
        restored = restored.replace(mark, pair.source[at[0] : at[1]])
    assert restored == pair.source


def test_a_rendering_at_the_beginning_is_given_in_lower_case_as_termbases_write_it() -> None:
    example = annotate(PAIR, [MILITIA], POOL, Augmentation(masked=1, swapped=0), random.Random(1))
    assert "⟪ ｜ dân quân ⟫" in example.source
    assert example.target.startswith("Dân quân")
