"""`songngu glossary learn`: names that reviewers spelt otherwise than proposed go into your own termbase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.glossary_store import OwnFolderOption
from songngu.cli.options import JsonOption, LocaleDirOption, SourceOption, TargetOption
from songngu.cli.output import note, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILE = "names.csv"


def learn(
    glossary: OwnFolderOption,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="CATALOGUES",
            help="Reviewed catalogues. Default: all of the target.",
            show_default=False,
            exists=True,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be learnt.")] = False,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    locale_dir: LocaleDirOption = Path("locales"),
    json: JsonOption = False,
) -> None:
    """Learn names from accepted entries: `translate --glossary DIR` then writes them as the reviewer did."""
    from songngu.catalogues import catalogue_folder
    from songngu.catalogues.write import write_atomically
    from songngu.languages import LanguagePair
    from songngu.terminology import Termbase
    from songngu.terminology.finder import glossary_folders
    from songngu.terminology.learning import learn_names, with_learnt

    pair = LanguagePair.parse(source, target)
    own = [glossary] if any(glossary.glob("*.csv")) else []
    known = Termbase.load(glossary_folders(pair, own))
    found = learn_names(_accepted(paths or [catalogue_folder(locale_dir, pair)]), known)
    if found.names and not dry_run:
        file = glossary / FILE
        glossary.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        write_atomically(file, with_learnt(before, found.names))
    if json:
        print_json({"names": found.names, "disputed": dict(found.disputed)})
        return
    for name in found.names:
        typer.echo(f"{name.source} → {name.target} ({name.kind})")
    for english, forms in found.disputed:
        note(f"{english}: accepted as {' and as '.join(forms)}; not learnt")
    where = "would be learnt" if dry_run else f"learnt into {glossary / FILE}"
    note(f"{len(found.names)} names {where}")


def _accepted(paths: Sequence[Path]) -> Iterator[tuple[list[str], str]]:
    """Yield the comment lines and the text of the entries that people have accepted."""
    from songngu.catalogues.catalogue import Catalogue, notes_of

    files = (file for path in paths for file in (sorted(path.glob("*.po")) if path.is_dir() else [path]))
    for file in files:
        for entry in Catalogue.load(file) or ():
            if entry.msgstr and not entry.fuzzy:
                yield notes_of(entry), entry.msgstr
