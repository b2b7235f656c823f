"""A model folder: MarianMT weights in Hugging Face layout, conversions for CTranslate2, and `songngu.json`.

    songngu-en-vi/
        songngu.json                what the program must know about the model (see `ModelInfo`)
        config.json, generation_config.json, tokenizer_config.json, vocab.json, source.spm, target.spm
        model.safetensors           the weights, for the transformers engine, adaptation and conversion
        ctranslate2-int8/           model.bin, config.json, shared_vocabulary.json
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


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
    licence: str = ""
    training: dict[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
