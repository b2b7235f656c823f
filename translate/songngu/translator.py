"""From source texts to verified translations: one place where terms, engine, restoration and checks meet.

The road of a text (design, "The term protocol"): it is cut into parts that the model translates without losing
clauses, and decoded plainly. Of the n-best outputs of a part the best-scored one that keeps every term wins. Only
where a term is missing are the missing terms annotated or masked, a few at a time, and decoded again, at last
clause by clause. A name that lost its diacritics is mended in place. What still misses is a finding for the
reviewer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from songngu.checks import Finding, run_checks
from songngu.documents.base import BlockKind
from songngu.engines.base import Candidate, DecodingOptions, Engine
from songngu.engines.longtext import join_targets, split_source
from songngu.engines.passthrough import needs_translation
from songngu.markup import Lifted, lift, put_around
from songngu.restoration import restore
from songngu.spans import Span
from songngu.terminology import Protected, annotate, masked, protect, repair, strip, verify
from songngu.terminology import restore as put_back
from songngu.terminology.base import Enforcement, TermMatch, Verdict

if TYPE_CHECKING:
    from songngu.languages import LanguagePair

ANNOTATED_AT_ONCE = (3, 3, 1)
"""Terms annotated in each further decoding: a sentence full of brackets loses its neighbours."""

SCORE_MARGIN = 0.2
"""How far (mean log-probability per piece) an output with constraints may fall under the plain one."""

ALTERNATIVES = 3
"""Outputs looked at beside the best one of each decoding."""

ROADS = ("plain", "n-best", "inline", "masked", "clauses")
"""Roads of an output, easiest first; a text in parts has the hardest road of its parts."""

GIVEN = "given"
"""The road of a translation that was there already."""

_PLACEHOLDER = re.compile(r"⟦\d⟧")
_TIE = "\ue000"
"""Stands for the blanks and commas of a term while its text is cut, so that no cut falls into it."""

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
    """A decoder output, judged by the terms that its part of the source has."""

    text: str
    score: float
    road: str
    verdicts: tuple[Verdict, ...]
    misplaced: int
    defects: int

    @property
    def rank(self) -> tuple[int, int, int, float]:
        """Sort key, best first: what is surely wrong, what might be better, other findings, the score."""
        lost = [verdict for verdict in self.verdicts if not verdict.kept]
        required = sum(verdict.match.entry.enforcement is Enforcement.REQUIRED for verdict in lost)
        wrong = sum(len(verdict.forbidden) for verdict in self.verdicts)
        return required + wrong + self.misplaced, len(lost) - required, self.defects, -self.score

    @property
    def lost(self) -> list[TermMatch]:
        """Matches whose rendering is not in the text, required ones first."""
        lost = [verdict.match for verdict in self.verdicts if not verdict.kept]
        return sorted(lost, key=lambda match: match.entry.enforcement is not Enforcement.REQUIRED)


@dataclass(slots=True)
class _Part:
    """A clause or sentence on its way through the decoder, with the best output so far."""

    text: str
    matches: tuple[TermMatch, ...]
    best: _Output | None = None
    floor: float = 0.0
    tried: set[str] = field(default_factory=set)

    def offer(self, outputs: Iterable[_Output]) -> None:
        """Keep the best of what there is."""
        for output in outputs:
            if self.best is None or output.rank < self.best.rank:
                self.best = output


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
    parts: tuple[_Part, ...]
    marked: tuple[_Part, ...]


class Translator:
    """Translates texts with an engine and a finder of terms.

    Args:
        engine: a loaded engine.
        find_terms: returns the terms and names of a text, sorted; its matches do not overlap.
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
        works = {
            item: self._prepare(item)
            for item in dict.fromkeys(items)
            if needs_translation(item.text, self.pair)
        }
        parts = [part for work in works.values() for part in (*work.parts, *work.marked)]
        self._decode([(part, part.text) for part in parts], "plain")
        if self.engine.model.terms == "inline":
            self._constrain(parts)
            self._split_further(parts)
        return [
            self._finish(works[item]) if item in works else Translation(item.text, item.text, "copy")
            for item in items
        ]

    def _prepare(self, item: SourceText) -> _Work:
        lifted = lift(item.text, item.protected)
        protected = protect(lifted.text, lifted.protected if self.engine.model.placeholders else ())
        text, matches = protected.text, tuple(self._find_terms(protected.text))
        if is_shouted(item.text):
            text = sentence_case(text, matches)
            matches = tuple(self._find_terms(text))
        parts = self._split(text, matches, self.engine.model.comfortable_length)
        inner = (pair.inner.of(lifted.text) for pair in lifted.pairs)
        marked = tuple(_Part(words, tuple(self._find_terms(words))) for words in inner)
        return _Work(item, lifted, protected, matches, tuple(parts), marked)

    def _split(self, text: str, matches: Sequence[TermMatch], limit: int) -> Iterator[_Part]:
        """Cut a text into parts of at most `limit` pieces, at clause boundaries and never inside a term."""
        if not limit:
            yield _Part(text, tuple(matches))
            return
        whole = list(text)
        for match in matches:
            whole[match.span.start : match.span.end] = match.text.replace(" ", _TIE).replace(",", _TIE)
        position = 0
        for piece in split_source(
            "".join(whole), lambda part: self.engine.count_tokens(part.replace(_TIE, " ")) <= limit
        ):
            span = Span(position, position + len(piece))
            position = span.end
            inside = (
                match for match in matches if span.start <= match.span.start and match.span.end <= span.end
            )
            yield _Part(span.of(text), tuple(replace(m, span=m.span.shifted(-span.start)) for m in inside))

    def _constrain(self, parts: Sequence[_Part]) -> None:
        """Decode again, with the lost terms annotated or masked, where a term was lost."""
        for count in ANNOTATED_AT_ONCE:
            lost = [
                (part, part.best.lost[:count]) for part in parts if part.best is not None and part.best.lost
            ]
            self._decode([(part, annotate(part.text, terms)) for part, terms in lost], "inline")
            self._decode([(part, masked(part.text, terms)) for part, terms in lost], "masked")

    def _split_further(self, parts: Sequence[_Part]) -> None:
        """Where required terms are lost still, decode clause by clause: fewer terms stand in each."""
        limit = self.engine.model.comfortable_length // 2
        stubborn = [part for part in parts if part.best is not None and part.best.rank[0]]
        clauses = {id(part): list(self._split(part.text, part.matches, limit)) for part in stubborn if limit}
        flat = [clause for found in clauses.values() if len(found) > 1 for clause in found]
        self._decode([(clause, clause.text) for clause in flat], "plain")
        self._constrain(flat)
        for part in stubborn:
            found = clauses.get(id(part), [])
            if len(found) > 1:
                part.offer([self._judge(part, Candidate(*_joined(found)), "clauses")])

    def _decode(self, jobs: Sequence[tuple[_Part, str]], road: str) -> None:
        jobs = [(part, text) for part, text in jobs if text not in part.tried]
        if not jobs:
            return
        hypotheses = self.engine.translate([text for _, text in jobs], self._options)
        for (part, text), hypothesis in zip(jobs, hypotheses, strict=True):
            part.tried.add(text)
            if road == "plain":
                part.floor = hypothesis.score - SCORE_MARGIN
            outputs = (Candidate(hypothesis.text, hypothesis.score), *hypothesis.alternatives)
            part.offer(
                self._judge(part, output, "n-best" if road == "plain" and rank else road)
                for rank, output in enumerate(outputs)
                if output.score >= part.floor
            )

    def _judge(self, part: _Part, output: Candidate, road: str) -> _Output:
        text = repair(strip(output.text), part.matches).text
        misplaced = Counter(_PLACEHOLDER.findall(part.text))
        misplaced.subtract(_PLACEHOLDER.findall(text))
        return _Output(
            text,
            output.score,
            road,
            tuple(verify(text, part.matches)),
            sum(map(abs, misplaced.values())),
            len(run_checks(part.text, text, pair=self.pair)),
        )

    def _finish(self, work: _Work) -> Translation:
        item = work.item
        text, score = _joined(work.parts)
        text = restore(work.protected.text, text, kind=item.kind, pair=self.pair).text
        text = repair(text, work.matches).text
        findings = _findings(work.protected.text, text, work.matches, (), self.pair)
        text, missing = put_back(text, work.protected)
        renderings = [part.best.text if part.best else "" for part in work.marked]
        text, homeless = put_around(text, work.lifted.pairs, renderings, work.lifted.text)
        findings += tuple(Finding("markup", f"{piece} has no place") for piece in (*missing, *homeless))
        roads = (part.best.road for part in work.parts if part.best is not None)
        road = max(roads, key=ROADS.index, default="plain")
        return Translation(item.text, text, road, score, work.matches, findings)


def _joined(parts: Sequence[_Part]) -> tuple[str, float]:
    """Join the outputs of the parts of a text; their scores are weighted by length."""
    outputs = [(part, part.best) for part in parts if part.best is not None and part.best.text]
    last = len(outputs) - 1
    texts = [
        _fitted(part, output.text, is_first=number == 0, is_last=number == last)
        for number, (part, output) in enumerate(outputs)
    ]
    weight = sum(len(output.text) for _, output in outputs) or 1
    return join_targets(texts), sum(output.score * len(output.text) for _, output in outputs) / weight


def _fitted(part: _Part, text: str, *, is_first: bool, is_last: bool) -> str:
    """Give the target of a clause the small first letter and the mark at its end that its source has."""
    source = part.text.strip()
    if not is_first and source[:1].islower() and text[:1].isupper():
        names = [rendering for match in part.matches for rendering in match.entry.renderings]
        if not any(name[:1].isupper() and text.startswith(name) for name in names):
            text = text[:1].lower() + text[1:]
    if not is_last and source[-1:] in ",;:":
        text = text.rstrip(" .,;:") + source[-1]
    return text


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
