"""A system that translates while it is scored: `songngu score --system MODEL`.

The only module of the room that loads an engine. It makes the same text as `songngu translate` makes of paragraphs,
and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.scoring.base import ScoredDocument, ScoredSegment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair
    from songngu.scoring.metrics import Progress
    from songngu.scoring.texts import ReferenceText
    from songngu.terminology.finder import TermFinder
    from songngu.translator import Translator

CHUNK = 32
"""Lines translated together; progress is told after each chunk."""

DEFAULT = "default"
"""The name of the model that `songngu translate` takes by itself."""

PREFIX = "system:"
"""Marks a system among the sides of a comparison."""


@dataclass(frozen=True, slots=True)
class System:
    """A model with its termbase.

    Attributes:
        model: name, version and digest of the model.
        glossary: digest of the termbase.
        translator: the road of `songngu translate`.
        find_terms: its termbase and names.
    """

    model: str
    glossary: str
    translator: Translator
    find_terms: TermFinder

    def translate(self, lines: Sequence[str], progress: Progress = lambda _: None) -> list[str]:
        """Return a translation of each line of a document; URLs, addresses … are protected as in documents.

        Args:
            lines: source texts.
            progress: called with the number of lines just translated.
        """
        from songngu.documents.protected import protected_spans
        from songngu.translator import SourceText

        self.find_terms.read(lines)
        targets: list[str] = []
        for start in range(0, len(lines), CHUNK):
            chunk = lines[start : start + CHUNK]
            items = [SourceText(line, protected=tuple(protected_spans(line))) for line in chunk]
            targets += [each.target for each in self.translator.translate(items)]
            progress(len(chunk))
        return targets


def load_system(
    pair: LanguagePair,
    model: str = DEFAULT,
    *,
    engine: str = "ctranslate2",
    reverse: str | None = None,
    beam: int | None = None,
    glossaries: Sequence[Path] = (),
) -> System:
    """Load a system.

    Args:
        pair: the languages.
        model: a folder, the name of a local model, a hub name, or `default`.
        engine: `ctranslate2` or `transformers`.
        reverse: model of the other direction that weighs outputs, too; see `engines.registry.reverse_model`.
        beam: beam size; None takes that of `songngu translate`.
        glossaries: termbase folders on top of the default one.

    Raises:
        ModelError: no such model, or one that cannot be used.
        GlossaryError: a termbase that cannot be used.
        UsageError: no such engine.
    """
    from songngu.engines import load_engine, load_reverse
    from songngu.terminology import Termbase
    from songngu.terminology.finder import TermFinder, glossary_digest, glossary_folders
    from songngu.translator import Translator
    from songngu.weighing import search_options

    loaded = load_engine(pair, model=None if model == DEFAULT else model, engine=engine)
    other = load_reverse(pair, model=reverse, engine=engine)
    folders = glossary_folders(pair, glossaries)
    find_terms = TermFinder(Termbase.load(folders), pair)
    translator = Translator(loaded, find_terms, pair, search_options(beam, other), other)
    name = f"{loaded.model} {loaded.model.digest}"
    return System(name, glossary_digest(folders), translator, find_terms)


def document_of(
    system: System, slug: str, text: ReferenceText, progress: Progress = lambda _: None
) -> ScoredDocument:
    """Translate the source lines of a reference, which it must have, and pair them with it.

    Args:
        system: translates.
        slug: the name of the document.
        text: source and reference lines.
        progress: called with the number of lines just translated.
    """
    sources = text.sources or ()
    columns = zip(
        sources, system.translate(sources, progress), zip(*text.references, strict=True), strict=True
    )
    segments = tuple(
        ScoredSegment(source, hypothesis, references, f"line {number}")
        for number, (source, hypothesis, references) in enumerate(columns, start=1)
    )
    return ScoredDocument(slug, segments, model=system.model, glossary=system.glossary)
