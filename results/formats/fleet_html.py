"""A fleet report as one HTML file: aggregates first, every body in a folded table, 200,000 marks in compact text."""

from itertools import groupby

from markupsafe import Markup

from results.fleet_figures import Line, Part, Tally
from results.fleet_report import FleetReport
from results.fleet_words import reason_of, shared_gaps
from results.formats.html_report import page
from results.periods import day_text
from results.wording import phrase

# Signs that tell the marks apart without colour; an element per run of equal marks, not per mark, gives the colour.
SIGNS = {"p": "+", "i": "~", "o": "<", "m": "-", "u": "?"}
_ELEMENTS = {"p": "b", "i": "i", "o": "s", "m": "u", "u": "q"}
_MOST_UNSEEN, _MOST_GROUPS = 500, 100
_CODE_LINES = 3
BOOK = "fleet"


def render(report: FleetReport) -> bytes:
    """UTF-8 HTML without script and without any request."""
    return page(
        "fleet.html", report=report, t=report.text, day=day_text(report.as_of, report.lang), head=_head(report),
        marks=marks, spread=_spread, heat=_heat, bars=_bars(report), unseen=report.unseen[:_MOST_UNSEEN],
        groups=report.groups[:_MOST_GROUPS], why=reason_of, say=lambda key, **values: _say(report, key, **values),
        shared=lambda group: shared_gaps(report.items, group), open_all=len(report.lines) <= _MOST_UNSEEN,
        legend=_legend(report),
    ).encode()  # fmt: skip


def marks(line: Line) -> Markup:
    """A body's marks, an element for each run of equal ones."""
    runs = ((mark, len(list(run))) for mark, run in groupby(line.marks))
    return Markup("").join(
        Markup("<{0}>{1}</{0}>").format(_ELEMENTS[mark], SIGNS[mark] * count) for mark, count in runs
    )


def _head(report: FleetReport) -> list[str]:
    """The item codes written downwards, so that each takes one sign's width."""
    codes = [item.code.ljust(_CODE_LINES)[:_CODE_LINES] for item in report.items]
    return ["".join(code[line] for code in codes) for line in range(_CODE_LINES)]


def _legend(report: FleetReport) -> list[tuple[str, str, str]]:
    names = {"p": "col_passed", "i": "col_incomplete", "o": "col_outdated", "m": "col_missing", "u": "col_unknown"}
    return [(_ELEMENTS[mark], SIGNS[mark], report.text[name]) for mark, name in names.items()]


def _spread(tally: Tally) -> list[tuple[str, float, float]]:
    """A stacked bar of 100 units: class, start, width."""
    parts, start = [], 0.0
    for name in ("passed", "incomplete", "outdated", "missing", "unknown"):
        width = 100 * getattr(tally, name) / tally.all if tally.all else 0.0
        parts.append((name, round(start, 2), round(width, 2)))
        start += width
    return [part for part in parts if part[2]]


def _heat(part: Part) -> list[tuple[str, str]]:
    """The share of passes of a place by item: what stands in the cell, and its class."""
    shares = (tally.share for tally in part.tallies)
    return [
        ("?", "h") if share is None else (str(round(100 * share)), f"h{min(int(share * 5), 4)}") for share in shares
    ]


def _bars(report: FleetReport) -> list[tuple[int, int, float]]:
    """The distribution: first score of the bin, bodies, height in percent of the highest."""
    most = max(report.histogram) or 1
    width = 100 // len(report.histogram)
    return [(place * width, count, 100 * count / most) for place, count in enumerate(report.histogram)]


def _say(report: FleetReport, key: str, **values: object) -> str:
    return phrase(BOOK, key, report.lang, **{name: str(value) for name, value in values.items()})
