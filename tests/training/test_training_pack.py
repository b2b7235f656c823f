"""A run fits into one folder, runs from it without the project, and its result travels in small files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.training.base import TrainingError
from songngu.training.corpus import load_sources
from songngu.training.pack import join_file, pack, split_file
from songngu.training.preparation import prepare
from songngu.training.recipe import Recipe, load_recipe

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_a_packed_run_trains_elsewhere_and_leaves_small_files(
    short_recipe: Recipe, tiny_data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "packed"
    size = pack(short_recipe, tiny_data, folder)
    assert size == sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < 5_000_000
    packed = load_recipe(folder / "recipe.toml")
    before, after = load_sources(short_recipe, tiny_data), load_sources(packed, folder / "data")
    assert list(after[0].pairs) == list(before[0].pairs)

    done = subprocess.run(
        [sys.executable, "-m", "songngu.training", str(folder), "--budget", "10 steps", "--processes", "2"],
        env={**os.environ, "PYTHONPATH": str(folder / "program")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    manifest = folder / "result" / "model.safetensors.parts.json"
    joined = join_file(manifest, tmp_path / "home")
    assert joined.read_bytes() == (folder / "out" / "model" / "model.safetensors").read_bytes()


@pytest.mark.slow
def test_word_alignments_of_a_run_can_be_taken_along(trained, tiny_data: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "packed"
    pack(trained.recipe, tiny_data, folder, prepared=trained.run)
    said: list[str] = []
    prepare(load_recipe(folder / "recipe.toml"), folder / "data", folder / "out", said.append)
    assert not any(line.startswith("aligning") for line in said)
    with pytest.raises(TrainingError, match="name the folder of a run that began"):
        pack(trained.recipe, tiny_data, tmp_path / "other", prepared=tiny_data)


def test_a_reverse_run_is_packed_in_the_order_of_its_languages(
    tiny_recipe: Recipe, tiny_data: Path, tmp_path: Path
) -> None:
    reverse = replace(tiny_recipe, source="vi", target="en")
    pack(reverse, tiny_data, tmp_path / "packed")
    packed = load_recipe(tmp_path / "packed" / "recipe.toml")
    assert packed.data[0].columns == ("vi", "en")
    pairs = load_sources(packed, tmp_path / "packed" / "data")[0].pairs
    assert list(pairs) == list(load_sources(reverse, tiny_data)[0].pairs)
    dev = (tmp_path / "packed" / "data" / "dev-dev.tsv").read_text(encoding="utf-8").splitlines()
    original = (tiny_data / "dev.tsv").read_text(encoding="utf-8").splitlines()
    assert dev[0].split("\t") == original[0].split("\t")[::-1]


def test_a_pack_that_is_too_large_names_the_largest_files(
    tiny_recipe: Recipe, tiny_data: Path, tmp_path: Path
) -> None:
    with pytest.raises(TrainingError, match=r"more than 0 MB; leave out or thin the largest: .* 0\.\d MB"):
        pack(tiny_recipe, tiny_data, tmp_path / "packed", limit=1000)


def test_a_pack_is_never_made_over_something(tiny_recipe: Recipe, tiny_data: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="the folder exists"):
        pack(tiny_recipe, tiny_data, tmp_path)


@settings(max_examples=30)
@given(content=st.binary(max_size=200), part=st.integers(1, 64))
def test_a_split_file_joins_to_what_it_was(
    content: bytes, part: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("split")
    (folder / "weights.bin").write_bytes(content)
    manifest = split_file(folder / "weights.bin", folder / "parts", part)
    parts = json.loads(manifest.read_text(encoding="utf-8"))["parts"]
    assert all((folder / "parts" / name).stat().st_size <= part for name in parts)
    assert join_file(manifest, folder / "joined").read_bytes() == content


def test_a_missing_and_a_damaged_part_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    manifest = split_file(tmp_path / "a", tmp_path / "parts", 4)
    (tmp_path / "parts" / "a.part001").write_bytes(b"xxxx")
    with pytest.raises(TrainingError, match="do not make the file that was split"):
        join_file(manifest, tmp_path / "out")
    (tmp_path / "parts" / "a.part001").unlink()
    with pytest.raises(TrainingError, match="a part is missing"):
        join_file(manifest, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
