"""Fixtures for all rooms: the repository, a working copy of the corpus, and the command line in-process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from songngu.cli.app import run

settings.register_profile("songngu", deadline=None)  # how long an example takes says more about the machine
settings.load_profile("songngu")

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


Songngu = Callable[..., Outcome]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture
def songngu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Songngu:
    """Run `songngu ARGUMENTS…` in this process; returns exit code, stdout and stderr."""

    def call(*arguments: object) -> Outcome:
        monkeypatch.setattr("sys.argv", ["songngu", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            run()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory; nothing of the user's settings reaches into it."""
    monkeypatch.chdir(tmp_path)
    for name in ("SONGNGU_DEBUG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def corpus(workplace: Path, root: Path) -> Path:
    """The two real articles in `corpus/` of an otherwise empty working directory."""
    for folder in (root / "corpus").glob("lang-son-*"):
        shutil.copytree(folder, workplace / "corpus" / folder.name)
    return workplace / "corpus"
