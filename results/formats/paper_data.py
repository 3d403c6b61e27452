"""A document of the office as data: CSV of its tables, JSON of everything."""

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from results.formats.csv_report import inert
from results.paper import Paper, Table, shown


def csv_bytes(paper: Paper) -> bytes:
    """The paper's tables: UTF-8 with a byte-order mark, CRLF. Several tables stand below each other, each under its
    title, with an empty line between them; a single one has its header in the first row."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for place, table in enumerate(paper.tables):
        if len(paper.tables) > 1:
            writer.writerows([[]] if place else [])
            writer.writerow([table.title])
        writer.writerow(column.heading for column in table.columns)
        for row in table.rows:
            writer.writerow(inert(shown(row[column.key])) for column in table.columns)
    return buffer.getvalue().encode("utf-8-sig")


def json_bytes(paper: Paper) -> bytes:
    """UTF-8 JSON, indented, ending with a newline."""
    return (json.dumps(document(paper), ensure_ascii=False, indent=2) + "\n").encode()


def document(paper: Paper) -> dict[str, Any]:
    """The paper as plain dictionaries and lists; rows carry all their fields, those without a column as well."""
    return {
        "document": paper.name,
        "lang": paper.lang,
        "title": paper.title,
        "agency": {"name": paper.agency, "url": paper.website},
        "fiscal_year": paper.fiscal_year,
        "as_of": paper.as_of.isoformat(),
        "program": paper.program,
        "letter": asdict(paper.letter) if paper.letter else None,
        "tables": [_table(table) for table in paper.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "note": table.note,
        "columns": {column.key: column.heading for column in table.columns},
        "rows": [{name: row[name] for name in table.fields} for row in table.rows],
    }
