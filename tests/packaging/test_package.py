"""The wheel is complete and works outside the checkout; the import name clashes with nobody's."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT],
        check=True,
    )
    return next(folder.glob("songngu-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(arguments: list[str], installed: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed wheel, not the checkout: its folder comes first on the path."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_has_model_and_glossary(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "songngu/models/songngu-en-vi/songngu.json",
        "songngu/models/songngu-en-vi/model.safetensors",
        "songngu/models/songngu-en-vi/source.spm",
        "songngu/models/songngu-en-vi/ctranslate2-int8/model.bin",
        "songngu/glossary/en-vi/military.csv",
        "songngu/glossary/en-vi/names.csv",
        "songngu/py.typed",
    ):
        assert name in names


@pytest.mark.slow
def test_the_wheel_translates_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    document = tmp_path / "note.txt"
    document.write_text("The Ministry of National Defence issued a directive.\n", encoding="utf-8")
    where = run(["-c", "import songngu; print(songngu.__file__)"], installed, tmp_path)
    assert where.stdout.startswith(str(installed))
    result = run(["-m", "songngu", "translate", "note.txt"], installed, tmp_path)
    assert result.returncode == 0, result.stderr
    catalogue = (tmp_path / "locales" / "vi" / "LC_MESSAGES" / "note.po").read_text(encoding="utf-8")
    assert "Bộ Quốc phòng" in catalogue


def test_translate_toolkit_lives_beside_songngu() -> None:
    code = "import translate.storage.po, songngu; print(translate.__file__, songngu.__file__)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "songngu" not in result.stdout.split()[0]


def test_python_dash_m_works() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "songngu", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("songngu ")


def test_the_base_dependencies_do_not_include_torch() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not any(line.startswith("torch") for line in project["dependencies"])
    for name in ("transformers", "sentencepiece", "typer", "polib", "sacrebleu"):
        assert any(line.startswith(name) for line in project["dependencies"])


def test_every_dependency_is_pinned_in_the_constraints() -> None:
    import re
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    pinned = {
        line.split("==")[0].lower().replace("-", "_")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    for line in wanted:
        name = re.split(r"[<>=\[~! ]", line)[0].lower()
        assert name.replace("-", "_") in pinned, f"{name} is not pinned in constraints.txt"
