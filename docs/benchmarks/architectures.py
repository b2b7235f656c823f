"""Training speed of networks that the shipped one could be grown to: forward and backward pass of one process.

    python docs/benchmarks/architectures.py [--rounds 6]

Random batches of 44 sentences of 34 pieces on each side, bf16, one thread; the best of some rounds counts. The output
loss is a plain one, so that only the ratios mean something. Nothing else should be running.
"""

from __future__ import annotations

import argparse
import time

import torch

from songngu.training.network import MarianNetwork
from songngu.training.recipe import Architecture

PIECES, SENTENCES, LENGTH = 12000, 44, 34
SHAPES = [
    Architecture(),
    Architecture(ffn=2048),
    Architecture(encoder_layers=12),
    Architecture(ffn=2048, encoder_layers=9),
    Architecture(d_model=384, heads=6, ffn=1536),
    Architecture(d_model=512, heads=8, ffn=2048),
]


def tokens_per_second(network: MarianNetwork, rounds: int) -> float:
    source, target = torch.randint(0, PIECES - 1, (2, SENTENCES, LENGTH))
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        state, _ = network.decode(target, *network.encode(source))
        logits = state.flatten(0, 1) @ network.model.shared.weight.T
        logits.float().logsumexp(-1).mean().backward()
        network.zero_grad()
        best = min(best, time.perf_counter() - started)
    return 2 * SENTENCES * LENGTH / best


def main(rounds: int) -> None:
    torch.set_num_threads(1)
    first = 0.0
    print(
        "| d_model | feed-forward | layers | parameters | tokens/s | of the first |\n|---|---|---|---|---|---|"
    )
    for shape in SHAPES:
        network = MarianNetwork(PIECES, PIECES - 1, shape).bfloat16().train()
        speed = tokens_per_second(network, rounds)
        first = first or speed
        layers = f"{shape.encoder_layers} + {shape.decoder_layers}"
        millions = sum(parameter.numel() for parameter in network.parameters()) / 1e6
        print(
            f"| {shape.d_model} | {shape.ffn} | {layers} | {millions:.1f} M | {speed:,.0f} | {speed / first:.0%} |"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=6)
    main(parser.parse_args().rounds)
