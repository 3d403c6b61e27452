"""The *current* check: which period an item asks for, and which period the evidence is about.

A document says its own period best; the words of the site that lead to it come second; dates inside the text third.
Digits from recognised scans say nothing (see crawler.extract.ocr), nor do years that belong to the name of a law.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from audits.bundle import Bundle, Exhibit
from audits.requirement import Requirement
from audits.site import is_placeholder_text
from audits.tables import empty_columns
from audits.verdict import Check, Outcome, Part
from crawler.names import file_name, uploaded_in
from crawler.thai import MONTHS, Month, YearMention, find_years, fiscal_year_months, key, months_in, skeleton

# Words (as keys) that say a report covers the first half of the year, or more; and that it covers its first quarter.
_HALF = re.compile(
    r"(?:6|หก)\s*เดือน|ครึ่งปี|สะสม|สิ้น(?:สุด)?ไตรมาส|ไตรมาส(?:ที่)?\s*1\s*(?:-|–|ถึง|และ|,)\s*(?:ไตรมาส(?:ที่)?\s*)?[234]|มีนาคม|มี\.\s*ค|เดือนเมษายน|(?:12|สิบสอง)\s*เดือน"
    r"|30\s*(?:กันยายน|ก\.\s*ย)"
)
_LATER_QUARTER = re.compile(r"ไตรมาส\s*(?:ที่)?\s*[234]")
_QUARTER = re.compile(r"ไตรมาส(?:ที่)?\s*(?:1|แรก)|(?:3|สาม)\s*เดือน|ธันวาคม|ธ\.\s*ค")
_SUMMARY = re.compile(r"สขร|จัดซื้อ|จัดจ้าง|จัดหาพัสดุ")
_OF_MONTH = re.compile(r"(?:รอบ|ประจำ)\s*เดือน\s*(.{4,48})")
_NAMES = "|".join(re.escape(name) for names in MONTHS for name in names)
_DAY_BEFORE = re.compile(rf"(?<!\d)(?<!สขร)(?<!สขร[.\s])(?<!สขร\.\s)[\d๐-๙]{{1,2}}\s*(?:เดือน\s*)?(?:{_NAMES})\s*(?:พ\.\s?ศ\.)?\s*[\d๐-๙]{{2,4}}")
_NONE_BOUGHT = re.compile(r"ไม่มี(?:การ|รายการ|ผลการ)?(?:จัดซื้อ|จัดจ้าง|จัดหา)|ไม่ได้(?:มีการ)?(?:จัดซื้อ|จัดจ้าง)|ไม่มีรายการ")
_FEW_CELLS = 3
_LAW_BONES = tuple(map(skeleton, ("ราชบัญญัติ", "ระเบียบกระทรวง", "กฎกระทรวง", "ข้อบังคับ", "มาตรฐานทางจริยธรรม")))
_SEVERAL_SHEETS = 2
_SEVERAL_DAYS = 2
_MEMORY = 3  # years; older days in a document are its history
_FIRST_YEAR = 2556
_TITLE_LINES = 12
_FORM_LINES = 4
_HEAD = 900  # characters: what a document says of itself stands at its beginning


@dataclass(frozen=True, slots=True)
class Dated:
    """What one exhibit is about: years by trust (its own head, the words that lead to it, fiscal years named further
    down, days inside), and a quotation for the choice."""

    own: frozenset[int]
    label: frozenset[int]
    told: frozenset[int]
    dates: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    covered: frozenset[int]  # the years of a span in the title of a document that names no year of its own
    quote: str


def required_year(requirement: Requirement) -> int:
    """The fiscal year that the evidence must be about."""
    return requirement.fiscal_year - (1 if requirement.period == "previous_fiscal_year" else 0)


def months_due(fiscal_year: int, as_of: date) -> tuple[Month, ...]:
    """Months of the first half of the year whose summary is due: one month after the month has ended."""
    due: list[Month] = []
    for month in fiscal_year_months(fiscal_year)[:6]:
        first = date(month.year - 543, month.month, 1)
        after = (first + timedelta(days=32)).replace(day=1)
        if as_of >= (after + timedelta(days=32)).replace(day=1):
            due.append(month)
    return tuple(due)


def dated(exhibit: Exhibit) -> Dated:
    """Read what an exhibit says of its period."""
    artifact = exhibit.artifact
    head = _head(exhibit)
    own = tuple(item for item in find_years(head) if not (artifact.ocr and _of_a_law(item)))
    subject = _about(own) if artifact.kind != "page" else _about(find_years(_headings(exhibit)))
    body = find_years(_text(exhibit)[:60_000])
    told = _told(body)
    if exhibit.main and artifact.kind == "page":
        subject = subject or _only_year(exhibit)
    names = [exhibit.label] if artifact.kind == "page" and told else [exhibit.label, file_name(artifact.url)]
    label = find_years(" ".join(names))
    quote = next((item.text for item in (*own, *label) if item.role in ("fiscal_year", "other", "span_end")), "")
    return Dated(
        own=subject,
        label=_about(label),
        told=told,
        dates=_happened(body),
        spans=_spans((*own, *label, *_wide(body))),
        covered=frozenset(year for first, last in _spans((*own, *label)) for year in range(first, last + 1)),
        quote=quote,
    )


def _only_year(exhibit: Exhibit) -> frozenset[int]:
    """The fiscal year that a page of figures names in its text; links may lead to other years."""
    text = " \n ".join(block.text for block in exhibit.blocks if block.kind != "row" and not block.links)
    told = _told(find_years(text[:60_000]))
    return told if len(told) == 1 else frozenset()


def _of_a_law(mention: YearMention) -> bool:
    """Whether a bare year on a recognised page is that of an order's number or stands behind the name of a law, however
    garbled its marks are."""
    if mention.role != "other":
        return False
    return f"/{mention.year}" in mention.text or any(bones in skeleton(mention.text) for bones in _LAW_BONES)


def _wide(body: tuple[YearMention, ...]) -> tuple[YearMention, ...]:
    return tuple(item for item in body if item.role in ("span_start", "span_end"))


def _head(exhibit: Exhibit) -> str:
    artifact = exhibit.artifact
    if artifact.kind == "page":
        return " \n ".join([_headings(exhibit), _text(exhibit)[:_HEAD]])
    return " \n ".join(_lines(exhibit)[:_TITLE_LINES])[:_HEAD]


def _lines(exhibit: Exhibit) -> list[str]:
    """The lines of a file. Of recognised pages only those digits are kept that may be relied on."""
    artifact = exhibit.artifact
    if not any(page.method == "ocr" for page in artifact.pages):
        return [block.text for block in exhibit.blocks]
    shown = {block.page for block in exhibit.blocks}
    return [line for page in artifact.pages if page.number in shown for line in page.trusted.splitlines()]


def _headings(exhibit: Exhibit) -> str:
    return " \n ".join(block.text for block in exhibit.blocks if block.kind == "heading")[:_HEAD]


def _text(exhibit: Exhibit) -> str:
    if exhibit.artifact.kind != "page":
        return " \n ".join(_lines(exhibit))
    return " \n ".join(block.text for block in exhibit.blocks if block.kind != "row" or exhibit.artifact.kind != "page")


def _about(mentions: tuple[YearMention, ...]) -> frozenset[int]:
    """Years said of a plan or report; a bare year counts only where no fiscal year is named.

    A bare year from before the first ITA lists is a law's or a founding year, whatever stands before it.
    """
    fiscal = frozenset(item.year for item in mentions if item.role == "fiscal_year")
    return fiscal or frozenset(item.year for item in mentions if item.role == "other" and item.year >= _FIRST_YEAR)


def _happened(mentions: tuple[YearMention, ...]) -> frozenset[int]:
    """Fiscal years of the days in a text."""
    return frozenset(item.fiscal_year for item in mentions if item.role == "date")


def _told(mentions: tuple[YearMention, ...]) -> frozenset[int]:
    """Fiscal years that a text names as such."""
    return frozenset(item.year for item in mentions if item.role == "fiscal_year")


def _spans(mentions: tuple[YearMention, ...]) -> tuple[tuple[int, int], ...]:
    starts = [item for item in mentions if item.role == "span_start"]
    ends = [item for item in mentions if item.role == "span_end"]
    return tuple(dict.fromkeys((one.year, other.year) for one, other in zip(starts, ends, strict=False)))


# -- the check --------------------------------------------------------------------------------------------------------


def check_current(requirement: Requirement, bundle: Bundle, as_of: date) -> Check:
    """Judge the period of a bundle."""
    if requirement.period in ("current", "undated"):
        return Check(outcome=Outcome.NOT_APPLICABLE, reason="standing", required=as_of.isoformat())
    table = [(exhibit, dated(exhibit)) for exhibit in bundle.exhibits]
    if requirement.period == "multi_year_plan":
        return _check_span(requirement, table)
    if requirement.period == "monthly":
        return _check_months(requirement, bundle, as_of)
    if requirement.period == "events_in_fiscal_year":
        return check_events(requirement, bundle.exhibits)
    check = _check_year(requirement, table)
    if check.outcome is Outcome.PASS and requirement.period == "first_six_months":
        return _check_half(requirement, bundle, check, as_of)
    if check.outcome is Outcome.FAIL and _may_hide_the_year(bundle):
        return replace(check, outcome=Outcome.UNKNOWN, reason="year_uncertain")
    return check


def _check_half(requirement: Requirement, bundle: Bundle, check: Check, as_of: date) -> Check:
    """A report of the right year that is due must say that it covers the half, or reach its last month."""
    if as_of < first_of_april(requirement.fiscal_year) or _is_scan(bundle) or bundle.unreadable:
        return check
    if requirement.also_covers:  # the plan of the year with its progress: the progress is a part of its own
        return check
    text = " \n ".join(_said(exhibit) for exhibit in bundle.exhibits)
    first, later = _QUARTER.search(text), _LATER_QUARTER.search(text)
    if _HALF.search(text) or (first and later):
        return check
    # A later quarter alone may well count from October.
    outcome = Outcome.FAIL if first and not bundle.recognised else Outcome.UNKNOWN
    reason = "half_not_covered" if outcome is Outcome.FAIL else "half_unclear"
    return replace(check, outcome=outcome, reason=reason)


def _is_scan(bundle: Bundle) -> bool:
    return any(exhibit.artifact.ocr for exhibit in bundle.exhibits)


def first_of_april(fiscal_year: int) -> date:
    """The day after the first half of a fiscal year (B.E.)."""
    return date(fiscal_year - 543, 4, 1)


def _said(exhibit: Exhibit) -> str:
    """What an exhibit and the words that lead to it say, without what they only promise."""
    empty = empty_columns(exhibit.blocks)
    own = (
        block.text
        for block in exhibit.blocks
        if block.kind != "row" and block.text not in empty and not is_placeholder_text(block.text)
    )
    return key(" \n ".join((exhibit.label, exhibit.artifact.title, *own)))


def _may_hide_the_year(bundle: Bundle) -> bool:
    """Whether a document that names no other year could not be read or fetched: it may be the right one."""
    unread = [exhibit for exhibit in bundle.unreadable if not _strong(dated(exhibit))]
    lost = [item for item in bundle.lost if not item.target.dead and not find_years(item.link.text + item.link.row)]
    return bool(unread or lost)


def of_the_year(requirement: Requirement, bundle: Bundle) -> Bundle:
    """The bundle without documents of other years, where one of the right year hangs beside them.

    Last year's complete report must not lend its parts to this year's page.
    """
    if requirement.period not in ("fiscal_year", "previous_fiscal_year", "first_six_months"):
        return bundle
    wanted = required_years(requirement)
    hanging = [exhibit for exhibit in bundle.exhibits if not exhibit.main or exhibit.artifact.kind == "file"]
    years = {exhibit.artifact.url: _years(requirement, dated(exhibit)) for exhibit in hanging}
    if not any(wanted & found for found in years.values()):
        return bundle
    kept = tuple(
        exhibit
        for exhibit in bundle.exhibits
        if exhibit.main or not years[exhibit.artifact.url] or wanted & years[exhibit.artifact.url]
    )
    return replace(bundle, exhibits=kept)


def required_years(requirement: Requirement) -> frozenset[int]:
    """The years by which a document of the required period may be called: two where it reports on the year before."""
    wanted = required_year(requirement)
    return frozenset({wanted, wanted - 1}) if requirement.about_year_before else frozenset({wanted})


def check_events(requirement: Requirement, exhibits: tuple[Exhibit, ...]) -> Check:
    """One day inside the year decides. Without it, what calls itself the year's will do: a document in any case, a
    page only where no older day speaks against its heading; the words of a link alone prove nothing."""
    table = [(exhibit, dated(exhibit)) for exhibit in exhibits]
    wanted, required = requirement.fiscal_year, f"FY{requirement.fiscal_year}"
    told = _by_dates(wanted, required, table, events=True)
    own = [(exhibit, facts) for exhibit, facts in table if facts.own == {wanted}]
    if told.outcome is Outcome.FAIL:
        own = [(exhibit, facts) for exhibit, facts in own if exhibit.artifact.kind == "file"]
    if told.outcome is Outcome.PASS or not own:
        return told
    return Check(
        outcome=Outcome.PASS, reason="right_year", required=required, found=(required,),
        quote=_quote(*own[0], wanted), params={"year": str(wanted)},
    )  # fmt: skip


def _check_year(requirement: Requirement, table: list[tuple[Exhibit, Dated]]) -> Check:
    wanted = required_year(requirement)
    required = f"FY{wanted}"
    documents = [item for item in table if _is_document(*item)] or table
    right = [
        (exhibit, facts)
        for exhibit, facts in documents
        if _is_right(requirement, _years(requirement, facts)) and not _too_early(exhibit, facts, wanted)
    ]
    if right:
        exhibit, facts = right[0]
        return Check(
            outcome=Outcome.PASS, reason="right_year", required=required, found=(required,),
            quote=_quote(exhibit, facts, max(required_years(requirement) & _years(requirement, facts))), params={"year": str(wanted)},
        )  # fmt: skip
    doubtful = any(_too_early(exhibit, facts, wanted) for exhibit, facts in documents)
    if doubtful and any(_is_right(requirement, _strong(facts)) for _, facts in documents):
        return Check(outcome=Outcome.UNKNOWN, reason="year_uncertain", required=required, params={"year": str(wanted)})
    named = sorted({year for _, facts in documents for year in _strong(facts)})
    if named:
        exhibit, facts = next(item for item in documents if _strong(item[1]))
        return Check(
            outcome=Outcome.FAIL, reason="wrong_year", required=required,
            found=tuple(f"FY{year}" for year in named), quote=_quote(exhibit, facts, named[-1]),
            params={"year": str(wanted), "found": ", ".join(map(str, named))},
        )  # fmt: skip
    return _by_dates(wanted, required, table)


def _is_document(exhibit: Exhibit, facts: Dated) -> bool:
    """A file, or a picture that is named with its year: an announcement that was photographed."""
    return exhibit.artifact.kind == "file" or (exhibit.artifact.kind == "image" and bool(_strong(facts)))


def _too_early(exhibit: Exhibit, facts: Dated, wanted: int) -> bool:
    """Whether only the words that lead to a document give it the year, and it was put up long before that year."""
    uploaded = None if facts.own or exhibit.artifact.kind == "page" else uploaded_in(exhibit.artifact.url)
    return uploaded is not None and uploaded < wanted - 1


def _is_right(requirement: Requirement, years: frozenset[int]) -> bool:
    """Whether a document of these years is of the required period. One that works on the year before may be called by
    that year, unless it also names the year before that: then it is last year's."""
    wanted = required_year(requirement)
    if wanted in years:
        return True
    return requirement.about_year_before and wanted - 1 in years and wanted - 2 not in years


