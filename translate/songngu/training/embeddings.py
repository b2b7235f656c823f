"""Starting embeddings in which translations are neighbours, so that attention finds something to match at
once.

Truncated SVD of a positive-PMI matrix of pieces that stand in the same sentence pair (Levy & Goldberg, NIPS
2014, for PPMI + SVD; the bilingual use is ours). 200,000 pairs take about 20 seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.training.corpus import Pair
    from songngu.training.vocabulary import Vocabulary

_BLOCK = 2000


def cross_lingual(
    vocabulary: Vocabulary, pairs: Sequence[Pair], d_model: int, generator: torch.Generator
) -> Tensor:
    """Return unit vectors [pieces, d_model]; pieces seen fewer than four times get random ones.

    Args:
        vocabulary: gives the pieces.
        pairs: the parallel text to learn from.
        d_model: width of the vectors.
        generator: decides the random part.
    """
    size = vocabulary.size
    together = torch.zeros(size, size)
    counts = np.zeros((2, size), np.int64)
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        sides = [
            [np.unique(ids[:-1]) for ids in encoded]
            for encoded in (
                vocabulary.encode_source([pair.source for pair in block]),
                vocabulary.encode_target([pair.target for pair in block]),
            )
        ]
        counts += [np.bincount(np.concatenate(side).astype(np.int64), minlength=size) for side in sides]
        cells = [
            np.add.outer(s.astype(np.int64) * size, t.astype(np.int64)).ravel()
            for s, t in zip(*sides, strict=True)
        ]
        # A pair counts less per cell the more pieces it has, so that long sentences do not drown short ones.
        shares = np.repeat([max(len(c), 1) ** -0.5 for c in cells], [len(c) for c in cells]).astype(
            np.float32
        )
        together.view(-1).scatter_add_(0, torch.from_numpy(np.concatenate(cells)), torch.from_numpy(shares))

    source_mass, target_mass = together.sum(1, keepdim=True) + 1e-9, together.sum(0, keepdim=True) + 1e-9
    # Context counts to the power 0.75, as in word2vec, so that rare pieces do not dominate.
    expected = source_mass * target_mass**0.75 * (target_mass**0.25).sum() / size
    information = (together * together.sum() / expected).clamp_min(1e-12).log() - 0.7
    information[together < 0.02] = 0
    left, strength, right = _svd(information.clamp_min_(0), d_model, generator)
    seen = torch.from_numpy(counts[0] + counts[1])
    share = (torch.from_numpy(counts[0]) / seen.clamp_min(1)).float()[:, None]
    scale = strength.sqrt()
    meant = share * F.normalize(left * scale, dim=1) + (1 - share) * F.normalize(right * scale, dim=1)
    known = seen > 3
    meant = F.normalize(meant - meant[known].mean(0), dim=1) if known.any() else meant
    noise = F.normalize(torch.randn(size, d_model, generator=generator), dim=1)
    return torch.where(known[:, None], F.normalize(0.9 * meant + 0.45 * noise, dim=1), noise)


def _svd(
    matrix: Tensor, rank: int, generator: torch.Generator, iterations: int = 3
) -> tuple[Tensor, Tensor, Tensor]:
    """Randomised SVD (Halko et al., SIAM Review 2011); torch's own takes its randomness from a global
    state."""
    basis = torch.linalg.qr(matrix @ torch.randn(matrix.size(1), rank, generator=generator))[0]
    for _ in range(iterations):
        basis = torch.linalg.qr(matrix.t() @ basis)[0]
        basis = torch.linalg.qr(matrix @ basis)[0]
    left, strength, right = torch.linalg.svd(basis.t() @ matrix, full_matrices=False)
    return basis @ left, strength, right.t()
