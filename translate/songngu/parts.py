"""Clauses and sentences on their way through the decoder: cut, judged, and joined again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from songngu.engines.longtext import join_targets, split_source
from songngu.spans import Span
from songngu.terminology.base import Enforcement, TermMatch, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_TIE = "\ue000"
"""Stands for the blanks and commas of a term while its text is cut, so that no cut falls into it."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output of the decoder, judged by the terms that its part of the source has.

    Attributes:
        text: the target.
        score: mean log-probability per piece.
        road: how it came about.
        verdicts: for each term of the source, whether it is kept.
        misplaced: placeholders too many or too few.
        defects: findings of the checks, and renderings said more often than asked for.
    """

    text: str
    score: float
    road: str
    verdicts: tuple[Verdict, ...]
    misplaced: int
    defects: int

    @property
    def rank(self) -> tuple[int, int, int, float]:
        """Sort key, best first: what is surely wrong, what might be better, other findings, the score."""
        lost = self.lost
        required = sum(map(is_required, lost))
        wrong = sum(len(verdict.forbidden) for verdict in self.verdicts)
        return required + wrong + self.misplaced, len(lost) - required, self.defects, -self.score

    @property
    def lost(self) -> list[TermMatch]:
        """Matches whose rendering is not in the text, required ones first."""
        lost = [verdict.match for verdict in self.verdicts if not verdict.kept]
        return sorted(lost, key=lambda match: not is_required(match))

    def is_no_worse_than(self, other: Output) -> bool:
        """Say whether nothing that `rank` counts is worse here, whatever is better."""
        return all(mine <= its for mine, its in zip(self.rank[:3], other.rank[:3], strict=True))


@dataclass(slots=True)
class Part:
    """A clause or sentence, with the best output so far.

    Attributes:
        text: the source.
        matches: its terms and names.
        best: the best output so far.
        plain: score of the best output without constraints.
        tried: what was decoded already.
    """

    text: str
    matches: tuple[TermMatch, ...]
    best: Output | None = None
    plain: float = 0.0
    tried: set[str] = field(default_factory=set)

    def offer(self, outputs: Iterable[Output]) -> None:
        """Keep the best of what there is."""
        for output in outputs:
            if self.best is None or output.rank < self.best.rank:
                self.best = output

    @property
    def lost(self) -> list[TermMatch]:
        """Matches that the best output does not keep, required ones first."""
        return self.best.lost if self.best else []


def is_required(match: TermMatch) -> bool:
    """Say whether the rendering of a match is demanded."""
    return match.entry.enforcement is Enforcement.REQUIRED


def split(
    text: str, matches: Sequence[TermMatch], limit: int, count_tokens: Callable[[str], int]
) -> Iterator[Part]:
    """Cut a text into parts of at most `limit` pieces, at clause boundaries and never inside a term.

    Args:
        text: the source.
        matches: its terms.
        limit: pieces; 0 leaves the text whole.
        count_tokens: counts pieces.
    """
    if not limit:
        yield Part(text, tuple(matches))
        return
    whole = list(text)
    for match in matches:
        whole[match.span.start : match.span.end] = match.text.replace(" ", _TIE).replace(",", _TIE)
    position = 0
    for piece in split_source("".join(whole), lambda part: count_tokens(part.replace(_TIE, " ")) <= limit):
        span = Span(position, position + len(piece))
        position = span.end
        inside = (match for match in matches if span.start <= match.span.start and match.span.end <= span.end)
        yield Part(span.of(text), tuple(replace(m, span=m.span.shifted(-span.start)) for m in inside))


def joined(parts: Sequence[Part]) -> tuple[str, float]:
    """Join the outputs of the parts of a text; their scores are weighted by length."""
    outputs = [(part, part.best) for part in parts if part.best is not None and part.best.text]
    last = len(outputs) - 1
    texts = [
        _fitted(part, output.text, is_first=number == 0, is_last=number == last)
        for number, (part, output) in enumerate(outputs)
    ]
    weight = sum(len(output.text) for _, output in outputs) or 1
    text = join_targets(texts, [part.text for part, _ in outputs])
    return text, sum(output.score * len(output.text) for _, output in outputs) / weight


def _fitted(part: Part, text: str, *, is_first: bool, is_last: bool) -> str:
    """Give the target of a clause the small first letter and the mark at its end that its source has."""
    source = part.text.strip()
    if not is_first and source[:1].islower() and text[:1].isupper():
        names = [rendering for match in part.matches for rendering in match.entry.renderings]
        if not any(name[:1].isupper() and text.startswith(name) for name in names):
            text = text[:1].lower() + text[1:]
    if not is_last and source[-1:] in ",;:":
        text = text.rstrip(" .,;:") + source[-1]
    return text