def _years(requirement: Requirement, facts: Dated) -> frozenset[int]:
    """The years of a document; a plan over several years is one of each of them."""
    return _strong(facts) or (facts.covered if requirement.period == "fiscal_year" else frozenset())


def _strong(facts: Dated) -> frozenset[int]:
    return facts.own or facts.label


def _by_dates(wanted: int, required: str, table: list[tuple[Exhibit, Dated]], *, events: bool = False) -> Check:
    """No head or label names a year: fiscal years named in the text decide, else the days of what it tells of.

    A single day may be the day of posting, and a report is posted after its year: it proves nothing. For news
    (`events`) one day inside the year is what is asked for.
    """
    told = sorted({year for _, facts in table for year in facts.told}) if not events else []
    seen = told or sorted({year for _, facts in table for year in facts.dates})
    recognised = any(
        exhibit.artifact.ocr or exhibit.artifact.waiting or not exhibit.readable for exhibit, _ in table
    )
    stale = () if events else _older_days(table, wanted)
    if stale:
        return _stale(wanted, required, stale)
    if wanted in seen and (events or told or _several_days(table, wanted)):
        exhibit = next(exhibit for exhibit, facts in table if wanted in facts.told | facts.dates)
        return Check(
            outcome=Outcome.PASS, reason="right_year", required=required, found=(required,),
            quote=_date_words(exhibit, wanted), params={"year": str(wanted)},
        )  # fmt: skip
    if seen and not recognised and max(seen) < wanted:
        exhibit = next(exhibit for exhibit, facts in table if max(seen) in facts.told | facts.dates)
        return Check(
            outcome=Outcome.FAIL, reason="wrong_year", required=required, found=tuple(f"FY{year}" for year in seen[-3:]),
            quote=_date_words(exhibit, max(seen)), params={"year": str(wanted), "found": str(max(seen))},
        )  # fmt: skip
    reason = "year_uncertain" if recognised else "no_year"
    return Check(outcome=Outcome.UNKNOWN, reason=reason, required=required, params={"year": str(wanted)})


