"""The network of `crawler.extract.numeral_model`, in the framework that trains it."""

import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from crawler.extract.numeral_model import CLASSES
from training.lines import UNKNOWN

_SIZES = (16, 40, 64, 128, 96)
_BATCH = 64
_RATE = 3e-3
_WARM = 200  # steps until the full rate
_FALL = 0.85  # of half a wave
_KEPT = 250  # steps between two savings


class _Layer(nn.Module):
    """A convolution; its normalisation helps learning only and is stored as part of the convolution."""

    def __init__(self, channels: int, out: int, high: int, wide: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels, out, (high, wide), padding=(high // 2, wide // 2), bias=False)
        self.norm = nn.BatchNorm2d(out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.norm(self.convolution(x)))

    def stored(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Kernel and bias of one convolution that does the same."""
        factor = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        bias = self.norm.bias - self.norm.running_mean * factor
        return self.convolution.weight * factor[:, None, None, None], bias


class Network(nn.Module):
    """Three convolutions over the picture, two along the line."""

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four, five = _SIZES
        self.a = _Layer(1, one, 3, 3)
        self.b = _Layer(one, two, 3, 3)
        self.c = _Layer(two, three, 3, 3)
        self.d = _Layer(three * 4, four, 1, 5)
        self.e = _Layer(four, five, 1, 3)
        self.f = nn.Conv2d(five, CLASSES, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.max_pool2d(self.a(x), 2)
        x = torch.max_pool2d(self.b(x), (2, 1))
        x = torch.max_pool2d(self.c(x), (2, 1))
        x = x.flatten(1, 2).unsqueeze(2)
        return self.f(self.e(self.drop(self.d(x))))[:, :, 0]

    def stored(self) -> dict[str, np.ndarray]:
        """The weights as they are shipped."""
        layers = {name: getattr(self, name).stored() for name in "abcde"} | {"f": (self.f.weight, self.f.bias)}
        return {
            f"{name}.{kind}": values.detach().contiguous().numpy().astype(np.float16)
            for name, pair in layers.items()
            for kind, values in zip("wb", pair, strict=True)
        }


def trained(cuts: np.ndarray, labels: np.ndarray, steps: int, seed: int, state: Path | None = None) -> Network:
    """A network after `steps` batches. With `state`, what is done is kept there, and a stopped run goes on."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the same sums on every machine; more threads mostly wait for each other
    network = Network().to(memory_format=torch.channels_last)
    rule = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-3)
    first = _resumed(network, rule, state)
    network.train()
    begun, loss_seen = time.monotonic(), 0.0
    for step in range(first, steps):
        rule.param_groups[0]["lr"] = _rate(step, steps)
        loss_seen = 0.98 * loss_seen + 0.02 * _step(network, rule, cuts, labels, step, seed)
        if (step + 1) % _KEPT == 0:
            print(f"step {step + 1} of {steps}, {time.monotonic() - begun:.0f} s, loss {loss_seen:.4f}", flush=True)
            if state:
                torch.save({"step": step + 1, "network": network.state_dict(), "rule": rule.state_dict()}, state)
    return network.eval()


def _step(
    network: Network, rule: torch.optim.Optimizer, cuts: np.ndarray, labels: np.ndarray, step: int, seed: int
) -> float:
    """One batch. Every step draws from a chance of its own, so that a stopped run goes on as it would have."""
    torch.manual_seed(seed * 1_000_000 + step)
    picked = _picked(len(cuts), step, seed)
    seen = _varied(torch.from_numpy(cuts[picked]), np.random.default_rng((seed, step)))
    weight = torch.ones(CLASSES)
    weight[:2] = 0.7  # most frames are nothing or letters
    with torch.autocast("cpu", torch.bfloat16):  # half the time
        scores = network(seen)
    truth = torch.from_numpy(labels[picked].astype(np.int64))
    loss = nn.functional.cross_entropy(scores.float(), truth, weight, ignore_index=UNKNOWN, label_smoothing=0.005)
    rule.zero_grad()
    loss.backward()
    rule.step()
    return loss.item()


def _rate(step: int, steps: int) -> float:
    """Up within the first steps, then down to a twentieth."""
    return _RATE * min(1.0, step / _WARM + 0.05) * (0.5 + 0.5 * math.cos(math.pi * step / (steps / _FALL))) + 1e-6


def _resumed(network: Network, rule: torch.optim.Optimizer, state: Path | None) -> int:
    """The step to go on from."""
    if not state or not state.is_file():
        return 0
    kept = torch.load(state)
    network.load_state_dict(kept["network"])
    rule.load_state_dict(kept["rule"])
    return int(kept["step"])


def _picked(count: int, step: int, seed: int) -> np.ndarray:
    """The cuts of a step: all of them in a new order, again and again."""
    batches = count // _BATCH
    order = np.random.default_rng((seed, 1, step // batches)).permutation(count)
    place = step % batches * _BATCH
    return order[place : place + _BATCH]


def _varied(cuts: torch.Tensor, chance: np.random.Generator) -> torch.Tensor:
    """The same cuts a little different every time: higher or lower, thinner or bolder, paler, noisier."""

    def each(low: float, high: float) -> torch.Tensor:
        return torch.from_numpy(chance.uniform(low, high, (len(cuts), 1, 1, 1)).astype(np.float32))

    x = torch.roll(cuts[:, None].float() / 255, int(chance.integers(-1, 2)), dims=2)
    strength = each(-0.5, 0.5) * (each(0, 1) < 0.4)
    bolder = torch.max_pool2d(x, 3, 1, 1) - x
    thinner = x + torch.max_pool2d(-x, 3, 1, 1)
    x = x + strength.clamp(min=0) * bolder + strength.clamp(max=0) * thinner
    x = x * each(0.75, 1.15)
    x = x + torch.from_numpy(chance.standard_normal(x.shape, np.float32)) * each(0, 0.06)
    return x.contiguous(memory_format=torch.channels_last)
