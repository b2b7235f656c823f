"""From source texts to verified translations: one place where terms, engine, restoration and checks meet.

The road of a text (design, "The term protocol"): it is decoded plainly first, and of the n-best outputs the
best-scored one that keeps every term wins. Only where a term is missing are the missing terms annotated or masked,
a few at a time, and decoded again. A name that lost its diacritics is mended in place. What still misses is a
finding for the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from songngu.checks import Finding, run_checks
from songngu.documents.base import BlockKind
from songngu.engines.base import Candidate, DecodingOptions, Engine
from songngu.engines.passthrough import needs_translation
from songngu.languages import LanguagePair
from songngu.restoration import restore
from songngu.spans import Span
from songngu.terminology import Protected, annotate, masked, protect, repair, strip, verify
from songngu.terminology import restore as put_back
from songngu.terminology.base import Enforcement, TermMatch, Verdict

ANNOTATED_AT_ONCE = (3, 3, 1)
"""Terms annotated in each further decoding: a sentence full of brackets loses its neighbours."""

SCORE_MARGIN = 0.2
"""How far (mean log-probability per piece) an output with constraints may fall under the plain one."""

ALTERNATIVES = 3
"""Outputs looked at beside the best one of each decoding."""

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
        road: `plain`, `n-best`, `inline`, `masked`, `copy` for a text that passes unchanged, or `given`.
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
class _Output:
    """A decoder output after restoration, judged."""

    text: str
    score: float
    road: str
    verdicts: tuple[Verdict, ...]
    missing: tuple[str, ...]

    @property
    def cost(self) -> tuple[int, int]:
        """Sort key before the score: what is surely wrong, then what might be better."""
        lost = [verdict for verdict in self.verdicts if not verdict.kept]
        required = sum(verdict.match.entry.enforcement is Enforcement.REQUIRED for verdict in lost)
        wrong = sum(len(verdict.forbidden) for verdict in self.verdicts)
        return required + wrong + len(self.missing), len(lost) - required

    @property
    def lost(self) -> list[TermMatch]:
        """Matches whose rendering is not in the text, required ones first."""
        lost = [verdict.match for verdict in self.verdicts if not verdict.kept]
        return sorted(lost, key=lambda match: match.entry.enforcement is not Enforcement.REQUIRED)


@dataclass(slots=True)
class _Work:
    """A text on its road."""

    item: SourceText
    shown: str
    protected: Protected
    matches: tuple[TermMatch, ...]
    best: _Output | None = None
    floor: float = 0.0
    tried: set[str] = field(default_factory=set)

    def offer(self, outputs: Iterable[_Output]) -> None:
        """Keep the best of what there is: fewest faults first, then the score."""
        for output in outputs:
            if self.best is None or (output.cost, -output.score) < (self.best.cost, -self.best.score):
                self.best = output


class Translator:
    """Translates texts with an engine and a finder of terms.

    Args:
        engine: a loaded engine.
        find_terms: returns the terms and names of a text; its matches do not overlap.
        pair: the language pair.
        options: how to search.
    """

    def __init__(
        self,
        engine: Engine,
        find_terms: TermFinder,
        pair: LanguagePair,
        options: DecodingOptions | None = None,
    ) -> None:
        self.engine, self.pair, self._find_terms = engine, pair, find_terms
        base = options or DecodingOptions()
        self._options = replace(base, alternatives=min(ALTERNATIVES, base.beam - 1))

    def translate(self, items: Sequence[SourceText]) -> list[Translation]:
        """Translate `items`, one translation for each, in order; equal items are translated once."""
        done: dict[SourceText, Translation] = {}
        works = []
        for item in dict.fromkeys(items):
            if needs_translation(item.text, self.pair):
                works.append(self._prepare(item))
            else:
                done[item] = Translation(item.text, item.text, "copy")
        self._decode([(work, work.protected.text) for work in works], "plain")
        if self.engine.model.terms == "inline":
            self._constrain(works)
        for work in works:
            done[work.item] = self._finish(work)
        return [done[item] for item in items]

    def _read(self, text: str, spans: Sequence[Span]) -> tuple[Protected, tuple[TermMatch, ...]]:
        protected = protect(text, spans)
        return protected, tuple(self._find_terms(protected.text))

    def _prepare(self, item: SourceText) -> _Work:
        protected, matches = self._read(item.text, item.protected if self.engine.model.placeholders else ())
        shown = protected.text
        if is_shouted(item.text):
            protected = replace(protected, text=sentence_case(protected.text, matches))
            matches = tuple(self._find_terms(protected.text))
        return _Work(item, shown, protected, matches)

    def _constrain(self, works: Sequence[_Work]) -> None:
        """Decode again, with the lost terms annotated or masked, where a term was lost."""
        for count in ANNOTATED_AT_ONCE:
            lost = [
                (work, work.best.lost[:count]) for work in works if work.best is not None and work.best.lost
            ]
            self._decode([(work, annotate(work.protected.text, terms)) for work, terms in lost], "inline")
            self._decode([(work, masked(work.protected.text, terms)) for work, terms in lost], "masked")

    def _decode(self, jobs: Sequence[tuple[_Work, str]], road: str) -> None:
        jobs = [(work, text) for work, text in jobs if text not in work.tried]
        if not jobs:
            return
        hypotheses = self.engine.translate([text for _, text in jobs], self._options)
        for (work, text), hypothesis in zip(jobs, hypotheses, strict=True):
            work.tried.add(text)
            if road == "plain":
                work.floor = hypothesis.score - SCORE_MARGIN
            outputs = (Candidate(hypothesis.text, hypothesis.score), *hypothesis.alternatives)
            best_road = "n-best" if road == "plain" else road
            work.offer(
                self._judge(work, output, road if number == 0 else best_road)
                for number, output in enumerate(outputs)
                if output.score >= work.floor
            )

    def _judge(self, work: _Work, output: Candidate, road: str) -> _Output:
        text = restore(work.shown, strip(output.text), kind=work.item.kind, pair=self.pair).text
        text = repair(text, work.matches).text
        text, missing = put_back(text, work.protected)
        return _Output(text, output.score, road, tuple(verify(text, work.matches)), tuple(missing))

    def _finish(self, work: _Work) -> Translation:
        best = work.best
        if (
            best is None
        ):  # an engine that gives nothing for a text: the reviewer gets an empty entry and a finding
            best = _Output("", 0.0, "plain", tuple(verify("", work.matches)), work.protected.originals)
        findings = _findings(work.item.text, best.text, work.matches, best.missing, self.pair)
        return Translation(work.item.text, best.text, best.road, best.score, work.matches, findings)


def judge(item: SourceText, target: str, find_terms: TermFinder, pair: LanguagePair) -> Translation:
    """Judge a target that is there already (a reviewer's, say): its terms and findings; nothing is decoded."""
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


def is_shouted(text: str) -> bool:
    """Say whether a text is set in capitals throughout: two words of four letters or more, no small letter."""
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