def _older_days(table: list[tuple[Exhibit, Dated]], wanted: int) -> tuple[YearMention, ...]:
    """The days that the documents of a page tell of, when all of them lie before the year that only the page names."""
    files = [(exhibit, facts) for exhibit, facts in table if exhibit.artifact.kind == "file"]
    if not files or len(files) == len(table) or any(wanted in facts.told for _, facts in files):
        return ()
    days = [item for exhibit, _ in files for item in days_of(exhibit)]
    recent = [item for item in days if item.fiscal_year >= wanted - _MEMORY]
    return tuple(recent) if recent and all(item.fiscal_year < wanted for item in recent) else ()


def _stale(wanted: int, required: str, days: tuple[YearMention, ...]) -> Check:
    """Last year's file under this year's heading; one odd day alone only makes it uncertain."""
    years = sorted({item.fiscal_year for item in days})
    if len({item.text for item in days}) < _SEVERAL_DAYS:
        return Check(outcome=Outcome.UNKNOWN, reason="year_uncertain", required=required, params={"year": str(wanted)})
    return Check(
        outcome=Outcome.FAIL, reason="wrong_year", required=required, found=tuple(f"FY{year}" for year in years),
        quote=days[-1].text, params={"year": str(wanted), "found": ", ".join(map(str, years))},
    )  # fmt: skip


