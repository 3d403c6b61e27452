"""The figures of a result and how they hang together: which indicator a question, an item or a sub-indicator is of."""

import re
from functools import cache

from audits.assessment import Confidence
from audits.requirement import Ruleset
from audits.strict_yaml import Strict, read_strict
from results.published import EIT_INDICATORS, IIT_INDICATORS, OIT_INDICATORS
from results.wording import FOLDER

TOOLS = ("iit", "eit", "oit")
PARTS = {"iit": IIT_INDICATORS, "eit": EIT_INDICATORS, "oit": OIT_INDICATORS}
INDICATORS = (*IIT_INDICATORS, *EIT_INDICATORS, *OIT_INDICATORS)
TOTAL, GRADE = "ita", "grade"
_PARTED = re.compile(r"(?P<letter>[A-Za-z]*)(?P<number>[\d.]*)")


class QuestionSet(Strict):
    """The questions of some years: how many an indicator of IIT and of EIT has."""

    name: str
    years: tuple[int, ...]
    iit: int
    eit: int
    confidence: Confidence
    source: str


class Proof(Strict):
    """The years for which a rule was found to hold in published figures."""

    years: tuple[int, ...]
    source: str


class Questions(Strict):
    """All sets; and the years of which it is proved that an indicator of IIT is the mean of its questions."""

    sets: tuple[QuestionSet, ...]
    mean_of_iit: Proof

    def of(self, year: int) -> QuestionSet:
        """The set of a year; of a year that is not listed, the newest one."""
        return next((each for each in self.sets if year in each.years), self.sets[-1])


@cache
def questions() -> Questions:
    """The questions of every year."""
    return read_strict(FOLDER / "analysis_questions.yaml", Questions)


def is_question(key: str) -> bool:
    return key[0] in "IE" and key[1:].isdigit()


def is_item(key: str) -> bool:
    return key[0] == "O" and key[1:].isdigit()


def questions_of(indicator: str, year: int) -> tuple[str, ...]:
    """The questions of an indicator of IIT or EIT; none of one of OIT."""
    for tool, letter in (("iit", "I"), ("eit", "E")):
        if indicator in PARTS[tool]:
            count: int = getattr(questions().of(year), tool)
            first = PARTS[tool].index(indicator) * count + 1
            return tuple(f"{letter}{number}" for number in range(first, first + count))
    return ()


def indicator_of(key: str, ruleset: Ruleset) -> str | None:
    """The indicator that a figure belongs to (an indicator: to itself); None for instruments and unknown codes."""
    if key in INDICATORS:
        return key
    if key in ruleset.sub_indicators:
        return ruleset.sub_indicators[key].indicator
    if is_question(key):
        year = ruleset.fiscal_year
        return next((name for name in INDICATORS if key in questions_of(name, year)), None)
    item = next((item for item in ruleset.requirements if item.code == key), None)
    return ruleset.sub_indicators[item.sub_indicator].indicator if item else None


def in_order(key: str) -> tuple[int, str, float]:
    """For sorting: total and instruments, indicators with their sub-indicators, then I, E, O by number."""
    if key in (TOTAL, GRADE, *TOOLS):
        return (0, str((TOTAL, GRADE, *TOOLS).index(key)), 0)
    match = _PARTED.fullmatch(key)
    letter, number = (match["letter"], match["number"]) if match else (key, "")
    return ("", "I", "E", "O").index(letter) + 1 if letter in ("", "I", "E", "O") else 9, letter, float(number or 0)
