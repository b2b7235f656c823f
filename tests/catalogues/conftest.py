"""What the tests of catalogues share: the articles' lines, and drafts and headers made of them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from songngu.catalogues import Catalogue, Draft, Header
from songngu.catalogues.syntax import parse, render
from songngu.languages import LanguagePair

if TYPE_CHECKING:
    from collections.abc import Callable

    import polib

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ("lang-son-armed-forces", "lang-son-defensive-zone")

HEADER = Header(
    document="corpus/lang-son-defensive-zone/source.txt",
    pair=LanguagePair("en", "vi"),
    model="songngu-en-vi 1.0 3f9a1c20",
    glossary="7be1d002",
    settings="engine=ctranslate2 beam=4",
    segmenter="sentencex with the repairs of songngu",
    created="2025-12-01 08:00+0000",
)


def read_article(slug: str) -> list[tuple[str, str]]:
    folder = ROOT / "corpus" / slug
    sides = [(folder / f"reference.{tag}.txt").read_text("utf-8").splitlines() for tag in ("en", "vi")]
    return list(zip(*sides, strict=True))


@pytest.fixture(scope="session")
def article() -> Callable[[str], list[tuple[str, str]]]:
    """The sentences of an article with their reference translations."""
    return read_article


@pytest.fixture(scope="session")
def header() -> Callable[..., Header]:
    """Makes a header; named fields differ from the usual."""
    return lambda **changes: replace(HEADER, **changes)


@pytest.fixture(scope="session")
def draft() -> Callable[..., Draft]:
    """Makes a draft from source, target and block number."""

    def make(source: str, target: str | None = None, block: int = 1, **more: object) -> Draft:
        values: dict[str, object] = {
            "source": source,
            "references": (("corpus/a/source.txt", block),),
            "places": (f"block {block}, sentence 1, paragraph",),
            "notes": ("term: provincial Party Committee → Tỉnh ủy",) if target is not None else None,
            "target": target,
            "origin": "model songngu-en-vi 1.0, plain, 0.74" if target is not None else "",
        }
        return Draft(**{**values, **more})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def reread() -> Callable[[polib.POFile], Catalogue]:
    """Turns entries into a catalogue as if they had been written and read again."""

    def read(file: polib.POFile) -> Catalogue:
        text = render(file)
        return Catalogue(parse(text), Path("a.po"), text.encode())

    return read


@pytest.fixture(scope="session")
def tool() -> Callable[..., str]:
    """Runs one of gettext's programs or its like over a text; returns what it wrote to both streams.

    A missing program fails the test (Debian: `gettext`, `i18nspector`).
    """

    def run(*command: str, text: str = "") -> str:
        assert shutil.which(command[0]), f"{command[0]} is not installed; apt-get install gettext i18nspector"
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode() + done.stderr.decode()

    return run
