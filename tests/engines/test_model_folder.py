"""Model folders: what is read from them, and what is said of broken ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from songngu.engines import ModelInfo, load_engine, load_model_info
from songngu.engines.folder import digest, language_prefix
from songngu.errors import ModelError
from songngu.languages import LanguagePair


def test_the_shipped_model_tells_what_it_is(shipped: ModelInfo) -> None:
    assert str(shipped).startswith("songngu-en-vi ")
    assert (shipped.source, shipped.target) == ("en", "vi")
    assert (shipped.terms, shipped.placeholders, shipped.prefix) == ("inline", True, "")
    assert shipped.licence == "CC-BY-NC-4.0"
    assert shipped.training


def test_positions_agree_with_the_weights(shipped: ModelInfo) -> None:
    config = json.loads((shipped.path / "config.json").read_text(encoding="utf-8"))
    assert shipped.max_positions == config["max_position_embeddings"]


def test_the_digest_changes_with_weights_and_vocabularies(copy_of_shipped: Path) -> None:
    before = digest(copy_of_shipped)
    assert before.startswith("sha256:") and len(before) == len("sha256:") + 16
    (copy_of_shipped / "songngu.json").write_text("{}")
    assert digest(copy_of_shipped) == before
    with (copy_of_shipped / "source.spm").open("ab") as file:
        file.write(b"x")
    assert digest(copy_of_shipped) != before


def _truncate(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _remove(path: Path) -> None:
    path.unlink()


def _garble(path: Path) -> None:
    path.write_bytes(b"\xff\xfe{not json at all" * 40)


@pytest.mark.parametrize("harm", [_truncate, _empty, _remove, _garble])
@pytest.mark.parametrize(
    "name",
    [
        "songngu.json",
        "source.spm",
        "target.spm",
        "model.safetensors",
        "ctranslate2-int8/model.bin",
        "ctranslate2-int8/config.json",
        "ctranslate2-int8/shared_vocabulary.json",
    ],
)
def test_a_broken_file_gives_one_line_that_names_it(
    copy_of_shipped: Path, name: str, harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if harm is _remove and name == "songngu.json":
        harm(copy_of_shipped / name)
        assert load_model_info(copy_of_shipped).terms == "none"  # now a Hugging Face folder like any other
        return
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)  # a base installation, without torch
    harm(copy_of_shipped / name)
    if harm is _remove and name == "model.safetensors":
        load_engine(LanguagePair(), model=str(copy_of_shipped))  # the conversion is enough to translate
        return
    with pytest.raises(ModelError) as error:
        load_engine(LanguagePair(), model=str(copy_of_shipped))
    message = str(error.value)
    assert str(copy_of_shipped) in message or "pip install 'songngu[torch]'" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("[]", "is not a JSON object"),
        ('{"source": "en"}', "has no 'target'"),
        ('{"source": "en", "target": "vi", "max_positions": "many"}', "'max_positions' is not of type int"),
        ('{"source": "en", "target": "vi", "terms": "xml"}', "'terms' is neither inline nor none"),
    ],
)
def test_a_wrong_description_says_what_is_wrong(copy_of_shipped: Path, content: str, problem: str) -> None:
    (copy_of_shipped / "songngu.json").write_text(content)
    with pytest.raises(ModelError, match=problem):
        load_model_info(copy_of_shipped)


def test_folders_that_are_no_models(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        load_model_info(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"neither songngu.json nor config.json"):
        load_model_info(tmp_path)


def test_pickled_weights_are_refused(copy_of_shipped: Path) -> None:
    (copy_of_shipped / "model.safetensors").rename(copy_of_shipped / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"pickled weights.*--allow-pickle"):
        load_model_info(copy_of_shipped)


@pytest.mark.parametrize(
    ("target", "token"),
    [
        ("vi", ">>vie<<"),
        ("zh-Hant", ">>cmn_Hant<<"),
        ("zh-Hans", ">>cmn_Hans<<"),
        ("fr", ">>fra<<"),
        ("de", ""),
    ],
)
def test_the_language_token_of_a_target(target: str, token: str) -> None:
    tokens = (">>vie_Hani<<", ">>vie<<", ">>fra<<", ">>cmn_Hant<<", ">>cmn_Hans<<", "▁>>", "<<")
    assert language_prefix(dict.fromkeys(tokens), target) == token


def test_an_opus_folder_is_read_without_songngu_json(opus: Path) -> None:
    info = load_model_info(opus)
    assert (info.name, info.source, info.target, info.prefix) == ("opus-mt-en-vi", "en", "vi", ">>vie<<")
    assert (info.terms, info.placeholders, info.max_positions) == ("none", False, 64)
    assert info.licence == "apache-2.0"


def test_a_model_of_many_targets_takes_the_one_asked_for(opus: Path) -> None:
    assert load_model_info(opus, LanguagePair("en", "fr")).prefix == ">>fra<<"
    assert load_model_info(opus, LanguagePair("en", "de")).target == "vi"


def test_another_kind_of_model_is_refused(opus: Path, tmp_path: Path) -> None:
    for file in opus.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text('{"model_type": "t5"}')
    with pytest.raises(ModelError, match="type 't5', not MarianMT"):
        load_model_info(tmp_path)
