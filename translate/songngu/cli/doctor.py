"""`songngu doctor`: is this installation ready to work, and if not, why."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from songngu import __version__
from songngu.cli.options import (
    EngineOption,
    GlossaryOption,
    JsonOption,
    LocaleDirOption,
    ModelOption,
    ReverseOption,
    SourceOption,
    TargetOption,
)
from songngu.cli.output import EXIT_FINDINGS, print_json
from songngu.errors import SongnguError

if TYPE_CHECKING:
    from songngu.languages import LanguagePair

PACKAGES = (
    "babel",
    "charset-normalizer",
    "ctranslate2",
    "polib",
    "sacrebleu",
    "sentencepiece",
    "sentencex",
    "transformers",
    "typer",
)
OPTIONAL_PACKAGES = ("torch",)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the report: what was looked at, whether it is well, and the facts."""

    name: str
    ok: bool
    detail: str


def _versions() -> Iterator[Diagnosis]:
    yield Diagnosis("songngu", True, __version__)
    yield Diagnosis(
        "python", sys.version_info >= (3, 11), f"{platform.python_version()} on {platform.platform()}"
    )
    for name in (*PACKAGES, *OPTIONAL_PACKAGES):
        try:
            yield Diagnosis(name, True, metadata.version(name))
        except metadata.PackageNotFoundError:
            optional = name in OPTIONAL_PACKAGES
            hint = "not installed; needed for --engine transformers, converting and training only"
            yield Diagnosis(name, optional, hint if optional else "not installed")


def _attempt(name: str, check: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(name, True, check())
    except SongnguError as error:
        return Diagnosis(name, False, str(error))


def _glossary(pair: LanguagePair, stacked: list[Path]) -> str:
    from songngu.terminology import Termbase
    from songngu.terminology.finder import glossary_folders

    folders = glossary_folders(pair, stacked)
    termbase = Termbase.load(folders)
    return f"{len(termbase.entries)} entries, digest {termbase.digest}, from {', '.join(map(str, folders))}"


def _translation(pair: LanguagePair, model: str | None, engine: str) -> str:
    from songngu.engines import load_engine

    loaded = load_engine(pair, model=model, engine=engine)
    output = loaded.translate(["The Ministry of National Defence issued a directive."])[0]
    return f"{loaded.model} ({loaded.name}, {loaded.model.digest}): “{output.text}”"


def _reverse(pair: LanguagePair, model: str | None, engine: str) -> str:
    from songngu.engines import load_reverse

    loaded = load_reverse(pair, model=model, engine=engine)
    return "none: the model chooses alone" if loaded is None else f"{loaded.model} ({loaded.model.digest})"


def _locale_dir(folder: Path) -> str:
    import os

    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise SongnguError("cannot be written", path=folder, remedy="choose another folder with --locale-dir")
    return f"{folder} can be written"


def doctor(
    source: SourceOption = "en",
    target: TargetOption = "vi",
    model: ModelOption = None,
    engine: EngineOption = "ctranslate2",
    reverse: ReverseOption = None,
    glossary: GlossaryOption = None,
    locale_dir: LocaleDirOption = Path("locales"),
    json: JsonOption = False,
) -> None:
    """Check versions, model, glossary and folders; exit 1 when something is not ready."""
    from songngu.languages import LanguagePair

    pair = LanguagePair.parse(source, target)
    report = [
        *_versions(),
        _attempt("glossary", lambda: _glossary(pair, glossary or [])),
        _attempt("model", lambda: _translation(pair, model, engine)),
        _attempt("reverse model", lambda: _reverse(pair, reverse, engine)),
        _attempt("locale-dir", lambda: _locale_dir(locale_dir)),
    ]
    ready = all(line.ok for line in report)
    if json:
        print_json({"ready": ready, "report": report})
    else:
        width = max(len(line.name) for line in report)
        for line in report:
            typer.echo(f"{'ok ' if line.ok else 'BAD'}  {line.name:<{width}}  {line.detail}")
        typer.echo("ready" if ready else "not ready")
    if not ready:
        raise typer.Exit(EXIT_FINDINGS)
