"""A larger network that starts where a smaller one stands (Chen, Goodfellow & Shlens, "Net2Net", ICLR 2016).

- More encoder or decoder layers: a new layer copies its neighbour with residual branches a twentieth as strong,
  and layer norms that reproduce what the layer below puts out; it changes little at first.
- A wider feed-forward block: new units read at random and write nothing; the output is exactly the old one.
- A wider model (d_model): new dimensions repeat old ones, weights that read them are divided among the
  copies. Position embeddings are not repetitions, so that some training must mend the difference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from songngu.training.base import TrainingError
from songngu.training.weights import ModelFolder, read_weights

if TYPE_CHECKING:
    from songngu.training.network import MarianNetwork
    from songngu.training.recipe import Architecture

_LAYER = re.compile(r"model\.(encoder|decoder)\.layers\.(\d+)\.(.+)")
_BRANCH = 0.05


def grow(init: ModelFolder, network: MarianNetwork) -> dict[str, Tensor]:
    """Return weights for `network`, grown from those of a smaller model.

    Args:
        init: the smaller model.
        network: freshly initialised; gives the shapes, and the random weights of new feed-forward units.

    Raises:
        TrainingError: the network is smaller somewhere, or has another activation or width of a head.
    """
    from songngu.training.network import MarianNetwork as Network

    old, new = init.shape, network.shape
    _check(init, new)
    names = [name for name, _ in Network(network.vocabulary, network.padding, old).named_parameters()]
    weights = read_weights(init.path, names)
    weights = _widen_ffn(
        weights, {n: p.detach().float().cpu() for n, p in network.named_parameters()}, old.ffn, new.ffn
    )
    weights = _widen_model(weights, old, new)
    for side, before, after in (
        ("encoder", old.encoder_layers, new.encoder_layers),
        ("decoder", old.decoder_layers, new.decoder_layers),
    ):
        weights = _deepen(weights, side, before, after)
    return weights


def _check(init: ModelFolder, new: Architecture) -> None:
    old = init.shape
    smaller = [
        name
        for name in ("d_model", "ffn", "encoder_layers", "decoder_layers")
        if getattr(new, name) < getattr(old, name)
    ]
    if smaller:
        raise TrainingError(
            f"the recipe's {smaller[0]} is smaller than the model's",
            path=init.path,
            remedy="networks only grow",
        )
    same_heads = new.d_model // new.heads == old.d_model // old.heads
    if not same_heads or new.activation != old.activation:
        raise TrainingError(
            "growing keeps the activation and the width of a head",
            path=init.path,
            remedy="mend [architecture]",
        )


def _deepen(weights: dict[str, Tensor], side: str, before: int, after: int) -> dict[str, Tensor]:
    """Spread `before` layers over `after` places; the places between are near-identities."""
    places = [round(i * (after - 1) / max(before - 1, 1)) for i in range(before)]
    layers: dict[int, dict[str, Tensor]] = {}
    grown = {}
    for name, value in weights.items():
        match = _LAYER.fullmatch(name)
        if match and match[1] == side:
            layers.setdefault(int(match[2]), {})[match[3]] = value
        else:
            grown[name] = value
    for place in range(after):
        below = max(i for i, p in enumerate(places) if p <= place)
        layer = layers[below]
        if place not in places:
            layer = _near_identity(layer)
        grown |= {f"model.{side}.layers.{place}.{name}": value for name, value in layer.items()}
    return grown


def _near_identity(layer: dict[str, Tensor]) -> dict[str, Tensor]:
    """A copy of a layer that passes its own output on nearly unchanged.

    A layer's output is g·n + b with n standardised; its mean is about mean(b) and its variance mean(g²) +
    var(b). A layer norm with that deviation as gain and that mean as bias gives it back.
    """
    gain, bias = layer["final_layer_norm.weight"], layer["final_layer_norm.bias"]
    deviation, mean = (gain.square().mean() + bias.var(correction=0)).sqrt(), bias.mean()
    copy = {}
    for name, value in layer.items():
        if name.endswith("layer_norm.weight"):
            copy[name] = torch.full_like(value, float(deviation))
        elif name.endswith("layer_norm.bias"):
            copy[name] = torch.full_like(value, float(mean))
        else:
            branch = name.startswith("fc2.") or "out_proj." in name
            copy[name] = value * (_BRANCH if branch else 1.0)
    return copy


def _widen_ffn(
    weights: dict[str, Tensor], fresh: dict[str, Tensor], before: int, after: int
) -> dict[str, Tensor]:
    """Append units that read at random and write zeros."""
    if before == after:
        return weights
    some = next(value for name, value in fresh.items() if name.endswith("fc1.weight"))
    widened = dict(weights)
    for name, value in weights.items():
        if name.endswith("fc1.weight"):
            widened[name] = torch.cat([value, some[before:, : value.size(1)]])
        elif name.endswith("fc1.bias"):
            widened[name] = torch.cat([value, value.new_zeros(after - before)])
        elif name.endswith("fc2.weight"):
            widened[name] = torch.cat([value, value.new_zeros(value.size(0), after - before)], 1)
    return widened


def _widen_model(weights: dict[str, Tensor], old: Architecture, new: Architecture) -> dict[str, Tensor]:
    """Repeat dimensions of the residual stream, and whole heads."""
    if old.d_model == new.d_model:
        return weights
    width = old.d_model // old.heads
    # A new dimension repeats the old one whose position embedding has the nearest frequency.
    stream = torch.arange(new.d_model) * old.d_model // new.d_model
    heads = (torch.arange(new.heads)[:, None] % old.heads * width + torch.arange(width)).reshape(-1)
    stream_share, heads_share = _shares(stream), _shares(heads)
    embedding_scale = (old.d_model / new.d_model) ** 0.5  # the network multiplies by √d_model
    last = f"model.decoder.layers.{old.decoder_layers - 1}.final_layer_norm."
    widened = {}
    for name, value in weights.items():
        if name == "final_logits_bias" or name.endswith("fc1.bias"):
            widened[name] = value
        elif name == "model.shared.weight":
            widened[name] = value[:, stream] * embedding_scale
        elif name.startswith(last):
            # The output layer reads the same embeddings, but must divide among the copies: the last norm does
            # it.
            widened[name] = value[stream] * stream_share / embedding_scale
        elif name.endswith("fc1.weight"):
            widened[name] = value[:, stream] * stream_share
        elif name.endswith("out_proj.weight"):
            widened[name] = value[stream][:, heads] * heads_share
        elif name.endswith("_proj.weight"):
            widened[name] = value[heads][:, stream] * stream_share
        elif name.endswith(("q_proj.bias", "k_proj.bias", "v_proj.bias")):
            widened[name] = value[heads]
        else:
            widened[name] = value[stream]
    return widened


def _shares(source: Tensor) -> Tensor:
    """One over the number of copies that each position's original has."""
    return 1.0 / torch.bincount(source).float()[source]
