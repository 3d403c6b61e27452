"""A fleet run as open data: one tidy table of verdicts, one of bodies, and a Frictionless description of both.

Written in pieces, so that a run over all bodies of the country needs no more memory than a small one.
"""

import csv
import hashlib
import importlib
import importlib.util
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from audits.verdict import Status
from results.fleet_ledger import State
from results.fleet_register import KINDS
from results.fleet_report import FleetReport
from results.formats.csv_report import inert
from results.store import Row, Store
from results.wording import phrase

_AT_ONCE = 300  # audits whose verdicts are read together
_BODY_FIELDS: tuple[tuple[str, str], ...] = (
    ("body", "string"), ("name", "string"), ("kind", "string"), ("province", "string"), ("district", "string"),
    ("dla_code", "string"), ("url", "string"), ("state", "string"), ("reason", "string"), ("attempts", "integer"),
    ("score_low", "number"), ("score_high", "number"),
)  # fmt: skip
_VERDICT_FIELDS: tuple[tuple[str, str], ...] = (
    ("body", "string"), ("fiscal_year", "integer"), ("as_of", "date"), ("code", "string"), ("concept", "string"),
    ("status", "string"), ("reason", "string"), ("url", "string"), ("found_by", "string"), ("confidence", "number"),
)  # fmt: skip
_ALLOWED = {"status": [status.value for status in Status], "state": [state.value for state in State], "kind": KINDS}


def write(report: FleetReport, store: Store, folder: Path) -> list[Path]:
    """verdicts.csv, bodies.csv and datapackage.json in a folder. Raises OSError, StoreError."""
    folder.mkdir(parents=True, exist_ok=True)
    verdicts, bodies = folder / "verdicts.csv", folder / "bodies.csv"
    _table(verdicts, _VERDICT_FIELDS, _verdicts(report, store))
    _table(bodies, _BODY_FIELDS, _bodies(report))
    package = folder / "datapackage.json"
    package.write_text(_package(report, verdicts, bodies), encoding="utf-8")
    return [verdicts, bodies, package]


def write_parquet(folder: Path) -> Path | None:
    """verdicts.parquet from verdicts.csv; None when this machine has no pyarrow."""
    if importlib.util.find_spec("pyarrow") is None:
        return None
    tables, parquet = importlib.import_module("pyarrow.csv"), importlib.import_module("pyarrow.parquet")
    target = folder / "verdicts.parquet"
    parquet.write_table(tables.read_csv(folder / "verdicts.csv"), target)
    return target


def _table(path: Path, fields: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8, LF, no byte-order mark: what the description says. Cells that a spreadsheet would run are marked."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name, _ in fields])
        writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _bodies(report: FleetReport) -> Iterator[Sequence[object]]:
    for line in report.lines:
        site = line.site
        yield (site.body, site.name, site.kind, site.province, site.district, site.dla_code, site.url,
               site.state.value, site.reason, site.attempts, line.low, line.high)  # fmt: skip


def _verdicts(report: FleetReport, store: Store) -> Iterator[Sequence[object]]:
    """Every verdict of every audited body; a body without an audit has none, and bodies.csv says why."""
    body_of_run = {line.site.run: line.site.body for line in report.lines if line.site.run is not None}
    runs = list(body_of_run)
    for start in range(0, len(runs), _AT_ONCE):
        for row in _read(store, runs[start : start + _AT_ONCE]):
            told = [row[name] or "" for name in ("code", "concept", "status", "reason", "url", "found_by")]
            yield (body_of_run[row["run"]], report.fiscal_year, report.as_of.isoformat(), *told, row["confidence"])


def _read(store: Store, runs: Sequence[int]) -> list[Row]:
    return store.rows(
        "SELECT run, code, concept, status, reason, url, found_by, round(confidence, 3) AS confidence FROM verdicts"
        " WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, id",
        [json.dumps(runs)],
    )


def _package(report: FleetReport, verdicts: Path, bodies: Path) -> str:
    key = {"fields": ["body"], "reference": {"resource": "bodies", "fields": ["body"]}}
    document = {
        "profile": "tabular-data-package",
        "name": f"oit-{report.fiscal_year}-run-{report.run}",
        "title": phrase("fleet", "package_title", report.lang, year=str(report.fiscal_year)),
        "description": report.text["package_text"],
        "version": report.as_of.isoformat(),
        "resources": [
            _resource("verdicts", verdicts, report.text["verdicts_title"], _VERDICT_FIELDS,
                      {"primaryKey": ["body", "code"], "foreignKeys": [key]}),
            _resource("bodies", bodies, report.text["bodies_title"], _BODY_FIELDS, {"primaryKey": ["body"]}),
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _resource(
    name: str, path: Path, title: str, fields: Sequence[tuple[str, str]], keys: dict[str, Any]
) -> dict[str, Any]:  # fmt: skip
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource", "name": name, "title": title, "path": path.name, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": path.stat().st_size, "hash": f"sha256:{digest}",
        "schema": {"fields": [_field(*field) for field in fields], **keys},
    }  # fmt: skip


def _field(name: str, kind: str) -> dict[str, Any]:
    allowed = {"constraints": {"enum": list(_ALLOWED[name])}} if name in _ALLOWED else {}
    return {"name": name, "type": kind, **allowed}
