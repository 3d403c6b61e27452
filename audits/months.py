"""Monthly summaries: which months are due, and which a bundle holds."""

import re
from datetime import date, timedelta

from audits.bound import page_heads
from audits.bundle import Bundle, Exhibit
from audits.month_sections import months_of_sections, none_bought, with_each_year
from audits.requirement import Requirement
from audits.told_years import HEAD, head_of, text_of
from audits.verdict import Part
from crawler.names import file_name
from crawler.thai import MONTHS, Month, fiscal_year_months, key, months_in
from crawler.thai.dates import MONTH_WORD

_SUMMARY = re.compile(r"สขร|จัดซื้อ|จัดจ้าง|จัดหาพัสดุ|ซื้อ\W{0,3}(?:การ)?จ้าง")
_OF_MONTH = re.compile(r"(?:รอบ|ประจำ)\s*เดือน\s*(.{4,48})")
_DAY_BEFORE = re.compile(
    rf"(?<!\d)(?<!สขร)(?<!สขร[.\s])(?<!สขร\.\s)(?:[0๐]?[1-9๑-๙]|[12๑๒]\d|[3๓][01๐๑])(?!\d)\s*(?:เดือน\s*)?(?:{MONTH_WORD})\s*(?:พ\.\s?ศ\.)?\s*[\d๐-๙]{{2,4}}"
)
_FEW_CELLS = 3
_SEVERAL_SHEETS = 2
_FORM_LINES = 6
_FORM = re.compile(r"สขร|สรุปผล")


def months_due(fiscal_year: int, as_of: date) -> tuple[Month, ...]:
    """Months of the first half of the year whose summary is due: one month after the month has ended."""
    due: list[Month] = []
    for month in fiscal_year_months(fiscal_year)[:6]:
        first = date(month.year - 543, month.month, 1)
        after = (first + timedelta(days=32)).replace(day=1)
        if as_of >= (after + timedelta(days=32)).replace(day=1):
            due.append(month)
    return tuple(due)


def months_part(name: str, requirement: Requirement, bundle: Bundle, as_of: date) -> Part:
    """The part "every month that is due has its summary"; the quotation names the months that are lacking."""
    have = months_of(bundle)
    lacking = [month for month in months_due(requirement.fiscal_year, as_of) if month not in have]
    if not lacking:
        return Part(id=name, found=True, quote=month_words(bundle), url=bundle.main.url)
    unclear = bool(bundle.unreadable)  # the forms of several months may be bound in one file
    words = ", ".join(f"{MONTHS[month.month - 1][0]} {month.year}" for month in lacking)
    return Part(id=name, found=None if unclear else False, quote=words, url=bundle.main.url)


def months_of(bundle: Bundle) -> set[Month]:
    """Months of the summaries; a document of something else beside them names months that are not theirs."""
    words = {key(exhibit.label) for exhibit in bundle.exhibits if _SUMMARY.search(key(exhibit.label))}
    return {
        month
        for exhibit in bundle.exhibits
        if not words or key(exhibit.label) in words or _SUMMARY.search(key(text_of(exhibit)[:HEAD]))
        for month in _months_of(exhibit)
    }


def month_name(month: Month) -> str:
    return f"{month.year}-{month.month:02d}"


def month_words(bundle: Bundle) -> str:
    texts = [exhibit.label for exhibit in bundle.exhibits if exhibit.artifact.kind != "page" and exhibit.label]
    return " · ".join(texts[:3])[:180]


def _months_of(exhibit: Exhibit) -> frozenset[Month]:
    """Months an exhibit reports on: of its own title first, else of the words that lead to it."""
    if exhibit.artifact.kind == "page":
        return _months_of_page(exhibit)
    told = _months_reported(head_of(exhibit)) | _months_of_sheets(exhibit) | _months_of_forms(exhibit)
    own = told | months_of_sections(exhibit)
    return own or months_in(with_each_year(f"{exhibit.label} {file_name(exhibit.artifact.url)}"))


def _months_of_page(exhibit: Exhibit) -> frozenset[Month]:
    """The month of a post that shows its table or says that nothing was bought; a list of months proves nothing."""
    months = months_in(" ".join((*exhibit.headings, "" if exhibit.main else exhibit.label)))
    rows = sum(block.kind == "row" and len(block.cells) > _FEW_CELLS for block in exhibit.blocks)
    none = any(none_bought(block.text) for block in exhibit.blocks if not block.links)
    alone = len(months) == 1 and (rows > 1 or none)
    return (months if alone else frozenset()) | months_of_sections(exhibit)


def _months_reported(head: str) -> frozenset[Month]:
    """The months that a title reports on: those behind "รอบเดือน" or "ประจำเดือน", else any that are no part of a day."""
    plain = with_each_year(_DAY_BEFORE.sub(" ", head))
    said = frozenset(month for match in _OF_MONTH.finditer(plain) for month in months_in(match[1]))
    return said or months_in(plain)


def _months_of_forms(exhibit: Exhibit) -> frozenset[Month]:
    """Months at the heads of the pages: the forms of several months are often bound in one file."""
    told = (" ".join(lines) for lines in page_heads(exhibit.blocks, _FORM_LINES).values())
    return frozenset(month for head in told if _FORM.search(key(head)) for month in _months_reported(head))


def _months_of_sheets(exhibit: Exhibit) -> frozenset[Month]:
    """Months in the name and the first line of each sheet of a workbook."""
    sheets = exhibit.artifact.pages
    if len(sheets) < _SEVERAL_SHEETS or any(sheet.method != "cells" for sheet in sheets):
        return frozenset()
    heads = (" ".join(sheet.text.splitlines()[:2]) for sheet in sheets)
    return frozenset(month for head in heads for month in months_in(head))