def _several_days(table: list[tuple[Exhibit, Dated]], wanted: int) -> bool:
    days = {item.text for exhibit, _ in table for item in days_of(exhibit) if item.fiscal_year == wanted}
    return len(days) >= 2


def days_of(exhibit: Exhibit) -> list[YearMention]:
    """The days that an exhibit tells of."""
    return [item for item in find_years(_text(exhibit)[:60_000]) if item.role == "date"]


def _check_span(requirement: Requirement, table: list[tuple[Exhibit, Dated]]) -> Check:
    wanted, required = requirement.fiscal_year, f"FY{requirement.fiscal_year}"
    spans = _plan_spans(table)
    for span, _exhibit, facts in spans:
        if span[0] <= wanted <= span[1]:
            text = f"{span[0]}-{span[1]}"
            return Check(outcome=Outcome.PASS, reason="span_covers", required=required, found=(text,),
                         quote=facts.quote or text, params={"year": str(wanted), "span": text})  # fmt: skip
    if spans:
        texts = tuple(dict.fromkeys(f"{one}-{other}" for (one, other), _, _ in spans))
        return Check(outcome=Outcome.FAIL, reason="span_ended", required=required, found=texts,
                     quote=spans[0][2].quote or texts[0], params={"year": str(wanted), "span": ", ".join(texts)})  # fmt: skip
    return _check_year(requirement, table)


