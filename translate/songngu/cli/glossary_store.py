"""`songngu glossary add` and `import`: what goes into a user's own termbase folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from songngu.cli.options import JsonOption, SourceOption, TargetOption
from songngu.cli.output import EXIT_FINDINGS, note, print_json

OwnFolderOption = Annotated[
    Path,
    typer.Option(
        "--glossary", metavar="DIR", help="Your own termbase folder; made when missing.", file_okay=False
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="csv (ours), tbx, tbx-dct, tmx, po, deepl or google.",
        show_default="by suffix",
    ),
]


def add(
    term: Annotated[str, typer.Argument(metavar="SOURCE", help="English base form.")],
    rendering: Annotated[str, typer.Argument(metavar="TARGET", help="Rendering.")],
    glossary: OwnFolderOption,
    pos: Annotated[str, typer.Option("--pos", help="noun, proper noun, verb, adjective or phrase.")] = "noun",
    subject: Annotated[str, typer.Option("--subject", metavar="NAME", help="Subject field.")] = "general",
    status: Annotated[
        str, typer.Option("--status", metavar="NAME", help="preferred, admitted or deprecated.")
    ] = "preferred",
    enforcement: Annotated[
        str, typer.Option("--enforcement", metavar="NAME", help="required or suggested.")
    ] = "required",
    variant: Annotated[
        list[str] | None, typer.Option("--variant", metavar="TEXT", help="Other English form; repeatable.")
    ] = None,
    forbidden: Annotated[
        list[str] | None, typer.Option("--forbidden", metavar="TEXT", help="Wrong rendering; repeatable.")
    ] = None,
    remark: Annotated[str, typer.Option("--note", metavar="TEXT", help="Usage note.")] = "",
    case_sensitive: Annotated[
        bool, typer.Option("--case-sensitive", help="The capitals of SOURCE must be in the text.")
    ] = False,
    file: Annotated[str, typer.Option("--file", metavar="NAME", help="CSV file in DIR.")] = "terms.csv",
    source: SourceOption = "en",
    target: TargetOption = "vi",
) -> None:
    """Add a rendering to your own termbase folder; what would make the folder wrong is not written."""
    from songngu.errors import UsageError
    from songngu.languages import LanguagePair
    from songngu.terminology import Enforcement, Entry, Status, Termbase
    from songngu.terminology.exchange import add_entry
    from songngu.terminology.finder import glossary_folders

    base = Termbase.load(glossary_folders(LanguagePair.parse(source, target)))
    try:
        state, strength = Status(status), Enforcement(enforcement)
    except ValueError as error:
        raise UsageError(str(error), remedy="see songngu glossary add --help") from None
    entry = Entry(
        source=term,
        target=rendering,
        variants=tuple(variant or ()),
        forbidden=tuple(forbidden or ()),
        pos=pos,
        subject=subject,
        enforcement=strength,
        case_sensitive=case_sensitive,
        note=remark,
    )
    path = add_entry(glossary, entry, state, file=file, base=base)
    note(f"{path}: {term} → {rendering}")


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Termbase of another tool.", exists=True, dir_okay=False)
    ],
    glossary: OwnFolderOption,
    form: FormatOption = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    json: JsonOption = False,
) -> None:
    """Import a termbase file into your own folder; exit 1 if something of it was left out.

    Importing a file again replaces what it brought before. What the loader refuses is listed and left out.
    """
    from songngu.languages import LanguagePair
    from songngu.terminology.exchange import find_format, import_entries

    pair = LanguagePair.parse(source, target)
    reading = find_format(file, form, reading=True).read(file, pair)
    stored = import_entries(glossary, file.stem, reading.entries)
    left_out = [*reading.left_out, *stored.left_out]
    if json:
        print_json({"files": stored.paths, "entries": len(stored.entries), "left out": left_out})
    else:
        for line in left_out:
            typer.echo(line)
        note(f"{len(stored.entries):,} entries into {', '.join(map(str, stored.paths)) or 'no file'}")
    if left_out:
        raise typer.Exit(EXIT_FINDINGS)
