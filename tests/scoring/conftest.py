"""What the tests of scores share: the articles' references, and catalogues made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polib
import pytest
import typer
from typer.testing import CliRunner

from songngu.catalogues.comments import machine_line, origin_line
from songngu.cli.score import score

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


@pytest.fixture
def run() -> Callable[..., str]:
    """Runs `songngu score ARGUMENTS…`; returns what it printed. An error is raised as it is."""
    app = typer.Typer()
    app.command()(score)

    def invoke(*arguments: object, code: int = 0) -> str:
        result = CliRunner().invoke(app, [str(each) for each in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.stdout

    return invoke


def read_lines(slug: str, language: str) -> list[str]:
    return (CORPUS / slug / f"reference.{language}.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="session")
def lines() -> Callable[[str, str], list[str]]:
    """The reference lines of an article in a language."""
    return read_lines


@pytest.fixture(scope="session")
def shortened() -> Callable[..., list[str]]:
    """The Vietnamese reference of an article with some last words gone."""

    def shorten(slug: str, words: int = 2) -> list[str]:
        return [" ".join(line.split()[:-words]) or line for line in read_lines(slug, "vi")]

    return shorten


@pytest.fixture(scope="session")
def catalogue() -> Callable[..., Path]:
    """Writes the catalogue of an article as `songngu translate` does, with some entries accepted by a reviewer.

    `machine` is what the machine had written, where it was not the targets; None leaves it out, as it was once.
    """

    def write(
        folder: Path,
        slug: str,
        targets: list[str],
        reviewed: frozenset[int] = frozenset(),
        machine: list[str] | None = None,
        **header: str,
    ) -> Path:
        file = polib.POFile(wrapwidth=0)
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "vi", **header}
        for number, (source, target) in enumerate(zip(read_lines(slug, "en"), targets, strict=True)):
            written = machine[number] if machine else target
            notes = [f"block {number + 1}, sentence 1, paragraph"]
            notes += [machine_line(written)] if machine else []
            notes += [origin_line("model m 1.0, plain, 0.74", written)]
            entry = polib.POEntry(msgid=source, msgstr=target, comment="\n".join(notes))
            entry.flags = [] if number in reviewed else ["fuzzy"]
            file.append(entry)
        path = folder / "vi" / "LC_MESSAGES" / f"{slug}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        file.save(str(path))
        return path

    return write


@pytest.fixture
def locales(tmp_path: Path, catalogue: Callable[..., Path], shortened: Callable[..., list[str]]) -> Path:
    """A locale folder with both articles, shortened."""
    for slug in SLUGS:
        catalogue(tmp_path / "locales", slug, shortened(slug))
    return tmp_path / "locales"
