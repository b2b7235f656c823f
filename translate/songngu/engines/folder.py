"""A model folder: MarianMT weights in Hugging Face layout, conversions for CTranslate2, and `songngu.json`.

songngu-en-vi/
    songngu.json                what the program must know about the model (see `ModelInfo`)
    config.json, generation_config.json, tokenizer_config.json, vocab.json, source.spm, target.spm
    model.safetensors           the weights, for the transformers engine, adaptation and conversion
    ctranslate2-int8/           model.bin, config.json, shared_vocabulary.json

A folder without `songngu.json` (every OPUS-MT folder) is read for what it tells: `tokenizer_config.json`, the
language tokens of its vocabulary, its name. A folder without weights in Hugging Face layout (converted from
native Marian) needs `songngu.json` and a conversion.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from songngu.languages import LanguagePair

DESCRIPTION = "songngu.json"
WEIGHTS = "model.safetensors"
PICKLED_WEIGHTS = "pytorch_model.bin"
CONVERSION = "ctranslate2-"
VOCABULARIES = ("source.spm", "target.spm", "vocab.json", "target_vocab.json")

_AGAIN = "copy or download the model folder again"
_LANGUAGE_TOKEN = re.compile(r">>([a-zA-Z]{2,3})(?:_([a-zA-Z]{4}))?<<")
_NAMED_PAIR = re.compile(r"(?:^|-)(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3})$")
_HUB_SNAPSHOT = re.compile(r"models--(.+)")
_LICENCE_LINE = re.compile(r"^license:\s*(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What the rest of the program may know about a model.

    Attributes:
        path: the model's folder.
        name: e.g. `songngu-en-vi`.
        version: e.g. `1.0`.
        source: BCP 47 tag of the source language.
        target: BCP 47 tag of the target language.
        digest: `sha256:` and the first 16 hex digits over the weights and vocabularies.
        terms: `inline` when the model was trained on `⟪ source ｜ target ⟫`, otherwise `none`.
        placeholders: the model copies `⟦1⟧` … `⟦9⟧`.
        prefix: token to put before every source, e.g. `>>vie<<`; usually "".
        max_positions: longest source or target in pieces.
        comfortable_length: longest source in pieces that the model was measured to translate as a whole
            without losing clauses; longer ones are split at clause boundaries. 0: as long as fits.
        licence: SPDX identifier of the weights' licence.
        training: facts about the training, free form.
    """

    path: Path
    name: str
    version: str
    source: str
    target: str
    digest: str
    terms: Literal["inline", "none"] = "none"
    placeholders: bool = False
    prefix: str = ""
    max_positions: int = 512
    comfortable_length: int = 0
    licence: str = ""
    training: dict[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


def load_model_info(path: Path, pair: LanguagePair | None = None) -> ModelInfo:
    """Read and check a model folder; the weights are checked for being whole, not loaded.

    Args:
        path: the folder.
        pair: the languages asked for; a model with several target languages needs it to choose its prefix.

    Raises:
        ModelError: the folder or a file of it is missing, empty, cut short or not what its name says.
    """
    if not path.is_dir():
        raise ModelError(
            "there is no such model folder",
            path=path,
            remedy="leave out --model to use the model that is shipped",
        )
    described = (path / DESCRIPTION).exists()
    if not described and not (path / "config.json").exists():
        raise ModelError(
            "is not a model folder: it has neither songngu.json nor config.json",
            path=path,
            remedy="give a MarianMT folder in Hugging Face layout, or convert one with songngu model convert",
        )
    for name in VOCABULARIES[:2]:
        _require(path / name)
    _check_weights(path, described)
    facts = _described(path) if described else _deduced(path, pair)
    return ModelInfo(path=path, digest=digest(path), **facts)


def digest(path: Path) -> str:
    """Return `sha256:` and 16 hex digits over the weights and the vocabularies of a model folder.

    Computed at every start: 20 MB take about 15 ms, and a digest that is computed cannot be out of date.
    """
    names = (
        [WEIGHTS, *VOCABULARIES] if (path / WEIGHTS).exists() else [*VOCABULARIES, *_conversion_files(path)]
    )
    total = hashlib.sha256()
    for name in sorted(names):
        file = path / name
        if file.exists():
            with file.open("rb") as stream:
                total.update(name.encode() + b"\0" + hashlib.file_digest(stream, "sha256").digest())
    return f"sha256:{total.hexdigest()[:16]}"


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object of a model folder.

    Raises:
        ModelError: missing, empty, not UTF-8, not JSON, or not an object.
    """
    _require(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ModelError("is not UTF-8", path=path, remedy=_AGAIN) from None
    except json.JSONDecodeError as error:
        raise ModelError(f"is not JSON ({error.msg})", path=path, line=error.lineno, remedy=_AGAIN) from None
    if not isinstance(content, dict):
        raise ModelError("is not a JSON object", path=path, remedy=_AGAIN)
    return content


def language_prefix(vocabulary: dict[str, Any], target: str) -> str:
    """Choose the token that asks a model with several target languages for `target`.

    OPUS-MT names languages by ISO 639-3 and, where it matters, script: opus-mt-en-vi has `>>vie<<` and
    `>>vie_Hani<<`. The codes become BCP 47 by CLDR's language aliases (`vie` → `vi`, `cmn` → `zh`).

    Returns:
        The token, or "" when the vocabulary has none for the language.
    """
    from babel.core import get_global

    aliases = get_global("language_aliases")
    language, _, rest = target.partition("-")
    script = rest if len(rest) == 4 else ""
    found = []
    for token in vocabulary:
        match = _LANGUAGE_TOKEN.fullmatch(token)
        if match and language in (match[1], aliases.get(match[1])):
            found.append(((match[2] or "").lower() != script.lower(), bool(match[2]), len(token), token))
    return min(found)[-1] if found else ""


def _require(path: Path) -> None:
    """Raise unless `path` is a readable file with something in it."""
    try:
        if path.stat().st_size == 0:
            raise ModelError("is empty", path=path, remedy=_AGAIN)
        with path.open("rb") as stream:
            stream.read(1)
    except FileNotFoundError:
        raise ModelError("is missing from the model folder", path=path, remedy=_AGAIN) from None
    except OSError as error:
        raise ModelError(f"cannot be read ({error.strerror})", path=path, remedy=_AGAIN) from None


def _conversion_files(path: Path) -> list[str]:
    return sorted(f"{folder.name}/model.bin" for folder in path.glob(f"{CONVERSION}*") if folder.is_dir())


def _check_weights(path: Path, described: bool) -> None:
    weights, converted = path / WEIGHTS, bool(_conversion_files(path))
    if weights.exists():
        _check_safetensors(weights)
        for name in ("config.json", "vocab.json"):
            _require(path / name)
    elif (path / PICKLED_WEIGHTS).exists():
        raise ModelError(
            f"has only pickled weights ({PICKLED_WEIGHTS}), which can run code when they are read",
            path=path,
            remedy=f"if you trust their origin: songngu model convert {path} --allow-pickle",
        )
    elif not (described and converted):
        raise ModelError("is missing from the model folder", path=weights, remedy=_AGAIN)


def _check_safetensors(path: Path) -> None:
    """Compare the size of a safetensors file with its header: eight bytes of length, JSON, tensors.

    Source: https://huggingface.co/docs/safetensors, "Format".
    """
    _require(path)
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        try:
            header = json.loads(stream.read(length)) if 8 + length <= size else {}
            end = max(tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ModelError("is damaged or not safetensors", path=path, remedy=_AGAIN) from None
    if 8 + length + end != size:
        raise ModelError(f"is cut short: {size:,} bytes of {8 + length + end:,}", path=path, remedy=_AGAIN)


def _described(path: Path) -> dict[str, Any]:
    """Read `songngu.json`; unknown keys are left for later versions."""
    file = path / DESCRIPTION
    content = read_json(file)
    kinds: dict[str, tuple[type, object]] = {
        "name": (str, path.name),
        "version": (str, ""),
        "source": (str, None),
        "target": (str, None),
        "terms": (str, "none"),
        "placeholders": (bool, False),
        "prefix": (str, ""),
        "max_positions": (int, 512),
        "comfortable_length": (int, 0),
        "licence": (str, ""),
        "training": (dict, {}),
    }
    facts = {}
    for key, (kind, default) in kinds.items():
        value = content.get(key, default)
        if value is None:
            raise ModelError(f"has no {key!r}", path=file, remedy="name the languages as BCP 47 tags")
        if not isinstance(value, kind):
            raise ModelError(f"{key!r} is not of type {kind.__name__}", path=file)
        facts[key] = value
    if facts["terms"] not in ("inline", "none"):
        raise ModelError("'terms' is neither inline nor none", path=file)
    return facts


def _deduced(path: Path, pair: LanguagePair | None) -> dict[str, Any]:
    """Put together what a Hugging Face folder tells about itself."""
    config = read_json(path / "config.json")
    if config.get("model_type") != "marian":
        raise ModelError(
            f"is a model of type {config.get('model_type')!r}, not MarianMT",
            path=path,
            remedy="give a MarianMT model such as Helsinki-NLP/opus-mt-en-vi",
        )
    tokenizer = read_json(path / "tokenizer_config.json") if (path / "tokenizer_config.json").exists() else {}
    vocabulary = read_json(path / "vocab.json")
    name = next(
        (match[1].split("--")[-1] for part in path.parts if (match := _HUB_SNAPSHOT.fullmatch(part))),
        path.name,
    )
    named = _NAMED_PAIR.search(name)
    source, target = (
        _bcp47(str(tokenizer.get(f"{side}_lang") or "")) or _bcp47(named[side] if named else "")
        for side in ("source", "target")
    )
    prefix = ""
    if pair is not None:
        source, prefix = source or pair.source, language_prefix(vocabulary, pair.target)
        target = pair.target if prefix or not target else target
    elif target:
        prefix = language_prefix(vocabulary, target)
    if not source or not target:
        raise ModelError(
            "does not tell its languages", path=path, remedy="name them with --source and --target"
        )
    return {
        "name": name,
        "version": "",
        "source": source,
        "target": target,
        "prefix": prefix,
        "max_positions": int(config.get("max_position_embeddings") or 512),
        "licence": _licence(path / "README.md"),
    }


def _bcp47(code: str) -> str:
    """Return a language code as BCP 47 (`vie` → `vi`), or "" when CLDR does not know it: `mul`, `eng+fra`."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    code = get_global("language_aliases").get(code, code)
    try:
        return str(Locale.parse(code)).replace("_", "-") if code else ""
    except (UnknownLocaleError, ValueError):
        return ""


def _licence(card: Path) -> str:
    """Read the licence from the front matter of a Hugging Face model card."""
    if not card.is_file():
        return ""
    head = card.read_text(encoding="utf-8", errors="replace")[:4096]
    found = _LICENCE_LINE.search(head) if head.startswith("---") else None
    return found[1] if found else ""


def conversions(path: Path) -> Iterator[Path]:
    """Yield the CTranslate2 conversions in a model folder, in order of name."""
    yield from (folder for folder in sorted(path.glob(f"{CONVERSION}*")) if (folder / "model.bin").exists())
