"""The cascade: decode plainly, and only where a term is missing put it in place or ask the model for it.

An unlikely plain output first gets a rival made of its clauses. The ladder (docs/terminology.md): the best-scored plain
output that keeps every term, of a longer n-best list for a model without protocol; the words that render the term
otherwise, found by attention and replaced; with a model that knows the inline protocol the missing terms annotated or
masked, a few at a time, then clause by clause.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from songngu.checks import run_checks
from songngu.engines.base import Candidate, DecodingOptions, Engine
from songngu.parts import Output, Part, is_required, joined, split
from songngu.terminology import annotate, excess, masked, placements, repair, strip, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from songngu.languages import LanguagePair
    from songngu.terminology.base import TermMatch
    from songngu.weighing import Scale

ANNOTATED_AT_ONCE = (3, 3, 1)
"""Terms annotated in each further decoding: a sentence full of brackets loses its neighbours."""

SCORE_MARGIN = 0.2
"""How far (mean log-probability per piece) an output with constraints may fall under the plain one."""

REQUIRED_MARGIN = 1.0
"""The same for an output that keeps a required term more than the best one so far."""

SUGGESTED_MARGIN = 0.25
"""The same for a suggested term, and measured against the output before: it is offered, never forced."""

ALTERNATIVES = 3
"""Outputs looked at beside the best one of each decoding, where no reverse model weighs them all."""

LIKELY = -0.5
"""Weighed score (mean log-probability per piece) from which on a plain output is taken to say everything."""

SHORTEST = 10
"""Pieces of a clause that is not cut further."""

WIDE_BEAM = 8
"""Beam, and length of the n-best list, where a model without protocol lost a term."""

ROADS = ("plain", "n-best", "aligned", "inline", "masked", "clauses")
"""Roads of an output, easiest first; a text in parts has the hardest road of its parts."""

_PLACEHOLDER = re.compile(r"⟦\d⟧")


class Cascade:
    """Finds the best output for parts of texts.

    Args:
        engine: a loaded engine.
        pair: the language pair.
        options: how to search.
        scale: weighs the outputs.
    """

    def __init__(self, engine: Engine, pair: LanguagePair, options: DecodingOptions, scale: Scale) -> None:
        self._engine, self._pair, self._scale = engine, pair, scale
        others = options.beam - 1
        self._options = replace(
            options, alternatives=others if scale.has_reverse else min(ALTERNATIVES, others)
        )

    def split(self, text: str, matches: Sequence[TermMatch]) -> list[Part]:
        """Cut a text into parts that the model translates without losing clauses."""
        limit = self._engine.model.comfortable_length
        return list(split(text, matches, limit, self._engine.count_tokens))

    def decode(self, parts: Sequence[Part]) -> None:
        """Give every part its best output."""
        self._decode([(part, part.text) for part in parts], "plain", self._options)
        self._recall(parts)
        if self._engine.model.terms == "inline":
            self._place(parts)
            self._constrain(parts)
            self._split_further(parts)
        else:
            self._widen(parts)
        self._place(parts)

    def _constrain(self, parts: Sequence[Part]) -> None:
        """Decode again, with the lost terms annotated or masked, where a term was lost."""
        for count in ANNOTATED_AT_ONCE:
            lost = [(part, part.lost[:count]) for part in parts if part.lost]
            self._decode(
                [(part, annotate(part.text, terms)) for part, terms in lost], "inline", self._options
            )
            self._decode([(part, masked(part.text, terms)) for part, terms in lost], "masked", self._options)

    def _recall(self, parts: Sequence[Part]) -> None:
        """Offer unlikely parts the outputs of their clauses, joined: beam search drops clauses, and the reverse model
        notices.
        """
        unlikely = [part for part in parts if self._scale.has_reverse and part.plain < LIKELY]
        found = [self._clauses(part, self._engine.count_tokens(part.text) * 2 // 3) for part in unlikely]
        self._decode(
            [(clause, clause.text) for clauses in found for clause in clauses], "plain", self._options
        )
        for part, whole in self._joined(unlikely, found):
            if part.best is None or whole.score > part.best.score:
                part.offer([whole])

    def _split_further(self, parts: Sequence[Part]) -> None:
        """Where required terms are lost or checks find something still, decode clause by clause: fewer terms stand in
        each, and a decoder that circles loses its way less.
        """
        stubborn = [
            part for part in parts if part.best is not None and (part.best.rank[0] or part.best.defects)
        ]
        found = [self._clauses(part, self._engine.model.comfortable_length // 2) for part in stubborn]
        flat = [clause for clauses in found for clause in clauses]
        self._decode([(clause, clause.text) for clause in flat], "plain", self._options)
        self._constrain(flat)
        for part, whole in self._joined(stubborn, found):
            if part.best is None or part.best.rank[0] or whole.is_no_worse_than(part.best):
                part.offer([whole])

    def _clauses(self, part: Part, limit: int) -> list[Part]:
        """Cut a part into clauses of at most `limit` pieces; none if it is one."""
        clauses = list(split(part.text, part.matches, max(limit, SHORTEST), self._engine.count_tokens))
        return clauses if len(clauses) > 1 else []

    def _joined(
        self, parts: Sequence[Part], found: Sequence[Sequence[Part]]
    ) -> Iterator[tuple[Part, Output]]:
        """Yield the parts that have clauses with the outputs of these, joined and scored as one."""
        whole = [(part, joined(clauses)[0]) for part, clauses in zip(parts, found, strict=True) if clauses]
        pairs = [(part.text, text) for part, text in whole]
        scores = self._scale.weigh(pairs, self._engine.score(pairs))
        for (part, text), score in zip(whole, scores, strict=True):
            yield part, self._judge(part, Candidate(text, score), "clauses")

    def _widen(self, parts: Sequence[Part]) -> None:
        """Look through a longer n-best list where a term was lost."""
        if self._options.alternatives >= WIDE_BEAM - 1:
            return
        wide = replace(self._options, beam=max(WIDE_BEAM, self._options.beam), alternatives=WIDE_BEAM - 1)
        self._decode([(part, part.text) for part in parts if part.lost], "n-best", wide)

    def _place(self, parts: Sequence[Part]) -> None:
        """Put terms that are lost still in place of the words that render them otherwise, one by one."""
        hopeless: set[tuple[int, TermMatch]] = set()
        while True:
            jobs = [
                (part, part.best, match)
                for part in parts
                for match in [m for m in part.lost if (id(part), m) not in hopeless][:1]
                if part.best is not None
            ]
            if not jobs:
                return
            links = self._engine.align([(part.text, best.text) for part, best, _ in jobs])
            found = [
                placements(
                    part.text,
                    best.text,
                    match,
                    link,
                    [other for other in part.matches if other != match],
                    freely=self._scale.has_reverse,
                )
                for (part, best, match), link in zip(jobs, links, strict=True)
            ]
            pairs = [
                (part.text, text)
                for (part, _, _), groups in zip(jobs, found, strict=True)
                for group in groups
                for text in group
            ]
            scores = iter(self._scale.weigh(pairs, self._engine.score(pairs)))
            for (part, best, match), groups in zip(jobs, found, strict=True):
                candidates = [[Candidate(text, next(scores)) for text in group] for group in groups]
                acceptable = (self._acceptable(part, best, group, is_required(match)) for group in candidates)
                placed = next(filter(None, acceptable), None)
                if placed is None:
                    hopeless.add((id(part), match))
                else:
                    part.best = placed

    def _acceptable(
        self, part: Part, best: Output, candidates: Sequence[Candidate], required: bool
    ) -> Output | None:
        """Return the best of the candidates that keep more and spoil nothing."""
        floor = part.plain - REQUIRED_MARGIN if required else best.score - SUGGESTED_MARGIN
        outputs = (self._judge(part, each, "aligned") for each in candidates if each.score >= floor)
        better = (each for each in outputs if each.rank[:2] < best.rank[:2] and each.is_no_worse_than(best))
        return min(better, key=lambda output: output.rank, default=None)

    def _decode(self, jobs: Sequence[tuple[Part, str]], road: str, options: DecodingOptions) -> None:
        jobs = [(part, text) for part, text in jobs if road == "n-best" or text not in part.tried]
        if not jobs:
            return
        for (part, text), outputs in zip(jobs, self._weighed(jobs, options), strict=True):
            part.tried.add(text)
            if road == "plain":
                part.plain = outputs[0].score
            part.offer(
                judged
                for rank, output in enumerate(outputs)
                if output.score >= part.plain - REQUIRED_MARGIN
                for judged in [self._judge(part, output, "n-best" if road == "plain" and rank else road)]
                if _is_within_margin(part, judged)
            )

    def _weighed(self, jobs: Sequence[tuple[Part, str]], options: DecodingOptions) -> list[list[Candidate]]:
        """Decode; return the outputs of each job, without marks and weighed, in the order of the decoder."""
        hypotheses = self._engine.translate([text for _, text in jobs], options)
        lists = [
            [
                Candidate(strip(output.text), output.score)
                for output in (Candidate(hypothesis.text, hypothesis.score), *hypothesis.alternatives)
                if output.score >= hypothesis.score - SCORE_MARGIN
            ]
            for hypothesis in hypotheses
        ]
        pairs = [
            (part.text, each.text) for (part, _), found in zip(jobs, lists, strict=True) for each in found
        ]
        scores = iter(self._scale.weigh(pairs, [each.score for found in lists for each in found]))
        return [[Candidate(each.text, next(scores)) for each in found] for found in lists]

    def _judge(self, part: Part, output: Candidate, road: str) -> Output:
        text = repair(output.text, part.matches).text
        misplaced = Counter(_PLACEHOLDER.findall(part.text))
        misplaced.subtract(_PLACEHOLDER.findall(text))
        return Output(
            text,
            output.score,
            road,
            tuple(verify(text, part.matches)),
            sum(map(abs, misplaced.values())),
            len(run_checks(part.text, text, pair=self._pair)) + excess(text, part.matches),
        )


def _is_within_margin(part: Part, output: Output) -> bool:
    """Say whether an output's score is near enough to the plain one's for what it keeps."""
    keeps_more = part.best is not None and output.rank[0] < part.best.rank[0]
    return output.score >= part.plain - (REQUIRED_MARGIN if keeps_more else SCORE_MARGIN)
