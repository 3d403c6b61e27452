"""Makes crawler/extract/numerals.npz: `python -m training.numerals FOLDER_OF_FONTS --keep FOLDER`, with PyTorch 2.13
and the fonts that `training.typefaces` names; half an hour of one core.

Every step is seeded and their number is fixed, so that the speed of the machine makes no difference; a run that was
stopped goes on from what `--keep` holds. The families named UNSEEN in `training.typefaces` take no part in any of it.
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
from training.texts import alike, line
from training.typefaces import CALIBRATION, TRAINING, faces

_SEED = 2569
_ALIKE = 0.15  # of the lines
_WEIGHTS = Path(__file__).parents[1] / "crawler/extract/numerals.npz"


def cuts_of(count: int, folder: Path, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Generated cuts and labels, in the typefaces of training."""
    dice = random.Random(seed)
    seen = faces(TRAINING, folder, light=True)
    families = sorted({face.family for face in seen})
    cuts, labels = [], []
    while len(cuts) < count:
        family = dice.choice(families)
        face = dice.choice([face for face in seen if face.family == family])
        text = alike(dice) if dice.random() < _ALIKE else line(dice)
        for cut, label in samples(text, face, dice.choice((MODERATE, ALL)), dice):
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
    words.add_argument("--cuts", type=int, default=100_000)
    words.add_argument("--steps", type=int, default=8_500)
    words.add_argument("--lines", type=int, default=3000, help="for the calibration")
    words.add_argument("--keep", type=Path, help="keep what is done in this folder, so that a stopped run goes on")
    given = words.parse_args()
    from training.network import trained

    cuts, labels = _cuts(given.cuts, given.fonts, given.keep)
    print(f"{len(cuts)} cuts", flush=True)
    stored = trained(cuts, labels, given.steps, _SEED, given.keep and given.keep / "state.pt").stored()
    np.savez_compressed(_WEIGHTS, **stored)
    # The curve is measured on the weights as they are stored, by the code that will use them.
    weights.cache_clear()
    curve = calibration(faces(CALIBRATION, given.fonts), given.lines, _SEED)
    np.savez_compressed(_WEIGHTS, **stored, **curve)
    for score, share in zip(*curve.values(), strict=True):
        print(f"score {score:.2f}: right {share:.4f}")
    print(_WEIGHTS.name, _WEIGHTS.stat().st_size, "bytes")


def _cuts(count: int, folder: Path, keep: Path | None) -> tuple[np.ndarray, np.ndarray]:
    place = keep and keep / "cuts.npz"
    if place and place.is_file():
        with np.load(place) as kept:
            return kept["cuts"], kept["labels"]
    cuts, labels = generated(count, folder, _SEED)
    if place:
        place.parent.mkdir(parents=True, exist_ok=True)
        np.savez(place, cuts=cuts, labels=labels)
    return cuts, labels


if __name__ == "__main__":
    main()
