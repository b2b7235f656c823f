"""The commands are thin: they parse, call and print; importing them costs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from songngu.cli import train as commands
from songngu.errors import SongnguError

SOURCE_ROOT = Path(__file__).parents[2] / "translate"


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    for command in (commands.train, commands.backtranslate, commands.adapt, commands.pack, commands.join):
        app.command()(command)
    return app


def test_importing_the_commands_imports_nothing_heavy() -> None:
    heavy = "('torch', 'transformers', 'ctranslate2', 'sentencepiece', 'numpy', 'sacrebleu', 'polib')"
    code = f"import sys, songngu.cli.train; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SOURCE_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_every_command_explains_itself(app: typer.Typer) -> None:
    for name in ("train", "backtranslate", "adapt", "pack", "join"):
        result = CliRunner().invoke(app, [name, "--help"])
        assert result.exit_code == 0, result.output


def test_a_wrong_budget_is_a_usage_error(app: typer.Typer, tiny_data: Path) -> None:
    result = CliRunner().invoke(app, ["train", "tiny", "--data", str(tiny_data), "--budget", "soon"])
    assert isinstance(result.exception, SongnguError)
    assert "--budget: 'soon' is no amount of training; write 9m" in str(result.exception)


def test_an_unknown_recipe_is_named(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["train", "nothing.toml"])
    assert "nothing.toml: cannot read the recipe" in str(result.exception)


@pytest.mark.slow
def test_training_by_command_prints_the_model_folder(
    app: typer.Typer, tiny_data: Path, tmp_path: Path
) -> None:
    arguments = ["--data", str(tiny_data), "--out", str(tmp_path / "run"), "--budget", "6 steps"]
    result = CliRunner().invoke(app, ["train", "tiny", *arguments])
    assert result.exit_code == 0, result.output
    assert f"{tmp_path / 'run' / 'model'} (loss " in result.output


def test_backtranslating_by_command(app: typer.Typer, shipped_model: Path, tmp_path: Path) -> None:
    (tmp_path / "mono.txt").write_text("The militia joined a live-fire exercise.\nNo.\n", encoding="utf-8")
    options = [
        "--model",
        str(shipped_model),
        "--out",
        str(tmp_path / "out"),
        "--source",
        "en",
        "--target",
        "vi",
    ]
    result = CliRunner().invoke(app, ["backtranslate", str(tmp_path / "mono.txt"), *options])
    assert result.exit_code == 0, result.output
    assert "1 pairs in 1 shards, 0 were there; rejected: input 1" in result.output


def test_adapting_to_nothing_is_a_usage_error(app: typer.Typer, shipped_model: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["adapt", "--model", str(shipped_model), "--out", str(tmp_path / "new")])
    assert "nothing to adapt to" in str(result.exception)
