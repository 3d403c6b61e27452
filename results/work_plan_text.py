"""`oit plan` for people: the order first, then each unit's part, then what expires."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from rich.table import Table

from audits.verdict import Status
from results.catalogue import printed
from results.outlook import outlook_lines
from results.periods import day_text
from results.run_diff_text import interval_text
from results.score_text import number, way_told
from results.thai_lines import ThaiLines
from results.wording import Lang, phrase
from results.work_plan import UnitWork, Work, WorkPlan

BOOK = "plan"
_COLUMNS = ("place+", "code", "title", "status", "ita+", "effort+", "rate+", "due")


def as_text(plan: WorkPlan) -> str:
    """The plan as text for a terminal or a file."""
    return printed(*_parts(plan))


def _parts(plan: WorkPlan) -> Iterator[Table | str]:
    lang = plan.lang
    yield phrase(BOOK, "title", lang, year=str(plan.sheet.ruleset.fiscal_year))
    yield f"{plan.agency_name} {plan.agency_url}"
    days = {"day": day_text(plan.day, lang), "judged": day_text(plan.judged_for, lang)}
    yield phrase(BOOK, "made_for", lang, run=str(plan.run), **days)
    yield _deadline(plan)
    gain = sum((work.gain.ita for work in plan.order), Fraction(0))
    yield phrase(BOOK, "score_now", lang, oit=interval_text(plan.sheet.score.oit, lang), gain=number(gain))
    yield ""
    yield from _order(plan)
    if plan.sheet.way:
        yield ""
        yield from way_told(plan.sheet, plan.sheet.way, lang)
    yield from _units(plan)
    yield ""
    yield "\n".join(outlook_lines(plan.until, plan.expiries, plan.expiry_note, lang))


def due_text(due: date | None, overdue: bool, lang: Lang) -> str:
    """A due day in words."""
    if due is None:
        return phrase(BOOK, "no_due", lang)
    day = day_text(due, lang)
    return phrase(BOOK, "overdue", lang, day=day) if overdue else day


def _deadline(plan: WorkPlan) -> str:
    told, days = plan.deadline, plan.deadline.days
    sentence = told.sentence
    if days is not None and days > 0:
        sentence = phrase(BOOK, "days_left", plan.lang, sentence=sentence, days=str(days))
    return " ".join(part for part in (sentence, told.note) if part)


def _order(plan: WorkPlan) -> Iterator[Table | str]:
    lang = plan.lang
    if not plan.order:
        yield phrase(BOOK, "nothing", lang)
        return
    yield phrase(BOOK, "order_title", lang)
    table = Table()
    chosen = any(work.chosen for work in plan.order)
    for column in (*_COLUMNS, *(("chosen",) if chosen else ())):
        name = column.removesuffix("+")
        right = name != column
        table.add_column(phrase(BOOK, f"col_{name}", lang), justify="right" if right else "left",
                         no_wrap=right or name == "code", overflow="fold")  # fmt: skip
    for place, work in enumerate(plan.order, 1):
        mark = ("✓" if work.chosen else "",) if chosen else ()
        table.add_row(str(place), *map(ThaiLines, _cells(work, lang)), *mark)
    yield table
    yield phrase(BOOK, "effort_note", lang)
    if chosen:
        yield phrase(BOOK, "chosen_note", lang)
    if any(work.card.status is Status.UNKNOWN for work in plan.order):
        yield phrase(BOOK, "unknown_note", lang)


def _cells(work: Work, lang: Lang) -> tuple[str, ...]:
    card, gain = work.card, work.gain
    return (
        card.code, card.title, card.status_label, number(gain.ita), str(gain.effort), number(work.rate),
        due_text(work.due, work.overdue, lang),
    )  # fmt: skip


def _units(plan: WorkPlan) -> Iterator[str]:
    lang = plan.lang
    if plan.units:
        yield ""
        yield f"== {phrase(BOOK, 'units_title', lang)} =="
    for unit in plan.units:
        yield ""
        yield from _unit(unit, lang)
    for key, cards in (("waiting", plan.waiting), ("decided", plan.decided)):
        if cards:
            yield ""
            yield f"== {phrase(BOOK, f'{key}_title', lang)} =="
        for card in cards:
            told = card.decision.sentence if key == "decided" and card.decision else card.owner
            yield f"  {card.code} {card.title}: {told}"


def _unit(unit: UnitWork, lang: Lang) -> Iterator[str]:
    yield phrase(BOOK, "unit", lang, owner=unit.owner, count=str(len(unit.work)), ita=number(unit.ita))
    for work in unit.work:
        card = work.card
        told = {"code": card.code, "title": card.title, "status": card.status_label, "ita": number(work.gain.ita)}
        yield "  " + phrase(BOOK, "unit_line", lang, due=due_text(work.due, work.overdue, lang), **told)
        yield f"     {card.repair}"
        if card.measure:
            yield "     " + phrase(BOOK, "progress", lang, progress=card.measure.status_label)
