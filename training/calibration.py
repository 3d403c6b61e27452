"""From the score of a reading to the share of such readings that are right, in typefaces kept for this alone."""

import numpy as np

from training.lines import ALL, MODERATE
from training.trials import trials
from training.typefaces import Face

_LEAST = 120  # readings behind one point of the curve


def calibration(faces: list[Face], lines: int, seed: int) -> dict[str, np.ndarray]:
    """The points of the curve. Half of the lines are damaged moderately, half in any way."""
    readings = sorted(
        (trial.confidence, trial.answer == trial.truth)
        for wear, more in ((MODERATE, 0), (ALL, 1))
        for trial in trials(faces, wear, lines // 2, seed + more)
        if trial.answer
    )
    steps: list[list[float]] = []  # right, all, sum of scores
    for start in range(0, len(readings), _LEAST):
        part = readings[start : start + _LEAST]
        steps.append([sum(right for _, right in part), len(part), sum(score for score, _ in part)])
        while len(steps) > 1 and steps[-2][0] / steps[-2][1] >= steps[-1][0] / steps[-1][1]:
            last = steps.pop()
            steps[-1] = [one + other for one, other in zip(steps[-1], last, strict=True)]
    return {
        "calibration.scores": np.array([total / count for _, count, total in steps], np.float32),
        # as if one reading more had been wrong: a score that never failed is no certainty
        "calibration.shares": np.array([right / (count + 1) for right, count, _ in steps], np.float32),
    }