def _plan_spans(table: list[tuple[Exhibit, Dated]]) -> list[tuple[tuple[int, int], Exhibit, Dated]]:
    """The spans of years that a plan tells: those at the head of the documents, where any has one, because the words
    that lead to a document may be newer than it is; else all."""
    own = [
        (span, exhibit, facts)
        for exhibit, facts in table
        if exhibit.artifact.kind == "file" and not exhibit.artifact.ocr
        for span in _spans(find_years(_head(exhibit)))
    ]
    told = own or [(span, exhibit, facts) for exhibit, facts in table for span in facts.spans]
    return [item for item in told if item[0][1] - item[0][0] >= 1]


def _check_months(requirement: Requirement, bundle: Bundle, as_of: date) -> Check:
    """Whether the summaries are of the audited year; whether none is missing is a part (see `months_part`)."""
    year = requirement.fiscal_year
    due = months_due(year, as_of)
    required = f"FY{year} " + ", ".join(_month_name(month) for month in due)
    have = _months(bundle)
    found = tuple(_month_name(month) for month in sorted(have) if month.fiscal_year == year)
    if found:
        return Check(outcome=Outcome.PASS, reason="right_year", required=required, found=found,
                     quote=_month_words(bundle), params={"year": str(year)})  # fmt: skip
    if not due:
        return Check(outcome=Outcome.NOT_APPLICABLE, reason="not_due", required=required)
    others = sorted({month.fiscal_year for month in have})
    if not others:
        return _by_dates(year, required, [(exhibit, dated(exhibit)) for exhibit in bundle.exhibits])
    return Check(
        outcome=Outcome.FAIL, reason="wrong_year", required=required, found=tuple(f"FY{other}" for other in others),
        quote=_month_words(bundle), params={"year": str(year), "found": ", ".join(map(str, others))},
    )  # fmt: skip


