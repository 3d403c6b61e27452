"""The small network that names the characters of a line: nothing, a letter, or one of twenty digits, every two pixels.

Plain numpy at run time; its weights are made by `training/numerals.py`.
"""

import io
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]

HEIGHT = 32  # pixels of a cut
BAND_TOP, BAND = 9, 18  # where the consonants of a line stand in a cut
NOTHING, LETTER, FIRST_DIGIT, BLANK = 0, 1, 2, 22  # ๐ to ๙ from FIRST_DIGIT, then 0 to 9; BLANK: between words
CLASSES = 23


def even(ink: Pixels) -> Pixels:
    """Ink from 0 (paper) to 1, whatever the paper's grey and the ink's strength."""
    paper = np.percentile(ink, 40)
    darkest = np.percentile(ink, 98.5)
    return np.clip((ink - paper) / max(float(darkest - paper), 24.0), -0.2, 1.2).astype(np.float32)


@lru_cache(maxsize=1)
def weights() -> dict[str, Pixels]:
    """The shipped weights; stored in half precision, used in single."""
    with np.load(io.BytesIO(files("crawler.extract").joinpath("numerals.npz").read_bytes())) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def probabilities(cut: Pixels, layers: dict[str, Pixels] | None = None) -> Pixels:
    """Frames × classes for a cut of HEIGHT × an even number of pixels."""
    layers = layers or weights()
    x = cut[None]
    x = _pooled(_convolved(x, layers["a.w"], layers["a.b"]), 2, 2)
    x = _pooled(_convolved(x, layers["b.w"], layers["b.b"]), 2, 1)
    x = _pooled(_convolved(x, layers["c.w"], layers["c.b"]), 2, 1)
    x = x.reshape(-1, 1, x.shape[2])  # channel and height together: what stands above what matters
    x = _convolved(x, layers["d.w"], layers["d.b"])
    x = _convolved(x, layers["e.w"], layers["e.b"])
    scores = layers["f.w"][:, :, 0, 0] @ x[:, 0] + layers["f.b"][:, None]
    scores = np.exp(scores - scores.max(axis=0))
    return (scores / scores.sum(axis=0)).T


def _convolved(x: Pixels, kernel: Pixels, bias: Pixels) -> Pixels:
    """A convolution that keeps the size, as one product of matrices, and what is below zero cut off."""
    out, channels, high, wide = kernel.shape
    height, width = x.shape[1:]
    padded = np.pad(x, ((0, 0), (high // 2, high // 2), (wide // 2, wide // 2)))
    columns = np.empty((channels, high, wide, height, width), np.float32)
    for row in range(high):
        for column in range(wide):
            columns[:, row, column] = padded[:, row : row + height, column : column + width]
    product = kernel.reshape(out, -1) @ columns.reshape(channels * high * wide, -1)
    return np.maximum(product.reshape(out, height, width) + bias[:, None, None], 0.0)


def _pooled(x: Pixels, down: int, across: int) -> Pixels:
    """The largest of every `down` × `across` values, each of them 1 or 2."""
    if down == 2:
        x = np.maximum(x[:, :-1:2], x[:, 1::2])
    return np.maximum(x[:, :, :-1:2], x[:, :, 1::2]) if across == 2 else x
