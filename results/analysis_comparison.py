"""What rose, what fell, and what cannot be compared between two years' results."""

from results.analysis_model import Analysis, Line
from results.scoring import NOTHING


def comparisons(analysis: Analysis) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Heading and lines: the greatest changes first; items of either year without counterpart last.

    A figure of which only the score of the year before is missing has a counterpart, and is not told here.
    """
    text, lines = analysis.text, (*analysis.indicators, *analysis.questions, *analysis.items)
    alone = [line for line in lines if not line.earlier and line.trend == "none"]
    mixed = [line for line in lines if line.trend == "mixed"]
    return (
        (text["sec_rose"], _changed(lines, "rose")),
        (text["sec_fell"], _changed(lines, "fell")),
        (text["sec_mixed"], tuple(mixed)),
        (text["sec_no_counterpart"], (*alone, *analysis.gone)),
    )


def _changed(lines: tuple[Line, ...], trend: str) -> tuple[Line, ...]:
    changed = [line for line in lines if line.trend == trend]
    return tuple(sorted(changed, key=lambda line: -abs(line.change or NOTHING)))