def months_part(name: str, requirement: Requirement, bundle: Bundle, as_of: date) -> Part:
    """The part "every month that is due has its summary"; the quotation names the months that are lacking."""
    have = _months(bundle)
    lacking = [month for month in months_due(requirement.fiscal_year, as_of) if month not in have]
    if not lacking:
        return Part(id=name, found=True, quote=_month_words(bundle), url=bundle.main.url)
    unclear = len(bundle.unreadable) >= len(lacking)
    words = ", ".join(f"{MONTHS[month.month - 1][0]} {month.year}" for month in lacking)
    return Part(id=name, found=None if unclear else False, quote=words, url=bundle.main.url)


def _months(bundle: Bundle) -> set[Month]:
    """Months of the summaries; a document of something else beside them names months that are not theirs."""
    words = {key(exhibit.label) for exhibit in bundle.exhibits if _SUMMARY.search(key(exhibit.label))}
    return {
        month
        for exhibit in bundle.exhibits
        if not words or key(exhibit.label) in words or _SUMMARY.search(key(_text(exhibit)[:_HEAD]))
        for month in _months_of(exhibit)
    }


def _month_name(month: Month) -> str:
    return f"{month.year}-{month.month:02d}"


def _months_of(exhibit: Exhibit) -> frozenset[Month]:
    """Months an exhibit reports on: of its own title first, else of the words that lead to it."""
    if exhibit.artifact.kind == "page":
        return _months_of_page(exhibit)
    own = _months_reported(_head(exhibit)) | _months_of_sheets(exhibit) | _months_of_forms(exhibit)
    return own or months_in(f"{exhibit.label} {file_name(exhibit.artifact.url)}")


