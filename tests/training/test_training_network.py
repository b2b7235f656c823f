"""The fast network computes what MarianMTModel does, its loss has the right gradient, it grows gently."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch
import torch.nn.functional as F
from transformers import MarianMTModel

from songngu.training.grow import grow
from songngu.training.loss import translation_loss
from songngu.training.network import GuidedLinks, MarianNetwork, encoder_similarity
from songngu.training.optimiser import MasterOptimiser
from songngu.training.recipe import Architecture
from songngu.training.weights import ModelFolder, open_folder, read_weights

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Architecture(d_model=32, ffn=48, encoder_layers=2, decoder_layers=2, heads=4, max_positions=64)
SENTENCES = [
    "The militia joined a live-fire exercise.",
    "Five boats were washed away on the night of October 12.",
]


@pytest.fixture(scope="module")
def folder(shipped_model: Path) -> ModelFolder:
    return open_folder(shipped_model)


def shipped_network(folder: ModelFolder, shape: Architecture | None = None) -> MarianNetwork:
    network = MarianNetwork(folder.vocabulary.size, folder.vocabulary.padding, shape or folder.shape)
    names = [name for name, _ in network.named_parameters()]
    weights = read_weights(folder.path, names) if shape is None else grow(folder, network)
    network.load_state_dict(weights)
    return network.eval()


def encoder_input(folder: ModelFolder) -> torch.Tensor:
    rows = folder.vocabulary.encode_source(SENTENCES)
    width = max(map(len, rows))
    return torch.tensor([row + [folder.vocabulary.padding] * (width - len(row)) for row in rows])


def batch(network: MarianNetwork) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    source = torch.randint(2, network.padding, (3, 7), generator=generator)
    target = torch.randint(2, network.padding, (3, 9), generator=generator)
    source[1, 5:], target[2, 4:] = network.padding, network.padding
    shifted = torch.cat([torch.full((3, 1), network.padding), target[:, :-1]], 1)
    return source, shifted, target


def test_logits_are_those_of_transformers(folder: ModelFolder) -> None:
    reference = MarianMTModel.from_pretrained(folder.path, dtype=torch.float32).eval()
    network, source = shipped_network(folder), encoder_input(folder)
    shifted = torch.tensor([[network.padding, 20, 300, 4000], [network.padding, 7, 8, 9]])
    mask = (source != network.padding).long()
    with torch.no_grad():
        expected = reference(input_ids=source, attention_mask=mask, decoder_input_ids=shifted).logits
        states, _ = network.decode(shifted, *network.encode(source))
        got = F.linear(states, network.model.shared.weight, network.final_logits_bias[0])
    torch.testing.assert_close(got, expected, atol=2e-4, rtol=1e-4)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_fused_loss_has_the_value_and_the_gradient_of_the_plain_one(smoothing: float) -> None:
    torch.manual_seed(1)
    network = MarianNetwork(700, 699, SMALL)
    source, shifted, target = batch(network)
    loss, likelihood, _ = translation_loss(network, source, shifted, target, smoothing=smoothing)
    loss.backward()
    got = {name: p.grad.clone() for name, p in network.named_parameters()}
    network.zero_grad()
    states, _ = network.decode(shifted, *network.encode(source))
    logits = F.linear(states, network.model.shared.weight, network.final_logits_bias[0]).transpose(1, 2)
    plain = F.cross_entropy(logits, target, ignore_index=699, label_smoothing=smoothing)
    plain.backward()
    torch.testing.assert_close(loss, plain)
    torch.testing.assert_close(likelihood, F.cross_entropy(logits, target, ignore_index=699))
    for name, parameter in network.named_parameters():
        torch.testing.assert_close(got[name], parameter.grad, atol=1e-6, rtol=1e-4, msg=name)


def test_guided_alignment_turns_the_attention_to_the_links() -> None:
    torch.manual_seed(1)
    network = MarianNetwork(700, 699, SMALL)
    source, shifted, target = batch(network)
    links = GuidedLinks(torch.arange(3), torch.arange(3), torch.tensor([4, 3, 2]), torch.ones(3))
    optimiser = torch.optim.Adam(network.parameters(), lr=3e-3)
    losses = []
    for _ in range(40):
        guided = translation_loss(network, source, shifted, target, links=links)[2]
        assert guided is not None
        losses.append(float(guided.detach()))
        guided.backward()
        optimiser.step()
        optimiser.zero_grad()
    assert losses[-1] < 0.2 < losses[0]


def test_padding_changes_nothing() -> None:
    torch.manual_seed(1)
    network = MarianNetwork(700, 699, SMALL).eval()
    source, shifted, target = batch(network)
    alone = translation_loss(network, source[1:2, :5], shifted[1:2], target[1:2])[1]
    padded = translation_loss(network, source[1:2], shifted[1:2], target[1:2])[1]
    torch.testing.assert_close(alone, padded)


def test_the_optimiser_is_adamw_on_fp32_masters() -> None:
    torch.manual_seed(1)
    network, reference = MarianNetwork(700, 699, SMALL), MarianNetwork(700, 699, SMALL)
    reference.load_state_dict(network.state_dict())
    ours = MasterOptimiser(network, torch.float32, 1e-3, ema=0.9)
    plain = torch.optim.AdamW(reference.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)
    source, shifted, target = batch(network)
    for _ in range(3):
        translation_loss(network, source, shifted, target)[0].backward()
        ours.step(1e-3)
        translation_loss(reference, source, shifted, target)[0].backward()
        torch.nn.utils.clip_grad_norm_(reference.parameters(), 1.0)
        plain.step()
        plain.zero_grad()
    for name, parameter in reference.named_parameters():
        if name.endswith("k_proj.bias"):
            continue  # softmax ignores it: its gradient is rounding noise, which Adam makes large
        torch.testing.assert_close(ours.view(name), parameter.detach(), atol=1e-6, rtol=1e-5, msg=name)


def test_small_updates_are_not_lost_in_bf16() -> None:
    network = MarianNetwork(700, 699, SMALL)
    optimiser = MasterOptimiser(network, torch.bfloat16, 1e-6, ema=0.9)
    assert {parameter.dtype for parameter in network.parameters()} == {torch.bfloat16}
    before = optimiser.master.clone()
    source, shifted, target = batch(network)
    for _ in range(4):
        translation_loss(network, source, shifted, target)[0].backward()
        optimiser.step(1e-6)
    moved = (optimiser.master - before).abs()
    assert 1e-6 < float(moved.max()) < 1e-5


def test_a_frozen_encoder_stands_still() -> None:
    network = MarianNetwork(700, 699, SMALL)
    optimiser = MasterOptimiser(network, torch.float32, 1e-3, ema=0.9)
    optimiser.encoder_scale = 0.0
    names = ("model.encoder.layers.0.fc1.weight", "model.decoder.layers.0.fc1.weight")
    before = [optimiser.view(name).clone() for name in names]
    translation_loss(network, *batch(network))[0].backward()
    optimiser.step(1e-3)
    assert torch.equal(optimiser.view(names[0]), before[0])
    assert not torch.equal(optimiser.view(names[1]), before[1])


def test_the_shipped_encoder_has_not_collapsed(folder: ModelFolder) -> None:
    network = shipped_network(folder)
    assert encoder_similarity(network, encoder_input(folder)) < 0.6


def grown_difference(folder: ModelFolder, shape: Architecture) -> float:
    """Loss of the grown network minus that of the shipped one on two sentences, nats per piece."""
    target = folder.vocabulary.encode_target(["Dân quân tham gia diễn tập bắn đạn thật."])
    losses = []
    for network in (shipped_network(folder), shipped_network(folder, shape)):
        gold = torch.tensor(target)
        shifted = torch.cat([torch.full((1, 1), network.padding), gold[:, :-1]], 1)
        with torch.no_grad():
            losses.append(float(translation_loss(network, encoder_input(folder)[:1, :], shifted, gold)[1]))
    return losses[1] - losses[0]


def test_a_wider_feed_forward_block_computes_the_same(folder: ModelFolder) -> None:
    assert abs(grown_difference(folder, replace(folder.shape, ffn=folder.shape.ffn + 512))) < 1e-4


def test_more_layers_change_little(folder: ModelFolder) -> None:
    for side, more in (("encoder_layers", 6), ("decoder_layers", 1)):
        deeper = replace(folder.shape, **{side: getattr(folder.shape, side) + more})
        assert abs(grown_difference(folder, deeper)) < 0.5


def test_a_wider_model_starts_far_better_than_from_scratch(folder: ModelFolder) -> None:
    assert grown_difference(folder, replace(folder.shape, d_model=384, heads=6)) < 3.0
