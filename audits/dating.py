"""What dates an item: the documents that are of the period, and the days of what happened.

A code of ethics or a page of dos and don'ts may be of any year and dates nothing. Training or a meeting of citizens is
of the year in which it was held, whatever year leads to its document (next year's budget, say).
"""

import re
from dataclasses import replace
from datetime import date

from audits.bundle import Bundle, Exhibit
from audits.parts import find_part
from audits.period import MEMORY, check_current, check_events, stale
from audits.requirement import Requirement, Ruleset
from audits.told_years import dated, days_of
from audits.verdict import Check, Outcome, Part
from crawler.thai import YearMention, find_years

_POSTED = re.compile(
    r"^\W*(?:โดย\s+\S+\s+)?(?:วันที่)?\s*(?:เมื่อ(?!วันที่)|ข่าววันที่|ประกาศ(?:เมื่อ|\s*:|\s*\d)|ลงข้อมูล|ลงประกาศ|ลงข่าว|เผยแพร่|โพสต์|ปรับปรุง|แก้ไขล่าสุด|อัป?เดต|เขียน|สร้าง|posted|published|created|updated)"
    r"|^\W*[\d๐-๙]{1,2}\s+\S{3,12}\s+[\d๐-๙]{4}\W*$",  # a day and nothing else
    re.IGNORECASE,
)
_NEAR = 3  # passages of a page around the words that show an event
Parts = tuple[Part, ...]


def period_of(
    ruleset: Ruleset, requirement: Requirement, bundle: Bundle, parts: Parts, as_of: date
) -> tuple[Parts, Check]:
    """The *current* check of a bundle, and its parts without events that were of another year.

    An event of another year makes the item outdated, unless a document of the right year stands beside it: then the
    event is what is lacking.
    """
    whole = check_current(requirement, _telling(ruleset, requirement, bundle, parts), as_of)
    events = [part for part in parts if part.found and ruleset.part_rule(requirement, part.id).event]
    if not events or requirement.period != "fiscal_year":
        return parts, whole
    wanted = requirement.fiscal_year
    shown = _shown(ruleset, requirement, bundle, events)
    told = _when_held(check_events(requirement, shown), shown, wanted)
    if told.outcome is Outcome.FAIL and _others_of_the_year(bundle, shown, wanted):
        return tuple(_lacking(part) if part in events else part for part in parts), whole
    silent = not _days(shown, wanted)  # they tell no day: what else names the year?
    if told.outcome is Outcome.UNKNOWN and (silent or whole.outcome is Outcome.FAIL):
        past = [part for part in events if whole.outcome is Outcome.PASS and _names_the_past(part, wanted)]
        return tuple(_lacking(part) if part in past else part for part in parts), whole
    return parts, told


def _telling(ruleset: Ruleset, requirement: Requirement, bundle: Bundle, parts: Parts) -> Bundle:
    """The bundle without the documents that show nothing but parts which may be of any year."""
    standing = {part.url for part in parts if part.found and ruleset.part_rule(requirement, part.id).standing}
    others = {part.url for part in parts if part.found and not ruleset.part_rule(requirement, part.id).standing}
    silent = standing - others - {bundle.main.url}
    if not others or not silent:
        return bundle
    kept = tuple(exhibit for exhibit in bundle.exhibits if exhibit.artifact.url not in silent)
    return replace(bundle, exhibits=kept)


def _shown(ruleset: Ruleset, requirement: Requirement, bundle: Bundle, events: list[Part]) -> tuple[Exhibit, ...]:
    """The documents that tell of the events; the page that leads to them names them only.

    Where the page itself tells of them, what stands around its words.
    """
    rules = [(ruleset.part_rule(requirement, part.id), part.id) for part in events]
    documents = [exhibit for exhibit in bundle.exhibits if not exhibit.main or exhibit.artifact.kind == "file"]
    shown = tuple(
        exhibit
        for exhibit in documents
        if exhibit.readable
        and any(find_part(rule, name, _alone(bundle, exhibit), required=True).found for rule, name in rules)
    )
    files = tuple(exhibit for exhibit in shown if exhibit.artifact.kind == "file")
    return files or tuple(map(_without_posting, shown)) or (_without_posting(_around(bundle.exhibits[0], events)),)


def _alone(bundle: Bundle, exhibit: Exhibit) -> Bundle:
    return replace(bundle, exhibits=(exhibit,), lost=())


def _without_posting(exhibit: Exhibit) -> Exhibit:
    """Without the lines that tell when a page was put up: what it tells of may be long past."""
    return replace(exhibit, blocks=tuple(block for block in exhibit.blocks if not _POSTED.search(block.text)))


def _around(page: Exhibit, events: list[Part]) -> Exhibit:
    quotes = [part.quote.strip("…") for part in events]
    places = [number for number, block in enumerate(page.blocks) if any(quote in block.text for quote in quotes)]
    near = {number for place in places for number in range(place - _NEAR, place + _NEAR + 1)}
    return replace(page, blocks=tuple(block for number, block in enumerate(page.blocks) if number in near))


def _days(shown: tuple[Exhibit, ...], wanted: int) -> list[YearMention]:
    return [day for exhibit in shown for day in days_of(exhibit) if day.fiscal_year >= wanted - MEMORY]


def _when_held(check: Check, shown: tuple[Exhibit, ...], wanted: int) -> Check:
    """Not of the year when all days that the documents of an event tell of lie before the year began.

    One such day alone may be an odd one, and leaves it open.
    """
    days = _days(shown, wanted)
    if not days or any(day.fiscal_year >= wanted for day in days):
        return check
    late = stale(wanted, check.required, tuple(reversed(days)))  # the first day is that of the event, not of its report
    return check if late.outcome is Outcome.UNKNOWN and check.outcome is Outcome.PASS else late


def _others_of_the_year(bundle: Bundle, shown: tuple[Exhibit, ...], wanted: int) -> bool:
    """Whether a document beside those of the event calls itself the year's."""
    files = (item for item in bundle.exhibits if item.artifact.kind == "file" and item not in shown)
    return any(wanted in dated(item).own for item in files)


def _names_the_past(part: Part, wanted: int) -> bool:
    """Whether the very words that show an event call it by years gone by: "training on ethics 2566"."""
    years = {mention.year for mention in find_years(part.quote) if mention.role == "fiscal_year"}
    return bool(years) and max(years) < wanted


def _lacking(part: Part) -> Part:
    return Part(id=part.id, found=False, required=part.required)
