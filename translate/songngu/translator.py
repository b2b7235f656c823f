"""From source texts to verified translations: one place where terms, engine, restoration and checks meet.

A text is cut into parts that the model translates without losing clauses; `cascade` decodes each until its terms are
kept. A name that lost its diacritics is mended in place. What still misses is a finding for the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from songngu.cascade import ROADS, Cascade
from songngu.checks import Finding, run_checks
from songngu.documents.base import BlockKind
from songngu.engines.passthrough import needs_translation
from songngu.markup import Lifted, lift, put_around
from songngu.parts import Part, joined
from songngu.restoration import restore
from songngu.spans import Span, overlaps_any
from songngu.terminology import Protected, protect, repair, verify
from songngu.terminology import restore as put_back
from songngu.terminology.base import Enforcement, Entry, TermMatch
from songngu.terminology.consistency import deviations
from songngu.weighing import DOUBT, DOUBT_FROM, Scale, search_options

if TYPE_CHECKING:
    from songngu.engines.base import DecodingOptions, Engine
    from songngu.languages import LanguagePair

GIVEN = "given"
"""The road of a translation that was there already."""

TermFinder = Callable[[str], Sequence[TermMatch]]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text to translate: what it says, what kind of block it is from, what must stay as it is."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    protected: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation and how it came about.

    Attributes:
        source: the source text.
        target: the translation.
        road: one of `ROADS`, `copy` for a text that passes unchanged, or `given`.
        score: mean log-probability per piece of the output chosen; None for a copy.
        matches: the terms and names found in the source.
        findings: what a reviewer should look at.
    """

    source: str
    target: str
    road: str
    score: float | None = None
    matches: tuple[TermMatch, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def kept(self) -> int:
        """How many of the terms and names the target keeps."""
        return sum(verdict.kept for verdict in verify(self.target, self.matches))


@dataclass(frozen=True, slots=True)
class _Work:
    """A text without paired markup and with placeholders, its matches, and the parts that are decoded.

    `marked` holds, for each pair of markup, the words between as a part of their own: their translation tells
    where in the target the markup belongs.
    """

    item: SourceText
    lifted: Lifted
    protected: Protected
    matches: tuple[TermMatch, ...]
    parts: tuple[Part, ...]
    marked: tuple[Part, ...]


class Translator:
    """Translates texts with an engine and a finder of terms.

    Args:
        engine: a loaded engine.
        find_terms: returns the terms and names of a text, sorted; its matches do not overlap.
        pair: the language pair.
        options: how to search; by default as `weighing.search_options` says.
        reverse: an engine of the other direction, which weighs the outputs, too.
    """

    def __init__(
        self,
        engine: Engine,
        find_terms: TermFinder,
        pair: LanguagePair,
        options: DecodingOptions | None = None,
        reverse: Engine | None = None,
    ) -> None:
        self.engine, self.pair, self._find_terms = engine, pair, find_terms
        self._scale = Scale(reverse)
        self._cascade = Cascade(engine, pair, options or search_options(None, reverse), self._scale)

    def translate(self, items: Sequence[SourceText]) -> list[Translation]:
        """Translate `items`, one translation for each, in order; equal items are translated once."""
        works = {
            item: self._prepare(item)
            for item in dict.fromkeys(items)
            if needs_translation(item.text, self.pair)
        }
        parts = [part for work in works.values() for part in (*work.parts, *work.marked)]
        self._cascade.decode(parts)
        done = dict(zip(works, self._doubted([self._finish(work) for work in works.values()]), strict=True))
        return [done.get(item) or Translation(item.text, item.text, "copy") for item in items]

    def _doubted(self, translations: Sequence[Translation]) -> list[Translation]:
        """Add a finding where the reverse model hardly recognises the source in the target."""
        found = self._scale.probabilities([(each.source, each.target) for each in translations])
        return [
            each
            if probability is None or probability >= DOUBT or len(each.source.split()) < DOUBT_FROM
            else replace(each, findings=(*each.findings, _doubt(probability)))
            for each, probability in zip(translations, found, strict=True)
        ]

    def _prepare(self, item: SourceText) -> _Work:
        lifted = lift(item.text, item.protected)
        kept = [*lifted.protected, *self.engine.unreadable(lifted.text)]
        protected = protect(lifted.text, kept if self.engine.model.placeholders else ())
        text, matches = protected.text, tuple(self._find_terms(protected.text))
        if is_shouted(item.text):
            text = sentence_case(text, matches)
            matches = tuple(self._find_terms(text))
        wanted = matches if self.engine.model.placeholders else _with_copies(text, matches, kept)
        parts = self._cascade.split(text, wanted)
        inner = (pair.inner.of(lifted.text) for pair in lifted.pairs)
        marked = tuple(Part(words, tuple(self._find_terms(words))) for words in inner)
        return _Work(item, lifted, protected, matches, tuple(parts), marked)

    def _finish(self, work: _Work) -> Translation:
        item = work.item
        text, score = joined(work.parts)
        kept = [verdict.match for verdict in verify(text, work.matches) if verdict.kept]
        text = restore(
            work.protected.text,
            text,
            kind=item.kind,
            pair=self.pair,
            keeps=lambda changed: all(verdict.kept for verdict in verify(changed, kept)),
        ).text
        text = repair(text, work.matches).text
        findings = _findings(work.protected.text, text, work.matches, (), self.pair)
        text, missing = put_back(text, work.protected)
        if not self.engine.model.placeholders:
            missing += [
                span.of(work.lifted.text)
                for span in work.lifted.protected
                if span.of(work.lifted.text) not in text
            ]
        renderings = [part.best.text if part.best else "" for part in work.marked]
        text, homeless = put_around(text, work.lifted.pairs, renderings, work.lifted.text)
        findings += tuple(Finding("markup", f"{piece} has no place") for piece in (*missing, *homeless))
        roads = (part.best.road for part in work.parts if part.best is not None)
        road = max(roads, key=ROADS.index, default="plain")
        return Translation(item.text, text, road, score, work.matches, findings)


def compare(translations: Sequence[Translation]) -> list[Translation]:
    """Return the translations of a document with a finding where one renders a concept unlike most others."""
    found = deviations([(each.target, each.matches) for each in translations])
    return [
        replace(each, findings=(*each.findings, *(Finding("consistency", message) for message in messages)))
        for each, messages in zip(translations, found, strict=True)
    ]


def _with_copies(text: str, matches: Sequence[TermMatch], kept: Sequence[Span]) -> tuple[TermMatch, ...]:
    """Add what must stay as it is to the terms, for a model that does not copy placeholders."""
    spans = [span for span in kept if span.end <= len(text)]
    copies = [
        TermMatch(span, span.of(text), Entry(span.of(text), span.of(text)), span.of(text)) for span in spans
    ]
    terms = [match for match in matches if not overlaps_any(match.span, spans)]
    return tuple(sorted((*terms, *copies), key=lambda match: match.span))


def judge(item: SourceText, target: str, find_terms: TermFinder, pair: LanguagePair) -> Translation:
    """Judge a target that is there already, a reviewer's, say: its terms and findings."""
    matches = tuple(find_terms(protect(item.text, item.protected).text))
    missing = [span.of(item.text) for span in item.protected if span.of(item.text) not in target]
    findings = _findings(item.text, target, matches, missing, pair)
    return Translation(item.text, target, GIVEN, None, matches, findings)


def _findings(
    source: str, target: str, matches: Sequence[TermMatch], missing: Sequence[str], pair: LanguagePair
) -> tuple[Finding, ...]:
    required = [match for match in matches if match.entry.enforcement is Enforcement.REQUIRED]
    verdicts = verify(target, required)
    return tuple(run_checks(source, target, pair=pair, verdicts=verdicts, missing_placeholders=missing))


def _doubt(probability: float) -> Finding:
    return Finding("round-trip", f"the source is hardly recognisable in it ({probability:.1%})")


def is_shouted(text: str) -> bool:
    """Say whether a text is set in capitals: two words of four letters or more, no small letter."""
    return text.upper() == text and sum(len(word) > 3 and word.isalpha() for word in text.split()) > 1


def sentence_case(text: str, matches: Sequence[TermMatch]) -> str:
    """Return an ALL-CAPS text as a sentence, known terms and names with their own capitals.

    Models loop or spell on capitals, since they have seen few.
    """
    pieces: list[str] = []
    position = 0
    for match in matches:
        pieces += (text[position : match.span.start].lower(), match.entry.source)
        position = match.span.end
    cased = "".join((*pieces, text[position:].lower()))
    return cased[:1].upper() + cased[1:]
