"""From what a user writes after `--model` and `--engine` to an engine ready to translate."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from songngu.engines.base import Engine
from songngu.engines.convert import conversion_of
from songngu.engines.folder import ModelInfo, load_model_info, shipped_models
from songngu.errors import ModelError, UsageError
from songngu.languages import LanguagePair

ENGINES = ("ctranslate2", "transformers")
HUB_FILES = ("*.json", "*.spm", "*.safetensors", "*.txt", "README.md")
HUB_SECONDS = 10.0
"""How long an answer of the hub is waited for before the offline default is offered."""


def user_models() -> Path:
    """Return the folder in which a user's own models are registered."""
    from platformdirs import user_data_path

    return user_data_path("songngu") / "models"


def resolve_model(spec: str | None, pair: LanguagePair, folders: Sequence[Path] = ()) -> ModelInfo:
    """Find the model that `spec` names.

    Args:
        spec: a folder, the name of a local model, a hub name `owner/name`, or None for the model that ships.
        pair: the language pair wanted.
        folders: further folders that hold models, looked at first.

    Raises:
        ModelError: there is no such model, the hub is out of reach, or it translates between other languages.
    """
    if spec is None:
        path = _local(f"songngu-{pair}", folders)
        if path is None:
            raise ModelError(f"no model for {pair} ships with songngu", remedy="name one with --model")
    elif (found := Path(spec)).is_dir():
        path = found
    elif (local := _local(spec, folders)) is not None:
        path = local
    elif spec.count("/") == 1 and not spec.startswith((".", "/")) and all(spec.split("/")):
        path = _from_hub(spec)
    else:
        raise ModelError(
            f"no model {spec!r}",
            remedy="give a model folder, a hub name such as owner/name, or leave --model out",
        )
    info = load_model_info(path)
    if (info.source and info.source != pair.source) or (info.target and info.target != pair.target):
        raise ModelError(
            f"translates {info.source}-{info.target}, not {pair}",
            path=path,
            remedy="set --source and --target, or choose another model",
        )
    return info


def load_engine(
    pair: LanguagePair,
    *,
    model: str | None = None,
    engine: str = "ctranslate2",
    threads: int = 0,
    folders: Sequence[Path] = (),
) -> Engine:
    """Load an engine with a model.

    Args:
        pair: the language pair.
        model: see `resolve_model`.
        engine: `ctranslate2` or `transformers`.
        threads: cores to use; 0 takes all.
        folders: further folders that hold models.

    Raises:
        UsageError: an engine that does not exist.
        ModelError: see `resolve_model`; or the model does not load.
    """
    if engine not in ENGINES:
        raise UsageError(f"unknown engine {engine!r}", remedy=f"use one of: {', '.join(ENGINES)}")
    info = resolve_model(model, pair, folders)
    if engine == "transformers":
        from songngu.engines.transformers_engine import TransformersEngine

        return TransformersEngine(info, threads=threads)
    from songngu.engines.ctranslate2_engine import CTranslate2Engine

    return CTranslate2Engine(info, conversion_of(info), threads=threads)


def _local(name: str, folders: Sequence[Path]) -> Path | None:
    for folder in (*folders, user_models(), shipped_models()):
        if (folder / name / "config.json").is_file():
            return folder / name
    return None


def _from_hub(name: str) -> Path:
    """Fetch a model from the Hugging Face hub, or take it from the hub's cache; no code of it is run."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=list(HUB_FILES), etag_timeout=HUB_SECONDS))
    except RepositoryNotFoundError:
        raise ModelError(f"the hub has no model {name!r}", remedy="check the name") from None
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"cannot fetch {name!r} from the hub ({reason[:120]})",
            remedy="leave --model out to use the offline default songngu-en-vi",
        ) from None
