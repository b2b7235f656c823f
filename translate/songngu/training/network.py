"""Marian's transformer (post-norm, tied embeddings, sinusoidal positions) with the parameter names of
MarianMTModel.

transformers' own class computes the whole logits matrix and runs at a third of this speed on a processor; the
names are the same, so weights pass between the two unchanged.

Shapes: B sentences, S source pieces, T target pieces, D = d_model, H heads.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Callable

    from songngu.training.recipe import Architecture

_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {"relu": F.relu, "swish": F.silu, "gelu": F.gelu}
_MASKED = -30000.0  # fits float16 and bfloat16, and is 0 after softmax


class GuidedLinks(NamedTuple):
    """Word links of a batch: target piece `target[k]` of sentence `row[k]` should look at piece `source[k]`.

    `weight[k]` makes the links of one target piece sum to 1.
    """

    row: Tensor
    target: Tensor
    source: Tensor
    weight: Tensor


class Attention(nn.Module):  # type: ignore[misc]
    """The four projections of multi-head attention."""

    def __init__(self, d_model: int) -> None:
        super().__init__()
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.q_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)


class EncoderLayer(nn.Module):  # type: ignore[misc]
    """Self-attention and a feed-forward block, each followed by a layer norm."""

    def __init__(self, d_model: int, ffn: int) -> None:
        super().__init__()
        self.self_attn = Attention(d_model)
        self.self_attn_layer_norm = nn.LayerNorm(d_model)
        self.fc1 = nn.Linear(d_model, ffn)
        self.fc2 = nn.Linear(ffn, d_model)
        self.final_layer_norm = nn.LayerNorm(d_model)


class DecoderLayer(EncoderLayer):
    """An encoder layer with attention to the encoder's output in between."""

    def __init__(self, d_model: int, ffn: int) -> None:
        super().__init__(d_model, ffn)
        self.encoder_attn = Attention(d_model)
        self.encoder_attn_layer_norm = nn.LayerNorm(d_model)


