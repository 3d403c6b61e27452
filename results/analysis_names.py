"""How the figures of a result are called in sentences and tables."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from audits.assessment import Confidence
from audits.requirement import Ruleset
from results.analysis_input import Place
from results.analysis_keys import INDICATORS, TOOLS, TOTAL, is_item, is_question
from results.plain import TITLE_LIMIT, plain
from results.score_text import number
from results.wording import Lang, in_language, phrase

BOOK = "analysis"


def title_of(key: str, ruleset: Ruleset, lang: Lang, given: str = "") -> str:
    """What a figure is about, without its code. Items are called as the rules of the year call them, whatever stood in
    the file; questions as in the file, since the rules do not keep their wording."""
    if key in INDICATORS:
        return phrase(BOOK, f"indicator_{key}", lang)
    if key in (TOTAL, *TOOLS):
        return phrase(BOOK, f"tool_{key}", lang)
    if key in ruleset.sub_indicators:
        return in_language(ruleset.sub_indicators[key].title, lang)
    item = next((item for item in ruleset.requirements if item.code == key), None)
    return plain(in_language(item.title, lang) if item else given, TITLE_LIMIT)


def called(key: str, ruleset: Ruleset, lang: Lang) -> str:
    """A figure in a sentence: "ตัวชี้วัดที่ 10 การป้องกันการทุจริต", "ข้อ O12 …", "ข้อ I30"."""
    title = title_of(key, ruleset, lang)
    kind = "item" if is_item(key) or is_question(key) else "sub" if "." in key else "indicator"
    if key in (TOTAL, *TOOLS):
        return title
    return phrase(BOOK, f"called_{kind}", lang, code=key, title=title).strip()


def listed(words: Iterable[str], lang: Lang) -> str:
    """Words as a list in a sentence: a, b และ c."""
    *first, last = words
    return phrase(BOOK, "and", lang, one=", ".join(first), two=last) if first else last


def figures_text(figures: Iterable[Fraction], lang: Lang) -> str:
    return listed([number(figure) for figure in figures], lang)


def places_text(places: Iterable[Place], lang: Lang) -> str:
    """Where several things stand: the rows of one column together."""
    grouped: dict[Place, list[int]] = {}
    for place in places:
        grouped.setdefault(replace(place, row=0), []).append(place.row)
    return "; ".join(_place(place, rows, lang) for place, rows in grouped.items())


def _place(place: Place, rows: list[int], lang: Lang) -> str:
    parts = [plain(place.file)]
    if place.sheet:
        parts.append(phrase(BOOK, "place_sheet", lang, sheet=plain(place.sheet)))
    if any(rows):
        parts.append(phrase(BOOK, "place_rows" if len(rows) > 1 else "place_row", lang, rows=_ranges(rows)))
    if place.column:
        parts.append(phrase(BOOK, "place_column", lang, column=plain(place.column, 60)))
    return " ".join(parts)


def _ranges(rows: list[int]) -> str:
    """Rows in their order, neighbours joined: 3–5, 9."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def confidence_text(confidence: Confidence, lang: Lang) -> str:
    return phrase("rules", confidence, lang)
