"""HTER: how much reviewers change. The edit rate from the machine's text to the final one.

Source: Snover et al., "A Study of Translation Edit Rate with Targeted Human Annotation", AMTA 2006: TER with
the post-edited text as the reference. 0 means accepted as it was; 30 means that three words in ten changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.errors import ScoringError
from songngu.scoring.base import Interval, MetricScore
from songngu.scoring.hypotheses import HypothesisText, read_catalogue
from songngu.scoring.metrics import BOOTSTRAP_SAMPLES, Statistics, statistics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from songngu.scoring.accuracy import VerdictLike


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
        model: the model that wrote the machine's text.
        glossary: digest of the termbase that it was written with.
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
class TermChange:
    """A term that reviewers took out: a candidate for the termbase.

    Attributes:
        source: the English term.
        rendering: the rendering that the machine's text has and the final one has not.
        count: in how many entries.
        examples: final texts, up to three.
    """

    source: str
    rendering: str
    count: int
    examples: tuple[str, ...]


def edits_of(final: Path, machine: Path, slug: str, *, bootstrap: int = BOOTSTRAP_SAMPLES) -> EditReport:
    """Compare a reviewed catalogue with the one from before the review.

    Args:
        final: the catalogue as it is now.
        machine: the same catalogue as the machine left it, e.g. from an earlier commit.
        slug: the document's name.
        bootstrap: resamples for the interval.

    Raises:
        ScoringError: a catalogue is missing, or they share no entry that is reviewed now and was not then.
    """
    now, before = read_catalogue(final), read_catalogue(machine)
    pairs = _pairs(now, before)
    if not pairs:
        raise ScoringError(
            f"has no reviewed entry that was machine text in {machine}",
            path=final,
            remedy="give --machine the locale folder from before the review",
        )
    counted = statistics("ter", [machine for _, machine, _ in pairs], [(final,) for _, _, final in pairs])
    rates = counted.segment_scores()
    edits = tuple(Edit(*pair, rate) for pair, rate in zip(pairs, rates, strict=True))
    score = counted.score(bootstrap=bootstrap)
    return EditReport(
        slug,
        edits,
        _renamed(score),
        sum(e.machine == e.final for e in edits),
        now.reviewer,
        now.date,
        before.model,
        before.glossary,
    )


def by_reviewer(
    reports: Sequence[EditReport], *, bootstrap: int = BOOTSTRAP_SAMPLES
) -> dict[str, tuple[int, MetricScore]]:
    """Return how many entries each reviewer has reviewed, and HTER over them; by name, unnamed reviewers left out."""
    found: dict[str, list[EditReport]] = {}
    for report in reports:
        if report.reviewer:
            found.setdefault(report.reviewer, []).append(report)
    return {
        name: (sum(len(report.edits) for report in found[name]), pooled(found[name], bootstrap=bootstrap))
        for name in sorted(found)
    }


def pooled(reports: Sequence[EditReport], *, bootstrap: int = BOOTSTRAP_SAMPLES) -> MetricScore:
    """Return HTER over all edits of several documents."""
    edits = [edit for report in reports for edit in report.edits]
    counted: Statistics = statistics("ter", [e.machine for e in edits], [(e.final,) for e in edits])
    return _renamed(counted.score(bootstrap=bootstrap))


def changed_terms(
    edits: Sequence[Edit], judge: Callable[[str, str], Sequence[VerdictLike]]
) -> list[TermChange]:
    """Return the terms whose rendering reviewers removed, most often changed first."""
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[str]] = {}
    for edit in edits:
        if edit.machine == edit.final:
            continue
        before, after = judge(edit.source, edit.machine), judge(edit.source, edit.final)
        for old, new in zip(before, after, strict=True):
            if old.kept and not new.kept:
                key = old.match.entry.source, old.match.target
                counts[key] += 1
                examples.setdefault(key, []).append(edit.final)
    return [
        TermChange(source, rendering, count, tuple(examples[source, rendering][:3]))
        for (source, rendering), count in counts.most_common()
    ]


def _pairs(now: HypothesisText, before: HypothesisText) -> list[tuple[str, str, str]]:
    machine = {entry.source: entry.target for entry in before.entries if entry.target and not entry.reviewed}
    final = {entry.source: entry.target for entry in now.entries if entry.reviewed}
    return [(source, machine[source], text) for source, text in final.items() if source in machine]


def _renamed(score: MetricScore) -> MetricScore:
    interval: Interval | None = score.interval
    return MetricScore("hter", "HTER", score.score, score.signature, interval, score.detail)
