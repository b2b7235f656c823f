"""Conversion of weights for CTranslate2, and what converting needs around it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songngu.engines.folder import (
    read_json,
)
from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformers import PreTrainedModel


QUANTISATIONS = {"int8": "int8_float32", "int8_float32": "int8_float32", "float32": "float32"}
"""Precision → what CTranslate2 calls it.

Its own `int8` leaves what is not quantised as the checkpoint has it, often fp16, which no CPU computes: each
start would have to convert it. Our `int8` stores it as fp32.
"""

PRECISIONS = tuple(QUANTISATIONS)


def require_torch(purpose: str) -> None:
    """Raise one clear line when the `torch` extra is not installed.

    Raises:
        ModelError: torch or safetensors is missing.
    """
    from importlib.util import find_spec

    for module in ("torch", "safetensors"):
        if find_spec(module) is None:
            raise ModelError(
                f"{purpose} needs {module}, which is not installed",
                remedy="run: pip install 'songngu[torch]'",
            )


def save_model(model: PreTrainedModel, folder: Path) -> None:
    """Write a model in Hugging Face layout, for all to read who may read new files: safetensors' own are the owner's
    alone."""
    model.save_pretrained(folder)
    for weights in folder.glob("*.safetensors"):
        shutil.copymode(folder / "config.json", weights)


def convert_weights(folder: Path, out: Path, precision: str) -> None:
    """Convert the safetensors weights of a Hugging Face folder for CTranslate2.

    Args:
        folder: the model folder.
        out: the folder of the conversion; it appears when it is whole.
        precision: one of `PRECISIONS`.

    Raises:
        ModelError: torch is missing, or CTranslate2 does not take the model.
    """
    require_torch(f"converting {folder.name} for CTranslate2")
    if read_json(folder / "config.json").get("model_type") != "marian":
        raise ModelError("is not a MarianMT model", path=folder)
    if (folder / "target_vocab.json").exists():
        raise ModelError(
            "has separate vocabularies, which CTranslate2's converter does not take",
            path=folder,
            remedy="use it with --engine transformers",
        )
    from ctranslate2.converters import TransformersConverter

    run_converter(TransformersConverter(str(folder)), folder, out, precision)


def run_converter(converter: Any, source: Path, out: Path, precision: str) -> None:
    """Run a converter of CTranslate2 into `out`, which appears when it is whole.

    Raises:
        ModelError: no such precision, or the converter fails on `source`.
    """
    if precision not in PRECISIONS:
        raise ModelError(f"unknown precision {precision!r}", remedy=f"use one of: {', '.join(PRECISIONS)}")
    with replacing_folder(out) as folder, converter_errors(source), quiet_transformers():
        converter.convert(str(folder), quantization=QUANTISATIONS[precision], force=True)


@contextmanager
def converter_errors(source: Path) -> Iterator[None]:
    """Turn what CTranslate2's converters raise on a damaged model into one line about `source`."""
    try:
        yield
    except (ValueError, RuntimeError, NotImplementedError, OSError, KeyError, TypeError, IndexError) as error:
        reason = str(error).strip().splitlines()
        raise ModelError(
            f"CTranslate2 cannot convert it ({reason[0] if reason else type(error).__name__})",
            path=source,
            remedy="check that its files are whole",
        ) from None


@contextmanager
def replacing_folder(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` that takes its place at the end, or vanishes after a failure."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise ModelError(f"cannot be written ({error.strerror})", path=out) from None
    try:
        yield folder
        shutil.rmtree(out, ignore_errors=True)
        folder.chmod(0o755)
        folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Keep transformers' advice and progress bars from the terminal."""
    from transformers.utils import logging

    log: Any = logging
    level, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.set_verbosity(level)
        if bars:
            log.enable_progress_bar()
