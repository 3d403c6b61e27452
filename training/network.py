"""The same network as `crawler.extract.numeral_model`, in the framework that trains it."""

import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from crawler.extract.numeral_model import CLASSES
from training.lines import UNKNOWN

_SIZES = (16, 32, 48, 96, 64)


class Network(nn.Module):
    """Three convolutions over the picture, two along the line."""

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four, five = _SIZES
        self.a = nn.Conv2d(1, one, 3, padding=1)
        self.b = nn.Conv2d(one, two, 3, padding=1)
        self.c = nn.Conv2d(two, three, 3, padding=1)
        self.d = nn.Conv2d(three * 4, four, (1, 5), padding=(0, 2))
        self.e = nn.Conv2d(four, five, (1, 3), padding=(0, 1))
        self.f = nn.Conv2d(five, CLASSES, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.max_pool2d(torch.relu(self.a(x)), 2)
        x = torch.max_pool2d(torch.relu(self.b(x)), (2, 1))
        x = torch.max_pool2d(torch.relu(self.c(x)), (2, 1))
        x = x.flatten(1, 2).unsqueeze(2)
        x = self.drop(torch.relu(self.d(x)))
        return self.f(torch.relu(self.e(x)))[:, :, 0]


def trained(
    cuts: np.ndarray,
    labels: np.ndarray,
    seconds: float,
    epochs: int,
    seed: int,
    start: Path | None = None,
    rate: float = 3e-3,
) -> Network:
    """A network trained on all cuts `epochs` times, or for `seconds` at most (the rate falls with either)."""
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    chance = np.random.default_rng(seed)
    network = Network()
    if start:
        network.load_state_dict(stored(start))
    network.train()
    batch = 64
    steps = len(cuts) // batch * epochs
    rule = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4)
    weight = torch.ones(CLASSES)
    weight[:2] = 0.7
    begun, order, loss_seen = time.monotonic(), chance.permutation(len(cuts)), 0.0
    for step in range(steps):
        done = max(step / steps, (time.monotonic() - begun) / seconds)
        if done >= 1:
            break
        for group in rule.param_groups:
            group["lr"] = rate * min(1.0, step / 200 + 0.05) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-5
        place = step * batch % (len(cuts) - batch)
        if place < batch:
            order = chance.permutation(len(cuts))
        picked = order[place : place + batch]
        scores = network(torch.from_numpy(_varied(cuts[picked], chance)[:, None]))
        loss = nn.functional.cross_entropy(
            scores,
            torch.from_numpy(labels[picked].astype(np.int64)),
            weight,
            ignore_index=UNKNOWN,
            label_smoothing=0.005,
        )
        rule.zero_grad()
        loss.backward()
        rule.step()
        loss_seen = 0.98 * loss_seen + 0.02 * loss.item()
        if step % 250 == 0:
            print(f"step {step} of {steps}, {time.monotonic() - begun:.0f} s, loss {loss_seen:.4f}", flush=True)
    network.eval()
    return network


def stored(weights: Path) -> dict[str, torch.Tensor]:
    """Weights as they are shipped, to go on from."""
    kinds = {"w": "weight", "b": "bias"}
    with np.load(weights) as values:
        layers = [name.split(".") for name in values.files if name[0] in "abcdef" and name[1] == "."]
        return {
            f"{layer}.{kinds[kind]}": torch.from_numpy(values[f"{layer}.{kind}"].astype(np.float32))
            for layer, kind in layers
        }


def _varied(cuts: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The same cuts a little different every time: higher or lower, paler, noisier."""
    x = cuts.astype(np.float32) / 255
    x = np.roll(x, chance.integers(-1, 2), axis=1)
    x = x * chance.uniform(0.75, 1.15, (len(x), 1, 1)).astype(np.float32)
    noise = chance.normal(0, 1, x.shape).astype(np.float32) * chance.uniform(0, 0.06, (len(x), 1, 1)).astype(np.float32)
    return x + noise
