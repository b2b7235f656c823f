"""From examples to tensors: pieces, links between pieces, length buckets, padding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    import torch

    from songngu.training.augmentation import Example
    from songngu.training.network import GuidedLinks
    from songngu.training.vocabulary import Vocabulary

Links = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example in pieces; `links` are (target piece, source piece)."""

    source: list[int]
    target: list[int]
    links: Links = ()

    @property
    def tokens(self) -> int:
        """Source and target pieces together."""
        return len(self.source) + len(self.target)


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one optimiser step: ids [B, S], [B, T], [B, T], and word links."""

    source: torch.Tensor
    shifted: torch.Tensor
    target: torch.Tensor
    links: GuidedLinks | None
    tokens: int


def encode(
    examples: Sequence[Example],
    vocabulary: Vocabulary,
    *,
    longest: int,
    guided_share: float,
    rng: random.Random,
) -> list[Encoded]:
    """Encode examples; those longer than `longest` pieces on a side are left out.

    Args:
        examples: what `augmentation.augment` made.
        vocabulary: the pieces.
        longest: most pieces of a side, the end included.
        guided_share: share of the examples with word links that keep them; links of copies are always kept.
        rng: decides which.
    """
    sources = vocabulary.encode_source([example.source for example in examples])
    targets = vocabulary.encode_target([example.target for example in examples])
    encoded = []
    for example, source, target in zip(examples, sources, targets, strict=True):
        keeps = bool(example.copies) or (bool(example.links) and rng.random() < guided_share)
        if len(source) <= longest and len(target) <= longest:
            encoded.append(
                Encoded(source, target, piece_links(example, source, target, vocabulary) if keeps else ())
            )
    return encoded


def piece_links(
    example: Example, source: Sequence[int], target: Sequence[int], vocabulary: Vocabulary
) -> Links:
    """Turn links between characters into links between pieces.

    The pieces of two linked words are all linked; the k-th last piece of a copied rendering is linked to the
    k-th last piece of its copy.
    """
    there, here = vocabulary.positions(source, example.source), vocabulary.positions(target, example.target)
    links: set[tuple[int, int]] = set()
    for a, b, c, d in example.links:
        ours, theirs = set(there[a:b].tolist()) - {-1}, set(here[c:d].tolist()) - {-1}
        links.update((t, s) for t in theirs for s in ours)
    for a, b, c, d in example.copies:
        ours_in_order, theirs_in_order = (
            list(dict.fromkeys(p for p in places if p >= 0))
            for places in (there[a:b].tolist(), here[c:d].tolist())
        )
        links.update(zip(reversed(theirs_in_order), reversed(ours_in_order), strict=False))
    return tuple(sorted(links))


def buckets(examples: Sequence[Encoded], tokens_per_batch: int, rng: random.Random) -> list[list[Encoded]]:
    """Group examples of similar length into batches of at most `tokens_per_batch` padded tokens, in random
    order."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda e: (max(len(e.source), len(e.target)) // 3, len(e.target), len(e.source)))
    batches: list[list[Encoded]] = []
    current: list[Encoded] = []
    longest_source = longest_target = 0
    for example in shuffled:
        source, target = max(longest_source, len(example.source)), max(longest_target, len(example.target))
        if current and (source + target) * (len(current) + 1) > tokens_per_batch:
            batches.append(current)
            current, source, target = [], len(example.source), len(example.target)
        current.append(example)
        longest_source, longest_target = source, target
    if current:
        batches.append(current)
    rng.shuffle(batches)
    return batches


def collate(examples: Sequence[Encoded], padding: int, device: torch.device | None = None) -> Batch:
    """Pad a batch into tensors on `device`."""
    import torch

    def pad(rows: list[list[int]]) -> torch.Tensor:
        width = max(map(len, rows))
        return torch.tensor([row + [padding] * (width - len(row)) for row in rows], device=device)

    target = pad([example.target for example in examples])
    shifted = torch.cat([torch.full_like(target[:, :1], padding), target[:, :-1]], 1)
    tokens = sum(example.tokens for example in examples)
    return Batch(pad([e.source for e in examples]), shifted, target, _guided(examples, device), tokens)


def _guided(examples: Sequence[Encoded], device: torch.device | None) -> GuidedLinks | None:
    import torch

    from songngu.training.network import GuidedLinks

    rows = [(row, t, s, n) for row, e in enumerate(examples) for t, s, n in _weighted(e.links)]
    if not rows:
        return None
    row, target, source, shares = zip(*rows, strict=True)
    rows_there, targets, sources = (torch.tensor(column, device=device) for column in (row, target, source))
    weights = torch.tensor(shares, dtype=torch.float32, device=device)
    return GuidedLinks(rows_there, targets, sources, weights)


def _weighted(links: Links) -> list[tuple[int, int, float]]:
    count = Counter(target for target, _ in links)
    return [(target, source, 1 / count[target]) for target, source in links]
