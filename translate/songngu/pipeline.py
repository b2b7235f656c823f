"""The main road: documents in, catalogues out. The only module that knows all the rooms.

A document is read, segmented, compared with the catalogue that is there, and only what is missing or out of
date is translated. The engine and the termbase are loaded when the first segment needs them, so that a run over an
unchanged corpus touches neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from songngu.catalogues import (
    Catalogue,
    Counts,
    Draft,
    EntryState,
    Header,
    Key,
    catalogue_path,
    kept_texts,
    save_template,
    template_path,
    update,
)
from songngu.documents import DocumentSource, read_document
from songngu.engines import load_engine, load_reverse
from songngu.errors import GlossaryError, ModelError, SongnguError
from songngu.languages import LanguagePair
from songngu.segmentation import Segment, segment_document
from songngu.weighing import search_options

if TYPE_CHECKING:
    from songngu.engines.base import DecodingOptions, Engine
    from songngu.engines.folder import ModelInfo
    from songngu.terminology import Termbase
    from songngu.terminology.finder import TermFinder
    from songngu.translator import SourceText, Translation, Translator

CHUNK = 32
"""Segments decoded together; after each chunk an interrupt finds the work so far saved."""

SEGMENTER = "sentencex with the repairs of songngu"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run depends on.

    Attributes:
        pair: the language pair.
        locale_dir: folder of the catalogues.
        model: see `engines.resolve_model`.
        engine: `ctranslate2` or `transformers`.
        glossaries: termbase folders on top of the default one.
        reverse: model of the other direction that weighs outputs, too; see `engines.registry.reverse_model`.
        beam: beam size; None takes what `weighing.search_options` says.
        force: renew all machine entries, also those that are up to date.
        paragraph_context: keep equal sentences of different paragraphs apart (`msgctxt`).
        dry_run: count what would be done; write and translate nothing.
        jobs: cores to use; 0 takes all.
    """

    pair: LanguagePair = field(default_factory=LanguagePair)
    locale_dir: Path = Path("locales")
    model: str | None = None
    engine: str = "ctranslate2"
    glossaries: tuple[Path, ...] = ()
    reverse: str | None = None
    beam: int | None = None
    force: bool = False
    paragraph_context: bool = False
    dry_run: bool = False
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a document.

    Attributes:
        source: the document.
        catalogue: its catalogue.
        segments: segments in the document.
        words: words of the source.
        translated: entries that got new machine text (with `dry_run`: that would get it).
        counts: what the merge made.
        terms: terms and names that the new translations keep.
        findings: findings in the new translations.
        seconds: time that the document took.
        warnings: what the reader noticed.
        error: why the document failed, if it did; the rest is zero then.
    """

    source: DocumentSource
    catalogue: Path
    segments: int = 0
    words: int = 0
    translated: int = 0
    counts: Counts = field(default_factory=Counts)
    terms: int = 0
    findings: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    error: SongnguError | None = None


class Pipeline:
    """Translates documents into catalogues with one set of options."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def run(self, sources: Sequence[DocumentSource], progress: Progress = lambda _: None) -> Iterator[Result]:
        """Translate documents one by one; one that fails is reported in its result, the others go on.

        Args:
            sources: the documents.
            progress: called with the number of segments that have just been dealt with.

        Raises:
            SongnguError: the model or the termbase, which all documents need, cannot be used.
        """
        self._check()
        for source in sources:
            started = time.monotonic()
            path = catalogue_path(self.options.locale_dir, self.options.pair, source.slug)
            try:
                yield self._document(source, path, progress, started)
            except (GlossaryError, ModelError):
                raise
            except SongnguError as error:
                yield Result(source, path, seconds=time.monotonic() - started, error=error)

    def segments(self, source: DocumentSource) -> list[Segment]:
        """Return the segments of a document."""
        return segment_document(read_document(source.path, source.slug), self.options.pair.source)

    def _check(self) -> None:
        """Fail before the first document when the model or a glossary folder is not there."""
        _ = self._model, self._reverse, self._glossary_digest

    def _document(self, source: DocumentSource, path: Path, progress: Progress, started: float) -> Result:
        document = read_document(source.path, source.slug)
        segments = segment_document(document, self.options.pair.source)
        groups = self._groups(segments)
        words = sum(len(segment.text.split()) for segment in segments)
        existing = Catalogue.load(path)
        bare = self._drafts(source, groups)
        if self.options.dry_run:
            wanted = self._wanted(existing, groups, self._header(source, ""))
            progress(len(segments))
            return Result(source, path, len(segments), words, len(wanted), warnings=document.warnings)
        template = template_path(self.options.locale_dir, source.slug)
        header = self._header(source, save_template(bare, template, _posix(source.path)))
        wanted = self._wanted(existing, groups, header)
        self._find_terms.read(text for _, text in groups)
        kept = self._judged(kept_texts(existing, bare), groups)
        progress(len(segments) - sum(len(groups[key]) for key in wanted))
        done: dict[Key, Translation] = {}
        try:
            self._translate([(key, groups[key]) for key in wanted], done, progress)
        except KeyboardInterrupt:
            update(path, self._drafts(source, groups, done, kept), header)
            raise
        done, kept = self._compared(done, kept)
        outcome = update(path, self._drafts(source, groups, done, kept), header)
        return Result(
            source,
            path,
            len(segments),
            words,
            len(done),
            outcome.counts,
            sum(each.kept for each in done.values()),
            sum(len(each.findings) for each in done.values()),
            time.monotonic() - started,
            document.warnings,
        )

    def _groups(self, segments: Sequence[Segment]) -> dict[Key, list[Segment]]:
        """Bring equal segments together; each group becomes an entry."""
        groups: dict[Key, list[Segment]] = {}
        for segment in segments:
            context = f"block {segment.block}" if self.options.paragraph_context else None
            groups.setdefault((context, segment.text), []).append(segment)
        return groups

    def _wanted(
        self, existing: Catalogue | None, groups: dict[Key, list[Segment]], header: Header
    ) -> list[Key]:
        """Return the entries that need machine text: missing, empty, or made with other settings."""
        renew = self.options.force or existing is None or bool(existing.changed_settings(header))

        def is_wanted(key: Key) -> bool:
            state = existing.state(key[1], key[0]) if existing else EntryState.MISSING
            return state is not EntryState.REVIEWED and (renew or state is not EntryState.MACHINE)

        return [key for key in groups if is_wanted(key)]

    def _translate(
        self, wanted: Sequence[tuple[Key, list[Segment]]], done: dict[Key, Translation], progress: Progress
    ) -> None:
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            translations = self._translator.translate([_source_text(segments[0]) for _, segments in chunk])
            done.update(zip((key for key, _ in chunk), translations, strict=True))
            progress(sum(len(segments) for _, segments in chunk))

    def _judged(self, texts: Mapping[Key, str], groups: dict[Key, list[Segment]]) -> dict[Key, Translation]:
        """Judge what people wrote, so that the notes speak of the present text and termbase."""
        from songngu.translator import judge

        return {
            key: judge(_source_text(groups[key][0]), text, self._find_terms, self.options.pair)
            for key, text in texts.items()
        }

    @staticmethod
    def _compared(
        done: Mapping[Key, Translation], kept: Mapping[Key, Translation]
    ) -> tuple[dict[Key, Translation], dict[Key, Translation]]:
        """Add what only a look at the whole document finds; a person's text goes before the machine's."""
        from songngu.translator import compare

        shown = {**done, **kept}
        compared = dict(zip(shown, compare(list(shown.values())), strict=True))
        return (
            {key: new if key in kept else compared[key] for key, new in done.items()},
            {key: compared[key] for key in kept},
        )

    def _drafts(
        self,
        source: DocumentSource,
        groups: dict[Key, list[Segment]],
        done: Mapping[Key, Translation] = MappingProxyType({}),
        kept: Mapping[Key, Translation] = MappingProxyType({}),
    ) -> list[Draft]:
        """Return an entry for each group: new text from `done`, notes about what a reviewer will see."""
        from songngu.notes import note_lines, origin_text, place_lines

        drafts = []
        for key, segments in groups.items():
            new, shown = done.get(key), kept.get(key) or done.get(key)
            drafts.append(
                Draft(
                    source=key[1],
                    context=key[0],
                    references=tuple(dict.fromkeys((_posix(source.path), each.line) for each in segments)),
                    places=place_lines(segments),
                    notes=note_lines(shown) if shown else None,
                    target=new.target if new else None,
                    origin=origin_text(new, self._model) if new else "",
                )
            )
        return drafts

    def _header(self, source: DocumentSource, created: str) -> Header:
        return Header(
            document=_posix(source.path),
            pair=self.options.pair,
            model=f"{self._model} {self._model.digest}",
            glossary=self._glossary_digest,
            settings=f"engine={self.options.engine} beam={self._decoding.beam} reverse={self._reverse_digest}",
            segmenter=SEGMENTER,
            created=created,
        )

    @cached_property
    def _model(self) -> ModelInfo:
        from songngu.engines.registry import default_model, describe, resolve_model

        options = self.options
        path = resolve_model(options.model) if options.model else default_model(options.pair)
        return describe(path, options.pair)

    @cached_property
    def _reverse(self) -> ModelInfo | None:
        from songngu.engines.registry import describe, reverse_model

        path = reverse_model(self.options.pair, self.options.reverse)
        return None if path is None else describe(path, self.options.pair.swapped)

    @property
    def _reverse_digest(self) -> str:
        return "none" if self._reverse is None else self._reverse.digest

    @property
    def _decoding(self) -> DecodingOptions:
        return search_options(self.options.beam, self._reverse)

    @cached_property
    def _engine(self) -> Engine:
        options = self.options
        return load_engine(options.pair, model=options.model, engine=options.engine, threads=options.jobs)

    @cached_property
    def _glossary_digest(self) -> str:
        from songngu.terminology.finder import glossary_digest

        return glossary_digest(self._glossaries)

    @cached_property
    def _glossaries(self) -> list[Path]:
        from songngu.terminology.finder import glossary_folders

        return glossary_folders(self.options.pair, self.options.glossaries)

    @cached_property
    def _termbase(self) -> Termbase:
        from songngu.terminology import Termbase

        return Termbase.load(self._glossaries)

    @cached_property
    def _find_terms(self) -> TermFinder:
        from songngu.terminology.finder import TermFinder

        return TermFinder(self._termbase, self.options.pair)

    @cached_property
    def _translator(self) -> Translator:
        from songngu.translator import Translator

        options = self.options
        reverse = load_reverse(
            options.pair, model=options.reverse, engine=options.engine, threads=options.jobs
        )
        return Translator(self._engine, self._find_terms, options.pair, self._decoding, reverse)


def _source_text(segment: Segment) -> SourceText:
    from songngu.translator import SourceText

    return SourceText(segment.text, segment.kind, segment.protected)


def _posix(path: Path) -> str:
    """Return a path as catalogues show it: relative to the working directory where it lies below it."""
    absolute, here = path.absolute(), Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()
