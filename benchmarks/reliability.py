"""A reliability curve: the confidence that was told against the share that was right, as SVG."""

import itertools
import math

from crawler.extract.numerals import RELIABLE
from training.trials import Trial

_SIDE, _EDGE = 420, 56
_BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)


def points(found: list[Trial]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right, and number of readings, for every range of confidence that occurs."""
    answered = [trial for trial in found if trial.answer]
    rows = []
    for low, high in itertools.pairwise(_BOUNDS):
        part = [trial for trial in answered if low <= trial.confidence < high]
        if part:
            right = sum(trial.answer == trial.truth for trial in part)
            rows.append((sum(trial.confidence for trial in part) / len(part), right / len(part), len(part)))
    return rows


def curve(found: list[Trial]) -> str:
    """The drawing; on the diagonal the confidence tells the truth, above it less than the truth. Answers right of the
    upright line are believed."""
    return _Drawing(points(found)).svg()


class _Drawing:
    """Both axes run from the tenth below the lowest point to 1."""

    def __init__(self, rows: list[tuple[float, float, int]]) -> None:
        self._rows = rows
        self._low = math.floor(min(value for row in rows for value in row[:2]) * 10) / 10 if rows else 0.0

    def _x(self, share: float) -> float:
        return _EDGE + (share - self._low) / (1 - self._low) * _SIDE

    def _y(self, share: float) -> float:
        return _EDGE + (1 - share) / (1 - self._low) * _SIDE

    def svg(self) -> str:
        size, middle, end = _SIDE + 2 * _EDGE, _EDGE + _SIDE / 2, _EDGE + _SIDE
        believed = f"{self._x(RELIABLE):.1f}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="12" '
            f'role="img" aria-label="Confidence told against share right">\n'
            f'<rect width="{size}" height="{size}" fill="#fff"/>\n'
            f'<rect x="{_EDGE}" y="{_EDGE}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>\n'
            f'<line x1="{_EDGE}" y1="{end}" x2="{end}" y2="{_EDGE}" stroke="#bbb" stroke-dasharray="4"/>\n'
            f'<line x1="{believed}" y1="{_EDGE}" x2="{believed}" y2="{end}" stroke="#1b7f3b" stroke-dasharray="2 3"/>\n'
            f'<text x="{believed}" y="{_EDGE - 8}" text-anchor="middle" fill="#1b7f3b">believed from {RELIABLE}</text>\n'
            f"{self._dots()}{self._marks()}"
            f'<text x="{middle}" y="{size - 14}" text-anchor="middle">confidence told</text>\n'
            f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">share right</text>\n</svg>\n'
        )

    def _dots(self) -> str:
        path = " ".join(f"{self._x(told):.1f},{self._y(right):.1f}" for told, right, _ in self._rows)
        dots = "".join(
            f'<circle cx="{self._x(told):.1f}" cy="{self._y(right):.1f}" r="{3 + math.log10(count):.1f}">'
            f"<title>{count} readings: told {told:.3f}, right {right:.3f}</title></circle>\n"
            for told, right, count in self._rows
        )
        return f'<polyline points="{path}" fill="none" stroke="#1a5fb4"/>\n<g fill="#1a5fb4">\n{dots}</g>\n'

    def _marks(self) -> str:
        shares = [share / 10 for share in range(round(self._low * 10), 11)]
        return "".join(
            f'<text x="{self._x(share):.1f}" y="{_EDGE + _SIDE + 18}" text-anchor="middle">{share:.1f}</text>'
            f'<text x="{_EDGE - 8}" y="{self._y(share) + 4:.1f}" text-anchor="end">{share:.1f}</text>\n'
            for share in shares
        )
