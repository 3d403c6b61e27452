"""Makes crawler/extract/numerals.npz: `python -m training.numerals FOLDER_OF_FONTS` (with PyTorch; twenty minutes).

Every step is seeded. The families named UNSEEN in `training.typefaces` take no part in any of it.
"""

import argparse
import random
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from crawler.extract.numeral_model import weights
from training.calibration import calibration
from training.lines import ALL, MODERATE, samples
from training.typefaces import CALIBRATION, TRAINING, faces

_SEED = 2569
_WEIGHTS = Path(__file__).parents[1] / "crawler/extract/numerals.npz"


def cuts_of(count: int, folder: Path, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Generated cuts and labels, in the typefaces of training."""
    from training.texts import line

    dice = random.Random(seed)
    seen = faces(TRAINING, folder)
    families = sorted({face.family for face in seen})
    cuts, labels = [], []
    while len(cuts) < count:
        family = dice.choice(families)
        face = dice.choice([face for face in seen if face.family == family])
        for cut, label in samples(line(dice), face, dice.choice((MODERATE, ALL)), dice):
            cuts.append(cut)
            labels.append(label.astype(np.int8))
    return np.stack(cuts[:count]), np.stack(labels[:count])


def generated(count: int, folder: Path, seed: int, processes: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Many cuts; the same for the same seed, however many processes make them."""
    share = 2000
    seeds = [seed * 1000 + number for number in range(-(-count // share))]
    with ProcessPoolExecutor(processes) as pool:
        parts = list(pool.map(partial(cuts_of, share, folder), seeds))
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("fonts", type=Path)
    words.add_argument("--cuts", type=int, default=60_000)
    words.add_argument("--epochs", type=int, default=8)
    words.add_argument("--seconds", type=float, default=3600.0)
    words.add_argument("--lines", type=int, default=3000, help="for the calibration")
    words.add_argument("--start", type=Path, help="go on from these weights")
    words.add_argument("--rate", type=float, default=3e-3)
    words.add_argument("--seed", type=int, default=_SEED)
    words.add_argument("--out", type=Path, default=_WEIGHTS)
    words.add_argument("--keep", type=Path, help="keep the generated cuts in this file and use them again")
    given = words.parse_args()
    from training.network import trained

    if given.keep and given.keep.is_file():
        with np.load(given.keep) as kept:
            cuts, labels = kept["cuts"], kept["labels"]
    else:
        cuts, labels = generated(given.cuts, given.fonts, _SEED)
        if given.keep:
            np.savez(given.keep, cuts=cuts, labels=labels)
    print(f"{len(cuts)} cuts", flush=True)
    network = trained(cuts, labels, given.seconds, given.epochs, given.seed, given.start, given.rate)
    stored = {}
    for name, values in network.state_dict().items():
        layer, kind = name.split(".")
        stored[f"{layer}.{'w' if kind == 'weight' else 'b'}"] = values.numpy().astype(np.float16)
    np.savez_compressed(given.out, **stored)
    # The curve is measured on the weights as they are stored, by the code that will use them.
    weights.cache_clear()
    curve = calibration(faces(CALIBRATION, given.fonts), given.lines, _SEED)
    np.savez_compressed(given.out, **stored, **curve)
    print(curve)
    print(given.out, given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
