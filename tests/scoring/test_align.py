"""Sentence alignment: measured on the two articles with lines merged and split at random."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.scoring.align import Bead, align, resegment

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")

Links = set[tuple[int, int]]


def lines(slug: str, language: str) -> list[str]:
    return (CORPUS / slug / f"reference.{language}.txt").read_text(encoding="utf-8").splitlines()


def recut(original: list[str], seed: int) -> tuple[list[str], Links]:
    """Merge a fifth of the lines with the next ones and split a fifth at a comma, semicolon or colon."""
    draw, result, links, number = random.Random(seed), [], set(), 0
    while number < len(original):
        run = 1
        while draw.random() < 0.2 and number + run < len(original) and run < 3:
            run += 1
        text = " ".join(original[number : number + run])
        cuts = [match.end() for match in re.finditer(r"[,;:] ", text) if 15 < match.end() < len(text) - 15]
        pieces = [text]
        if run == 1 and cuts and draw.random() < 0.2:
            cut = draw.choice(cuts)
            pieces = [text[:cut].strip(), text[cut:].strip()]
        for piece in pieces:
            links |= {(line, len(result)) for line in range(number, number + run)}
            result.append(piece)
        number += run
    return result, links


def f1(found: Links, gold: Links) -> float:
    return 2 * len(found & gold) / (len(found) + len(gold))


def links_of(beads: list[Bead]) -> Links:
    return {link for bead in beads for link in bead.links()}


@pytest.mark.parametrize("slug", SLUGS)
def test_english_and_vietnamese_lines_find_each_other(slug):
    scores = []
    for seed in range(3):
        cut, gold = recut(lines(slug, "vi"), seed)
        scores.append(f1(links_of(align(lines(slug, "en"), cut)), gold))
    assert sum(scores) / len(scores) >= 0.97


@pytest.mark.parametrize("slug", SLUGS)
def test_two_wordings_in_one_language_find_each_other(slug):
    original = lines(slug, "vi")
    cut, gold = recut(original, 7)
    shortened = [
        " ".join(word for number, word in enumerate(line.split()) if number % 5 != 2) for line in cut
    ]
    assert f1(links_of(align(original, shortened, same_language=True)), gold) >= 0.97


def test_a_line_without_counterpart_stays_alone():
    english = lines(SLUGS[0], "en")
    vietnamese = lines(SLUGS[0], "vi")
    del vietnamese[10]
    beads = align(english, vietnamese)
    assert Bead(10, 11, 10, 10) in beads


@given(
    st.lists(st.text("ab cĐ.,", max_size=12), max_size=9),
    st.lists(st.text("ab cĐ.,", max_size=12), max_size=9),
)
@settings(max_examples=60, deadline=None)
def test_every_line_is_in_one_bead_in_order(left, right):
    beads = align(left, right)
    assert [line for bead in beads for line in range(bead.left_start, bead.left_end)] == list(
        range(len(left))
    )
    assert [line for bead in beads for line in range(bead.right_start, bead.right_end)] == list(
        range(len(right))
    )


@given(st.lists(st.sampled_from(["một", "hai", "ba", "bốn"]), min_size=1, max_size=20), st.data())
def test_another_segmentation_of_one_text_is_found_exactly(words, data):
    def cut() -> list[str]:
        places = sorted(data.draw(st.sets(st.integers(1, max(1, len(words) - 1)))) | {len(words)})
        starts = [0, *places[:-1]]
        return [" ".join(words[a:b]) for a, b in zip(starts, places, strict=True) if b > a]

    left, right = cut(), cut()
    beads = resegment(left, right)
    assert beads is not None
    for bead in beads:
        assert " ".join(left[bead.left_start : bead.left_end]) == " ".join(
            right[bead.right_start : bead.right_end]
        )
    assert beads[-1].left_end == len(left)
    assert beads[-1].right_end == len(right)


def test_other_texts_are_no_segmentation_of_one():
    assert resegment(["một hai"], ["một", "ba"]) is None
