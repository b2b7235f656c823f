"""Pieces know which characters they write, links follow them, and batches keep to their size."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.training.augmentation import Example, annotate
from songngu.training.batching import Encoded, buckets, collate, piece_links
from songngu.training.corpus import Pair
from songngu.training.recipe import Augmentation
from songngu.training.vocabulary import Vocabulary

MODEL = Path(__file__).parents[2] / "translate" / "songngu" / "models" / "songngu-en-vi"
VOCABULARY = Vocabulary.from_folder(MODEL)


@pytest.mark.parametrize(
    "text", ["Dân quân ⟪ ｜ 5.000 ⟫", "♻ The militia", "naïve 漢字 \U0001f600 end", "⟦3⟧, then ⟦1⟧"]
)
def test_every_character_is_written_by_the_piece_that_spells_it(text: str) -> None:
    ids = VOCABULARY.encode_source([text])[0]
    found = VOCABULARY.positions(ids, text)
    for place, character in enumerate(text):
        piece = VOCABULARY.pieces[ids[found[place]]]
        written = "▁" if character == " " else character
        assert written in piece or piece.startswith("<0x")
    assert (found[: len(text)] >= 0).all()


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30))
def test_positions_rise_and_cover_any_text(text: str) -> None:
    ids = VOCABULARY.encode_source([text])[0]
    found = [index for index in VOCABULARY.positions(ids, text)[: len(text)].tolist() if index >= 0]
    assert found == sorted(found)


def test_copied_pieces_are_linked_one_to_one() -> None:
    pair = Pair("The militia joined a live-fire exercise.", "Dân quân tham gia diễn tập bắn đạn thật.")
    example = annotate(pair, [(21, 39, 18, 39)], (), Augmentation(masked=1, swapped=0), random.Random(1))
    source, target = (
        VOCABULARY.encode_source([example.source])[0],
        VOCABULARY.encode_target([example.target])[0],
    )
    links = piece_links(example, source, target, VOCABULARY)
    assert links
    assert all(source[s] == target[t] for t, s in links)


def test_the_pieces_of_two_linked_words_are_all_linked() -> None:
    example = Example("militia", "dân quân", [(0, 7, 0, 3), (0, 7, 4, 8)])
    source, target = VOCABULARY.encode_source(["militia"])[0], VOCABULARY.encode_target(["dân quân"])[0]
    links = piece_links(example, source, target, VOCABULARY)
    assert {t for t, _ in links} == set(range(len(target) - 1))


LENGTHS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=60)


@given(LENGTHS, st.integers(0, 99))
def test_batches_keep_to_their_size_and_lose_nothing(lengths: list[tuple[int, int]], seed: int) -> None:
    examples = [Encoded([1] * s, [1] * t) for s, t in lengths]
    batches = buckets(examples, 120, random.Random(seed))
    for batch in batches:
        padded = len(batch) * (max(len(e.source) for e in batch) + max(len(e.target) for e in batch))
        assert padded <= 120 or len(batch) == 1
    assert sorted((len(e.source), len(e.target)) for batch in batches for e in batch) == sorted(lengths)


def test_a_batch_is_padded_and_its_target_shifted() -> None:
    batch = collate([Encoded([5, 6, 0], [7, 0], ((0, 1), (0, 2))), Encoded([5, 0], [8, 9, 0])], padding=99)
    assert batch.source.tolist() == [[5, 6, 0], [5, 0, 99]]
    assert batch.target.tolist() == [[7, 0, 99], [8, 9, 0]]
    assert batch.shifted.tolist() == [[99, 7, 0], [99, 8, 9]]
    assert batch.tokens == 10
    assert batch.links is not None
    assert batch.links.weight.tolist() == [0.5, 0.5]
