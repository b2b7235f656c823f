"""The models on this computer: the user's own folders, those pulled from the hub, and the shipped one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from songngu.engines.folder import DESCRIPTION, ModelInfo, load_model_info
from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from songngu.languages import LanguagePair

SHIPPED = "songngu-en-vi"
NO_MODEL = "none"
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Registered:
    """A folder of the registry: its description, or why it cannot be used."""

    path: Path
    model: ModelInfo | None
    fault: str = ""


def shipped_models() -> Path:
    """Return the folder of the models that come with the package."""
    return Path(__file__).resolve().parents[1] / "models"


def user_models() -> Path:
    """Return the folder in which pulled and converted models are kept."""
    from platformdirs import user_data_path

    return user_data_path("songngu") / "models"


def model_folders(models_dirs: Sequence[Path] = ()) -> Iterator[Path]:
    """Yield the folder of every local model: `models_dirs` first, then the user's, then the shipped ones."""
    for parent in (*models_dirs, user_models(), shipped_models()):
        if parent.is_dir():
            for folder in sorted(parent.iterdir()):
                if (folder / DESCRIPTION).exists() or (folder / "config.json").exists():
                    yield folder


def list_models(models_dirs: Sequence[Path] = ()) -> list[Registered]:
    """Describe every local model; a broken one is listed with its fault."""
    found = []
    for folder in model_folders(models_dirs):
        try:
            found.append(Registered(folder, load_model_info(folder)))
        except ModelError as error:
            found.append(Registered(folder, None, str(error)))
    return found


def describe(path: Path, pair: LanguagePair) -> ModelInfo:
    """Describe the model in a folder, which must translate a pair.

    Raises:
        ModelError: a broken folder, or a model for other languages.
    """
    info = load_model_info(path, pair)
    languages, wanted = (info.source, info.target), (pair.source, pair.target)
    if [tag.split("-")[0] for tag in languages] != [tag.split("-")[0] for tag in wanted]:
        raise ModelError(
            f"translates from {info.source} into {info.target}, not from {pair.source} into {pair.target}",
            path=path,
            remedy=f"choose another model, or --source {info.source} --target {info.target}",
        )
    return info


def default_model(pair: LanguagePair, models_dirs: Sequence[Path] = ()) -> Path:
    """Return the folder of the model that serves a pair: `songngu-<pair>`, otherwise any local one for it.

    Raises:
        ModelError: there is none.
    """
    folders = list(model_folders(models_dirs))
    named = next((folder for folder in folders if folder.name == f"songngu-{pair}"), None)
    if named is not None:
        return named
    for known in list_models(models_dirs):
        if known.model is not None and (known.model.source, known.model.target) == (pair.source, pair.target):
            return known.path
    hub = f"Helsinki-NLP/opus-mt-{pair.source.split('-')[0]}-{pair.target.split('-')[0]}"
    raise ModelError(
        f"there is no model here for {pair}",
        remedy=f"give one with --model, or try: songngu model pull {hub}",
    )


def reverse_model(
    pair: LanguagePair, spec: str | None = None, models_dirs: Sequence[Path] = ()
) -> Path | None:
    """Return the folder of a model of the other direction, to weigh outputs with.

    Args:
        pair: the languages of the translation.
        spec: see `resolve_model`; `none` for none, None for the local one if there is any.
        models_dirs: see `default_model`.

    Raises:
        ModelError: `spec` names no model.
    """
    if spec == NO_MODEL:
        return None
    if spec is not None:
        return resolve_model(spec, models_dirs)
    try:
        return default_model(pair.swapped, models_dirs)
    except ModelError:
        return None


def resolve_model(spec: str, models_dirs: Sequence[Path] = ()) -> Path:
    """Return the folder of a model: a path, the name of a local model, or a hub name `organisation/model`.

    A hub model that was fetched once is used without asking the network.

    Raises:
        ModelError: there is no such thing, or the hub cannot be reached.
    """
    path = Path(spec).expanduser()
    if path.is_dir():
        return path
    for folder in model_folders(models_dirs):
        if spec in (folder.name, folder.name.replace("--", "/", 1)):
            return folder
    if _HUB_NAME.fullmatch(spec) and not spec.startswith("."):
        from songngu.engines.hub import download

        return download(spec).path
    known = sorted({folder.name for folder in model_folders(models_dirs)})
    raise ModelError(
        f"there is no model {spec!r}: no such folder, and no local model of that name",
        remedy=f"use one of: {', '.join(known)}; or a hub name such as Helsinki-NLP/opus-mt-en-vi",
    )
