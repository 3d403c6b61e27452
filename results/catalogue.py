"""The items of a fiscal year as rows, for people and for other programs: `oit items`."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from audits.requirement import Requirement, Ruleset
from results.thai_lines import ThaiLines
from results.wording import Lang, in_language, phrase

_COLUMNS = ("code", "title", "sub_indicator", "period", "confidence")


def item_row(item: Requirement, ruleset: Ruleset, lang: Lang) -> dict[str, Any]:
    """One item as plain values. Keys are stable: code, concept, also_covers, title, sub_indicator, indicator, parts,
    optional_parts, period, confidence, title_confidence, fiscal_year."""
    return {
        "code": item.code,
        "concept": item.concept,
        "also_covers": list(item.also_covers),
        "title": in_language(item.title, lang),
        "sub_indicator": item.sub_indicator,
        "indicator": ruleset.sub_indicators[item.sub_indicator].indicator,
        "parts": list(item.parts),
        "optional_parts": list(item.optional_parts),
        "period": item.period,
        "confidence": item.confidence,
        "title_confidence": item.title_confidence,
        "fiscal_year": item.fiscal_year,
    }


def as_json(ruleset: Ruleset, lang: Lang) -> str:
    """A JSON list of `item_row`s."""
    rows = [item_row(item, ruleset, lang) for item in ruleset.requirements]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_csv(ruleset: Ruleset, lang: Lang) -> str:
    """CSV with the keys of `item_row` as header; lists are joined by spaces. Begins with a BOM for Excel."""
    rows = [item_row(item, ruleset, lang) for item in ruleset.requirements]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows
    )
    return "\ufeff" + buffer.getvalue()


def as_markdown(ruleset: Ruleset, lang: Lang) -> str:
    """A Markdown table."""
    lines = [_line(_heads(lang)), _line(["---"] * len(_COLUMNS))]
    lines += [_line([cell.replace("|", "\\|") for cell in _cells(item, lang)]) for item in ruleset.requirements]
    return "\n".join(lines) + "\n"


def as_table(ruleset: Ruleset, lang: Lang) -> str:
    """A table for the terminal, grouped by sub-indicator."""
    table = Table(*_heads(lang), show_lines=False)
    last = ""
    for item in ruleset.requirements:
        if item.sub_indicator != last and last:
            table.add_section()
        last = item.sub_indicator
        code, *words = _cells(item, lang)
        table.add_row(code, *map(ThaiLines, words))
    return printed(table)


def printed(*parts: object) -> str:
    """What rich would show, as text: as wide as the terminal, and at least wide enough for a title."""
    console = Console(file=io.StringIO(), width=max(100, Console().width), highlight=False)
    for part in parts:
        console.print(ThaiLines(part) if isinstance(part, str) else part, markup=False)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in str(text).splitlines()) + "\n"


def _heads(lang: Lang) -> list[str]:
    return [phrase("rules", f"column_{name}", lang) for name in _COLUMNS]


def _cells(item: Requirement, lang: Lang) -> list[str]:
    """Code, title, sub-indicator, period in short, and the lower of the two confidences."""
    lowest = min((item.confidence, item.title_confidence), key=("low", "medium", "high").index)
    return [
        item.code, in_language(item.title, lang), item.sub_indicator,
        phrase("rules", f"short_{item.period}", lang), phrase("rules", lowest, lang),
    ]  # fmt: skip


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


CATALOGUES: Mapping[str, Callable[[Ruleset, Lang], str]] = {
    "table": as_table, "json": as_json, "csv": as_csv, "md": as_markdown,
}  # fmt: skip
