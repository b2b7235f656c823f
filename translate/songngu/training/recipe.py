"""A training recipe: everything that decides what a training run produces, read from TOML and checked
strictly.

An unknown key, a wrong type or a value out of range is one line that names the file, the line and the remedy.
Paths in a recipe are relative to a data folder that the caller names, so that a recipe holds no machine's
paths.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from songngu.training.base import TrainingError

Unit = Literal["seconds", "tokens", "steps"]
_BUDGET = re.compile(r"(\d+(?:\.\d+)?)\s*([kM]?)\s*(s|m|h|step|token)s?")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_THOUSANDS = {"": 1, "k": 1000, "M": 1_000_000}


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of training: wall-clock seconds, source+target tokens, or optimiser steps."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit}"


def parse_budget(text: str) -> Budget:
    """Read `90s`, `9m`, `2h`, `400 steps`, `12M tokens`, `300k tokens`.

    Raises:
        ValueError: anything else, or nothing to do.
    """
    match = _BUDGET.fullmatch(text.strip())
    if match is None or float(match[1]) <= 0 or (match[2] and match[3] != "token"):
        raise ValueError(f"{text!r} is no amount of training")
    if match[3] in _SECONDS:
        return Budget(float(match[1]) * _SECONDS[match[3]], "seconds")
    return Budget(float(match[1]) * _THOUSANDS[match[2]], "tokens" if match[3] == "token" else "steps")


@dataclass(frozen=True, slots=True)
class DataSource:
    """Parallel text: one or more TSV files (plain, .gz or .xz) with two columns.

    Attributes:
        path: file or glob, relative to the data folder. A file belongs to the first entry that matches it.
        weight: copies of each pair in one epoch; 0.25 means a quarter of the pairs, another quarter each
            epoch.
        weights: JSON list of `{"name": file stem, "weight": …}` that overrides `weight` file by file.
        columns: languages of the two columns.
        tag: text put before every source, e.g. to tell synthetic sources from real ones (Caswell et al., WMT
            2019).
        align: how many pairs of each file the word alignment learns from.
        pieces: copies of each pair in the text that shapes a new SentencePiece model; 0 keeps it out.
    """

    path: str
    weight: float = 1.0
    weights: str = ""
    columns: tuple[str, ...] = ("en", "vi")
    tag: str = ""
    align: int = 0
    pieces: float = 0.0


@dataclass(frozen=True, slots=True)
class Architecture:
    """The shape of the network (Marian's transformer, post-norm, tied embeddings)."""

    d_model: int = 256
    ffn: int = 1024
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 4
    max_positions: int = 256
    activation: str = "relu"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The joint SentencePiece model: a file in the data folder, or one trained on the sources with `pieces` >
    0."""

    file: str = ""
    size: int = 11990


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train: one cycle of warm-up, stable rate and linear decay to 2 %.

    Attributes:
        budget: length of the cycle (see `parse_budget`); time makes it end when wanted, tokens make it
            repeatable.
        tokens_per_batch: padded source+target tokens of one batch.
        round_pairs: pairs that are encoded, sorted into length buckets and shuffled together.
        learning_rate: AdamW's peak rate.
        warmup_steps: steps of linear warm-up.
        decay: share of the cycle in which the rate falls.
        label_smoothing: share of the probability mass spread over the vocabulary.
        dropout: on embeddings and residual branches.
        guided_alignment: weight of the guided-alignment loss (Chen et al., AMTA 2016); 0 turns alignment off.
        guided_share: share of the aligned pairs that feed it.
        freeze_steps: steps with a frozen encoder when training starts from random weights.
        ramp_steps: steps over which the encoder's rate then rises.
        ema: decay of the averaged weights, applied every fourth step.
        checkpoint: how often the state is saved.
        report: how often a progress line is written.
        evaluate: how often the development sets are scored.
        precision: `auto` takes bf16 where the processor multiplies it natively.
        threads: processor threads of each process; 0 leaves torch's choice to a single process, and gives several
            an equal share of the cores.
        processes: how many batches are computed at the same time, each in a process of its own; a step then takes
            the mean of their gradients. For processors; CUDA needs one.
    """

    budget: str = "2h"
    tokens_per_batch: int = 3000
    round_pairs: int = 45000
    learning_rate: float = 8e-4
    warmup_steps: int = 300
    decay: float = 0.35
    label_smoothing: float = 0.1
    dropout: float = 0.0
    guided_alignment: float = 1.0
    guided_share: float = 0.6
    freeze_steps: int = 200
    ramp_steps: int = 600
    ema: float = 0.998
    checkpoint: str = "10m"
    report: str = "60s"
    evaluate: str = "20m"
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    threads: int = 0
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Shares of training pairs that are changed.

    Attributes:
        share: become examples of the term protocol (see `augmentation`).
        placeholders: of these, have placeholders; the others have annotations.
        masked: of the annotations, lack the source phrase.
        swapped: of the masked ones, have another pair's rendering.
        overruled: of the annotations that keep the source phrase, have another pair's rendering.
    """

    share: float = 0.4
    placeholders: float = 0.25
    masked: float = 0.45
    swapped: float = 0.15
    overruled: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe.

    Attributes:
        name: name of the resulting model folder, e.g. `songngu-en-vi`.
        source: BCP 47 tag of the source language.
        target: BCP 47 tag of the target language.
        data: the parallel text.
        version: version of the resulting model.
        licence: SPDX identifier for the resulting weights.
        seed: decides sampling, augmentation and random weights.
        init: MarianMT folder to start from ("" starts from scratch): the same direction, or the reverse one.
        held_out: files (globs) whose sentences may not be trained on, on either side.
        dev: files (globs) whose first 200 pairs are scored while training.
        path: where the recipe was read.
    """

    name: str
    source: str
    target: str
    data: tuple[DataSource, ...]
    version: str = "0.1"
    licence: str = ""
    seed: int = 1
    init: str = ""
    held_out: tuple[str, ...] = ()
    dev: tuple[str, ...] = ()
    architecture: Architecture = field(default_factory=Architecture)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    training: Schedule = field(default_factory=Schedule)
    augmentation: Augmentation = field(default_factory=Augmentation)
    path: Path = Path("recipe.toml")


_RANGES: dict[str, tuple[float, float]] = {
    "weight": (0, 1000),
    "pieces": (0, 100),
    "align": (0, 10**9),
    "d_model": (16, 4096),
    "ffn": (16, 16384),
    "encoder_layers": (1, 48),
    "decoder_layers": (1, 24),
    "heads": (1, 64),
    "max_positions": (16, 4096),
    "size": (64, 128000),
    "tokens_per_batch": (64, 10**6),
    "round_pairs": (8, 10**7),
    "learning_rate": (1e-7, 0.1),
    "decay": (0, 1),
    "label_smoothing": (0, 0.5),
    "dropout": (0, 0.9),
    "guided_alignment": (0, 100),
    "guided_share": (0, 1),
    "ema": (0, 0.99999),
    "warmup_steps": (0, 10**6),
    "freeze_steps": (0, 10**6),
    "ramp_steps": (0, 10**6),
    "threads": (0, 1024),
    "processes": (1, 64),
    "share": (0, 1),
    "placeholders": (0, 1),
    "masked": (0, 1),
    "swapped": (0, 1),
    "overruled": (0, 1),
}
_BUDGETS = frozenset({"budget", "checkpoint", "report", "evaluate"})


def load_recipe(path: Path) -> Recipe:
    """Read and check a recipe.

    Args:
        path: the TOML file.

    Raises:
        TrainingError: it cannot be read or something in it is wrong; one line with the place and the remedy.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise TrainingError(f"cannot read the recipe ({error.strerror})", path=path) from None
    except UnicodeDecodeError:
        raise TrainingError("the recipe is not UTF-8", path=path, remedy="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise TrainingError(f"not TOML: {error}", path=path, line=int(line[1]) if line else None) from None
    recipe: Recipe = _Reader(path, text).build(Recipe, table, "")
    recipe = dataclasses.replace(recipe, path=path)
    _check_whole(recipe, _Reader(path, text))
    return recipe


def _check_whole(recipe: Recipe, reader: _Reader) -> None:
    if recipe.source == recipe.target:
        raise reader.error(f"source and target are both {recipe.source!r}", "target", "choose two languages")
    if not recipe.data:
        raise reader.error("no [[data]]", "data", "name at least one parallel text")
    shape = recipe.architecture
    if shape.d_model % shape.heads or shape.d_model % 2:
        raise reader.error(
            f"d_model {shape.d_model} is not a multiple of {shape.heads} heads", "d_model", "change one"
        )
    if shape.activation not in ("relu", "swish", "gelu"):
        raise reader.error(f"unknown activation {shape.activation!r}", "activation", "relu, swish or gelu")
    for entry in recipe.data:
        if sorted(entry.columns) != sorted((recipe.source, recipe.target)):
            raise reader.error(
                f"columns {list(entry.columns)} are not {recipe.source} and {recipe.target}",
                "columns",
                "name both",
            )
    if not recipe.init and not recipe.vocabulary.file and not any(entry.pieces for entry in recipe.data):
        raise reader.error("no text to train a vocabulary on", "data", "give a [[data]] entry pieces = 1")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Builds dataclasses from TOML tables, with messages that name the line."""

    path: Path
    text: str

    def error(self, problem: str, key: str, remedy: str) -> TrainingError:
        pattern = re.compile(rf"\s*(\[+\s*)?[\"']?{re.escape(key)}\b")
        lines = (number for number, line in enumerate(self.text.splitlines(), 1) if pattern.match(line))
        return TrainingError(problem, path=self.path, line=next(lines, None) if key else None, remedy=remedy)

    def build(self, kind: type[Any], table: dict[str, Any], where: str) -> Any:
        hints = get_type_hints(kind)
        known = {f.name: f for f in dataclasses.fields(kind) if f.name != "path" or kind is not Recipe}
        for key in table:
            if key not in known:
                close = get_close_matches(key, known, 1)
                raise self.error(
                    f"unknown key {key!r}{where}",
                    key,
                    f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}",
                )
        for name, item in known.items():
            required = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
            if required and name not in table:
                raise self.error(
                    f"{name!r} is missing{where}", where.removeprefix(" in ").strip("[]"), f"add {name} = …"
                )
        return kind(**{key: self._value(hints[key], key, value, where) for key, value in table.items()})

    def _value(self, hint: Any, key: str, value: Any, where: str) -> Any:
        if dataclasses.is_dataclass(hint):
            if not isinstance(value, dict):
                raise self.error(f"{key!r} must be a table", key, f"write [{key}]")
            return self.build(hint, value, f" in [{key}]")  # type: ignore[arg-type]
        if get_origin(hint) is tuple:
            inner = get_args(hint)[0]
            if not isinstance(value, list):
                raise self.error(f"{key!r}{where} must be a list", key, "write it in […]")
            if dataclasses.is_dataclass(inner):
                return tuple(self.build(inner, item, f" in [[{key}]]") for item in value)  # type: ignore[arg-type]
            return tuple(self._value(inner, key, item, where) for item in value)
        if get_origin(hint) is Literal:
            if value not in get_args(hint):
                raise self.error(f"{key!r}{where} is {value!r}", key, f"one of {', '.join(get_args(hint))}")
            return value
        return self._scalar(hint, key, value, where)

    def _scalar(self, hint: type, key: str, value: Any, where: str) -> Any:
        if hint is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, hint) or isinstance(value, bool):
            wanted = {str: "text in quotes", int: "a whole number", float: "a number"}[hint]
            raise self.error(f"{key!r}{where} must be {wanted}, not {value!r}", key, "mend the value")
        low, high = _RANGES.get(key, (float("-inf"), float("inf")))
        if isinstance(value, int | float) and not low <= value <= high:
            raise self.error(f"{key!r}{where} is {value:g}", key, f"choose between {low:g} and {high:g}")
        if key in _BUDGETS:
            try:
                parse_budget(str(value))
            except ValueError as error:
                raise self.error(
                    f"{key!r}{where}: {error}", key, "write 9m, 2h, 400 steps or 12M tokens"
                ) from None
        return value
