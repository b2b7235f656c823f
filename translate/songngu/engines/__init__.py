"""Engines: from annotated sources to hypotheses. `load_engine` is the door; it imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.engines.base import Candidate, DecodingOptions, Engine, Hypothesis
from songngu.engines.folder import ModelInfo, load_model_info
from songngu.engines.passthrough import needs_translation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair

__all__ = [
    "ENGINES",
    "Candidate",
    "DecodingOptions",
    "Engine",
    "Hypothesis",
    "ModelInfo",
    "load_engine",
    "load_model_info",
    "load_reverse",
    "needs_translation",
]

ENGINES = ("ctranslate2", "transformers")


def load_engine(
    pair: LanguagePair,
    *,
    model: str | None = None,
    engine: str = "ctranslate2",
    models_dirs: Sequence[Path] = (),
    threads: int = 0,
) -> Engine:
    """Find a model and load it.

    Args:
        pair: the languages.
        model: a folder, the name of a local model, or a hub name; by default the model of the pair.
        engine: one of `ENGINES`.
        models_dirs: folders with models, searched before the user's and the shipped ones.
        threads: processor cores to use; 0 takes all that there are.

    Raises:
        UsageError: no such engine.
        ModelError: no such model, a broken one, or one for other languages.
    """
    from songngu.engines.registry import default_model, describe, resolve_model
    from songngu.errors import UsageError

    if engine not in ENGINES:
        raise UsageError(f"unknown engine {engine!r}", remedy=f"use one of: {', '.join(ENGINES)}")
    path = resolve_model(model, models_dirs) if model else default_model(pair, models_dirs)
    info = describe(path, pair)
    if engine == "transformers":
        from songngu.engines.transformers_engine import TransformersEngine

        return TransformersEngine(info)
    from songngu.engines.ctranslate2_engine import CTranslate2Engine

    return CTranslate2Engine(info, threads=threads or None)


def load_reverse(
    pair: LanguagePair,
    *,
    model: str | None = None,
    engine: str = "ctranslate2",
    models_dirs: Sequence[Path] = (),
    threads: int = 0,
) -> Engine | None:
    """Load a model of the other direction, to weigh outputs with; see `registry.reverse_model` and `load_engine`.

    Raises:
        UsageError: no such engine.
        ModelError: no such model, a broken one, or one for other languages.
    """
    from songngu.engines.registry import reverse_model

    path = reverse_model(pair, model, models_dirs)
    if path is None:
        return None
    return load_engine(pair.swapped, model=str(path), engine=engine, threads=threads)
