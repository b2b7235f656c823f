"""`songngu glossary learn`: what reviewers wrote otherwise than proposed goes into your own termbase.

Names are learnt; other renderings become candidates in a folder of their own, which nothing is translated with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.glossary_store import OwnFolderOption
from songngu.cli.options import JsonOption, LocaleDirOption, SourceOption, TargetOption
from songngu.cli.output import note, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from songngu.languages import LanguagePair
    from songngu.scoring.term_changes import TermChange
    from songngu.terminology import Entry, Termbase

FILE = "names.csv"
CANDIDATES = "candidates"
CANDIDATES_FILE = "changed-terms.csv"


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
    minimum: Annotated[
        int, typer.Option("--min", min=1, help="How often a rendering was changed to be a candidate.")
    ] = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be learnt.")] = False,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    locale_dir: LocaleDirOption = Path("locales"),
    json: JsonOption = False,
) -> None:
    """Learn names from accepted entries: `translate --glossary DIR` then writes them as the reviewer did.

    Renderings of terms that reviewers changed become candidates in DIR/candidates: nothing is translated with
    them until you take them over with `glossary import`.
    """
    from songngu.catalogues import catalogue_folder
    from songngu.catalogues.write import write_atomically
    from songngu.languages import LanguagePair
    from songngu.terminology import Termbase
    from songngu.terminology.finder import glossary_folders
    from songngu.terminology.learning import add_candidates, learn_names, with_learnt

    pair = LanguagePair.parse(source, target)
    own = [glossary] if any(glossary.glob("*.csv")) else []
    known = Termbase.load(glossary_folders(pair, own))
    files = list(_files(paths or [catalogue_folder(locale_dir, pair)]))
    found = learn_names(_accepted(files), known)
    changes = _changes(files, pair, own)
    proposed = proposals(changes, known, minimum)
    if found.names and not dry_run:
        file = glossary / FILE
        glossary.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        write_atomically(file, with_learnt(before, found.names))
    added = add_candidates(glossary / CANDIDATES, CANDIDATES_FILE, proposed, dry_run=dry_run)
    if json:
        print_json(
            {
                "names": found.names,
                "disputed": dict(found.disputed),
                "candidates": [
                    {"source": each.source, "target": each.target, "note": each.note} for each in added
                ],
                "changed_terms": changes,
            }
        )
        return
    for name in found.names:
        typer.echo(f"{name.source} → {name.target} ({name.kind})")
    for english, forms in found.disputed:
        note(f"{english}: accepted as {' and as '.join(forms)}; not learnt")
    for each in added:
        typer.echo(f"{each.source} → {each.target} ({each.note})")
    where = "would be learnt" if dry_run else f"learnt into {glossary / FILE}"
    note(f"{len(found.names)} names {where}")
    if proposed:
        path = glossary / CANDIDATES / CANDIDATES_FILE
        where = "would be added" if dry_run else f"added to {path}: read them before you import them"
        note(f"{len(added)} candidates {where}")


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the catalogues that have entries."""
    from songngu.catalogues import Catalogue

    for path in paths:
        for file in sorted(path.glob("*.po")) if path.is_dir() else [path]:
            if any(Catalogue.load(file) or ()):
                yield file


def _accepted(files: Sequence[Path]) -> Iterator[tuple[list[str], str]]:
    """Yield the comment lines and the text of the entries that people have accepted."""
    from songngu.catalogues import Catalogue, notes_of

    for file in files:
        for entry in Catalogue.load(file) or ():
            if entry.msgstr and not entry.fuzzy:
                yield notes_of(entry), entry.msgstr


def _changes(files: Sequence[Path], pair: LanguagePair, own: Sequence[Path]) -> list[TermChange]:
    """Return the renderings that reviewers took out, as far as the catalogues keep the machine's text."""
    from songngu.scoring import make_judge
    from songngu.scoring.hter import review_of
    from songngu.scoring.term_changes import changed_terms

    review = review_of([(file.stem, file) for file in files], bootstrap=0)
    changed = any(edit.machine != edit.final for edit in review.edits)
    return changed_terms((each.edits for each in review.reports), make_judge(pair, own)) if changed else []


def proposals(changes: Sequence[TermChange], known: Termbase, minimum: int) -> list[Entry]:
    """Return a candidate for each term that was changed often enough, with what mostly stands in its place.

    Left out are names, which are required always, and terms whose rendering the context chooses: one rendering for
    all contexts would be a step back.
    """
    from songngu.terminology.learning import candidate

    found: dict[str, Entry] = {}
    for change in changes:
        entry = known.find(change.source)
        if entry is None or entry.is_name or entry.conditions:
            continue
        if change.count < minimum or not change.replacements:
            continue
        target, *others = (text for text, _ in change.replacements)
        remark = f"candidate: reviewers changed “{change.rendering}” {change.count} of {change.offered} times"
        remark += f"; also {', '.join(others[:2])}" if others else ""
        having = (text for text in change.examples if target.casefold() in text.casefold())
        remark += f"; e.g. {_around(next(having, change.examples[0]), target)}"
        found.setdefault(change.source, candidate(entry, target, remark))
    return list(found.values())


def _around(text: str, words: str, reach: int = 30) -> str:
    """Return the words with a little of what stands around them."""
    at = text.casefold().find(words.casefold())
    if at < 0:
        return text[: 2 * reach].rsplit(" ", 1)[0] + " …" if len(text) > 2 * reach else text
    start, end = max(0, at - reach), min(len(text), at + len(words) + reach)
    start = text.find(" ", start, at) + 1 if start else 0
    end = max(text.rfind(" ", at + len(words), end), at + len(words)) if end < len(text) else end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
