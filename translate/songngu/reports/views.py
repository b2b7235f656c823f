"""What the page shows, made from an evaluation: plain data, no markup."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from songngu.checks import run_checks
from songngu.reports.difference import Piece, difference
from songngu.reports.marking import Mark, mark_source, mark_target
from songngu.scoring import term_table
from songngu.terminology.base import Enforcement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from songngu.checks import Finding
    from songngu.languages import LanguagePair
    from songngu.scoring import Evaluation, ScoredSegment, TermRow

WEAKEST = 20
"""Segments in the list of the weakest."""


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment on the page.

    Attributes:
        number: from 1, over all documents; its anchor is `s<number>`.
        document: name of its document.
        place: where it stands, e.g. `line 12`.
        score: chrF of the segment alone, 0 to 100.
        ratio: words of the translation per word of the reference.
        source: marked source.
        target: marked translation.
        references: the reference texts.
        hypothesis: the translation as it is.
        findings: what the checks found.
        missed: how many terms and names are missing.
        reviewed: a person accepted or changed the translation.
    """

    number: int
    document: str
    place: str
    score: float
    ratio: float
    source: tuple[Mark, ...]
    target: tuple[Mark, ...]
    references: tuple[str, ...]
    hypothesis: str
    findings: tuple[Finding, ...]
    missed: int
    reviewed: bool

    @property
    def difference(self) -> tuple[list[Piece], list[Piece]]:
        """The translation and the first reference, cut into what they share and what they do not."""
        return difference(self.hypothesis, self.references[0])


def segment_views(evaluation: Evaluation, pair: LanguagePair, words: Mapping[str, str]) -> list[SegmentView]:
    """Return a view of each segment, in document order; `words` says `line` in the page's language."""
    scores = evaluation.statistics["chrf"].segment_scores()
    views: list[SegmentView] = []
    for index, document in enumerate(evaluation.documents):
        verdicts = evaluation.verdicts[index] if evaluation.verdicts else [()] * len(document.segments)
        for segment, judged in zip(document.segments, verdicts, strict=True):
            view = _view(len(views) + 1, document.slug, segment, judged, scores[len(views)], pair)
            kind, _, where = segment.place.partition(" ")
            views.append(replace(view, place=f"{words.get(kind, kind)} {where}".strip()))
    return views


def _view(
    number: int, slug: str, segment: ScoredSegment, judged: Sequence[Any], score: float, pair: LanguagePair
) -> SegmentView:
    required = [each for each in judged if each.match.entry.enforcement is Enforcement.REQUIRED]
    findings = (
        run_checks(segment.source, segment.hypothesis, pair=pair, verdicts=required) if segment.source else []
    )
    words = len(segment.references[0].split())
    return SegmentView(
        number=number,
        document=slug,
        place=segment.place,
        score=score,
        ratio=len(segment.hypothesis.split()) / words if words else 0.0,
        source=tuple(mark_source(segment.source, judged)),
        target=tuple(mark_target(segment.hypothesis, judged)),
        references=segment.references,
        hypothesis=segment.hypothesis,
        findings=tuple(findings),
        missed=sum(not each.kept for each in judged),
        reviewed=segment.reviewed,
    )


def term_rows(evaluation: Evaluation) -> list[TermRow]:
    """Return what became of each term; `missed` counts segments over all documents, from 0."""
    return term_table([each for document in evaluation.verdicts for each in document])


def weakest(views: Sequence[SegmentView]) -> list[SegmentView]:
    """Return the segments with the lowest chrF that differ from their reference, worst first."""
    wrong = [view for view in views if view.hypothesis not in view.references]
    return sorted(wrong, key=lambda view: (view.score, view.number))[:WEAKEST]
