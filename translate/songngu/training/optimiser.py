"""AdamW over fp32 master weights for a network whose parameters are bf16 (or fp32), all in three flat
tensors.

The network's parameters and gradients are made views of one tensor each, so that a step is a handful of long
vector operations instead of several per parameter, and a checkpoint is a handful of tensors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Sequence


class MasterOptimiser:
    """Owns a network's parameters.

    Args:
        network: its parameters become views of a flat tensor of `dtype`.
        dtype: what the forward and backward pass compute in.
        learning_rate: peak rate.
        ema: decay of the running average of the weights.

    Attributes:
        master: the fp32 weights [N], those of the encoder last.
        average: their exponential moving average [N].
        encoder_scale: factor of the encoder's learning rate; 0 freezes it.
    """

    def __init__(self, network: nn.Module, dtype: torch.dtype, learning_rate: float, ema: float) -> None:
        named = _layout(network)
        self.names = [name for name, _ in named]
        self.shapes = [tuple(parameter.shape) for _, parameter in named]
        sizes = [parameter.numel() for _, parameter in named]
        self._bounds = list(zip(_cumulative(sizes)[:-1], _cumulative(sizes)[1:], strict=True))
        split = sum(size for name, size in zip(self.names, sizes, strict=True) if ".encoder." not in name)

        self.master = torch.cat([parameter.detach().float().reshape(-1) for _, parameter in named])
        self.average = self.master.clone()
        self._ema, self._updates = ema, 0
        self._working = self.master.to(dtype)
        self._gradient = torch.zeros_like(self._working)
        bind(network, self._working, self._gradient)
        self._parts = [self.master[:split], self.master[split:]]
        self._master_gradient = torch.zeros_like(self.master)
        for part, grad in zip(
            self._parts, self._master_gradient.split([split, len(self.master) - split]), strict=True
        ):
            part.grad = grad
        self.encoder_scale = 1.0
        self._adam = torch.optim.AdamW(
            [{"params": [part]} for part in self._parts],
            lr=learning_rate,
            betas=(0.9, 0.98),
            weight_decay=0.0,
            fused=True,
        )

    def share_weights(self) -> Tensor:
        """Move the weights that the network computes with to shared memory and return them [N]."""
        return self._working.share_memory_()

    def step(self, learning_rate: float, others: Sequence[Tensor] = (), clip: float = 1.0) -> None:
        """Apply and clear the gradients.

        Args:
            learning_rate: of this step.
            others: gradients of further batches [N]; the mean of all is applied.
            clip: the norm that the gradient is clipped to.
        """
        self._master_gradient.copy_(self._gradient)
        for other in others:
            self._master_gradient.add_(other)
        if others:
            self._master_gradient.div_(1 + len(others))
        for gradient in (self._gradient, *others):
            gradient.zero_()
        norm = torch.linalg.vector_norm(self._master_gradient)
        self._master_gradient.mul_((clip / (norm + 1e-6)).clamp(max=1.0))
        for group, scale in zip(self._adam.param_groups, (1.0, self.encoder_scale), strict=True):
            group["lr"] = learning_rate * scale
        self._adam.step()
        self.use_master()

    def update_average(self) -> None:
        """Move the average towards the weights; it follows closely at first."""
        self._updates += 1
        decay = min(self._ema, (1 + 4 * self._updates) / (10 + 4 * self._updates))
        self.average.lerp_(self.master, 1 - decay)

    def use_average(self) -> None:
        """Let the network compute with the averaged weights (until `use_master`)."""
        self._working.copy_(self.average)

    def use_master(self) -> None:
        """Let the network compute with the current weights."""
        self._working.copy_(self.master)

    def view(self, name: str, *, average: bool = False) -> Tensor:
        """Return the fp32 weights of one parameter, to read or to change in place (then call
        `use_master`)."""
        index = self.names.index(name)
        start, end = self._bounds[index]
        return (self.average if average else self.master)[start:end].view(self.shapes[index])

    def assign(self, weights: dict[str, Tensor]) -> None:
        """Set weights and their average, by name; names that are not given keep theirs."""
        for name, value in weights.items():
            for average in (False, True):
                self.view(name, average=average).copy_(value)
        self.use_master()

    def zero_row(self, name: str, row: int) -> None:
        """Keep one row of a matrix at zero: MarianMT and CTranslate2 start decoding from a zero embedding."""
        index = self.names.index(name)
        width = self.shapes[index][1]
        start = self._bounds[index][0] + row * width
        for flat in (self.master, self.average, self._working):
            flat[start : start + width].zero_()

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint must hold; tensors are not copied."""
        return {
            "names": self.names,
            "shapes": [list(shape) for shape in self.shapes],
            "master": self.master,
            "average": self.average,
            "updates": self._updates,
            "adam": self._adam.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take over a checkpoint's `state` of the same network.

        Raises:
            ValueError: its parameters are not this network's.
        """
        if state["names"] != self.names or [tuple(shape) for shape in state["shapes"]] != self.shapes:
            raise ValueError("the checkpoint belongs to another network")
        self.master.copy_(state["master"])
        self.average.copy_(state["average"])
        self._updates = int(state["updates"])
        self._adam.load_state_dict(state["adam"])
        self.use_master()


def _layout(network: nn.Module) -> list[tuple[str, nn.Parameter]]:
    """Return the parameters in the order of the flat tensors: those of the encoder last."""
    return sorted(network.named_parameters(), key=lambda item: ".encoder." in item[0])


def bind(network: nn.Module, weights: Tensor, gradient: Tensor) -> None:
    """Make the parameters and gradients of a network views of flat tensors [N]."""
    start = 0
    for _, parameter in _layout(network):
        end, shape = start + parameter.numel(), parameter.shape
        parameter.data = weights[start:end].view(shape)
        parameter.grad = gradient[start:end].view(shape)
        start = end


def _cumulative(sizes: list[int]) -> list[int]:
    bounds = [0]
    for size in sizes:
        bounds.append(bounds[-1] + size)
    return bounds
