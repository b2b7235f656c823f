"""Parallel text is read strictly, held-out sentences never come through, rounds are fair and repeatable."""

from __future__ import annotations

import gzip
import lzma
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.training.base import TrainingError
from songngu.training.corpus import Pair, PairStore, Sampler, Source, leak_key, load_sources, read_pairs
from songngu.training.recipe import DataSource, Recipe

if TYPE_CHECKING:
    from pathlib import Path

SIDE = st.text(min_size=1, max_size=30)


@given(st.lists(st.tuples(SIDE, SIDE), max_size=20))
def test_a_store_gives_back_what_was_put_in(pairs: list[tuple[str, str]]) -> None:
    store = PairStore(Pair(*pair) for pair in pairs)
    assert list(store) == pairs
    assert store[1:3] == pairs[1:3]
    if pairs:
        assert store[-1] == pairs[-1]


def test_a_store_is_about_as_large_as_the_text() -> None:
    pairs = [Pair("The militia stood ready.", "Dân quân sẵn sàng chiến đấu.")] * 1000
    store = PairStore(pairs)
    text = sum(len(side.encode()) for pair in pairs for side in pair)
    assert len(store._block) == text
    assert store._offsets.itemsize * len(store._offsets) < text


@pytest.mark.parametrize("suffix", [".tsv", ".tsv.gz", ".tsv.xz"])
def test_reading_plain_and_compressed(tmp_path: Path, suffix: str) -> None:
    data = "A  hill\tMột quả đồi\nTwo\tHai\n".encode()
    packed = {".tsv": data, ".tsv.gz": gzip.compress(data), ".tsv.xz": lzma.compress(data)}[suffix]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(packed)
    assert list(read_pairs(path)) == [("A hill", "Một quả đồi"), ("Two", "Hai")]
    assert list(read_pairs(path, swap=True))[1] == ("Hai", "Two")


def test_a_line_with_three_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("a\tb\nc\td\te\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a\.tsv:2: 3 columns"):
        list(read_pairs(path))


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(b"no gzip")
    with pytest.raises(TrainingError, match="cannot read parallel text"):
        list(read_pairs(path))


def recipe(**changes: object) -> Recipe:
    plain = Recipe("x", "en", "vi", (DataSource("train.tsv"),))
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_no_held_out_sentence_comes_through_on_either_side(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text(
        "“The Militia, stood ready!”\tMột câu khác\n"
        "Another sentence\tDân quân đã sẵn sàng\n"
        "A third one\tCâu thứ ba\n",
        encoding="utf-8",
    )
    (tmp_path / "test.tsv").write_text("the militia stood ready\tDân quân, đã sẵn sàng.\n", encoding="utf-8")
    sources = load_sources(recipe(held_out=("test.tsv",)), tmp_path)
    assert list(sources[0].pairs) == [("A third one", "Câu thứ ba")]


def test_development_sets_and_plain_references_are_held_out_too(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text("One\tMột\nTwo\tHai\nThree\tBa\n", encoding="utf-8")
    (tmp_path / "dev.tsv").write_text("one\tmột\n", encoding="utf-8")
    (tmp_path / "reference.vi.txt").write_text("Hai.\n", encoding="utf-8")
    sources = load_sources(recipe(dev=("dev.tsv",), held_out=("reference.*.txt",)), tmp_path)
    assert list(sources[0].pairs) == [("Three", "Ba")]


@given(st.text(max_size=40))
def test_case_punctuation_and_normal_form_do_not_hide_a_leak(text: str) -> None:
    assert leak_key(f"«{text}»!") == leak_key(text)
    assert leak_key(leak_key(text)) == leak_key(text)


def test_a_file_belongs_to_the_first_entry_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("c\td\n", encoding="utf-8")
    (tmp_path / "w.json").write_text('[{"name": "b", "weight": 0.5}]', encoding="utf-8")
    data = (DataSource("a.tsv", weight=3), DataSource("*.tsv", weights="w.json"))
    sources = load_sources(recipe(data=data), tmp_path)
    assert [(s.name, s.weight) for s in sources] == [("a", 3.0), ("b", 0.5)]


def test_columns_may_be_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text("A hill\tMột quả đồi\n", encoding="utf-8")
    sources = load_sources(recipe(source="vi", target="en"), tmp_path)
    assert sources[0].pairs[0] == ("Một quả đồi", "A hill")


def test_missing_data_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"no file matches 'train\.tsv'.*--data"):
        load_sources(recipe(), tmp_path)


def store(size: int, name: str) -> PairStore:
    return PairStore(Pair(f"{name}{i}", f"{name}{i}") for i in range(size))


def test_an_epoch_honours_the_weights() -> None:
    sources = [Source("a", store(40, "a"), 2.25), Source("b", store(100, "b"), 0.5)]
    sampler = Sampler(sources, seed=3)
    assert sampler.epoch_length == 90 + 50
    drawn = Counter(pair.source for number in range(7) for _, pair in sampler.round(number, 20))
    assert Counter(drawn[f"a{i}"] for i in range(40)) == {2: 30, 3: 10}
    assert Counter(drawn[f"b{i}"] for i in range(100)) == {0: 50, 1: 50}


def test_rounds_depend_on_seed_and_number_only() -> None:
    sources = [Source("a", store(30, "a"), 1.5)]
    assert Sampler(sources, 1).round(5, 17) == Sampler(sources, 1).round(5, 17)
    assert Sampler(sources, 1).round(5, 17) != Sampler(sources, 2).round(5, 17)
    assert len(Sampler(sources, 1).round(2, 1000)) == 1000
