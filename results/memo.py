"""The memorandum (บันทึกข้อความ) by which the clerk tells the head of the office how the website stands."""

from audits.verdict import Status
from results.office import Digits, Office, Person, due_day
from results.paper import Column, Letter, Opinion, Paper, PaperName, Row, Table
from results.periods import day_text
from results.plain import TITLE_LIMIT, plain
from results.posts import clerk_post, head_post
from results.report_model import Card, Report
from results.scoring import rounded
from results.wording import Lang, phrase

_BOOK = "documents"
# Centimetres; together what stands between the margins of a page across.
GAP_COLUMNS = (
    ("indicator", 4.2), ("fault", 4.6), ("improve", 4.9), ("owner", 2.8), ("steps", 4.9), ("follow_up", 3.0),
    ("note", 2.3),
)  # fmt: skip
GAP_FIELDS = (
    "code", "title", "indicator", "status", "fault", "improve", "owner", "where", "steps", "due", "follow_up", "points",
    "note",
)  # fmt: skip


def memo(report: Report) -> Paper:
    """The memorandum with the gap list as its appendix."""
    return paper_of(
        report, "memo", phrase(_BOOK, "memo_subject", report.lang, year=str(report.fiscal_year)), (_gap_table(report),),
        letter=_letter(report), template=report.office.memo_template,
    )  # fmt: skip


def paper_of(
    report: Report, name: PaperName, title: str, tables: tuple[Table, ...], *, letter: Letter | None = None,
    template: str = "",
) -> Paper:  # fmt: skip
    """A document about a report's body and year. One without a letter is typed from: its digits stay as they are."""
    return Paper(
        name=name,
        lang=report.lang,
        title=title,
        agency=agency_of(report),
        website=report.agency_url,
        fiscal_year=report.fiscal_year,
        as_of=report.as_of,
        program=report.program,
        digits=digits_of(report) if letter else "arabic",
        letter=letter,
        tables=tables,
        values=values_of(report),
        template=template,
    )


def agency_of(report: Report) -> str:
    """The body's name: its own wording where it gave one."""
    return plain(report.office.name, TITLE_LIMIT) or report.agency_name


def digits_of(report: Report) -> Digits:
    """Thai digits belong to Thai letters."""
    return report.office.digits if report.lang == "th" else "arabic"


def form_of(report: Report) -> dict[str, object]:
    """The particulars of any memorandum of this office: who writes, to whom, whose opinions are asked."""
    office, agency, lang = report.office, agency_of(report), report.lang
    head, clerk = _signer(office.head, head_post(agency, lang)), _signer(office.clerk, clerk_post(agency, lang))
    return {
        "unit": _unit(office, agency),
        "number": plain(office.letter_number),
        "day": day_text(report.as_of, lang),
        "to": head.post,
        "writer": _signer(office.writer, phrase(_BOOK, "writer_post", lang)),
        "clerk": _opinion(clerk, lang),
        "head": _opinion(head, lang),
    }


def score_text(report: Report) -> str:
    """The expected OIT score, as a span where something could not be told."""
    low, high = rounded(report.score.oit.low), rounded(report.score.oit.high)
    return f"{low:.2f}" if low == high else f"{low:.2f}–{high:.2f}"


def values_of(report: Report) -> dict[str, str]:
    """Single facts of an audit that a template may name."""
    numbers = {count.status: count.count for count in report.counts}
    deadline = report.deadline.day
    return {
        "agency": agency_of(report),
        "website": report.agency_url,
        "year": str(report.fiscal_year),
        "as_of": day_text(report.as_of, report.lang),
        "score": score_text(report),
        "items": str(len(report.cards)),
        **{status.value: str(numbers[status]) for status in Status},
        "gaps_count": str(len(report.gaps)),
        "points": f"{report.gap_points:.2f}",
        "deadline": day_text(deadline, report.lang) if deadline else "",
    }


def _unit(office: Office, agency: str) -> str:
    """The unit that writes, of its body and its place; offices often write the body's name with the unit already."""
    unit, joined = plain(office.unit), agency.replace(" ", "")
    of = "" if joined in unit.replace(" ", "") else agency
    return " ".join(part for part in (unit, of, plain(office.address)) if part)


def _signer(person: Person, post: str) -> Person:
    return Person(post=plain(person.post) or post, name=plain(person.name))


def _opinion(person: Person, lang: Lang) -> Opinion:
    return Opinion(heading=phrase(_BOOK, "opinion_of", lang, post=person.post), person=person)


