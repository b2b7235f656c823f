"""A checkpoint becomes a model folder: MarianMT in Hugging Face layout, and its CTranslate2 conversion."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from songngu.engines.convert import require_torch, save_model
from songngu.training.recipe import Architecture, Recipe
from songngu.training.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

_VOCABULARY_FILES = ("source.spm", "target.spm", "vocab.json")


def export_run(run: Path, recipe: Recipe, out: Path) -> Path:
    """Write the averaged weights of a run as a model folder.

    Args:
        run: a run's folder, with `checkpoint.pt` and the vocabulary files.
        recipe: gives name, languages and licence.
        out: the model folder to write; an older one is replaced.

    Raises:
        TrainingError: there is no checkpoint.
    """
    require_torch("exporting a model")
    from songngu.training import checkpoint

    state = checkpoint.load(run)
    optimiser, position = state["optimiser"], state["position"]
    weights, at = {}, 0
    for name, shape in zip(optimiser["names"], optimiser["shapes"], strict=True):
        size = 1
        for extent in shape:
            size *= extent
        weights[name] = optimiser["average"][at : at + size].view(shape)
        at += size
    facts = {
        "recipe": recipe.path.name,
        "seed": recipe.seed,
        "steps": position["step"],
        "tokens": position["tokens"],
        "hours": round(position["seconds"] / 3600, 2),
    }
    describes = {
        "name": recipe.name,
        "version": recipe.version,
        "source": recipe.source,
        "target": recipe.target,
        "terms": "inline" if recipe.augmentation.share else "none",
        "placeholders": recipe.augmentation.share * recipe.augmentation.placeholders > 0,
        "max_positions": state["run"]["shape"]["max_positions"],
        "licence": recipe.licence,
        "training": facts,
    }
    return write_folder(weights, Architecture(**state["run"]["shape"]), run, out, describes)


def write_folder(
    weights: dict[str, Tensor], shape: Architecture, vocabulary: Path, out: Path, describes: dict[str, Any]
) -> Path:
    """Write a MarianMT folder (fp16 safetensors) that `MarianMTModel.from_pretrained` loads.

    Args:
        weights: by MarianMTModel's names, fp32.
        shape: the architecture.
        vocabulary: folder with `source.spm`, `target.spm`, `vocab.json`.
        out: the folder to write; it is replaced when everything is there.
        describes: the content of `songngu.json`.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    _silence()
    pieces = Vocabulary.from_folder(vocabulary)
    config = MarianConfig(
        vocab_size=pieces.size,
        decoder_vocab_size=pieces.size,
        d_model=shape.d_model,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.ffn,
        decoder_ffn_dim=shape.ffn,
        pad_token_id=pieces.padding,
        decoder_start_token_id=pieces.padding,
        eos_token_id=pieces.end,
        forced_eos_token_id=pieces.end,
        bos_token_id=None,
        max_position_embeddings=shape.max_positions,
        activation_function=shape.activation,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
    )
    model = MarianMTModel(config)
    state = model.state_dict()
    with torch.no_grad():
        for name, value in weights.items():
            state[name].copy_(value)
        for tied in (
            "model.encoder.embed_tokens.weight",
            "model.decoder.embed_tokens.weight",
            "lm_head.weight",
        ):
            if tied in state:
                state[tied].copy_(weights["model.shared.weight"])
    model.load_state_dict(state)
    settings = model.generation_config
    settings.num_beams, settings.max_length = 4, shape.max_positions
    settings.bad_words_ids, settings.forced_eos_token_id = [[pieces.padding]], pieces.end

    temporary = out.with_name(out.name + ".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    save_model(model.to(torch.float16), temporary)
    for name in _VOCABULARY_FILES:
        shutil.copyfile(vocabulary / name, temporary / name)
    tokenizer = {
        "source_lang": describes["source"],
        "target_lang": describes["target"],
        "unk_token": "<unk>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "model_max_length": shape.max_positions,
        "separate_vocabs": False,
        "tokenizer_class": "MarianTokenizer",
    }
    for name, content in (("tokenizer_config.json", tokenizer), ("songngu.json", describes)):
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (temporary / name).write_text(text, encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    temporary.rename(out)
    return out


def convert(folder: Path, precision: str = "int8", out: Path | None = None) -> Path:
    """Convert a model folder for CTranslate2, as `songngu model convert` does.

    Args:
        folder: MarianMT in Hugging Face layout.
        precision: int8, int8_float32, float32 …
        out: the folder to write, its subfolder `ctranslate2-<precision>` unless given.

    Raises:
        ModelError: the converter does not take it.
    """
    from songngu.engines.convert import convert_weights

    out = out or folder / f"ctranslate2-{precision}"
    convert_weights(folder, out, precision)
    return out


def _silence() -> None:
    """Keep transformers' progress bars and advice out of ours."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
