"""Terms, names and numbers: of those that the sources have, how many the hypotheses render rightly.

Vietnamese does not inflect, so a term is kept when its very words are there (tone placement aside): the
exact-match accuracy of Anastasopoulos et al., "On the Evaluation of Machine Translation for Terminology
Consistency", 2021.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from songngu.scoring.base import Accuracy, Ratio, ScoredDocument, ScoredSegment
from songngu.scoring.terminology_metrics import consistency, measure, used_renderings

if TYPE_CHECKING:
    from pathlib import Path

    from songngu.languages import LanguagePair


class EntryLike(Protocol):
    """What is needed of a termbase entry."""

    @property
    def source(self) -> str:
        """The base form."""

    @property
    def is_name(self) -> bool:
        """A place, a person or an organisation."""

    @property
    def enforcement(self) -> str:
        """`required` or `suggested`."""

    @property
    def renderings(self) -> tuple[str, ...]:
        """Renderings that verify."""


class MatchLike(Protocol):
    """What is needed of a term found in a source."""

    @property
    def entry(self) -> EntryLike:
        """What was found."""

    @property
    def text(self) -> str:
        """The words of the source."""

    @property
    def target(self) -> str:
        """The rendering wanted."""


class VerdictLike(Protocol):
    """What is needed of a verdict on a match."""

    @property
    def match(self) -> MatchLike:
        """The term looked for."""

    @property
    def kept(self) -> bool:
        """A right rendering is in the target."""

    @property
    def forbidden(self) -> tuple[str, ...]:
        """Wrong renderings that are in the target."""


Judge = Callable[[Sequence[tuple[str, str]]], list[Sequence[VerdictLike]]]
"""Sources and targets of a document → for each pair, a verdict on each term and name of the source."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """What became of a term over all segments.

    Attributes:
        source: the base form.
        target: the preferred rendering.
        is_name: a place, a person or an organisation.
        required: the rendering is required, not only suggested.
        kept: occurrences with a right rendering, of all.
        forbidden: forbidden renderings seen.
        missed: segments, as numbers from 0, in which it is missing.
    """

    source: str
    target: str
    is_name: bool
    required: bool
    kept: Ratio
    forbidden: tuple[str, ...]
    missed: tuple[int, ...]


def make_judge(pair: LanguagePair, glossaries: Sequence[Path] = ()) -> Judge:
    """Return the judge of the termbase and the name model of a language pair.

    Args:
        pair: the languages.
        glossaries: termbase folders on top of the default one.

    Raises:
        GlossaryError: a folder that cannot be used.
    """
    from songngu.terminology import Termbase, verify
    from songngu.terminology.finder import TermFinder, glossary_folders

    folders = glossary_folders(pair, glossaries)
    find = TermFinder(Termbase.load(folders), pair)

    def judge(pairs: Sequence[tuple[str, str]]) -> list[Sequence[VerdictLike]]:
        find.read(source for source, _ in pairs)
        return [verify(target, find(source)) if source else () for source, target in pairs]

    return judge


def has_sources(documents: Iterable[ScoredDocument]) -> bool:
    """Say whether any segment has a source text: without one nothing can be judged."""
    return any(segment.source for document in documents for segment in document.segments)


def accuracy(
    segments: Sequence[ScoredSegment],
    verdicts: Sequence[Sequence[VerdictLike]],
    pair: LanguagePair,
    *,
    measures: bool = False,
) -> Accuracy:
    """Count what was kept.

    Args:
        segments: of one document; consistency is a matter of a document.
        verdicts: those of each segment.
        pair: the languages; numbers are counted for Vietnamese targets only.
        measures: also those of the WMT terminology tasks.
    """
    flat = [verdict for each in verdicts for verdict in each]
    names = [verdict for verdict in flat if verdict.match.entry.is_name]
    terms = [verdict for verdict in flat if not verdict.match.entry.is_name]
    return Accuracy(
        terms=_ratio([verdict for verdict in terms if verdict.match.entry.enforcement == "required"]),
        suggested=_ratio([verdict for verdict in terms if verdict.match.entry.enforcement == "suggested"]),
        names=_ratio(names),
        numbers=numbers(segments, pair),
        forbidden=sum(len(verdict.forbidden) for verdict in flat),
        consistency=consistency(used_renderings(segments, verdicts)),
        measures=measure(segments, verdicts) if measures else None,
    )


def _ratio(verdicts: Sequence[VerdictLike]) -> Ratio:
    return Ratio(sum(verdict.kept for verdict in verdicts), len(verdicts))


def numbers(segments: Sequence[ScoredSegment], pair: LanguagePair) -> Ratio:
    """Count the figures, clock times and months of the sources, and those with a counterpart."""
    from songngu.checks.base import Evidence
    from songngu.checks.numbers import numbers as without_counterpart

    if pair.target.split("-")[0] != "vi":
        return Ratio(0, 0)
    total = missing = 0
    for each in segments:
        # In an empty target no number has a counterpart: that counts them all.
        total += len(list(without_counterpart(Evidence(each.source, "", pair))))
        missing += len(list(without_counterpart(Evidence(each.source, each.hypothesis, pair))))
    return Ratio(total - missing, total)


def term_table(verdicts: Sequence[Sequence[VerdictLike]]) -> list[TermRow]:
    """Return what became of each term, those that are missed most often first."""
    found: dict[str, list[tuple[int, VerdictLike]]] = {}
    for number, each in enumerate(verdicts):
        for verdict in each:
            found.setdefault(verdict.match.entry.source, []).append((number, verdict))
    rows = [
        TermRow(
            source=source,
            target=occurrences[0][1].match.entry.renderings[0],
            is_name=occurrences[0][1].match.entry.is_name,
            required=occurrences[0][1].match.entry.enforcement == "required",
            kept=_ratio([verdict for _, verdict in occurrences]),
            forbidden=tuple(dict.fromkeys(text for _, verdict in occurrences for text in verdict.forbidden)),
            missed=tuple(dict.fromkeys(number for number, verdict in occurrences if not verdict.kept)),
        )
        for source, occurrences in found.items()
    ]
    return sorted(rows, key=lambda row: (-(row.kept.total - row.kept.right), -row.kept.total, row.source))
