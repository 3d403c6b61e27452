"""The *current* check: which period an item asks for, and which period the evidence is about."""

import re
from dataclasses import replace
from datetime import date

from audits.bundle import Bundle, Exhibit
from audits.months import month_name, month_words, months_due, months_of
from audits.part_of_year import part_of_year
from audits.requirement import Requirement
from audits.site import is_placeholder_text
from audits.tables import empty_columns
from audits.told_years import (
    HEAD,
    Dated,
    dated,
    days_of,
    head_of,
    named_years,
    spans_of,
    words_of_day,
    words_of_year,
)
from audits.verdict import Check, Outcome
from crawler.names import uploaded_in
from crawler.thai import YearMention, find_years, key

# Words (as keys) that say a report covers the first half of the year, or more; and that it covers its first quarter.
_HALF = re.compile(
    r"(?:6|หก)\s*เดือน|ครึ่งปี|สะสม|สิ้น(?:สุด)?ไตรมาส|ไตรมาส(?:ที่)?\s*1\s*(?:-|–|ถึง|และ|,)\s*(?:ไตรมาส(?:ที่)?\s*)?[234]|มีนาคม|มี\.\s*ค|เดือนเมษายน|(?:12|สิบสอง)\s*เดือน"
    r"|30\s*(?:กันยายน|ก\.\s*ย)"
)
_LATER_QUARTER = re.compile(r"ไตรมาส\s*(?:ที่)?\s*[234]")
_QUARTER = re.compile(r"ไตรมาส(?:ที่)?\s*(?:1|แรก)|(?:3|สาม)\s*เดือน|ธันวาคม|ธ\.\s*ค")
_SEVERAL_DAYS = 2
_A_PLAN = 600  # letters: a page of fewer leads to a plan and is none
NOT_ALL = ("half_not_covered", "year_not_covered")  # of the right year, but not all that is asked of it
MEMORY = 3  # years; older days in a document are its history


def required_year(requirement: Requirement) -> int:
    """The fiscal year that the evidence must be about."""
    return requirement.fiscal_year - (1 if requirement.period == "previous_fiscal_year" else 0)


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
    if check.outcome is Outcome.PASS and requirement.period == "previous_fiscal_year":
        return _check_whole(requirement, bundle, check)
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


def _check_whole(requirement: Requirement, bundle: Bundle, check: Check) -> Check:
    """A report of the year that has ended tells of all of it."""
    part = part_of_year(of_the_year(requirement, bundle))
    if part is None:
        return check
    words = part.blocks[0].text if part.blocks else part.label
    return replace(check, outcome=Outcome.FAIL, reason="year_not_covered", quote=words)


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
    unread = [exhibit for exhibit in bundle.unreadable if not named_years(dated(exhibit))]
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
        quote=words_of_year(*own[0], wanted), params={"year": str(wanted)},
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
            quote=words_of_year(exhibit, facts, max(required_years(requirement) & _years(requirement, facts))), params={"year": str(wanted)},
        )  # fmt: skip
    doubtful = any(_too_early(exhibit, facts, wanted) for exhibit, facts in documents)
    if doubtful and any(_is_right(requirement, named_years(facts)) for _, facts in documents):
        return Check(outcome=Outcome.UNKNOWN, reason="year_uncertain", required=required, params={"year": str(wanted)})
    named = sorted({year for _, facts in documents for year in named_years(facts)})
    if named:
        exhibit, facts = next(item for item in documents if named_years(item[1]))
        return Check(
            outcome=Outcome.FAIL, reason="wrong_year", required=required,
            found=tuple(f"FY{year}" for year in named), quote=words_of_year(exhibit, facts, named[-1]),
            params={"year": str(wanted), "found": ", ".join(map(str, named))},
        )  # fmt: skip
    return _by_dates(wanted, required, table)


