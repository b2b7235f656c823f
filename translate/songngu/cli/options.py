"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SourceOption = Annotated[str, typer.Option("--source", metavar="TAG", help="Source language (BCP 47).")]
TargetOption = Annotated[str, typer.Option("--target", metavar="TAG", help="Target language (BCP 47).")]
LocaleDirOption = Annotated[
    Path, typer.Option("--locale-dir", metavar="DIR", help="Folder of the catalogues.", file_okay=False)
]
GlossaryOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        metavar="DIR",
        help="Termbase folder on top of the default one; repeatable, later ones win.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="MODEL",
        help="Model folder, name of a local model, or hub name such as Helsinki-NLP/opus-mt-en-vi.",
    ),
]
EngineOption = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="ctranslate2 or transformers (needs the torch extra).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
VerboseOption = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more; -vv says all.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
