"""Fixtures: the shipped model, and tiny MarianMT folders like those of OPUS-MT, with random weights."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from songngu.engines import Engine, ModelInfo, load_engine, load_model_info
from songngu.engines.registry import default_model
from songngu.languages import LanguagePair

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[2] / "corpus"
LANGUAGE_TOKENS = (">>vie<<", ">>vie_Hani<<", ">>fra<<", ">>cmn_Hant<<", ">>cmn_Hans<<")


@pytest.fixture(scope="session")
def article_lines() -> list[str]:
    """The English sentences of the two articles."""
    files = sorted(CORPUS.glob("*/reference.en.txt"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def shipped() -> ModelInfo:
    return load_model_info(default_model(LanguagePair()))


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine(LanguagePair())


@pytest.fixture
def copy_of_shipped(shipped: ModelInfo, tmp_path: Path) -> Path:
    """A copy of the shipped folder that a test may break."""
    return Path(shutil.copytree(shipped.path, tmp_path / "model"))


@pytest.fixture(scope="session")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the hub has it: a SentencePiece model for each side, language tokens, no songngu.json."""
    import torch
    from sentencepiece import SentencePieceTrainer
    from transformers import MarianConfig, MarianMTModel

    folder = tmp_path_factory.mktemp("hub") / "opus-mt-en-vi"
    folder.mkdir()
    pieces: dict[str, None] = dict.fromkeys(("</s>", "<unk>"))
    for side, language in (("source", "en"), ("target", "vi")):
        files = sorted(CORPUS.glob(f"*/reference.{language}.txt"))
        SentencePieceTrainer.train(
            input=[str(file) for file in files],
            model_prefix=str(folder / side),
            vocab_size=500,
            minloglevel=2,
            num_threads=1,
        )
        (folder / f"{side}.model").rename(folder / f"{side}.spm")
        vocabulary = (folder / f"{side}.vocab").read_text(encoding="utf-8").splitlines()
        pieces |= dict.fromkeys(line.split("\t")[0] for line in vocabulary if not line.startswith("<"))
    vocab = {piece: number for number, piece in enumerate((*pieces, *LANGUAGE_TOKENS, "<pad>"))}
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"source_lang": "eng", "target_lang": "vie"}', "utf-8")
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n", "utf-8")
    torch.manual_seed(7)
    config = MarianConfig(
        vocab_size=len(vocab),
        decoder_vocab_size=len(vocab),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=64,
        pad_token_id=vocab["<pad>"],
        decoder_start_token_id=vocab["<pad>"],
        eos_token_id=0,
        forced_eos_token_id=0,
        scale_embedding=True,
        activation_function="swish",
        init_std=0.6,
        num_beams=6,
        max_length=64,
        bad_words_ids=[[vocab["<pad>"]]],
    )
    MarianMTModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def native_marian(opus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of `opus` as Marian's own training leaves it: .npz, YAML vocabulary, decoder.yml."""
    import numpy as np
    import yaml
    from safetensors.numpy import load_file

    folder = tmp_path_factory.mktemp("native") / "opus-marian"
    folder.mkdir()
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(opus / name, folder / name)
    tokens = json.loads((opus / "vocab.json").read_text(encoding="utf-8"))
    lines = [
        f"{json.dumps(token, ensure_ascii=False)}: {n}" for token, n in tokens.items() if token != "<pad>"
    ]
    (folder / "vocab.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "decoder.yml").write_text("models: [model.npz]\nvocabs: [vocab.yml, vocab.yml]\n")
    settings = {
        "type": "transformer",
        "enc-depth": 1,
        "dec-depth": 1,
        "transformer-heads": 2,
        "transformer-decoder-autoreg": "self-attention",
        "transformer-ffn-activation": "swish",
        "transformer-guided-alignment-layer": "last",
        "transformer-no-projection": False,
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-preprocess": "",
    }
    hub = load_file(opus / "model.safetensors")
    arrays = {
        "Wemb": hub["model.shared.weight"][:-1],
        "decoder_ff_logit_out_b": hub["final_logits_bias"][:, :-1],
        "special:model.yml": np.frombuffer(yaml.safe_dump(settings).encode() + b"\0", dtype=np.int8),
    }
    for side, blocks in (
        ("encoder", {"self": "self_attn"}),
        ("decoder", {"self": "self_attn", "context": "encoder_attn"}),
    ):
        layer = f"model.{side}.layers.0"
        for short, long in blocks.items():
            for letter, part in (("q", "q_proj"), ("k", "k_proj"), ("v", "v_proj"), ("o", "out_proj")):
                arrays[f"{side}_l1_{short}_W{letter}"] = hub[f"{layer}.{long}.{part}.weight"].T
                arrays[f"{side}_l1_{short}_b{letter}"] = hub[f"{layer}.{long}.{part}.bias"][None]
            arrays[f"{side}_l1_{short}_Wo_ln_scale"] = hub[f"{layer}.{long}_layer_norm.weight"][None]
            arrays[f"{side}_l1_{short}_Wo_ln_bias"] = hub[f"{layer}.{long}_layer_norm.bias"][None]
        for number in ("1", "2"):
            arrays[f"{side}_l1_ffn_W{number}"] = hub[f"{layer}.fc{number}.weight"].T
            arrays[f"{side}_l1_ffn_b{number}"] = hub[f"{layer}.fc{number}.bias"][None]
        arrays[f"{side}_l1_ffn_ffn_ln_scale"] = hub[f"{layer}.final_layer_norm.weight"][None]
        arrays[f"{side}_l1_ffn_ffn_ln_bias"] = hub[f"{layer}.final_layer_norm.bias"][None]
    np.savez(folder / "model.npz", **arrays)
    return folder


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the user's own models and caches out of the tests."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setattr("songngu.engines.registry.user_models", lambda: home / "models")
    monkeypatch.setattr("songngu.engines.conversions.cache_folder", lambda: home / "conversions")
    yield
