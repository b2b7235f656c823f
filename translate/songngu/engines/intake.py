"""Taking models in: Hugging Face and native Marian models become model folders that have been tried out.

No code of a model is ever run. Pickled weights, which can hold code, are refused unless they are allowed, and
are then read with `weights_only=True`, which admits tensors and nothing else.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from songngu.engines.base import DecodingOptions
from songngu.engines.convert import (
    convert_weights,
    converter_errors,
    replacing_folder,
    require_torch,
    run_converter,
    save_model,
)
from songngu.engines.folder import (
    CONVERSION,
    DESCRIPTION,
    PICKLED_WEIGHTS,
    WEIGHTS,
    ModelInfo,
    language_prefix,
    load_model_info,
)
from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair

MARIAN_DECODER = "decoder.yml"
_COPIED = ("*.json", "*.spm", "README.md", "LICENSE*", WEIGHTS)
_SMOKE = ("This is a test.", "The meeting took place in 2025.")


def convert_model(
    source: Path,
    out: Path,
    *,
    pair: LanguagePair | None = None,
    precisions: Sequence[str] = ("int8",),
    allow_pickle: bool = False,
    name: str = "",
    version: str = "",
    licence: str = "",
) -> ModelInfo:
    """Make a registered model folder: weights, vocabularies, conversions, `songngu.json`; then try it out.

    Args:
        source: a MarianMT folder in Hugging Face layout, or a native Marian folder with `decoder.yml`.
        out: the folder to make; an older one is replaced when the new one has passed.
        pair: the languages, where the folder does not tell them.
        precisions: conversions to make, of `PRECISIONS`.
        allow_pickle: take `pytorch_model.bin` where there is no safetensors file.
        name: the model's name; by default the folder's.
        version: its version, e.g. the hub's commit.
        licence: SPDX identifier.

    Raises:
        ModelError: the source is broken or of another kind, or the model gives no output.
    """
    if not source.is_dir():
        raise ModelError("there is no such model folder", path=source)
    with replacing_folder(out) as folder:
        if (source / MARIAN_DECODER).exists():
            facts = _from_marian(source, folder, pair, precisions)
        else:
            facts = _from_hugging_face(source, folder, pair, precisions, allow_pickle)
        given = {"name": name, "version": version, "licence": licence}
        facts |= {key: value for key, value in given.items() if value}
        text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
        (folder / DESCRIPTION).write_text(text, encoding="utf-8")
        info = load_model_info(folder)
        for precision in precisions:
            smoke_test(info, precision)
    return replace(info, path=out)


def smoke_test(model: ModelInfo, precision: str) -> None:
    """Translate two sentences.

    Raises:
        ModelError: the conversion cannot be loaded or writes nothing.
    """
    from songngu.engines.ctranslate2_engine import CTranslate2Engine

    engine = CTranslate2Engine(model, precision)
    if not all(hypothesis.text for hypothesis in engine.translate(_SMOKE, DecodingOptions(beam=2))):
        raise ModelError(
            f"writes nothing ({precision})", path=model.path, remedy="the weights may be damaged"
        )


def _from_hugging_face(
    source: Path, folder: Path, pair: LanguagePair | None, precisions: Sequence[str], allow_pickle: bool
) -> dict[str, Any]:
    for pattern in _COPIED:
        for file in source.glob(pattern):
            shutil.copyfile(file, folder / file.name)
    if not (folder / WEIGHTS).exists() and (source / PICKLED_WEIGHTS).exists() and allow_pickle:
        _unpickle(source, folder)
    elif (source / PICKLED_WEIGHTS).exists() and not (folder / WEIGHTS).exists():
        load_model_info(source, pair)  # raises: it says what is the matter and what to do
    info = load_model_info(folder, pair)
    for precision in precisions:
        convert_weights(folder, folder / f"{CONVERSION}{precision}", precision)
    return _facts(replace(info, name=source.name if info.name == folder.name else info.name))


def _from_marian(
    source: Path, folder: Path, pair: LanguagePair | None, precisions: Sequence[str]
) -> dict[str, Any]:
    from ctranslate2.converters import OpusMTConverter

    if pair is None:
        raise ModelError(
            "a native Marian model does not tell its languages",
            path=source,
            remedy="name them with --source and --target",
        )
    for name in ("source.spm", "target.spm"):
        if not (source / name).exists():
            raise ModelError("is missing beside decoder.yml", path=source / name)
        shutil.copyfile(source / name, folder / name)
    for precision in precisions:
        out = folder / f"{CONVERSION}{precision}"
        with converter_errors(source):
            converter = OpusMTConverter(str(source))
        run_converter(converter, source, out, precision)
    vocabulary = next(iter(sorted(out.glob("s*_vocabulary.json"))))
    tokens = json.loads(vocabulary.read_text(encoding="utf-8"))
    prefix = language_prefix(dict.fromkeys(tokens), pair.target)
    return _facts(ModelInfo(folder, source.name, "", pair.source, pair.target, "", prefix=prefix))


def _facts(info: ModelInfo) -> dict[str, Any]:
    """Return what `songngu.json` says of a model."""
    keys = (
        "name",
        "version",
        "source",
        "target",
        "terms",
        "placeholders",
        "prefix",
        "max_positions",
        "comfortable_length",
        "licence",
        "training",
    )
    return {key: getattr(info, key) for key in keys}


def _unpickle(source: Path, folder: Path) -> None:
    """Rewrite pickled weights as safetensors."""
    require_torch("reading pickled weights")
    from pickle import UnpicklingError

    import torch
    from transformers import MarianMTModel

    try:
        torch.load(source / PICKLED_WEIGHTS, map_location="cpu", weights_only=True)
        model = MarianMTModel.from_pretrained(
            source, use_safetensors=False, weights_only=True, local_files_only=True, dtype="auto"
        )
    except (UnpicklingError, OSError, RuntimeError, ValueError, EOFError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ModelError(
            f"holds more than weights, or is damaged ({reason})", path=source / PICKLED_WEIGHTS
        ) from None
    save_model(model, folder)
