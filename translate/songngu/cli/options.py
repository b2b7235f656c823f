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
ReverseOption = Annotated[
    str | None,
    typer.Option(
        "--reverse",
        metavar="MODEL",
        help="Model of the other direction that weighs outputs, too; none: none. Default: the local one.",
        show_default=False,
    ),
]
BeamOption = Annotated[
    int | None,
    typer.Option(
        "--beam",
        min=1,
        max=32,
        help="Beam size of the decoder (8 with a reverse model, 4 without).",
        show_default=False,
    ),
]
ScoredPathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATHS]...",
        help="Catalogues, or document folders with reference.<target>.txt. Default: the corpus.",
        show_default=False,
    ),
]
CorpusOption = Annotated[
    Path, typer.Option("--corpus", metavar="DIR", help="Folder of the documents with references.")
]
HypothesisOption = Annotated[
    Path | None,
    typer.Option("--hyp", metavar="FILE", help="Take this line file or catalogue instead; needs --ref."),
]
ReferenceOption = Annotated[
    list[Path] | None,
    typer.Option("--ref", metavar="FILE", help="Reference lines, reviewed catalogue or TMX; repeatable."),
]
SourceFileOption = Annotated[
    Path | None, typer.Option("--src", metavar="FILE", help="Source lines of the hypotheses.")
]
AlignOption = Annotated[bool, typer.Option("--align", help="Align line files whose numbers of lines differ.")]
BootstrapOption = Annotated[
    int, typer.Option("--bootstrap", min=0, help="Resamples for the 95 % intervals; 0: none.")
]
AllowEmptyOption = Annotated[
    bool, typer.Option("--allow-empty", help="Score empty hypotheses as worth nothing.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
VerboseOption = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more; -vv says all.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
