"""From which day an item can be asked for at all: a report on six months not before they are over."""

from datetime import date

from audits.requirement import Requirement, Ruleset

# Reports on a fiscal year are made in the quarter after it: the rules on local development plans give until December.
_REPORT_MONTHS = 3
_MONTH_AND_ONE = 2  # a month's summary is made in the month after it


def due_day(requirement: Requirement, ruleset: Ruleset) -> date | None:
    """The first day on which the item as a whole is due; None when it may be asked for from the year's beginning."""
    if requirement.period == "previous_fiscal_year":
        return due_from(requirement.fiscal_year, _REPORT_MONTHS)
    if requirement.period == "monthly":
        return due_from(requirement.fiscal_year, _MONTH_AND_ONE)
    months = [ruleset.part_rule(requirement, part).due_after_months for part in requirement.parts]
    return due_from(requirement.fiscal_year, min(months)) if min(months) else None


def due_from(fiscal_year: int, months: int) -> date:
    """The first day after so many months of a fiscal year (B.E.), which begins on 1 October of the year before."""
    start = fiscal_year - 543 - 1
    return date(start + (9 + months) // 12, (9 + months) % 12 + 1, 1)
