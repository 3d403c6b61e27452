"""Codes and titles of items that belong to different years: which of the two is right, as far as the scores tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.assessment import Confidence
from audits.codes import split_label
from audits.numbering import Misplaced, Numbering, identify
from audits.numbering_rows import ListRow
from audits.requirement import Ruleset
from audits.titles import Titles
from crawler.thai import has_thai
from results.analysis_keys import is_item
from results.analysis_relations import Values
from results.decoding import TOLERANCE
from results.published import OIT_INDICATORS
from results.scoring import NOTHING, Standing, score_of

_SURE, _FAIRLY = 0.75, 0.5  # of the numbering's own confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TitledItem:
    """An item of the file: its code and what stood beside it."""

    code: str
    title: str

    @property
    def row(self) -> ListRow:
        mention, title = split_label(self.title)
        return ListRow(self.code, title if mention else self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixup:
    """Items whose title is another year's at that code. `other` are the years that the titles follow.

    `proof`: "codes" when the zeros at these codes give the published indicators, "titles" when they do so at the codes
    that the titles have in the year, "" when the scores tell nothing.
    """

    items: tuple[Misplaced, ...]
    other: tuple[int, ...]
    proof: str
    confidence: Confidence


def find_mixup(items: Sequence[TitledItem], values: Values, ruleset: Ruleset, titles: Titles) -> Mixup | None:
    """The items whose titles do not belong to their codes in this year; None when all fit."""
    year = ruleset.fiscal_year
    known = {item.code for item in ruleset.requirements}
    rows = {item.row for item in items if item.title and item.code in known}
    if not rows or year not in titles.items or sum(has_thai(row.title) for row in rows) * 2 < len(rows):
        return None  # the words that tell a title are Thai
    numbering = identify(sorted(rows, key=lambda row: row.number), titles, year)
    if not numbering.misplaced:
        return None
    other = _years_of(numbering, year)
    proof = _proof(numbering.misplaced, values, ruleset)
    return Mixup(items=numbering.misplaced, other=other, proof=proof, confidence=_confidence(numbering, other, proof))


def strangers(items: Sequence[TitledItem], ruleset: Ruleset, titles: Titles) -> Mapping[str, Misplaced]:
    """Codes that the year does not have, with what they are in the years that have them."""
    known = {item.code for item in ruleset.requirements}
    rows = [item.row for item in items if item.code not in known]
    told = {found.row.code: found for found in identify(rows, titles, ruleset.fiscal_year).misplaced} if rows else {}
    return {row.code: told.get(row.code) or _by_code(row, titles) for row in rows}


def _by_code(row: ListRow, titles: Titles) -> Misplaced:
    """What a code without a telling title may be: the item of the newest year that has it."""
    years = tuple(year for year, items in titles.items.items() if row.number in items)
    if not years:
        return Misplaced(row, (), (), ())
    family = titles.items[max(years)][row.number].family
    codes = {
        year: item.code
        for year, items in titles.items.items()
        for item in items.values()
        if not set(family).isdisjoint(item.family)
    }
    return Misplaced(row, family, years, tuple(codes.items()))


def _years_of(numbering: Numbering, year: int) -> tuple[int, ...]:
    """The years that the titles follow; of a list that follows this year but for some rows, the years of these rows."""
    if numbering.years and year not in numbering.years:
        return numbering.years
    shared = [set(found.years) for found in numbering.misplaced if found.years]
    return tuple(sorted(set.intersection(*shared))) if shared else ()


def _confidence(numbering: Numbering, other: tuple[int, ...], proof: str) -> Confidence:
    if proof:
        return "high"
    if not other:
        return "low"
    return "high" if numbering.confidence >= _SURE else "medium" if numbering.confidence >= _FAIRLY else "low"


def _proof(misplaced: Sequence[Misplaced], values: Values, ruleset: Ruleset) -> str:
    zeros = {key for key, value in values.items() if is_item(key) and value == NOTHING}
    moved = {found.row.code: found.code_in(ruleset.fiscal_year) for found in misplaced}
    if not zeros & moved.keys():
        return ""
    as_typed = _gives(zeros, values, ruleset)
    as_titled = _gives({moved.get(code, code) or code for code in zeros}, values, ruleset)
    return "" if as_typed == as_titled else "codes" if as_typed else "titles"


def _gives(zeros: set[str], values: Values, ruleset: Ruleset) -> bool:
    """Whether these zeros, and no others, give a published indicator of OIT that they belong to."""
    known = {item.code: Standing.ZERO if item.code in zeros else Standing.FULL for item in ruleset.requirements}
    score = score_of(known, ruleset)
    touched: set[str] = {
        ruleset.sub_indicators[item.sub_indicator].indicator for item in ruleset.requirements if item.code in zeros
    }
    tried = list(_fitting(touched, values, {name: interval.low for name, interval in score.indicators.items()}))
    return bool(tried) and all(tried)


def _fitting(touched: set[str], values: Values, computed: Values) -> Iterator[bool]:
    for name in OIT_INDICATORS:
        if name in touched and name in values:
            yield abs(computed[name] - values[name]) <= TOLERANCE
