"""A card or a measure as one row of a table: the columns that CSV and XLSX share."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from results.report_model import DECLARED_ANSWERS, Card, CheckView, DateView, MeasureView
from results.wording import Lang

Value = str | float | date
T = TypeVar("T")


class Field(NamedTuple, Generic[T]):
    """One column: the key of its heading, its width in characters, and how to get it from a row's subject. `own`
    columns are for people to fill in, `hidden` ones for reading a filled-in list again, `link` ones hold addresses to
    be opened by a click: LibreOffice shows those on one line, so what is to be typed elsewhere is none."""

    label: str
    width: int
    value: Callable[[T], Value]
    own: bool = False
    hidden: bool = False
    link: bool = False


def _due(card: Card) -> Value:
    return card.measure.due or "" if card.measure else ""


def _progress(card: Card) -> str:
    return card.measure.status_label if card.measure else ""


def _retest(card: Card) -> str:
    return card.measure.sentence if card.measure else ""


def _declared_answer(name: str, card: Card) -> str:
    return card.declared.answer_labels.get(name, "") if card.declared else ""


def _note(card: Card) -> str:
    return card.measure.note if card.measure else ""


def _repaired(card: Card) -> str:
    return card.measure.evidence_url if card.measure else ""


def _decision(card: Card) -> str:
    return card.decision.sentence if card.decision else ""


def _parts(card: Card, found: bool | None) -> str:
    return ", ".join(part.title for part in card.parts if part.required and part.found is found)


def _answer(check: CheckView) -> str:
    return check.outcome_label


_CODE: Field[Card] = Field("col_code", 7, lambda card: card.code)
_TITLE: Field[Card] = Field("col_title", 34, lambda card: card.title)
_STATUS: Field[Card] = Field("col_status", 18, lambda card: card.status_label)
_POINTS: Field[Card] = Field("col_points", 11, lambda card: card.ita_points)
_PROBLEM: Field[Card] = Field("col_problem", 42, lambda card: card.sentence)
_ADVICE: Field[Card] = Field("col_advice", 52, lambda card: card.repair)
_OWNER: Field[Card] = Field("col_owner", 24, lambda card: card.owner)
_WHERE: Field[Card] = Field("col_where", 34, lambda card: card.where)
_URL: Field[Card] = Field("col_url", 44, lambda card: card.url or "", link=True)
_DECISION: Field[Card] = Field("col_decision", 40, _decision)

# The five columns that people write in; the same names are looked for when the list comes back.
OWN_FIELDS: tuple[Field[Card], ...] = (
    _OWNER._replace(own=True),
    Field("col_due", 15, _due, own=True),
    Field("col_progress", 22, _progress, own=True),
    Field("col_note", 28, _note, own=True),
    Field("col_repaired", 28, _repaired, own=True),
)

FIELDS: tuple[Field[Card], ...] = (
    _CODE,
    _TITLE,
    Field("col_sub_indicator", 10, lambda card: card.sub_indicator),
    _STATUS,
    _POINTS,
    Field("col_oit_points", 11, lambda card: card.oit_points),
    _PROBLEM,
    _ADVICE,
    _OWNER,
    _WHERE,
    _URL,
    Field("col_page", 7, lambda card: str(card.page) if card.page else ""),
    Field("col_quote", 40, lambda card: " / ".join(quote.text for quote in card.quotes)),
    Field("col_missing", 34, lambda card: _parts(card, False)),
    Field("col_unclear", 34, lambda card: _parts(card, None)),
    Field("col_required", 22, lambda card: card.required_period),
    Field("col_found", 22, lambda card: card.found_period),
    Field("col_present", 14, lambda card: _answer(card.present)),
    Field("col_complete", 14, lambda card: _answer(card.complete)),
    Field("col_current", 14, lambda card: _answer(card.current)),
    Field("col_doubts", 34, lambda card: " / ".join(f"{item.place} {item.sentence}" for item in card.current.doubts)),
    Field("col_found_by", 20, lambda card: card.found_by_label),
    Field("col_confidence", 12, lambda card: card.confidence_label),
    Field("col_depth", 30, lambda card: card.depth_label),
    Field("col_reason", 18, lambda card: card.reason),
    *(field._replace(own=False) for field in OWN_FIELDS[1:]),
    Field("col_retest", 34, _retest),
    _DECISION,
)

# What web staff need to repair an item, and what they fill in.
GAP_FIELDS: tuple[Field[Card], ...] = (
    _CODE, _TITLE._replace(width=28), _STATUS, _POINTS, _PROBLEM._replace(width=36), _ADVICE._replace(width=42),
    _WHERE._replace(width=26), _URL._replace(width=30), *OWN_FIELDS, Field("col_retest", 30, _retest),
    _DECISION._replace(width=34),
    Field("col_key", 20, lambda card: card.measure.key if card.measure else "", hidden=True),
)  # fmt: skip

# Every year and day that the evidence of an item names.
DATE_FIELDS: tuple[Field[tuple[Card, DateView]], ...] = (
    Field("col_code", 7, lambda both: both[0].code),
    Field("col_title", 34, lambda both: both[0].title),
    Field("col_date_year", 14, lambda both: str(both[1].year)),
    Field("col_date_kind", 16, lambda both: both[1].kind_label),
    Field("col_quote", 50, lambda both: both[1].text),
    Field("col_date_source", 30, lambda both: both[1].source_label),
    Field("col_date_trust", 22, lambda both: both[1].trust_label),
    Field("col_date_chosen", 12, lambda both: "✓" if both[1].chosen else ""),
    Field("col_date_times", 10, lambda both: both[1].times),
    Field("col_url", 44, lambda both: both[1].url),
)

DECLARED_FIELDS: tuple[Field[Card], ...] = (
    _CODE,
    _TITLE,
    Field("col_declared_url", 44, lambda card: card.declared.url if card.declared else ""),
    Field("col_declared", 46, lambda card: card.declared.sentence if card.declared else ""),
    *(Field(f"col_{name}", 14, partial(_declared_answer, name)) for name in DECLARED_ANSWERS),
    Field("col_better", 44, lambda card: card.declared.better if card.declared else ""),
    _STATUS,
    _PROBLEM,
)

# Every measure with all that happened, closed ones too.
MEASURE_FIELDS: tuple[Field[MeasureView], ...] = (
    Field("col_code", 7, lambda view: view.code),
    Field("col_title", 34, lambda view: view.title),
    Field("col_owner", 24, lambda view: view.owner),
    Field("col_due", 16, lambda view: view.due or ""),
    Field("col_progress", 22, lambda view: view.status_label),
    Field("col_retest", 34, lambda view: view.sentence),
    Field("col_verified_on", 16, lambda view: view.verified_on or ""),
    Field("col_verified_url", 34, lambda view: view.verified_url),
    Field("col_note", 30, lambda view: view.note),
    Field("col_repaired", 34, lambda view: view.evidence_url),
    Field("col_history", 70, lambda view: "\n".join(line.sentence for line in view.history)),
    Field("col_key", 20, lambda view: view.key, hidden=True),
)


def row(subject: T, fields: Sequence[Field[T]]) -> list[Value]:
    """The values of one subject in the order of `fields`."""
    return [field.value(subject) for field in fields]


def day_cell(day: date, lang: Lang) -> str:
    """A day as people type it into a list: 30/4/2569 in Thai, 2026-04-30 in English."""
    return f"{day.day}/{day.month}/{day.year + 543}" if lang == "th" else day.isoformat()
