"""A run learns, survives `kill -9` on the same curve, and becomes a model that other programs load."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ctranslate2
import pytest
import torch
from transformers import MarianMTModel, MarianTokenizer

from songngu.training import checkpoint
from songngu.training.base import TrainingError
from songngu.training.corpus import read_pairs
from songngu.training.export import convert
from songngu.training.progress import Report, curve, read_log
from songngu.training.recipe import Recipe, parse_budget
from songngu.training.run import run_recipe

if TYPE_CHECKING:
    from collections.abc import Callable


def silent(recipe: Recipe, data: Path, out: Path, **options: object) -> list[Report]:
    reports: list[Report] = []
    run_recipe(recipe, data, out, say=lambda _: None, tell=reports.append, **options)  # type: ignore[arg-type]
    return reports


def what_must_be_equal(report: Report) -> tuple[object, ...]:
    return (
        report.step,
        report.tokens,
        report.loss,
        report.guided,
        report.learning_rate,
        report.similarity,
        report.dev,
    )


@pytest.mark.slow
def test_the_tiny_recipe_learns(trained) -> None:  # type: ignore[no-untyped-def]
    first, last = trained.reports[0], trained.reports[-1]
    assert first.loss > 5.5
    assert last.loss < 3.6, "the stated loss of the recipe"
    assert last.dev["dev"] < 4.5
    assert last.similarity < 0.6, "the encoder has not collapsed"
    assert read_log(trained.run) == trained.reports


@pytest.mark.slow
def test_the_exported_folder_gives_the_same_text_in_transformers_and_ctranslate2(
    trained, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    sources = [pair.source for pair in read_pairs(trained.data / "dev.tsv")][:12]
    model = MarianMTModel.from_pretrained(trained.model, dtype=torch.float32).eval()
    tokenizer = MarianTokenizer.from_pretrained(trained.model)
    batch = tokenizer(sources, return_tensors="pt", padding=True)
    with torch.no_grad():
        output = model.generate(**batch, num_beams=1, max_new_tokens=60)
    reference = tokenizer.batch_decode(output, skip_special_tokens=True)

    float32 = convert(trained.model, "float32", tmp_path / "float32")
    translator = ctranslate2.Translator(str(float32), compute_type="float32", intra_threads=1)
    pieces = [tokenizer.convert_ids_to_tokens(tokenizer(source).input_ids) for source in sources]
    # transformers counts the forced end of an over-long output, CTranslate2 does not
    results = translator.translate_batch(pieces, beam_size=1, max_decoding_length=59)
    texts = [tokenizer.decode(tokenizer.convert_tokens_to_ids(r.hypotheses[0])) for r in results]
    assert texts == reference
    assert len(set(texts)) > 6, "the network does more than repeat one sentence"


@pytest.mark.slow
def test_the_exported_folder_says_what_it_is(trained) -> None:  # type: ignore[no-untyped-def]
    about = json.loads((trained.model / "songngu.json").read_text(encoding="utf-8"))
    assert about["name"] == "songngu-tiny"
    assert (about["source"], about["target"], about["terms"]) == ("en", "vi", "inline")
    assert about["training"]["steps"] == 250
    assert (trained.model / "ctranslate2-int8" / "model.bin").is_file()
    assert len({path.stat().st_mode for path in trained.model.iterdir() if path.is_file()}) == 1


@pytest.mark.slow
def test_the_curve_is_a_picture_of_both_losses(trained) -> None:  # type: ignore[no-untyped-def]
    picture = curve(trained.reports, "tiny & small")
    assert picture.count("<polyline") == 2
    assert "tiny &amp; small" in picture
    assert (trained.run / "curve.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_a_killed_run_goes_on_along_the_same_curve(
    short_recipe: Recipe, tiny_data: Path, tmp_path: Path, kill_at: Callable[..., None]
) -> None:
    undisturbed = silent(short_recipe, tiny_data, tmp_path / "whole")

    kill_at(short_recipe, tiny_data, tmp_path / "killed", 55)
    resumed = silent(short_recipe, tiny_data, tmp_path / "killed")
    assert 15 <= resumed[0].step <= 60, "it did not begin anew"
    log = read_log(tmp_path / "killed")
    assert [r.step for r in log] == [r.step for r in undisturbed]
    assert list(map(what_must_be_equal, log)) == list(map(what_must_be_equal, undisturbed))
    states = [checkpoint.load(tmp_path / name)["optimiser"] for name in ("whole", "killed")]
    assert torch.equal(states[0]["master"], states[1]["master"])
    assert torch.equal(states[0]["average"], states[1]["average"])


@pytest.mark.slow
def test_a_finished_run_is_not_trained_again_by_accident_but_can_be_extended(
    short_recipe: Recipe, tiny_data: Path, tmp_path: Path
) -> None:
    quick = replace(short_recipe, training=replace(short_recipe.training, budget="10 steps"))
    silent(quick, tiny_data, tmp_path)
    with pytest.raises(TrainingError, match="this run is finished; add a cycle with --extend"):
        silent(quick, tiny_data, tmp_path)
    reports = silent(quick, tiny_data, tmp_path, extend=True, budget=parse_budget("20 steps"))
    assert reports[-1].step == 30


@pytest.mark.slow
def test_a_changed_recipe_is_not_mixed_into_an_old_run(
    short_recipe: Recipe, tiny_data: Path, tmp_path: Path
) -> None:
    quick = replace(short_recipe, training=replace(short_recipe.training, budget="5 steps"))
    silent(quick, tiny_data, tmp_path)
    with pytest.raises(TrainingError, match="the recipe or its data changed since this run began"):
        silent(replace(quick, seed=2), tiny_data, tmp_path, extend=True)


@pytest.mark.slow
def test_a_run_starts_from_a_model_of_the_reverse_direction(trained, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    root = tmp_path / "data"
    root.mkdir()
    for name in ("reports.tsv", "dev.tsv"):
        (root / name).write_bytes((trained.data / name).read_bytes())
    (root / "forward").symlink_to(trained.model, target_is_directory=True)
    pace = replace(trained.recipe.training, budget="40 steps", report="10 steps")
    reverse = replace(trained.recipe, source="vi", target="en", init="forward", training=pace)
    said: list[str] = []
    reports: list[Report] = []
    model = run_recipe(reverse, root, tmp_path / "run", say=said.append, tell=reports.append)
    assert "starting from forward (the reverse direction)" in said
    assert reports[0].loss < 7
    assert reports[-1].loss < reports[0].loss
    assert json.loads((model / "tokenizer_config.json").read_text(encoding="utf-8"))["source_lang"] == "vi"


def test_a_broken_checkpoint_is_one_line(tmp_path: Path) -> None:
    (tmp_path / checkpoint.NAME).write_bytes(b"half of one")
    with pytest.raises(TrainingError, match="broken checkpoint"):
        checkpoint.load(tmp_path)


def test_a_log_cut_short_by_a_crash_is_read_up_to_there(tmp_path: Path) -> None:
    whole = '{"step": 1, "tokens": 9, "seconds": 1.0, "loss": 2.0, "guided": 0.0, "learning_rate": 0.1, '
    whole += '"tokens_per_second": 9, "similarity": 0.1, "remaining": 3.0, "dev": {}}\n'
    (tmp_path / "log.jsonl").write_text(whole + whole[:40], encoding="utf-8")
    assert [report.step for report in read_log(tmp_path)] == [1]
