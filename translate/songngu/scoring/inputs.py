"""From what a user names to what is scored: catalogues with their reference folders, or single files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from songngu.catalogues import catalogue_folder, catalogue_path
from songngu.errors import ScoringError, UsageError
from songngu.scoring.align import align
from songngu.scoring.base import ScoredDocument, ScoredSegment
from songngu.scoring.hypotheses import (
    Which,
    against_lines,
    against_memory,
    read_catalogue,
    reviewed_references,
)
from songngu.scoring.texts import ReferenceText, read_lines, read_references, read_tmx, require_same_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from songngu.languages import LanguagePair

_MEMORIES = (".po", ".tmx")


@dataclass(frozen=True, slots=True)
class Target:
    """A document to score: its name, its catalogue, the folder of its reference."""

    slug: str
    catalogue: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the user named.

    Attributes:
        pair: the languages.
        paths: catalogues or document folders; none means `corpus`.
        corpus: where the references of documents lie.
        locale_dir: where the catalogues of documents lie.
        references: reference files of hypotheses that are named file by file.
        source: their source lines.
        which: whose text of catalogues is scored.
        aligned: align line files whose numbers of lines differ.
    """

    pair: LanguagePair
    paths: tuple[Path, ...] = ()
    corpus: Path = Path("corpus")
    locale_dir: Path = Path("locales")
    references: tuple[Path, ...] = ()
    source: Path | None = None
    which: Which = Which.ALL
    aligned: bool = False

    def documents(self, hypotheses: Path | None = None) -> list[ScoredDocument]:
        """Return what is to be scored.

        Args:
            hypotheses: a file with hypotheses, or a locale folder in the place of `locale_dir`.

        Raises:
            ScoringError: files that are missing or do not fit together.
            UsageError: a combination that means nothing.
        """
        if hypotheses is not None and not hypotheses.is_dir():
            if not self.references:
                raise UsageError(f"{hypotheses} needs a reference", remedy="name it with --ref")
            return [
                from_files(
                    hypotheses,
                    self.references,
                    self.source,
                    self.pair,
                    which=self.which,
                    aligned=self.aligned,
                )
            ]
        if self.references or self.source:
            raise UsageError("--ref and --src need a file of hypotheses", remedy="name it with --hyp")
        targets = find_targets(self.paths, self.corpus, hypotheses or self.locale_dir, self.pair)
        return from_catalogues(targets, self.pair, self.which)

    def scored_catalogues(self, hypotheses: Path | None = None) -> list[tuple[str, Path]]:
        """Return name and catalogue of each of `documents`; none for a file of lines.

        Args:
            hypotheses: as for `documents`.

        Raises:
            ScoringError: a path that does not exist.
        """
        if hypotheses is not None and not hypotheses.is_dir():
            return [(hypotheses.stem, hypotheses)] if hypotheses.suffix == ".po" else []
        targets = find_targets(self.paths, self.corpus, hypotheses or self.locale_dir, self.pair)
        return [(each.slug, each.catalogue) for each in targets]

    def sources(self) -> list[tuple[str, ReferenceText]]:
        """Return what a system is to translate, by name: `source`, or the source lines of the documents' references.

        Raises:
            ScoringError: no source lines, or files that do not fit together.
            UsageError: a combination that means nothing.
        """
        if self.references or self.source is not None:
            if not self.references or self.source is None:
                raise UsageError("a system needs source lines and references", remedy="give --src and --ref")
            if any(path.suffix in _MEMORIES for path in self.references):
                raise UsageError("the references of a system are line files", remedy="give --ref FILE.txt")
            sources, *lines = _same_lines((self.source, *self.references))
            return [(self.source.stem, ReferenceText(self.references[0], sources, tuple(lines)))]
        targets = find_targets(self.paths, self.corpus, self.locale_dir, self.pair)
        texts = [(each.slug, read_references(each.folder, self.pair)) for each in targets]
        for _, text in texts:
            if text.sources is None:
                raise ScoringError(
                    "has no source lines that a system could translate",
                    path=text.path,
                    remedy=f"put them beside it as reference.{self.pair.source}.txt, or give --src and --ref",
                )
        return texts

    def catalogues(self) -> list[tuple[str, Path]]:
        """Return the names and catalogues of the documents, references or not; all of them when none is named.

        Raises:
            ScoringError: no catalogue is found.
        """
        folder = catalogue_folder(self.locale_dir, self.pair)
        named = [
            path if path.suffix == ".po" else catalogue_path(self.locale_dir, self.pair, path.resolve().name)
            for path in self.paths
        ]
        found = named or sorted(folder.glob("*.po"))
        if not found:
            raise ScoringError("holds no catalogue", path=folder, remedy="name the folder with --locale-dir")
        return [(path.stem, path) for path in found]


def find_targets(paths: Sequence[Path], corpus: Path, locale_dir: Path, pair: LanguagePair) -> list[Target]:
    """Return the documents that `paths` stand for: catalogues, document folders, or folders of those.

    Args:
        paths: what the user named; nothing means `corpus`.
        corpus: where the references of named catalogues lie, `<corpus>/<slug>/`.
        locale_dir: where the catalogues of named folders lie.
        pair: the languages.

    Raises:
        ScoringError: a path that does not exist, or without a reference below it.
    """
    found: dict[str, Target] = {}
    for path in paths or [corpus]:
        if not path.exists():
            raise ScoringError("does not exist", path=path, remedy="name a catalogue or a document folder")
        if path.suffix == ".po":
            found.setdefault(path.stem, Target(path.stem, path, corpus / path.stem))
            continue
        folders = list(_reference_folders(path if path.is_dir() else path.parent, pair))
        if not folders:
            raise ScoringError(
                f"holds no document with a reference.{pair.target}.txt",
                path=path,
                remedy="put references there, or name files with --hyp and --ref",
            )
        for folder in folders:
            slug = folder.resolve().name
            found.setdefault(slug, Target(slug, catalogue_path(locale_dir, pair, slug), folder))
    return list(found.values())


