"""The measures of a body and year as a list: for the terminal and for other programs."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.table import Table

from results.catalogue import printed
from results.measure_json import decision_json, measure_json
from results.measures import Measure
from results.periods import day_text
from results.report_measures import BOOK
from results.report_model import DecisionView, MeasureView
from results.thai_lines import ThaiLines
from results.wording import Lang, label, phrase

_COLUMNS = ("code", "title", "owner", "due", "progress", "retest")


def wanted(measures: Sequence[Measure], owner: str | None, status: str | None) -> tuple[Measure, ...]:
    """Those whose owner's name contains `owner`, and of which people or the retest say `status`."""
    name = (owner or "").strip().casefold()
    return tuple(
        measure
        for measure in measures
        if name in measure.owner.casefold() and status in (None, measure.status.value, measure.retest.value)
    )


def as_table(views: Sequence[MeasureView], decisions: Sequence[DecisionView], as_of: date, lang: Lang) -> str:
    """A table with one line per measure, then what people decided; the words of people and sites stay words."""
    table = Table(show_lines=True)
    for name in _COLUMNS:
        table.add_column(ThaiLines(label(f"col_{name}", lang)), no_wrap=name == "code")
    for view in views:
        due = day_text(view.due, lang) if view.due else phrase(BOOK, "no_due", lang)
        late = f" ({phrase(BOOK, 'overdue', lang)})" if view.measure.overdue(as_of) else ""
        cells = (view.code, view.title, view.owner, due + late, view.status_label, _told(view, lang))
        table.add_row(*map(ThaiLines, cells))
    parts: list[object] = [table if views else phrase(BOOK, "list_empty", lang)]
    if decisions:
        parts += ["", f"{label('col_decision', lang)}:"]
        parts += [f"{view.decision.code}: {view.sentence}" for view in decisions]
    return printed(*parts)


def as_json(views: Sequence[MeasureView], decisions: Sequence[DecisionView]) -> str:
    """A list of measures, each with the decision about its item or null."""
    told = {view.decision.concept: decision_json(view) for view in decisions}
    return _json([{**measure_json(view), "decision": told.get(view.concept)} for view in views])


def decisions_as_json(decisions: Sequence[DecisionView]) -> str:
    """A list of decisions."""
    return _json([decision_json(view) for view in decisions])


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _told(view: MeasureView, lang: Lang) -> str:
    lines = [view.sentence]
    if view.note:
        lines.append(f"{label('col_note', lang)}: {view.note}")
    if view.evidence_url:
        lines.append(f"{label('col_repaired', lang)}: {view.evidence_url}")
    return "\n".join(lines)
