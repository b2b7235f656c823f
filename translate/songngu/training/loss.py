"""The output layer and its loss in one function, chunk by chunk, so that the logits of a batch never exist
whole.

For 1,500 target pieces and 12,000 logits each, the plain way writes and reads some 70 MB several times; a
chunk stays in the processor's cache. The gradient is computed together with the loss, in the forward pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from songngu.training.batching import Encoded, collate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.training.network import GuidedLinks, MarianNetwork

_CHUNK = 256
_CHUNK_CUDA = 8192


class _OutputLoss(torch.autograd.Function):  # type: ignore[misc]
    """Label-smoothed cross-entropy of `states @ weight.T + bias`."""

    @staticmethod
    def forward(  # noqa: PLR0917 - autograd passes them so
        ctx: Any, states: Tensor, weight: Tensor, bias: Tensor, gold: Tensor, padding: int, smoothing: float
    ) -> tuple[Tensor, Tensor]:
        """Return the mean smoothed loss and the mean negative log-likelihood over pieces that are no padding.

        Shapes: states [N, D], weight [V, D], bias [V], gold [N].
        """
        size = weight.size(0)
        kept = (gold != padding).float()
        per_piece = kept / kept.sum().clamp_min(1)
        smoothed = states.new_zeros((), dtype=torch.float32)
        likelihood = smoothed.clone()
        wanted = ctx.needs_input_grad[0]
        state_gradient = torch.empty_like(states)
        weight_gradient = torch.zeros_like(weight, dtype=torch.float32)
        bias_gradient = torch.zeros_like(bias, dtype=torch.float32)
        size_of_chunk = _CHUNK_CUDA if states.is_cuda else _CHUNK
        for start in range(0, len(states), size_of_chunk):
            piece = slice(start, start + size_of_chunk)
            chunk, target, share = states[piece], gold[piece, None], per_piece[piece]
            logits = F.linear(chunk, weight, bias)
            chosen = logits.gather(1, target)[:, 0].float()
            mean = logits.mean(-1, dtype=torch.float32)
            probabilities = torch.softmax(logits, -1, dtype=torch.float32)
            # log-sum-exp from the probability of the best piece, which cannot underflow
            best, where = logits.max(-1)
            normaliser = best.float() - probabilities.gather(1, where[:, None])[:, 0].log()
            nll = ((normaliser - chosen) * share).sum()
            likelihood += nll
            smoothed += (1 - smoothing) * nll + smoothing * ((normaliser - mean) * share).sum()
            if wanted:
                probabilities.mul_(share[:, None]).sub_((share * (smoothing / size))[:, None])
                probabilities.scatter_add_(1, target, (-(1 - smoothing) * share)[:, None])
                gradient = probabilities.to(states.dtype)
                state_gradient[piece] = gradient @ weight
                weight_gradient += gradient.t() @ chunk
                bias_gradient += gradient.sum(0, dtype=torch.float32)
        ctx.mark_non_differentiable(likelihood)
        ctx.save_for_backward(state_gradient, weight_gradient, bias_gradient)
        return smoothed, likelihood

    @staticmethod
    def backward(ctx: Any, scale: Tensor, _: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients that `forward` has computed, scaled."""
        state, weight, bias = ctx.saved_tensors
        dtype = state.dtype
        return state * scale.to(dtype), (weight * scale).to(dtype), (bias * scale).to(dtype), None, None, None


def translation_loss(
    network: MarianNetwork,
    source: Tensor,
    shifted: Tensor,
    target: Tensor,
    *,
    smoothing: float = 0.0,
    links: GuidedLinks | None = None,
) -> tuple[Tensor, Tensor, Tensor | None]:
    """Run the network under teacher forcing.

    Args:
        network: the network.
        source: [B, S] ids.
        shifted: [B, T] ids of the target, moved right by one, `<pad>` first.
        target: [B, T] ids to predict.
        smoothing: share of the probability spread over the vocabulary.
        links: word links for guided alignment.

    Returns:
        The mean smoothed loss, the mean negative log-likelihood (nats per piece), the guided-alignment loss
        or None.
    """
    memory, mask = network.encode(source)
    states, guided = network.decode(shifted, memory, mask, links)
    smoothed, likelihood = _OutputLoss.apply(
        states.reshape(-1, states.size(-1)),
        network.model.shared.weight,
        network.final_logits_bias[0],
        target.reshape(-1),
        network.padding,
        smoothing,
    )
    return smoothed, likelihood, guided


def mean_loss(network: MarianNetwork, batches: Sequence[Sequence[Encoded]], device: torch.device) -> float:
    """Return the mean negative log-likelihood (nats per piece) of a network without dropout; 0 for no
    batches."""
    training = network.training
    network.eval()
    total, pieces = 0.0, 0
    with torch.no_grad():
        for examples in batches:
            batch = collate(examples, network.padding, device)
            count = sum(len(example.target) for example in examples)
            total += float(translation_loss(network, batch.source, batch.shifted, batch.target)[1]) * count
            pieces += count
    network.train(training)
    return total / max(pieces, 1)
