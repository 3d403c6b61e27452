"""What rose, what fell, what cannot be compared between two years' results; and all the given years side by side."""

from results.analysis_keys import INDICATORS, TOOLS, TOTAL
from results.analysis_model import Analysis, Line
from results.score_text import number
from results.scoring import NOTHING

MOST_COMPARED = 2  # years that need no table of their own


def comparisons(analysis: Analysis) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Heading and lines: the greatest changes first; items of either year without counterpart last.

    Where the year before has no scores of items at all, there is nothing to tell of their counterparts.
    """
    text, lines = analysis.text, (*analysis.indicators, *analysis.questions, *analysis.items)
    known = any(one.score is not None for line in analysis.items for one in line.earlier)
    alone = [line for line in analysis.items if known and not line.earlier]
    mixed = [line for line in lines if line.trend == "mixed"]
    return (
        (text["sec_rose"], _changed(lines, "rose")),
        (text["sec_fell"], _changed(lines, "fell")),
        (text["sec_mixed"], tuple(mixed)),
        (text["sec_no_counterpart"], (*alone, *(analysis.gone if analysis.items else ()))),
    )


def _changed(lines: tuple[Line, ...], trend: str) -> tuple[Line, ...]:
    changed = [line for line in lines if line.trend == trend]
    return tuple(sorted(changed, key=lambda line: -abs(line.change or NOTHING)))


def comparison_leads(analysis: Analysis) -> tuple[str, ...]:
    """How the two years are compared."""
    other = any(line.trend_text and not line.earlier for line in analysis.questions)
    return (analysis.text["compare_lead"], *([analysis.text["compare_questions"]] if other else []))


def history(analysis: Analysis) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heads and rows of a table of all years: indicators, instruments, total, level. Doubtful figures are left out."""
    text, years = analysis.text, analysis.years
    rows = [
        (text[f"indicator_{key}" if key in INDICATORS else f"tool_{key}"],
         *("–" if (score := year.scores.get(key)) is None else number(score) for year in years))
        for key in (*INDICATORS, *TOOLS, TOTAL)
        if any(key in year.scores for year in years)
    ]  # fmt: skip
    if any(year.grade for year in years):
        rows.append((text["level"], *(year.grade or "–" for year in years)))
    return (text["col_indicator"], *(str(year.year) for year in years)), tuple(rows)
