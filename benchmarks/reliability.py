"""A reliability curve: the confidence that was told against the share that was right, as SVG."""

import itertools

from training.trials import Trial

_SIDE, _EDGE = 320, 46
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
    """The drawing; on the diagonal the confidence tells the truth, above it less than the truth."""
    rows = points(found)
    dots = "".join(
        f'<circle cx="{_x(told):.1f}" cy="{_y(right):.1f}" r="4"><title>{count} readings: told {told:.3f}, right {right:.3f}'
        f"</title></circle>"
        f'<text x="{_x(told) + 6:.1f}" y="{_y(right) + 14:.1f}">{count}</text>'
        for told, right, count in rows
    )
    path = " ".join(f"{_x(told):.1f},{_y(right):.1f}" for told, right, _ in rows)
    marks = "".join(
        f'<text x="{_x(share):.1f}" y="{_y(0) + 16}" text-anchor="middle">{share:.1f}</text>'
        f'<text x="{_EDGE - 6}" y="{_y(share) + 4:.1f}" text-anchor="end">{share:.1f}</text>'
        for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    size = _SIDE + 2 * _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="10" '
        f'role="img" aria-label="Confidence told against share right">'
        f'<rect x="{_EDGE}" y="{_EDGE}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#bbb" stroke-dasharray="4"/>'
        f'<polyline points="{path}" fill="none" stroke="#1a5fb4"/><g fill="#1a5fb4">{dots}</g>{marks}'
        f'<text x="{_x(0.5)}" y="{size - 10}" text-anchor="middle">confidence told</text>'
        f'<text x="12" y="{_y(0.5)}" text-anchor="middle" transform="rotate(-90 12 {_y(0.5)})">share right</text></svg>\n'
    )


def _x(share: float) -> float:
    return _EDGE + share * _SIDE


def _y(share: float) -> float:
    return _EDGE + (1 - share) * _SIDE
