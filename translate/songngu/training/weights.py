"""The weights of MarianMT folders in Hugging Face layout: reading them for training, and what they say of
themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from songngu.training.base import TrainingError
from songngu.training.recipe import Architecture
from songngu.training.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A MarianMT folder that can be trained further.

    Attributes:
        path: the folder.
        shape: its architecture.
        vocabulary: its pieces.
        source: language tag that it names as source, "" when it names none.
        target: language tag that it names as target.
        about: its `songngu.json`, empty when there is none.
    """

    path: Path
    shape: Architecture
    vocabulary: Vocabulary
    source: str
    target: str
    about: dict[str, Any]


def open_folder(folder: Path, prefix: str = "") -> ModelFolder:
    """Read all but the weights of a MarianMT folder.

    Args:
        folder: Hugging Face layout.
        prefix: the piece that the model wants before every source, e.g. `>>vie<<`.

    Raises:
        TrainingError: it is no MarianMT folder, or of a kind that cannot be trained here.
    """
    config = read_json(folder / "config.json")
    if config.get("model_type") != "marian":
        raise TrainingError(
            "not a MarianMT folder", path=folder, remedy='config.json must say "model_type": "marian"'
        )
    if not config.get("share_encoder_decoder_embeddings", True) or not config.get("scale_embedding", False):
        raise TrainingError(
            "separate or unscaled embeddings",
            path=folder,
            remedy="only models with one scaled embedding can be trained",
        )
    shape = Architecture(
        d_model=config["d_model"],
        ffn=config["encoder_ffn_dim"],
        encoder_layers=config["encoder_layers"],
        decoder_layers=config["decoder_layers"],
        heads=config["encoder_attention_heads"],
        max_positions=config.get("max_position_embeddings", 512),
        activation=config.get("activation_function", "swish"),
    )
    same = config["decoder_ffn_dim"] == shape.ffn and config["decoder_attention_heads"] == shape.heads
    if not same or shape.activation not in ("relu", "swish", "gelu"):
        raise TrainingError("an architecture that cannot be trained here", path=folder)
    tokenizer = read_json(folder / "tokenizer_config.json")
    about = read_json(folder / "songngu.json") if (folder / "songngu.json").is_file() else {}
    return ModelFolder(
        folder,
        shape,
        Vocabulary.from_folder(folder, prefix),
        about.get("source", tokenizer.get("source_lang", "")),
        about.get("target", tokenizer.get("target_lang", "")),
        about,
    )


def read_weights(folder: Path, names: list[str]) -> dict[str, Tensor]:
    """Return the named weights in fp32.

    Raises:
        TrainingError: there is no safetensors file (pickled weights are not opened), or a weight is missing.
    """
    from safetensors import safe_open

    path = folder / "model.safetensors"
    if not path.is_file():
        raise TrainingError("no model.safetensors", path=folder, remedy="convert it with: songngu model pull")
    with safe_open(str(path), framework="pt") as file:
        present = set(file.keys())
        missing = [name for name in names if name not in present]
        if missing:
            raise TrainingError(f"weights without {missing[0]} ({len(missing)} missing)", path=path)
        return {name: file.get_tensor(name).float() for name in names}


def read_json(path: Path) -> dict[str, Any]:
    """Read one of a model folder's JSON files.

    Raises:
        TrainingError: it is missing or no JSON object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"cannot read it ({error})", path=path, remedy="name a MarianMT folder") from None
    if not isinstance(data, dict):
        raise TrainingError("not a JSON object", path=path)
    return data