def _letter(report: Report) -> Letter:
    def told(key: str, **more: str) -> str:
        return phrase(_BOOK, key, report.lang, **(known | more))

    known = {name: value for name, value in values_of(report).items() if name != "as_of"}
    form = form_of(report)
    criteria = "law_criteria" if _confirmed(report) else "law_criteria_open"
    span = {"first": report.cards[0].code, "last": report.cards[-1].code}
    return Letter(
        **form,  # type: ignore[arg-type]
        subject=told("memo_subject"),
        background=(told("memo_background", count=known["items"]),),
        legal_basis=(told("law_information"), told(criteria, **span)),
        facts=_facts(report),
        proposals=_proposals(report),
        closing=told("memo_closing"),
    )


def _confirmed(report: Report) -> bool:
    return all(card.rule_confidence == "high" for card in report.cards)


def _facts(report: Report) -> tuple[str, ...]:
    lang, unit = report.lang, report.text["items_unit"]
    # A number stays on one line with its unit.
    told = [f"{entry.label} {entry.count}\u00a0{unit}" for entry in report.counts if entry.count]
    counts = (" " if lang == "th" else ", ").join(told)
    facts = [
        phrase(_BOOK, "fact_counts", lang, url=report.agency_url, day=day_text(report.as_of, lang),
               count=str(len(report.cards)), counts=counts),
        phrase(_BOOK, "fact_score", lang, score=score_text(report)),
    ]  # fmt: skip
    if report.gaps:
        points = f"{report.gap_points:.2f}"
        facts.append(phrase(_BOOK, "fact_gaps", lang, gaps=str(len(report.gaps)), points=points))
    if report.decided:
        facts.append(report.decided.sentence)
    facts += [finding.sentence for finding in report.findings if finding.serious]
    if report.deadline.day is not None and report.deadline.days is not None:
        key = "fact_days_left" if report.deadline.days >= 0 else "fact_days_over"
        last = day_text(report.deadline.day, lang)
        facts.append(phrase(_BOOK, key, lang, days=str(report.deadline.days), last=last))
    return tuple(facts)


def _proposals(report: Report) -> tuple[str, ...]:
    unknown = sum(card.status is Status.UNKNOWN for card in report.gaps)
    repairs = len(report.gaps) - unknown
    wanted = [("propose_assign", repairs), ("propose_look", unknown), ("propose_again", len(report.gaps))]
    keys = [key for key, count in wanted if count] or ["propose_keep"]
    numbers = {"repairs": str(repairs), "unknown": str(unknown)}
    return tuple(phrase(_BOOK, key, report.lang, **numbers) for key in keys)


def _gap_table(report: Report) -> Table:
    lang = report.lang
    return Table(
        key="gaps",
        short=phrase(_BOOK, "gaps_short", lang),
        title=phrase(_BOOK, "gaps_title", lang, year=str(report.fiscal_year)),
        note=phrase(_BOOK, "gaps_note" if report.gaps else "gaps_none", lang),
        columns=tuple(
            Column(key=key, heading=phrase(_BOOK, f"col_{key}", lang), width=width) for key, width in GAP_COLUMNS
        ),
        fields=GAP_FIELDS,
        rows=tuple(_gap_row(card, report) for card in report.gaps),
    )


def _gap_row(card: Card, report: Report) -> Row:
    lang, due = report.lang, due_of(card, report)
    points = phrase(_BOOK, "note_points", lang, points=f"{card.ita_points:.2f}")
    steps = "steps_look" if card.status is Status.UNKNOWN else "steps_repair"
    return {
        "code": card.code,
        "title": card.title,
        "indicator": phrase(_BOOK, "indicator_item", lang, sub=card.sub_indicator, code=card.code, title=card.title),
        "status": card.status_label,
        "fault": f"{card.status_label}: {card.sentence}",
        "improve": card.repair,
        "owner": card.owner,
        "where": card.where,
        "steps": phrase(_BOOK, steps, lang, where=card.where.rstrip(".")),
        "due": due,
        "follow_up": phrase(_BOOK, _follow_up(card, report) if due else "follow_open", lang, due=due),
        "points": f"{card.ita_points:.2f}",
        "note": " ".join(part for part in (points, card.decision.sentence if card.decision else "") if part),
    }


def _follow_up(card: Card, report: Report) -> str:
    return "follow_late" if card.measure and card.measure.measure.overdue(report.as_of) else "follow_due"


def due_of(card: Card, report: Report) -> str:
    """The day by which an item should be repaired, in words; empty while nobody set one and the end of data entry is
    not known."""
    day = card.measure.due if card.measure else due_day(report.deadline.day, report.office, report.as_of)
    return day_text(day, report.lang) if day else ""
