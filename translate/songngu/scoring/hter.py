"""HTER: how much reviewers change. The edit rate from the machine's text to the final one.

The machine's text is what the catalogue keeps of it (`#. machine: …`), or an earlier copy of the catalogue.

Source: Snover et al., "A Study of Translation Edit Rate with Targeted Human Annotation", AMTA 2006: TER with
the post-edited text as the reference. 0 means accepted as it was; 30 means that three words in ten changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.errors import ScoringError
from songngu.scoring.base import MetricScore
from songngu.scoring.hypotheses import read_catalogue
from songngu.scoring.metrics import BOOTSTRAP_SAMPLES, statistics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from songngu.scoring.hypotheses import HypothesisText


@dataclass(frozen=True, slots=True)
class Edit:
    """A reviewed entry: what the machine wrote, what the reviewer left.

    Attributes:
        source: the source text.
        machine: the machine's text.
        final: the reviewer's text.
        rate: HTER of the segment, in percent.
    """

    source: str
    machine: str
    final: str
    rate: float


@dataclass(frozen=True, slots=True)
class EditReport:
    """The reviewed entries of a document.

    Attributes:
        slug: the document.
        edits: in document order.
        score: HTER over all of them, with its interval.
        unchanged: entries accepted as they were.
        reviewer: from the catalogue's header.
        date: day of the catalogue's last revision.
        model: the models that wrote the machine's text.
        glossary: digest of the termbase that it was written with, where that is known.
    """

    slug: str
    edits: tuple[Edit, ...]
    score: MetricScore
    unchanged: int
    reviewer: str
    date: str
    model: str = ""
    glossary: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of the work of reviewers.

    Attributes:
        reports: of each document with a reviewed entry whose machine text is known.
        unknown: the sources of the reviewed entries whose machine text is not known, by document.
    """

    reports: tuple[EditReport, ...] = ()
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def edits(self) -> list[Edit]:
        """The edits of all documents."""
        return [edit for report in self.reports for edit in report.edits]


def review_of(
    catalogues: Sequence[tuple[str, Path]],
    before: Mapping[str, Path] | None = None,
    *,
    bootstrap: int = BOOTSTRAP_SAMPLES,
) -> Review:
    """Compare the reviewed entries of catalogues with what the machine had written.

    Args:
        catalogues: name and catalogue of each document.
        before: of each document the catalogue as the machine left it, e.g. from an earlier commit; None takes the
            machine's text that each entry keeps.
        bootstrap: resamples for the intervals.

    Raises:
        ScoringError: a catalogue is missing.
    """
    reports, unknown = [], []
    for slug, path in catalogues:
        now = read_catalogue(path)
        then = read_catalogue(before[slug]) if before is not None else None
        pairs, lost = _pairs(now, then)
        if lost:
            unknown.append((slug, tuple(lost)))
        if pairs:
            reports.append(_report(slug, pairs, now, then, bootstrap))
    return Review(tuple(reports), tuple(unknown))


def require_edits(review: Review) -> None:
    """Raise when there is nothing to compare, and say what is missing.

    Raises:
        ScoringError: no entry is reviewed, or of none the machine's text is known.
    """
    if review.reports:
        return
    count = sum(len(sources) for _, sources in review.unknown)
    if not count:
        raise ScoringError("no entry is reviewed yet", remedy="accept or correct some entries first")
    raise ScoringError(
        f"of none of the {count} reviewed entries the machine's text is known",
        remedy="give the locale folder from before the review with --machine",
    )


def by_reviewer(
    reports: Sequence[EditReport], *, bootstrap: int = BOOTSTRAP_SAMPLES
) -> dict[str, tuple[int, MetricScore]]:
    """Return how many entries each reviewer has reviewed, and HTER over them; by name, unnamed reviewers left out."""
    found: dict[str, list[Edit]] = {}
    for report in reports:
        if report.reviewer:
            found.setdefault(report.reviewer, []).extend(report.edits)
    return {name: (len(found[name]), rate_of(found[name], bootstrap=bootstrap)) for name in sorted(found)}


def rate_of(edits: Sequence[Edit], *, bootstrap: int = BOOTSTRAP_SAMPLES) -> MetricScore:
    """Return HTER over edits, of one document or several."""
    return _rates([(edit.machine, edit.final) for edit in edits], bootstrap)[0]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A reviewed entry beside the machine's text for it."""

    source: str
    machine: str
    final: str
    model: str


def _report(
    slug: str, pairs: Sequence[_Pair], now: HypothesisText, then: HypothesisText | None, bootstrap: int
) -> EditReport:
    score, rates = _rates([(pair.machine, pair.final) for pair in pairs], bootstrap)
    return EditReport(
        slug,
        tuple(
            Edit(pair.source, pair.machine, pair.final, rate) for pair, rate in zip(pairs, rates, strict=True)
        ),
        score,
        sum(pair.machine == pair.final for pair in pairs),
        now.reviewer,
        now.date,
        then.model if then is not None else ", ".join(dict.fromkeys(filter(None, (p.model for p in pairs)))),
        then.glossary if then is not None else "",
    )


def _pairs(now: HypothesisText, then: HypothesisText | None) -> tuple[list[_Pair], list[str]]:
    """Return the reviewed entries, each once, and the sources of those whose machine text is not known."""
    final = {(entry.context, entry.source): entry for entry in now.entries if entry.reviewed and entry.target}
    machine = {key: entry.machine for key, entry in final.items()}
    if then is not None:
        machine = {
            (entry.context, entry.source): entry.target
            for entry in then.entries
            if entry.target and not entry.reviewed
        }
    pairs, unknown = [], []
    for key, entry in final.items():
        text = machine.get(key)
        if text is None:
            unknown.append(entry.source)
        else:
            pairs.append(_Pair(entry.source, text, entry.target, entry.model))
    return pairs, unknown


def _rates(texts: Sequence[tuple[str, str]], bootstrap: int) -> tuple[MetricScore, list[float]]:
    """Return HTER over all pairs of a machine's and a final text, and that of each."""
    counted = statistics("ter", [machine for machine, _ in texts], [(final,) for _, final in texts])
    score = counted.score(bootstrap=bootstrap)
    named = MetricScore("hter", "HTER", score.score, score.signature, score.interval, score.detail)
    return named, counted.segment_scores()
