"""The report as one HTML file that needs nothing else: no script, no request, readable offline and on paper."""

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from results.itas_sheet import itas_tables
from results.periods import day_text, time_text
from results.plain import is_web, plain, readable_url
from results.report_model import Card, Report
from results.scoring import rounded

FOLDER = Path(__file__).parents[1]
FONTS = {
    ("thai", 400): "sarabun-thai-400-normal.woff2",
    ("thai", 700): "sarabun-thai-700-normal.woff2",
    ("latin", 400): "sarabun-latin-400-normal.woff2",
    ("latin", 700): "sarabun-latin-700-normal.woff2",
}
# What each font file holds, so that Latin text (and digits) never waits for the Thai file and the other way round.
RANGES = {"thai": "U+0E01-0E5B, U+200C-200D, U+25CC", "latin": "U+0000-00FF, U+2000-206F, U+20AC, U+2122"}


def render(report: Report) -> bytes:
    """UTF-8 HTML."""
    return page("report.html", report=report, t=report.text, groups=_groups(report), itas=itas_tables(report)).encode()


def page(template: str, **values: object) -> str:
    """A template of ours as a whole page in the look of the report, with the bundled typeface."""
    return _environment().get_template(template).render(fonts=_font_faces(), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day_text, moment=time_text, plain=plain, readable=readable_url, points=_points)
    environment.filters.update(rounded=rounded, number=_number)
    environment.tests["web"] = is_web
    return environment


@cache
def _font_faces() -> tuple[dict[str, str], ...]:
    """The bundled Sarabun, its files as base64."""
    return tuple(
        {"weight": str(weight), "range": RANGES[script],
         "data": base64.b64encode((FOLDER / "fonts" / name).read_bytes()).decode()}
        for (script, weight), name in FONTS.items()
    )  # fmt: skip


def _groups(report: Report) -> list[dict[str, object]]:
    """The cards under their sub-indicators, in the order of the rules."""
    groups: dict[str, list[Card]] = {}
    for card in report.cards:
        groups.setdefault(card.sub_indicator, []).append(card)
    return [
        {"code": sub, "title": cards[0].sub_indicator_title, "score": report.score.sub_indicators[sub], "cards": cards}
        for sub, cards in groups.items()
    ]


def _number(value: float) -> str:
    """A score for the eye: 74.48, 62.5, 100."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _points(value: float) -> str:
    return f"{value:.2f}"
