"""Names of models: local ones, hub names, and a hub that cannot be reached."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from songngu.engines import hub
from songngu.engines.registry import default_model, list_models, resolve_model, shipped_models
from songngu.errors import ModelError
from songngu.languages import LanguagePair

COMMAND = """
from songngu.engines import load_engine
from songngu.errors import ModelError
from songngu.languages import LanguagePair
try:
    load_engine(LanguagePair(), model="Helsinki-NLP/opus-mt-en-vi")
except ModelError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"HF_ENDPOINT": "http://127.0.0.1:9"}, "cannot be reached"),
        ({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE"),
    ],
)
def test_an_unreachable_hub_fails_fast_and_names_the_offline_default(
    settings: dict[str, str], reason: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "HF_HOME": str(tmp_path), **settings}
    start = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", COMMAND],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert time.monotonic() - start < 30
    assert reason in result.stdout
    assert "songngu-en-vi" in result.stdout
    assert result.stdout.count("\n") == 1


def test_a_local_name_a_folder_and_nothing(opus: Path) -> None:
    assert resolve_model("songngu-en-vi") == shipped_models() / "songngu-en-vi"
    assert resolve_model(str(opus)) == opus
    assert resolve_model("opus-mt-en-vi", [opus.parent]) == opus
    with pytest.raises(ModelError, match=r"no model 'sonngu'.*use one of: songngu-en-vi"):
        resolve_model("sonngu")


def test_a_pulled_model_is_found_under_its_hub_name(opus: Path, tmp_path: Path) -> None:
    shutil.copytree(opus, tmp_path / "Helsinki-NLP--opus-mt-en-vi")
    assert resolve_model("Helsinki-NLP/opus-mt-en-vi", [tmp_path]).name == "Helsinki-NLP--opus-mt-en-vi"


def test_the_default_is_the_shipped_model_unless_a_folder_has_another(opus: Path, tmp_path: Path) -> None:
    assert default_model(LanguagePair()) == shipped_models() / "songngu-en-vi"
    assert default_model(LanguagePair(), [opus.parent]) == shipped_models() / "songngu-en-vi"
    mine = Path(shutil.copytree(opus, tmp_path / "songngu-en-vi"))
    assert default_model(LanguagePair(), [tmp_path]) == mine


def test_broken_models_are_listed_with_their_fault(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}")
    faults = {each.path.name: each.fault for each in list_models([tmp_path])}
    assert "source.spm" in faults["broken"]
    assert faults["songngu-en-vi"] == ""


def test_a_model_with_only_pickled_weights_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    offer = hub.Offer("a/b", "0" * 40, "mit", ("source.spm",), 3, pickled=True)
    monkeypatch.setattr(hub, "look_up", lambda _: offer)
    with pytest.raises(ModelError, match=r"only pickled weights.*songngu model pull a/b --allow-pickle"):
        hub.download("a/b")


def test_a_bad_hub_name_is_one_clear_line() -> None:
    with pytest.raises(ModelError, match="no name of a hub model"):
        hub.download("a/b--c..d")
