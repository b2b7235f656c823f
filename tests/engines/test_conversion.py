"""Conversions for CTranslate2, the reference engine, and models like those of OPUS-MT."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from songngu.cli.model import model_app
from songngu.engines import DecodingOptions, ModelInfo, load_engine, load_model_info
from songngu.engines.convert import convert_weights
from songngu.engines.ctranslate2_engine import CTranslate2Engine
from songngu.engines.intake import convert_model
from songngu.engines.pieces import Pieces
from songngu.engines.transformers_engine import TransformersEngine
from songngu.errors import ModelError, ScoringError
from songngu.languages import LanguagePair

DIRECTIVE = "The Ministry of National Defence issued a directive."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "every"),
    [(DecodingOptions(), 1), (DecodingOptions(1, 0, 1.0, 1.0, 4), 6)],
    ids=["default", "greedy"],
)
def test_both_engines_write_the_same_at_equal_precision(
    shipped: ModelInfo, article_lines: list[str], options: DecodingOptions, every: int
) -> None:
    lines = article_lines[::every]
    reference = TransformersEngine(shipped).translate(lines, options)
    targets = CTranslate2Engine(shipped, "float32").translate(lines, options)
    same = [one.text == two.text for one, two in zip(reference, targets, strict=True)]
    assert sum(same) / len(same) >= 0.97
    for one, two, equal in zip(reference, targets, same, strict=True):
        assert not equal or one.score == pytest.approx(two.score, abs=0.01)


def test_a_fresh_conversion_is_the_shipped_one(shipped: ModelInfo, tmp_path: Path) -> None:
    convert_weights(shipped.path, tmp_path / "int8", "int8")
    for file in (shipped.path / "ctranslate2-int8").iterdir():
        assert (tmp_path / "int8" / file.name).read_bytes() == file.read_bytes(), file.name


def test_pieces_are_those_of_mariantokenizer(
    shipped: ModelInfo, opus: Path, article_lines: list[str]
) -> None:
    from transformers import MarianTokenizer

    for model in (shipped, load_model_info(opus)):
        pieces, tokenizer = Pieces(model), MarianTokenizer.from_pretrained(model.path)
        for line in (*article_lines, "Café ⟦1⟧ ⟪ a ｜ b ⟫ 5,000 % “x” 漢字", " two  blanks "):
            ids = tokenizer.convert_tokens_to_ids(pieces.encode(line))
            assert ids == tokenizer(f"{model.prefix} {line}".strip() if model.prefix else line).input_ids
            decoded = tokenizer.decode(ids[bool(model.prefix) :], skip_special_tokens=True)
            assert pieces.decode(pieces.encode(line)[bool(model.prefix) :]) == decoded or model.prefix


def test_an_opus_model_runs_on_both_engines(opus: Path, article_lines: list[str]) -> None:
    lines = [line for line in article_lines if len(line) < 90][:8]
    options = DecodingOptions(beam=2, alternatives=1)
    reference = load_engine(LanguagePair(), model=str(opus), engine="transformers")
    quick = CTranslate2Engine(reference.model, "float32")
    assert quick.model.prefix == ">>vie<<"
    one, two = quick.translate(lines, options), reference.translate(lines, options)
    assert all(hypothesis.text for hypothesis in one)
    assert [len(h.alternatives) for h in one] == [1] * len(lines)
    assert sum(a.text == b.text for a, b in zip(one, two, strict=True)) >= len(lines) - 2


def test_the_language_token_changes_the_output(opus: Path) -> None:
    vietnamese, french = (
        load_engine(LanguagePair("en", target), model=str(opus)).translate([DIRECTIVE])[0].text
        for target in ("vi", "fr")
    )
    assert vietnamese != french


def test_a_folder_without_conversion_needs_torch_once(
    opus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = LanguagePair()
    first = load_engine(pair, model=str(opus)).translate([DIRECTIVE])
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert load_engine(pair, model=str(opus)).translate([DIRECTIVE]) == first
    other = Path(shutil.copytree(opus, tmp_path / "opus-mt-en-vi"))
    (other / "README.md").unlink()
    with (other / "vocab.json").open("a") as file:
        file.write("\n")
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError, match=r"pip install 'songngu\[torch\]'"):
            load_engine(pair, model=str(other), engine=engine)


def test_a_converted_model_describes_itself(opus: Path, tmp_path: Path) -> None:
    info = convert_model(opus, tmp_path / "made", precisions=("int8", "float32"), version="abc")
    assert (info.name, info.version, info.prefix, info.licence) == (
        "opus-mt-en-vi",
        "abc",
        ">>vie<<",
        "apache-2.0",
    )
    assert load_model_info(tmp_path / "made") == info
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made"]


def test_a_native_marian_model_is_converted(
    native_marian: Path, opus: Path, tmp_path: Path, article_lines: list[str]
) -> None:
    with pytest.raises(ModelError, match="name them with --source and --target"):
        convert_model(native_marian, tmp_path / "made")
    pair = LanguagePair()
    info = convert_model(native_marian, tmp_path / "made", pair=pair, precisions=["float32"])
    assert (info.name, info.prefix, info.source, info.target) == ("opus-marian", ">>vie<<", "en", "vi")
    lines = [line for line in article_lines if len(line) < 60]
    made = replace(load_model_info(tmp_path / "made"), max_positions=64)  # random weights never stop
    native = CTranslate2Engine(made, "float32").translate(lines)
    hub = CTranslate2Engine(load_model_info(opus, pair), "float32").translate(lines)
    assert [hypothesis.text for hypothesis in native] == [hypothesis.text for hypothesis in hub]


def test_a_broken_native_model_gives_one_line(native_marian: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(native_marian, tmp_path / "broken"))
    (broken / "model.npz").write_bytes(b"PK")
    with pytest.raises(ModelError, match="CTranslate2 cannot convert it"):
        convert_model(broken, tmp_path / "made", pair=LanguagePair())
    (broken / "target.spm").unlink()
    with pytest.raises(ModelError, match=r"target\.spm: is missing beside decoder\.yml"):
        convert_model(broken, tmp_path / "made", pair=LanguagePair())
    assert not (tmp_path / "made").exists()


def test_bench_compares_precisions(tmp_path: Path, shipped: ModelInfo) -> None:
    pairs = tmp_path / "set.tsv"
    pairs.write_text(f"{DIRECTIVE}\tBộ Quốc phòng ban hành chỉ thị.\nThank you.\tCảm ơn bạn.\n", "utf-8")
    runner = CliRunner()
    result = runner.invoke(model_app, ["bench", str(pairs), "--precision", "int8", "--json"])
    (row,) = json.loads(result.stdout)
    assert row["segments"] == 2 and row["bleu_difference"] == 0.0 and row["same"] == 1.0
    assert 20 < row["peak_megabytes"] < 500 and 18.5 < row["disk_megabytes"] < 19.5
    assert "int8" in runner.invoke(model_app, ["bench", str(pairs)]).stdout
    pairs.write_text("no tab\n")
    failed = runner.invoke(model_app, ["bench", str(pairs)])
    assert isinstance(failed.exception, ScoringError) and "set.tsv:1: has no TAB" in str(failed.exception)


def test_pickled_weights_are_converted_only_when_allowed(opus: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    folder = Path(shutil.copytree(opus, tmp_path / "pickled"))
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="--allow-pickle"):
        convert_model(folder, tmp_path / "made")
    info = convert_model(folder, tmp_path / "made", allow_pickle=True)
    assert (info.path / "model.safetensors").exists()
    assert not (info.path / "pytorch_model.bin").exists()
    assert (info.path / "model.safetensors").stat().st_mode == (info.path / "config.json").stat().st_mode
    one, two = (
        load_engine(LanguagePair(), model=str(path)).translate([DIRECTIVE]) for path in (opus, info.path)
    )
    assert one[0].text == two[0].text


class _Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_pickle_with_code_in_it_is_refused_and_not_run(opus: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(opus, tmp_path / "evil"))
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps({"weight": _Evil(tmp_path / "ran")}))
    with pytest.raises(ModelError, match="holds more than weights"):
        convert_model(folder, tmp_path / "made", allow_pickle=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil"]


def test_the_command_line_converts_lists_and_shows(opus: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    made = runner.invoke(model_app, ["convert", str(opus), "--out", str(tmp_path / "tiny"), "--name", "tiny"])
    assert made.exit_code == 0, made.output
    assert made.output.startswith("tiny: en → vi, sha256:")
    listed = runner.invoke(model_app, ["list", "--models-dir", str(tmp_path)]).output
    assert "tiny" in listed and "songngu-en-vi" in listed and "CC-BY-NC-4.0" in listed
    shown = runner.invoke(model_app, ["info", "tiny", "--models-dir", str(tmp_path)]).output
    assert ">>vie<<" in shown and "int8" in shown


def test_the_reference_engine_needs_weights(shipped: ModelInfo, copy_of_shipped: Path) -> None:
    (copy_of_shipped / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="no weights for the transformers engine"):
        load_engine(LanguagePair(), model=str(copy_of_shipped), engine="transformers")


def test_no_torch_is_imported_by_the_default_engine() -> None:
    code = (
        "import sys; from songngu.engines import load_engine; from songngu.languages import LanguagePair; "
        "load_engine(LanguagePair()).translate(['Hello.']); "
        "print('torch' in sys.modules, 'transformers' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False False"
    assert result.stderr == ""
