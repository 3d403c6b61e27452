"""The report about measures (มาตรการ): how far the units are, and what the audit of the website found."""

from collections import Counter
from collections.abc import Iterable, Sequence

from results.measures import LOOKS, Measure, Progress, Retest
from results.memo import form_of, paper_of
from results.paper import Column, Kind, Letter, Paper, Row, Table
from results.periods import day_text
from results.plain import is_web
from results.report_model import Card, MeasureView, Report
from results.wording import Lang, phrase

_BOOK = "documents"
# Key, centimetres, kind.
COLUMNS: tuple[tuple[str, float, Kind], ...] = (
    ("measure", 4.1, "text"), ("method", 6.0, "text"), ("owner", 3.2, "text"), ("due", 3.2, "text"),
    ("todo", 1.8, "mark"), ("doing", 1.9, "mark"), ("done", 2.1, "mark"), ("check", 4.4, "text"),
)  # fmt: skip
FIELDS = ("code", "title", *(key for key, _, _ in COLUMNS), "progress", "url", "note")
MARK, NO_MARK = "/", "-"


def implementation(report: Report) -> Paper:
    """The memorandum about the measures of the report's body and year, with their table."""
    measures = report.measures
    return paper_of(
        report, "implementation", phrase(_BOOK, "implementation_subject", report.lang, year=str(report.fiscal_year)),
        (_table(report, measures),), letter=_letter(report, measures), template=report.office.implementation_template,
    )  # fmt: skip


def _letter(report: Report, measures: Sequence[MeasureView]) -> Letter:
    lang, year = report.lang, str(report.fiscal_year)
    told = "implementation_background" if measures else "implementation_none"
    proposals = _proposals(report, measures)
    return Letter(
        **form_of(report),  # type: ignore[arg-type]
        subject=phrase(_BOOK, "implementation_subject", lang, year=year),
        background=(phrase(_BOOK, told, lang, year=year, count=str(len(measures))),),
        legal_basis=(),
        facts=_facts(report, measures) if measures else (),
        proposals=proposals,
        closing=phrase(_BOOK, "closing_both" if proposals else "closing_inform", lang),
    )


def _facts(report: Report, measures: Sequence[MeasureView]) -> tuple[str, ...]:
    states = Counter(str(measure.status) for measure in measures)
    tests = Counter(str(measure.retest) for measure in measures)
    overdue = sum(view.measure.overdue(report.as_of) for view in measures)
    facts = [
        phrase(_BOOK, "fact_progress", report.lang, **_numbers(states, Progress)),
        phrase(_BOOK, "fact_retest", report.lang, **_numbers(tests, Retest)),
    ]
    if overdue:
        facts.append(phrase(_BOOK, "fact_overdue", report.lang, overdue=str(overdue)))
    return tuple(facts)


def _numbers(counts: Counter[str], names: Iterable[str]) -> dict[str, str]:
    return {str(name): str(counts[str(name)]) for name in names}


def _proposals(report: Report, measures: Sequence[MeasureView]) -> tuple[str, ...]:
    proposed = sum(view.measure.proposed for view in measures)
    still = sum(not view.measure.closed and not view.measure.proposed for view in measures)
    keys = [key for key, count in (("propose_close", proposed), ("propose_hurry", still)) if count]
    return tuple(phrase(_BOOK, key, report.lang, proposed=str(proposed), open=str(still)) for key in keys)


def _table(report: Report, measures: Sequence[MeasureView]) -> Table:
    cards, year = {card.concept: card for card in report.cards}, str(report.fiscal_year)
    return Table(
        key="measures",
        short=phrase(_BOOK, "measures_short", report.lang),
        title=phrase(_BOOK, "measures_title", report.lang, year=year),
        note=phrase(_BOOK, "measures_note" if measures else "implementation_none", report.lang, year=year),
        columns=tuple(
            Column(key=key, heading=phrase(_BOOK, f"col_{key}", report.lang), width=width, kind=kind)
            for key, width, kind in COLUMNS
        ),
        fields=FIELDS,
        rows=tuple(_row(view, cards.get(view.concept), report) for view in measures),
    )


def _row(view: MeasureView, card: Card | None, report: Report) -> Row:
    lang = report.lang
    url = view.evidence_url or view.verified_url
    return {
        "code": view.code,
        "title": view.title,
        "measure": phrase(_BOOK, "measure_name", lang, code=view.code, title=view.title),
        "method": _method(view.title, card, lang),
        "owner": view.owner,
        "due": day_text(view.due, lang) if view.due else "",
        **{str(state): MARK if view.status is state else NO_MARK for state in Progress},
        "progress": view.status_label,
        "check": " ".join(part for part in (_checked(view, report), url if is_web(url) else "") if part),
        "url": url,
        "note": view.note,
    }


def _method(title: str, card: Card | None, lang: Lang) -> str:
    if card is None:
        return phrase(_BOOK, "method_bare", lang, title=title)
    return phrase(_BOOK, "method_known", lang, title=title, where=card.where.rstrip("."))


def _checked(view: MeasureView, report: Report) -> str:
    """What the newest look at the site said; the mark beside it is the unit's own word."""
    day = day_text(view.verified_on, report.lang) if view.verified_on else ""
    told = [phrase(_BOOK, _check(view.measure), report.lang, day=day)]
    if view.measure.overdue(report.as_of):
        told.append(phrase(_BOOK, "check_overdue", report.lang))
    if view.note:
        told.append(f"{phrase(_BOOK, 'col_note', report.lang)}: {view.note}")
    return " ".join(told)


def _check(measure: Measure) -> str:
    look = measure.last(*LOOKS)
    if look and look.kind == "reopened":
        return "check_reopened"
    return "check_proposed" if measure.proposed else f"check_{measure.retest}"
