"""An example of a file of official results: every row that `oit analyse` reads, with made-up figures that fit."""

from collections.abc import Iterator
from fractions import Fraction

from audits.requirement import Ruleset
from results.analysis_keys import PARTS, TOOLS, TOTAL, questions_of
from results.analysis_names import BOOK, title_of
from results.analysis_relations import mean, total_of
from results.score_text import number
from results.scoring import FULL, NOTHING, Standing, score_of
from results.wording import Lang, phrase

# Made up: the first question of every indicator is answered worst, indicators get worse; two items are not published.
_HIGHEST, _STEP = Fraction(102), Fraction(7, 2)
_ZEROS = 2


def example_rows(ruleset: Ruleset, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """Head and rows: fiscal year, code, title, score."""
    head = tuple(phrase(BOOK, f"example_{name}", lang) for name in ("year", "code", "title", "score"))
    year = str(ruleset.fiscal_year)
    return (head, *((year, *row) for row in _rows(ruleset, lang)))


def _rows(ruleset: Ruleset, lang: Lang) -> Iterator[tuple[str, str, str]]:
    values = _values(ruleset)
    order = (TOTAL, *TOOLS, *(key for tool in TOOLS for key in PARTS[tool]), *ruleset.sub_indicators)
    for key in order:
        name = phrase(BOOK, "called_indicator", lang, code=key, title="") if key.isdigit() else key.upper()
        yield name.strip(), title_of(key, ruleset, lang), number(values[key])
    for key in values:
        if key not in order:
            title = title_of(key, ruleset, lang) or phrase(BOOK, "example_question", lang)
            yield key, title, number(values[key])


def _values(ruleset: Ruleset) -> dict[str, Fraction]:
    """Figures that fit the rules: questions first, their means, items, their means, the total."""
    values: dict[str, Fraction] = {}
    for lower, indicator in enumerate((*PARTS["iit"], *PARTS["eit"])):
        asked = questions_of(indicator, ruleset.fiscal_year)
        scores = {key: _HIGHEST - lower - _STEP * (len(asked) - place) for place, key in enumerate(asked)}
        values |= {**scores, indicator: mean(list(scores.values()))}
    zeros = {item.code for item in ruleset.requirements[:_ZEROS]}
    codes = [item.code for item in ruleset.requirements]
    score = score_of({code: Standing.ZERO if code in zeros else Standing.FULL for code in codes}, ruleset)
    values |= {name: interval.low for name, interval in (*score.sub_indicators.items(), *score.indicators.items())}
    values |= {code: NOTHING if code in zeros else FULL for code in codes}
    values |= {tool: mean([values[part] for part in PARTS[tool]]) for tool in TOOLS}
    values[TOTAL] = total_of(values, ruleset) or NOTHING
    return values
