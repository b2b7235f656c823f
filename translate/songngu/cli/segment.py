"""`songngu segment`: show what the document reader and the segmenter make of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from songngu.cli.options import JsonOption, SourceOption
from songngu.cli.output import note, print_json


def segment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Document to read.", show_default=False)],
    source: SourceOption = "en",
    json: JsonOption = False,
) -> None:
    """Print the segments of a document, one to a line: line of the file, kind, text."""
    from songngu.documents import read_document
    from songngu.segmentation import segment_document

    document = read_document(file, file.stem)
    segments = segment_document(document, source)
    if json:
        print_json({"path": document.path, "encoding": document.encoding, "segments": segments})
        return
    for warning in document.warnings:
        note(f"warning: {warning}")
    width = len(str(segments[-1].line)) if segments else 1
    for each in segments:
        kind = f"{each.kind}, furniture" if each.furniture else str(each.kind)
        typer.echo(f"{each.line:>{width}}  {kind:<20}  {each.text}")