def _is_document(exhibit: Exhibit, facts: Dated) -> bool:
    """A file, or a picture that is named with its year: an announcement that was photographed."""
    return exhibit.artifact.kind == "file" or (exhibit.artifact.kind == "image" and bool(named_years(facts)))


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
    return named_years(facts) or (facts.covered if requirement.period == "fiscal_year" else frozenset())


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
    older = () if events else _older_days(table, wanted)
    if older:
        return stale(wanted, required, older)
    if wanted in seen and (events or told or _several_days(table, wanted)):
        exhibit = next(exhibit for exhibit, facts in table if wanted in facts.told | facts.dates)
        return Check(
            outcome=Outcome.PASS, reason="right_year", required=required, found=(required,),
            quote=words_of_day(exhibit, wanted), params={"year": str(wanted)},
        )  # fmt: skip
    if seen and not recognised and max(seen) < wanted:
        exhibit = next(exhibit for exhibit, facts in table if max(seen) in facts.told | facts.dates)
        return Check(
            outcome=Outcome.FAIL, reason="wrong_year", required=required, found=tuple(f"FY{year}" for year in seen[-3:]),
            quote=words_of_day(exhibit, max(seen)), params={"year": str(wanted), "found": str(max(seen))},
        )  # fmt: skip
    reason = "year_uncertain" if recognised else "no_year"
    return Check(outcome=Outcome.UNKNOWN, reason=reason, required=required, params={"year": str(wanted)})


def _older_days(table: list[tuple[Exhibit, Dated]], wanted: int) -> tuple[YearMention, ...]:
    """The days that the documents of a page tell of, when all of them lie before the year that only the page names."""
    files = [(exhibit, facts) for exhibit, facts in table if exhibit.artifact.kind == "file"]
    if not files or len(files) == len(table) or any(wanted in facts.told for _, facts in files):
        return ()
    days = [item for exhibit, _ in files for item in days_of(exhibit)]
    recent = [item for item in days if item.fiscal_year >= wanted - MEMORY]
    return tuple(recent) if recent and all(item.fiscal_year < wanted for item in recent) else ()


def stale(wanted: int, required: str, days: tuple[YearMention, ...]) -> Check:
    """Last year's file under this year's heading, by the days that it tells of; the last of them is quoted.

    One odd day alone only makes it uncertain.
    """
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
        if not exhibit.artifact.ocr
        for span in spans_of(find_years(_own_head(exhibit)))
    ]
    told = own or [(span, exhibit, facts) for exhibit, facts in table for span in facts.spans]
    return [item for item in told if item[0][1] - item[0][0] >= 1]


def _own_head(exhibit: Exhibit) -> str:
    """What a document says of itself; of a page what is no link and no row of a list."""
    if exhibit.artifact.kind == "file":
        return head_of(exhibit)
    said = [block.text for block in exhibit.blocks if block.kind != "row" and not block.links]
    return " \n ".join(said)[:HEAD] if sum(map(len, said)) >= _A_PLAN else ""


def _check_months(requirement: Requirement, bundle: Bundle, as_of: date) -> Check:
    """Whether the summaries are of the audited year; whether none is missing is a part (see `months_part`)."""
    year = requirement.fiscal_year
    due = months_due(year, as_of)
    required = f"FY{year} " + ", ".join(month_name(month) for month in due)
    have = months_of(bundle)
    found = tuple(month_name(month) for month in sorted(have) if month.fiscal_year == year)
    if found:
        return Check(outcome=Outcome.PASS, reason="right_year", required=required, found=found,
                     quote=month_words(bundle), params={"year": str(year)})  # fmt: skip
    if not due:
        return Check(outcome=Outcome.NOT_APPLICABLE, reason="not_due", required=required)
    others = sorted({month.fiscal_year for month in have})
    if not others:
        return _by_dates(year, required, [(exhibit, dated(exhibit)) for exhibit in bundle.exhibits])
    return Check(
        outcome=Outcome.FAIL, reason="wrong_year", required=required, found=tuple(f"FY{other}" for other in others),
        quote=month_words(bundle), params={"year": str(year), "found": ", ".join(map(str, others))},
    )  # fmt: skip