def _months_of_page(exhibit: Exhibit) -> frozenset[Month]:
    """The month of a post that shows its table or says that nothing was bought; a list of months proves nothing."""
    months = months_in(" ".join((*exhibit.headings, "" if exhibit.main else exhibit.label)))
    rows = sum(block.kind == "row" and len(block.cells) > _FEW_CELLS for block in exhibit.blocks)
    none = any(_NONE_BOUGHT.search(key(block.text)) for block in exhibit.blocks if not block.links)
    return months if len(months) == 1 and (rows > 1 or none) else frozenset()


def _months_reported(head: str) -> frozenset[Month]:
    """The months that a title reports on: those behind "รอบเดือน" or "ประจำเดือน", else any that are not part of a day."""
    plain = _DAY_BEFORE.sub(" ", head)
    said = frozenset(month for match in _OF_MONTH.finditer(plain) for month in months_in(match[1]))
    return said or months_in(plain)


def _months_of_forms(exhibit: Exhibit) -> frozenset[Month]:
    """Months at the heads of the pages: the forms of several months are often bound in one file."""
    heads: dict[int, list[str]] = {}
    for block in exhibit.blocks:
        lines = heads.setdefault(block.page, [])
        if len(lines) < _FORM_LINES:
            lines.append(block.text)
    plain = (_DAY_BEFORE.sub(" ", " ".join(lines)) for lines in heads.values())
    return frozenset(month for head in plain for said in _OF_MONTH.finditer(head) for month in months_in(said[1]))


def _months_of_sheets(exhibit: Exhibit) -> frozenset[Month]:
    """Months in the name and the first line of each sheet of a workbook."""
    sheets = exhibit.artifact.pages
    if len(sheets) < _SEVERAL_SHEETS or any(sheet.method != "cells" for sheet in sheets):
        return frozenset()
    heads = (" ".join(sheet.text.splitlines()[:2]) for sheet in sheets)
    return frozenset(month for head in heads for month in months_in(head))


def _month_words(bundle: Bundle) -> str:
    texts = [exhibit.label for exhibit in bundle.exhibits if exhibit.artifact.kind != "page" and exhibit.label]
    return " · ".join(texts[:3])[:180]


def _quote(exhibit: Exhibit, facts: Dated, year: int) -> str:
    sources = (_head(exhibit), exhibit.label, file_name(exhibit.artifact.url))
    for text in sources:
        for mention in find_years(text):
            if mention.year == year and mention.role in ("fiscal_year", "other"):
                return mention.text
    return facts.quote


def _date_words(exhibit: Exhibit, year: int) -> str:
    return next((item.text for item in find_years(_text(exhibit)[:60_000]) if item.fiscal_year == year), "")
