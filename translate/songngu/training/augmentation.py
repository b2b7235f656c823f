"""Term augmentation of training pairs, so that the network learns to obey the term protocol.

A pair with reliable phrase pairs becomes, by chance, one of

    ⟪ source ｜ target ⟫   an annotation: the source phrase stays, its wanted rendering stands beside it
    ⟪ ｜ target ⟫          a masked annotation: the source phrase is gone, only copying can produce the target
    ⟦1⟧                    a placeholder on both sides

Some masked targets are swapped for a phrase of another pair, on both sides: then nothing but copying helps. So are a
few of plain annotations: what stands beside the source phrase overrules it. Plain annotations with the pair's own
rendering alone teach no obedience, for the network would have said the phrase anyway.

Source of the idea: Dinu et al., ACL 2019; the masked and swapped forms are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from songngu.training.alignment import Alignments, pair_key

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from songngu.training.corpus import Pair
    from songngu.training.recipe import Augmentation

Span4 = tuple[int, int, int, int]


class Example(NamedTuple):
    """A training example.

    Attributes:
        source: what the network reads.
        target: what it must write.
        links: word links `(source start, source end, target start, target end)` in characters, for guided
            alignment.
        copies: such links between a wanted rendering in the source and its copy in the target.
    """

    source: str
    target: str
    links: Sequence[Sequence[int]] = ()
    copies: Sequence[Span4] = ()


def _once(phrase: str, text: str) -> bool:
    """The phrase stands exactly once in the text as whole words, so that it is clear which rendering is
    whose."""
    return len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)) == 1


def choose(pair: Pair, phrases: Sequence[Span4], wanted: int, rng: random.Random) -> list[Span4]:
    """Return up to `wanted` phrase pairs, longest first, that overlap on neither side and are
    unmistakable."""
    chosen: list[Span4] = []
    sample = rng.sample(range(len(phrases)), min(wanted, len(phrases)))
    for a, b, c, d in sorted((tuple(map(int, phrases[i])) for i in sample), key=lambda s: s[0] - s[1]):
        if any((a < q and p < b) or (c < s and r < d) for p, q, r, s in chosen):
            continue
        if _once(pair.source[a:b], pair.source) and _once(pair.target[c:d], pair.target):
            chosen.append((a, b, c, d))
    return chosen


def annotate(
    pair: Pair, chosen: Sequence[Span4], pool: Sequence[str], shares: Augmentation, rng: random.Random
) -> Example:
    """Write each chosen phrase pair as an annotation.

    Args:
        pair: the pair.
        chosen: phrase pairs in it that do not overlap.
        pool: renderings of other pairs, for swapping.
        shares: how many are masked, swapped, overruled.
        rng: decides which.
    """
    renderings: dict[Span4, tuple[str, bool]] = {}
    for span in chosen:
        hide = rng.random() < shares.masked
        share = shares.swapped if hide else shares.overruled
        swap = bool(pool) and share > 0 and rng.random() < share
        renderings[span] = (rng.choice(pool) if swap else pair.target[span[2] : span[3]], hide)

    target, places, last = "", {}, 0
    for span in sorted(chosen, key=lambda s: s[2]):
        target += pair.target[last : span[2]]
        places[span] = len(target)
        target += renderings[span][0]
        last = span[3]
    target += pair.target[last:]

    source, copies, last = "", [], 0
    for span in sorted(chosen):
        rendering, hide = renderings[span]
        phrase = pair.source[span[0] : span[1]]
        # A termbase gives terms in lower case; the network capitalises one that begins the sentence.
        begins = span[2] == 0 and rendering[:1].isupper() and not phrase[:1].isupper()
        wanted = rendering[:1].lower() + rendering[1:] if begins else rendering
        source += pair.source[last : span[0]] + "⟪ " + ("" if hide else phrase + " ") + "｜ "
        copies.append((len(source), len(source) + len(wanted), places[span], places[span] + len(rendering)))
        source += wanted + " ⟫"
        last = span[1]
    return Example(source + pair.source[last:], target, (), copies)


def hold(pair: Pair, chosen: Sequence[Span4], rng: random.Random) -> Example:
    """Write each chosen phrase pair as a placeholder, the same on both sides."""
    marks = [f"⟦{number}⟧" for number in rng.sample(range(1, 10), 9)]
    mark_of = dict(zip(chosen, marks, strict=False))
    sides: list[str] = []
    starts: list[dict[str, int]] = []
    for text, at in ((pair.source, 0), (pair.target, 2)):
        side, last, places = "", 0, {}
        for span in sorted(mark_of, key=lambda s: s[at]):
            side += text[last : span[at]]
            places[mark_of[span]] = len(side)
            side += mark_of[span]
            last = span[at + 1]
        sides.append(side + text[last:])
        starts.append(places)
    copies = [
        (s, s + len(mark), starts[1][mark], starts[1][mark] + len(mark)) for mark, s in starts[0].items()
    ]
    return Example(sides[0], sides[1], (), copies)


def phrase_pool(
    pairs: Sequence[Pair], alignments: Alignments, rng: random.Random, size: int = 4000
) -> list[str]:
    """Return renderings of up to six words from aligned pairs, for swapping."""
    pool: list[str] = []
    for index in rng.sample(range(len(pairs)), min(size, len(pairs))):
        aligned = alignments.get(pair_key(pairs[index]))
        if aligned is not None:
            for _, _, start, end in aligned.phrases[:2].tolist():
                phrase = pairs[index].target[start:end]
                if 1 <= len(phrase.split()) <= 6:
                    pool.append(phrase)
    return pool


def augment(
    pair: Pair, alignments: Alignments, pool: Sequence[str], shares: Augmentation, rng: random.Random
) -> Example:
    """Return the pair as a training example, by chance annotated; an unaligned pair as it is."""
    aligned = alignments.get(pair_key(pair)) if alignments else None
    if aligned is None:
        return Example(pair.source, pair.target)
    if len(aligned.phrases) and rng.random() < shares.share:
        phrases = aligned.phrases.tolist()
        if rng.random() < shares.placeholders:
            chosen = choose(pair, phrases, rng.choice((1, 1, 2, 3)), rng)
            if chosen:
                return hold(pair, chosen, rng)
        else:
            chosen = choose(pair, phrases, rng.choice((1, 1, 2, 2, 3, 4, 6)), rng)
            if chosen:
                return annotate(pair, chosen, pool, shares, rng)
    return Example(pair.source, pair.target, aligned.links.tolist())