def _reference_folders(folder: Path, pair: LanguagePair) -> Iterator[Path]:
    name = f"reference.{pair.target}.txt"
    if (folder / name).is_file():
        yield folder
    else:
        yield from sorted(child for child in folder.iterdir() if (child / name).is_file())


def from_catalogues(
    targets: Sequence[Target], pair: LanguagePair, which: Which = Which.ALL
) -> list[ScoredDocument]:
    """Pair the catalogues of documents with their references.

    Raises:
        ScoringError: a catalogue or a reference is missing, or they do not fit.
        CatalogueError: a catalogue cannot be read.
    """
    documents = [
        against_lines(read_catalogue(each.catalogue), read_references(each.folder, pair), each.slug, which)
        for each in targets
    ]
    if which is Which.ALL:
        return documents
    documents = [document for document in documents if document.segments]
    if not documents:
        raise ScoringError(f"no entry is {which.value} text", remedy="leave out --which")
    return documents


def from_files(
    hypotheses: Path,
    references: Sequence[Path],
    source: Path | None,
    pair: LanguagePair,
    *,
    which: Which = Which.ALL,
    aligned: bool = False,
) -> ScoredDocument:
    """Pair a file of hypotheses with its references.

    Args:
        hypotheses: a line file or a catalogue.
        references: line files, or one reviewed catalogue or TMX, which are joined by source text.
        source: the source lines of a line file.
        pair: the languages.
        which: whose text of a catalogue is scored.
        aligned: align lines where the numbers of lines differ.

    Raises:
        ScoringError: files that do not fit together.
        UsageError: a combination that means nothing.
    """
    slug = hypotheses.stem
    memories = [path for path in references if path.suffix in _MEMORIES]
    if memories and len(references) > 1:
        raise UsageError(
            f"{memories[0]} cannot be joined with other references",
            remedy="give one --ref, or line files only",
        )
    if memories:
        known = _memory(memories[0], pair)
        if hypotheses.suffix == ".po":
            return against_memory(read_catalogue(hypotheses), known, slug, which)
        return _lines_against_memory(hypotheses, source, known, slug)
    lines = _same_lines(references)
    sources = read_lines(source) if source else None
    if hypotheses.suffix == ".po":
        if source is not None and sources is not None:
            require_same_length(references[0], lines[0], source, sources)
        text = ReferenceText(references[0], sources, lines)
        return against_lines(read_catalogue(hypotheses), text, slug, which)
    return _lines_against_lines(hypotheses, references[0], lines, source, sources, aligned)


def _same_lines(paths: Sequence[Path]) -> tuple[tuple[str, ...], ...]:
    """Read line files that must have equally many lines."""
    lines = tuple(read_lines(path) for path in paths)
    for path, each in zip(paths[1:], lines[1:], strict=True):
        require_same_length(paths[0], lines[0], path, each)
    return lines


def _memory(path: Path, pair: LanguagePair) -> Mapping[str, tuple[str, ...]]:
    return reviewed_references(path) if path.suffix == ".po" else read_tmx(path, pair)


def _lines_against_lines(
    hypotheses: Path,
    reference: Path,
    lines: tuple[tuple[str, ...], ...],
    source: Path | None,
    sources: tuple[str, ...] | None,
    aligned: bool,
) -> ScoredDocument:
    ours = read_lines(hypotheses)
    if source is not None and sources is not None:
        require_same_length(hypotheses, ours, source, sources)
    if len(ours) == len(lines[0]):
        segments = tuple(
            ScoredSegment(sources[number] if sources else "", text, refs, f"line {number + 1}")
            for number, (text, *rest) in enumerate(zip(ours, *lines, strict=True))
            for refs in (tuple(rest),)
        )
        return ScoredDocument(hypotheses.stem, segments)
    if not aligned:
        require_same_length(reference, lines[0], hypotheses, ours, "align them with --align")
    beads = align(ours, lines[0], same_language=True)
    for bead in beads:
        if not bead.is_complete and bead.right_start < bead.right_end:
            raise ScoringError(f"has nothing for line {bead.right_start + 1} of {reference}", path=hypotheses)
    segments = tuple(
        ScoredSegment(
            " ".join(sources[bead.left_start : bead.left_end]) if sources else "",
            " ".join(ours[bead.left_start : bead.left_end]),
            tuple(" ".join(each[bead.right_start : bead.right_end]) for each in lines),
            f"line {bead.right_start + 1}",
        )
        for bead in beads
        if bead.is_complete
    )
    counts = f"{len(ours)} and {len(lines[0])} lines gave {len(segments)} segments"
    note = f"aligned by length and words: {counts}"
    return ScoredDocument(hypotheses.stem, segments, (note,))


def _lines_against_memory(
    hypotheses: Path, source: Path | None, known: Mapping[str, tuple[str, ...]], slug: str
) -> ScoredDocument:
    if source is None:
        raise UsageError(
            "references in a catalogue or TMX are found by their source text",
            remedy="give the source lines with --src",
        )
    ours, sources = read_lines(hypotheses), read_lines(source)
    require_same_length(hypotheses, ours, source, sources)
    segments = tuple(
        ScoredSegment(text, ours[number], known[" ".join(text.split())], f"line {number + 1}")
        for number, text in enumerate(sources)
        if " ".join(text.split()) in known
    )
    missing = len(ours) - len(segments)
    notes = (f"{missing} lines have no reference and are not scored",) if missing else ()
    return ScoredDocument(slug, segments, notes)
