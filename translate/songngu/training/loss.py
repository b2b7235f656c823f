"""The output layer and its loss in one function, chunk by chunk, so that the logits of a batch never exist
whole.

For 1,500 target pieces and 12,000 logits each, the plain way writes and reads some 70 MB several times; a
chunk stays in the processor's cache. The gradient is computed together with the loss, in the forward pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
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
    def forward(
        ctx: Any, states: Tensor, weight: Tensor, bias: Tensor, gold: Tensor, smoothing: float
    ) -> tuple[Tensor, Tensor]:
        """Return the mean smoothed loss and the mean negative log-likelihood per piece.

        Shapes: states [N, D], weight [V, D], bias [V], gold [N].
        """
        count, size = gold.size(0), weight.size(0)
        likelihood = states.new_zeros((), dtype=torch.float32)
        total = likelihood.clone()
        wanted = ctx.needs_input_grad[0]
        state_gradient = torch.empty_like(states)
        weight_gradient = torch.zeros_like(weight, dtype=torch.float32)
        bias_gradient = torch.zeros_like(bias, dtype=torch.float32)
        length = _CHUNK_CUDA if states.is_cuda else _CHUNK
        # The mean logit and the sum of gradients as products: a sum in fp32 would first convert all of a matrix.
        mean_weight, mean_bias = weight.mean(0, dtype=torch.float32), bias.mean(dtype=torch.float32)
        ones = states.new_ones(1, length)
        for start in range(0, count, length):
            chunk, target = states[start : start + length], gold[start : start + length, None]
            logits = F.linear(chunk, weight, bias)
            probabilities = torch.softmax(logits, -1, dtype=torch.float32)
            nll = -probabilities.gather(1, target)[:, 0].clamp_min(1e-37).log()
            likelihood += nll.sum()
            # The uniform target's cross-entropy is the normaliser minus the mean logit.
            uniform = nll + logits.gather(1, target)[:, 0].float() - (chunk.float() @ mean_weight + mean_bias)
            total += (1 - smoothing) * nll.sum() + smoothing * uniform.sum()
            if wanted:
                probabilities.scatter_add_(1, target, torch.full_like(nll, smoothing - 1)[:, None])
                gradient = probabilities.to(states.dtype)
                torch.mm(gradient, weight, out=state_gradient[start : start + length])
                weight_gradient += gradient.t() @ chunk
                bias_gradient += (ones[:, : len(chunk)] @ gradient)[0]
        if wanted and smoothing:  # the uniform target's part of the gradient is the same for every piece
            part = smoothing / size
            state_gradient -= part * weight.sum(0, dtype=torch.float32).to(states.dtype)
            weight_gradient -= part * states.sum(0, dtype=torch.float32)
            bias_gradient -= part * count
        ctx.save_for_backward(state_gradient, weight_gradient, bias_gradient)
        ctx.count = max(count, 1)
        likelihood /= ctx.count
        ctx.mark_non_differentiable(likelihood)
        return total / ctx.count, likelihood

    @staticmethod
    def backward(ctx: Any, scale: Tensor, _: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients that `forward` has computed, scaled."""
        state, weight, bias = ctx.saved_tensors
        scale, dtype = scale / ctx.count, state.dtype
        return state * scale.to(dtype), (weight * scale).to(dtype), (bias * scale).to(dtype), None, None


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
    kept = target != network.padding  # the output layer is a third of the work: spare it the padding
    smoothed, likelihood = _OutputLoss.apply(
        states[kept], network.model.shared.weight, network.final_logits_bias[0], target[kept], smoothing
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
