"""A recipe says everything, or one line says what is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.training.base import TrainingError
from songngu.training.pack import to_toml
from songngu.training.recipe import Budget, load_recipe, parse_budget

RECIPES = Path(__file__).parents[2] / "translate" / "songngu" / "training" / "recipes"
GOOD = """name = "x"
source = "en"
target = "vi"

[[data]]
path = "a.tsv"
pieces = 1

[training]
budget = "9m"
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(path.stem for path in RECIPES.glob("*.toml")))
def test_the_packaged_recipes_are_good(name: str) -> None:
    recipe = load_recipe(RECIPES / f"{name}.toml")
    assert {recipe.source, recipe.target} == {"en", "vi"}


@pytest.mark.parametrize("name", sorted(path.stem for path in RECIPES.glob("*.toml")))
def test_a_recipe_survives_being_written_and_read(name: str, tmp_path: Path) -> None:
    recipe = load_recipe(RECIPES / f"{name}.toml")
    again = load_recipe(write(tmp_path, to_toml(recipe)))
    assert to_toml(again) == to_toml(recipe)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("pieces = 1", "peices = 1", 7, "unknown key 'peices' in [[data]]; did you mean 'pieces'?"),
        ('name = "x"\n', "", None, "'name' is missing; add name = …"),
        ('"9m"', '"9 moons"', 10, "'budget' in [training]: '9 moons' is no amount of training"),
        ('budget = "9m"', 'threads = "two"', 10, "'threads' in [training] must be a whole number, not 'two'"),
        ('budget = "9m"', "dropout = 1.5", 10, "'dropout' in [training] is 1.5; choose between 0 and 0.9"),
        (
            'budget = "9m"',
            'precision = "fp8"',
            10,
            "'precision' in [training] is 'fp8'; one of auto, bf16, fp32",
        ),
        ('budget = "9m"', "dropout = true", 10, "'dropout' in [training] must be a number, not True"),
        ('target = "vi"', 'target = "en"', 3, "source and target are both 'en'; choose two languages"),
        ("pieces = 1", 'columns = ["en", "fr"]', 7, "columns ['en', 'fr'] are not en and vi"),
        ("pieces = 1", "weight = 2", 5, "no text to train a vocabulary on"),
        (
            "[training]",
            "[architecture]\nheads = 3\n[training]",
            None,
            "d_model 256 is not a multiple of 3 heads",
        ),
        ('"9m"', '"9m', 10, "not TOML"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(
    tmp_path: Path, old: str, new: str, line: int | None, message: str
) -> None:
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(TrainingError) as caught:
        load_recipe(path)
    text = str(caught.value)
    assert message in text
    assert "\n" not in text
    assert text.startswith(f"{path}:{line}:" if line else f"{path}: ")


def test_a_missing_recipe_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="cannot read the recipe"):
        load_recipe(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("90s", Budget(90, "seconds")),
        ("9m", Budget(540, "seconds")),
        ("1.5h", Budget(5400, "seconds")),
        ("400 steps", Budget(400, "steps")),
        ("1 step", Budget(1, "steps")),
        ("12M tokens", Budget(12_000_000, "tokens")),
        ("300k tokens", Budget(300_000, "tokens")),
    ],
)
def test_budgets(text: str, budget: Budget) -> None:
    assert parse_budget(text) == budget


@given(st.text(max_size=12))
def test_no_text_makes_the_budget_reader_fail_otherwise_than_by_value_error(text: str) -> None:
    with suppress(ValueError):
        assert parse_budget(text).amount > 0
