"""`songngu glossary extract`: term candidates of documents, and what parallel texts propose for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.options import GlossaryOption, JsonOption, SourceOption, TargetOption
from songngu.cli.output import note, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from songngu.languages import LanguagePair
    from songngu.spans import Span
    from songngu.terminology.extraction import Candidate
    from songngu.terminology.proposals import Proposal


def extract(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...", help="Documents or folders. Default: corpus/", show_default=False
        ),
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="c-value, or weirdness (needs --general).")
    ] = "c-value",
    general: Annotated[
        list[Path] | None,
        typer.Option(
            "--general", metavar="FILE", help="Everyday texts to compare with; repeatable.", exists=True
        ),
    ] = None,
    parallel: Annotated[
        Path | None,
        typer.Option(
            "--parallel",
            metavar="PATH",
            help="Pairs (.tsv file or folder) that propose renderings.",
            exists=True,
        ),
    ] = None,
    new_only: Annotated[
        bool, typer.Option("--new-only", help="Leave out what the termbase has, and parts of it.")
    ] = False,
    minimum: Annotated[int, typer.Option("--min", min=1, help="Least frequency.")] = 2,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Candidates to show; 0 shows all.")] = 100,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write a CSV of those with a proposal, ready for import."),
    ] = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    glossary: GlossaryOption = None,
    json: JsonOption = False,
) -> None:
    """List term candidates of English documents, with frequency, score and context.

    With --parallel each gets proposals for its rendering. All are for a person to judge.
    """
    from songngu.errors import UsageError
    from songngu.languages import LanguagePair
    from songngu.terminology.extraction import Measure
    from songngu.terminology.extraction import extract as candidates_of
    from songngu.terminology.proposals import propose

    if measure not in set(Measure):
        raise UsageError(f"unknown measure {measure!r}", remedy=f"use one of {', '.join(Measure)}")
    if measure == Measure.WEIRDNESS and not general:
        raise UsageError("weirdness needs texts to compare with", remedy="name everyday texts with --general")
    if out is not None and parallel is None:
        raise UsageError("--out needs proposals", remedy="name pairs with --parallel")
    pair = LanguagePair.parse(source, target)
    known = _known(pair, glossary or ()) if new_only else None
    candidates = candidates_of(
        _segments(paths or [Path("corpus")], source),
        general=[text for path in general or () for text in _lines(path)],
        measure=Measure(measure),
        known=known,
        minimum=minimum,
    )
    candidates = candidates[: limit or None]
    proposals = propose([each.text for each in candidates], list(_pairs(parallel))) if parallel else {}
    if out is not None:
        _write(out, candidates, proposals)
    if json:
        print_json([{**_as_data(each), "proposals": proposals.get(each.text, [])} for each in candidates])
    else:
        _print(candidates, proposals)


def _segments(paths: Sequence[Path], language: str) -> Iterator[str]:
    from songngu.documents import find_documents, read_document
    from songngu.segmentation import segment_document

    for found in find_documents(paths):
        for segment in segment_document(read_document(found.path, found.slug), language):
            yield segment.text


def _lines(path: Path) -> list[str]:
    """Return the lines of a text; of a table of pairs the first column."""
    try:
        return [line.split("\t")[0] for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        from songngu.errors import UsageError

        raise UsageError(f"cannot be read ({error})", path=path, remedy="give UTF-8 text") from None


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    from songngu.errors import UsageError

    for file in sorted(path.glob("*.tsv")) if path.is_dir() else [path]:
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot be read ({error})", path=file, remedy="give UTF-8 text") from None
        for number, line in enumerate(lines, 1):
            cells = line.split("\t")
            if len(cells) < 2:
                raise UsageError(
                    "no TAB in the line", path=file, line=number, remedy="write source TAB target"
                )
            yield cells[0], cells[1]


def _known(pair: LanguagePair, stacked: Sequence[Path]) -> Callable[[str], list[Span]]:
    from songngu.terminology import Termbase
    from songngu.terminology.finder import TermFinder, glossary_folders

    finder = TermFinder(Termbase.load(glossary_folders(pair, stacked)), pair)
    return lambda text: [match.span for match in finder(text)]


def _as_data(candidate: Candidate) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(candidate)


def _print(candidates: Sequence[Candidate], proposals: dict[str, list[Proposal]]) -> None:
    width = max((len(each.text) for each in candidates), default=0)
    for each in candidates:
        weirdness = "" if each.weirdness is None else f"{each.weirdness:>9.1f}"
        typer.echo(f"{each.text:<{width}}  {each.frequency:>5}  {each.c_value:>8.1f}{weirdness}")
        for proposal in proposals.get(each.text, ()):
            typer.echo(f"    → {proposal.target} ({proposal.together} pairs, {proposal.share:.0%})")
        if each.contexts:
            typer.echo(f"    {each.contexts[0]}")


def _write(path: Path, candidates: Sequence[Candidate], proposals: dict[str, list[Proposal]]) -> None:
    """Write the best proposals as suggested entries; the others stand in the note."""
    from songngu.terminology import Enforcement, Entry
    from songngu.terminology.exchange.base import clean, merged
    from songngu.terminology.exchange.house import table
    from songngu.terminology.exchange.store import write_glossary

    entries = []
    for each in candidates:
        if found := proposals.get(each.text):
            others = "; or ".join(("", *(proposal.target for proposal in found[1:])))
            remark = f"Proposed by {found[0].together} pairs{others}"
            entries.append(
                Entry(
                    clean(each.text),
                    found[0].target,
                    subject="extracted",
                    enforcement=Enforcement.SUGGESTED,
                    note=remark,
                )
            )
    write_glossary(path, table(merged(entries)))
    note(f"{path}: {len(entries):,} entries; read them before you import them")