class Stack(nn.Module):  # type: ignore[misc]
    """The layers of one side."""

    def __init__(self, layers: list[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)


class Core(nn.Module):  # type: ignore[misc]
    """Embeddings and both stacks; exists for MarianMTModel's parameter names (`model.…`)."""

    def __init__(self, vocabulary: int, shape: Architecture) -> None:
        super().__init__()
        self.shared = nn.Embedding(vocabulary, shape.d_model)
        self.encoder = Stack([EncoderLayer(shape.d_model, shape.ffn) for _ in range(shape.encoder_layers)])
        self.decoder = Stack([DecoderLayer(shape.d_model, shape.ffn) for _ in range(shape.decoder_layers)])


class MarianNetwork(nn.Module):  # type: ignore[misc]
    """The network.

    Args:
        vocabulary: number of pieces, `<pad>` included.
        padding: id of `<pad>`.
        shape: the architecture.
        dropout: applied to embeddings and to the output of every block.
    """

    def __init__(self, vocabulary: int, padding: int, shape: Architecture, dropout: float = 0.0) -> None:
        super().__init__()
        self.vocabulary, self.padding, self.shape, self.dropout = vocabulary, padding, shape, dropout
        self.activation = _ACTIVATIONS[shape.activation]
        self.model = Core(vocabulary, shape)
        self.final_logits_bias = nn.Parameter(torch.zeros(1, vocabulary))
        self.register_buffer("positions", sinusoids(shape.max_positions, shape.d_model), persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        """Xavier weights with residual branches a fifth of their usual size, which keeps the encoder from
        collapsing."""
        for name, parameter in self.named_parameters():
            if name.endswith("layer_norm.weight"):
                continue
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            else:
                nn.init.xavier_uniform_(
                    parameter, 0.2 if name.endswith(("out_proj.weight", "fc2.weight")) else 1.0
                )
        nn.init.normal_(self.model.shared.weight, 0.0, self.shape.d_model**-0.5)
        with torch.no_grad():
            self.model.shared.weight[self.padding].zero_()

    def compile_stacks(self) -> None:
        """Let torch.compile fuse both stacks; pays on CUDA, takes minutes and gains little on a processor."""
        self.encode = torch.compile(self.encode, dynamic=True)  # type: ignore[method-assign]
        self.decode = torch.compile(self.decode, dynamic=True)  # type: ignore[method-assign]

    def embed(self, pieces: Tensor) -> Tensor:
        """[B, L] ids → [B, L, D]."""
        embedded = self.model.shared(pieces) * math.sqrt(self.shape.d_model)
        positions = self.get_buffer("positions")[: pieces.size(1)].to(embedded.dtype)
        return F.dropout(embedded + positions, self.dropout, self.training)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """[B, S] ids → [B, S, D], and the mask of padding [B, 1, 1, S]."""
        state = self.embed(source)
        mask = torch.where(source == self.padding, _MASKED, 0.0).to(state.dtype)[:, None, None, :]
        for layer in self.model.encoder.layers:
            state = layer.self_attn_layer_norm(state + self._attend(layer.self_attn, state, state, mask))
            state = self._feed_forward(layer, state)
        return state, mask

    def decode(
        self, target: Tensor, memory: Tensor, mask: Tensor, links: GuidedLinks | None = None
    ) -> tuple[Tensor, Tensor | None]:
        """Run the decoder under teacher forcing.

        Args:
            target: [B, T] ids, beginning with `<pad>`.
            memory: [B, S, D] from `encode`.
            mask: [B, 1, 1, S] from `encode`.
            links: word links that the first head of the last layer should follow.

        Returns:
            [B, T, D], and the guided-alignment loss in nats per linked piece (None without links).
        """
        state, guided = self.embed(target), None
        length = target.size(1)
        causal = torch.full((length, length), _MASKED, dtype=state.dtype, device=state.device).triu(1)
        last = len(self.model.decoder.layers) - 1
        for number, layer in enumerate(self.model.decoder.layers):
            state = layer.self_attn_layer_norm(state + self._attend(layer.self_attn, state, state, causal))
            if number == last and links is not None and len(links.row):
                guided = self._guided_loss(layer.encoder_attn, state, memory, mask, links)
            attended = self._attend(layer.encoder_attn, state, memory, mask)
            state = layer.encoder_attn_layer_norm(state + attended)
            state = self._feed_forward(layer, state)
        return state, guided

    def _feed_forward(self, layer: nn.Module, state: Tensor) -> Tensor:
        inner = layer.fc2(self.activation(layer.fc1(state)))
        output: Tensor = layer.final_layer_norm(state + F.dropout(inner, self.dropout, self.training))
        return output

    def _heads(self, projected: Tensor) -> Tensor:
        batch, length, width = projected.shape
        return projected.view(batch, length, self.shape.heads, width // self.shape.heads).transpose(1, 2)

    def _attend(self, attention: nn.Module, query: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        parts = (attention.q_proj, attention.k_proj, attention.v_proj)
        if query is memory:  # one wide product instead of three
            joined = F.linear(query, torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]))
            q, k, v = (self._heads(part) for part in joined.chunk(3, -1))
        else:
            q = self._heads(parts[0](query))
            joined = F.linear(
                memory, torch.cat([p.weight for p in parts[1:]]), torch.cat([p.bias for p in parts[1:]])
            )
            k, v = (self._heads(part) for part in joined.chunk(2, -1))
        if q.is_cuda:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        else:  # short sentences: plain products are faster on a processor than its blocked kernel
            mixed = ((q * q.size(-1) ** -0.5) @ k.transpose(-1, -2) + mask).softmax(-1) @ v
        output: Tensor = attention.out_proj(mixed.transpose(1, 2).reshape(query.shape))
        return F.dropout(output, self.dropout, self.training)

    def _guided_loss(
        self, attention: nn.Module, query: Tensor, memory: Tensor, mask: Tensor, links: GuidedLinks
    ) -> Tensor:
        """Cross-entropy between the first head's attention and the links (Chen et al., AMTA 2016)."""
        width = self.shape.d_model // self.shape.heads
        q = F.linear(query, attention.q_proj.weight[:width], attention.q_proj.bias[:width])
        k = F.linear(memory, attention.k_proj.weight[:width], attention.k_proj.bias[:width])
        scores = (q.float() * width**-0.5) @ k.float().transpose(-1, -2) + mask[:, 0].float()
        likelihood = scores.log_softmax(-1)[links.row, links.target, links.source]
        return -(likelihood * links.weight).sum() / links.weight.sum()


def sinusoids(length: int, d_model: int) -> Tensor:
    """Position embeddings [length, d_model] in Marian's order: sines first, then cosines."""
    angles = torch.arange(length)[:, None] / torch.pow(10000, 2 * torch.arange(d_model // 2)[None] / d_model)
    return torch.cat([angles.sin(), angles.cos()], 1)


def encoder_similarity(network: MarianNetwork, source: Tensor) -> float:
    """Return the mean cosine between the encoder's outputs at different positions of one sentence.

    Near 1 the encoder says the same everywhere: it has collapsed, and the decoder is a mere language model.
    """
    training = network.training
    network.eval()  # dropout would draw random numbers, and a resumed run could not repeat them
    with torch.no_grad():
        state, _ = network.encode(source[:1])
    network.train(training)
    unit = F.normalize(state[0].float(), dim=-1)
    cosines = unit @ unit.T
    count = len(unit)
    return float((cosines.sum() - cosines.trace()) / max(count * count - count, 1))
