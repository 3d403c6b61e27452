"""A card as one row of a table: the columns that CSV and XLSX share."""

from collections.abc import Callable
from typing import NamedTuple

from results.report_model import Card, CheckView

Value = str | float


class Field(NamedTuple):
    """One column: the key of its heading, its width in characters, and how to get it from a card."""

    label: str
    width: int
    value: Callable[[Card], Value]


FIELDS: tuple[Field, ...] = (
    Field("col_code", 7, lambda card: card.code),
    Field("col_title", 34, lambda card: card.title),
    Field("col_sub_indicator", 10, lambda card: card.sub_indicator),
    Field("col_status", 18, lambda card: card.status_label),
    Field("col_points", 11, lambda card: card.ita_points),
    Field("col_oit_points", 11, lambda card: card.oit_points),
    Field("col_problem", 42, lambda card: card.sentence),
    Field("col_advice", 52, lambda card: card.repair),
    Field("col_owner", 24, lambda card: card.owner),
    Field("col_where", 34, lambda card: card.where),
    Field("col_url", 44, lambda card: card.url or ""),
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
)


DECLARED_FIELDS: tuple[Field, ...] = (
    Field("col_code", 7, lambda card: card.code),
    Field("col_title", 34, lambda card: card.title),
    Field("col_declared_url", 44, lambda card: card.declared.url if card.declared else ""),
    Field("col_declared", 46, lambda card: card.declared.sentence if card.declared else ""),
    Field("col_better", 44, lambda card: card.declared.better if card.declared else ""),
    Field("col_status", 18, lambda card: card.status_label),
    Field("col_problem", 42, lambda card: card.sentence),
)


def row(card: Card, fields: tuple[Field, ...] = FIELDS) -> list[Value]:
    """The values of one card in the order of `fields`."""
    return [field.value(card) for field in fields]


def _parts(card: Card, found: bool | None) -> str:
    return ", ".join(part.title for part in card.parts if part.required and part.found is found)


def _answer(check: CheckView) -> str:
    return check.outcome_label
