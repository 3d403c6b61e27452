"""What is remembered: one SQLite file of runs and verdicts, the only place that speaks to it.

Append-only. Runs and verdicts can be had again from stored evidence and rules, and bodies stay in the WARC files; what
people wrote (measures, decisions) is only here, and `results.carry` takes it to another file.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from audits.requirement import Ruleset
from audits.verdict import Check, DeclaredCheck, DoubtfulYear, FoundDate, Outcome, Part, Quote, Verdict
from crawler.artifacts import Snapshot
from results.migrations import APPLICATION_ID, STEPS
from results.store_file import BUSY_SECONDS, StoreError, explained, inspect

CHECKS = ("present", "complete", "current")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One judgement of one snapshot, as stored. Times are ISO 8601, `folder` is where the evidence lies."""

    id: int
    agency_name: str
    agency_kind: str
    agency_url: str
    snapshot_id: str
    folder: str
    started_at: str
    finished_at: str
    fiscal_year: int
    as_of: date
    rules_sha256: str
    code_version: str


def open_store(path: Path) -> "Store":
    """Open the database, creating it or bringing an older one up to date. Raises StoreError."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give a file name for the database")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; create it or choose another database file")
    with explained(path):
        if path.exists() and path.stat().st_size:
            inspect(path)
        database = Database(sqlite3.connect(path, timeout=BUSY_SECONDS))
        try:
            _migrate(database)
        except BaseException:
            database.close()
            raise
    return Store(path, database)


class Store:
    """An open database. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self._database = database

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def save_run(
        self,
        snapshot: Snapshot,
        verdicts: Sequence[Verdict],
        *,
        folder: Path,
        ruleset: Ruleset,
        as_of: date,
        code_version: str,
    ) -> int:
        """Store one judgement of a snapshot and return the number of the run. All or nothing. Raises StoreError."""
        with self.writing():
            seen = self._snapshot_id(snapshot, folder)
            run = self._insert(
                "runs", snapshot=seen, fiscal_year=ruleset.fiscal_year, rules_sha256=ruleset.sha256,
                code_version=code_version, as_of=as_of.isoformat(),
            )  # fmt: skip
            offsets = {
                (item.evidence.sha256, item.url): (item.evidence.warc_file, item.evidence.warc_offset)
                for item in snapshot.artifacts
            }
            for verdict in verdicts:
                self._save_verdict(run, seen, verdict, offsets)
        return run

    def run(self, run: int) -> tuple[Verdict, ...]:
        """The verdicts of a run, equal to those that were saved, but without the pictures of doubtful years: like all
        that was read, these stay with the evidence. Raises StoreError for an unknown number."""
        with explained(self.path):
            if not self.rows("SELECT id FROM runs WHERE id = ?", [run]):
                raise StoreError(f"{self.path} holds no run {run}")
            return tuple(
                self._load_verdict(row) for row in self.rows("SELECT * FROM verdicts WHERE run = ? ORDER BY id", [run])
            )

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query as dictionaries; for `results.queries`."""
        return list(self._database.query(sql, list(values)))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is added inside is kept together or not at all, and nobody else writes meanwhile. Raises StoreError.

        The right to write is asked for at the beginning: SQLite does not wait for another program when a transaction
        that has read turns to writing. Inside another `writing` it is part of that one.
        """
        if self._database.conn.in_transaction:
            yield
            return
        with explained(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                self._database.rollback()
                raise

    def add(self, table: str, **values: object) -> int:
        """One more row; only inside `writing`, for the modules that keep measures and decisions."""
        return self._insert(table, **values)

    def _insert(self, table: str, **values: object) -> int:
        sound = {name: _sound(value) for name, value in values.items()}
        return int(self._database.table(table).insert(sound).last_rowid or 0)

    def _kept(self, table: str, key: Mapping[str, object], **rest: object) -> int:
        """The row with this key, inserted when there is none."""
        where = " AND ".join(f"{name} = ?" for name in key)
        known = next(iter(self._database.table(table).rows_where(where, list(key.values()))), None)
        return int(known["id"]) if known else self._insert(table, **key, **rest)

    def _snapshot_id(self, snapshot: Snapshot, folder: Path) -> int:
        agency = snapshot.agency
        owner = self._kept("agencies", {"url": agency.url, "name": agency.name, "kind": agency.kind})
        key = {
            "snapshot_id": snapshot.snapshot_id, "finished_at": snapshot.finished_at, "agency_id": owner,
            "folder": str(folder),
        }  # fmt: skip
        return self._kept(
            "snapshots", key, started_at=snapshot.started_at, exhausted=snapshot.exhausted,
            stopped_because=snapshot.stopped_because, home_ok=snapshot.home_ok, home_problem=snapshot.home_problem,
            requests=snapshot.requests,
        )  # fmt: skip

    def _save_verdict(
        self, run: int, snapshot: int, verdict: Verdict, offsets: Mapping[tuple[str, str], tuple[str, int]]
    ) -> None:
        row = self._insert(
            "verdicts", run=run, code=verdict.code, concept=verdict.concept, title=verdict.title,
            sub_indicator=verdict.sub_indicator, status=verdict.status.value, reason=verdict.reason, url=verdict.url,
            declared_url=verdict.declared_url, found_by=verdict.found_by, wording=verdict.wording,
            confidence=verdict.confidence, depth=verdict.depth, rule_confidence=verdict.rule_confidence,
            searched=_json(verdict.searched),
            notes=_json(verdict.notes), declared=_json(verdict.declared and asdict(verdict.declared)),
        )  # fmt: skip
        for name in CHECKS:
            check: Check = getattr(verdict, name)
            check_row = self._insert(
                "checks", verdict=row, name=name, outcome=check.outcome.value, reason=check.reason,
                params=_json(check.params), parts=_json([asdict(part) for part in check.parts]),
                required=check.required, found=_json(check.found), quote=check.quote,
                doubts=_json([{**asdict(doubt), "crop": ""} for doubt in check.doubts]),
                dates=_json([asdict(item) for item in check.dates]),
            )  # fmt: skip
            for position, quote in enumerate(check.evidence):
                file, offset = offsets.get((quote.sha256, quote.url), ("", None))
                key = {"snapshot": snapshot, "sha256": quote.sha256, "url": quote.url}
                evidence = self._kept("evidence", key, warc_file=file, warc_offset=offset)
                self._insert(
                    "check_evidence", check_id=check_row, position=position, evidence=evidence, kind=quote.kind,
                    page=quote.page, quote=quote.text,
                )  # fmt: skip

    def _load_verdict(self, row: Row) -> Verdict:
        loaded = self.rows("SELECT * FROM checks WHERE verdict = ?", [row["id"]])
        checks: Row = {check["name"]: self._load_check(check) for check in loaded}
        same = ("code", "concept", "title", "sub_indicator", "url", "declared_url", "found_by", "wording",
                "confidence", "depth", "rule_confidence")  # fmt: skip
        declared = json.loads(row["declared"])
        return Verdict(
            **{name: row[name] for name in same}, **checks, searched=tuple(json.loads(row["searched"])),
            notes=tuple(json.loads(row["notes"])), declared=DeclaredCheck(**declared) if declared else None,
        )  # fmt: skip

    def _load_check(self, row: Row) -> Check:
        quotes = self.rows(
            "SELECT evidence.url, evidence.sha256, check_evidence.kind, check_evidence.page, check_evidence.quote"
            " FROM check_evidence JOIN evidence ON evidence.id = check_evidence.evidence"
            " WHERE check_evidence.check_id = ? ORDER BY check_evidence.position",
            [row["id"]],
        )
        return Check(
            outcome=Outcome(row["outcome"]), reason=row["reason"], params=json.loads(row["params"]),
            evidence=tuple(
                Quote(url=item["url"], text=item["quote"], kind=item["kind"], sha256=item["sha256"], page=item["page"])
                for item in quotes
            ),
            parts=tuple(Part(**part) for part in json.loads(row["parts"])), required=row["required"],
            found=tuple(json.loads(row["found"])), quote=row["quote"],
            doubts=tuple(
                DoubtfulYear(**{**doubt, "box": tuple(doubt["box"])}) for doubt in json.loads(row["doubts"])
            ),
            dates=tuple(FoundDate(**item) for item in json.loads(row["dates"])),
        )  # fmt: skip


def _sound(value: object) -> object:
    """Text that SQLite can keep: half of a surrogate pair from a broken page becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _migrate(database: Database) -> None:
    """Take the steps that this file has not taken yet, all in one transaction."""
    database.execute("PRAGMA foreign_keys = ON")
    _keep_a_log(database)
    database.execute("BEGIN IMMEDIATE")
    try:
        version = int(next(iter(database.query("PRAGMA user_version")))["user_version"])
        for step in STEPS[version:]:
            for statement in filter(str.strip, step.split(";")):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {len(STEPS)}")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _keep_a_log(database: Database) -> None:
    """Readers and a writer at once. SQLite does not wait when another program makes this change at the same time."""
    until = time.monotonic() + BUSY_SECONDS
    while database.journal_mode != "wal":
        try:
            database.enable_wal()
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
