"""Named questions to the store; every reader of stored results goes through these."""

from datetime import date

from audits.verdict import Status
from crawler.artifacts import Agency, Snapshot
from results.bodies import body_of
from results.decisions import Decision, Ruling, Withdrawal
from results.measures import Measure, MeasureEvent, folded
from results.sends import Send
from results.store import Row, Run, Store


def runs(store: Store) -> tuple[Run, ...]:
    """Every run, oldest first."""
    return tuple(_run(row) for row in store.rows("SELECT * FROM run_list ORDER BY id"))


def latest(store: Store) -> tuple[Run, ...]:
    """For every agency address and fiscal year the last run of the newest snapshot, by address and year."""
    rows = store.rows(
        "SELECT run_list.* FROM latest JOIN run_list ON run_list.id = latest.run"
        " ORDER BY run_list.agency_url, run_list.fiscal_year"
    )
    return tuple(_run(row) for row in rows)


def status_counts(store: Store, run: int) -> dict[Status, int]:
    """How many items of a run have each status; every status is a key."""
    rows = store.rows("SELECT status, count(*) AS items FROM verdicts WHERE run = ? GROUP BY status", [run])
    found = {row["status"]: int(row["items"]) for row in rows}
    return {status: found.get(status.value, 0) for status in Status}


def remembered_snapshot(store: Store, run: int) -> Snapshot:
    """What the store alone knows of a run's snapshot: no pages, no failures, no findings."""
    row = store.rows(
        "SELECT snapshots.*, agencies.name, agencies.kind, agencies.url FROM runs"
        " JOIN snapshots ON snapshots.id = runs.snapshot JOIN agencies ON agencies.id = snapshots.agency_id"
        " WHERE runs.id = ?",
        [run],
    )[0]
    same = ("snapshot_id", "started_at", "finished_at", "stopped_because", "home_problem", "requests")
    return Snapshot(
        agency=Agency(name=row["name"], kind=row["kind"], url=row["url"]),
        exhausted=bool(row["exhausted"]), home_ok=bool(row["home_ok"]), artifacts=(), failures=(),
        **{name: row[name] for name in same},
    )  # fmt: skip


def looks(store: Store, agency_url: str, fiscal_year: int) -> tuple[tuple[int, str, date], ...]:
    """Every run of a body and year as its number, when the site was looked at, and the day that it judged for."""
    body = body_of(agency_url)
    host = body.partition("/")[0].partition(":")[0]  # few bodies share a host: the rest is told by address
    rows = store.rows(
        "SELECT id, agency_url, started_at, as_of FROM run_list WHERE fiscal_year = ? AND instr(lower(agency_url), ?)",
        [fiscal_year, host],
    )
    return tuple(
        (row["id"], row["started_at"], date.fromisoformat(row["as_of"]))
        for row in rows
        if body_of(row["agency_url"]) == body
    )


def measures(store: Store, agency_url: str, fiscal_year: int) -> tuple[Measure, ...]:
    """Every measure of a body and year with its history, in the order of their codes."""
    values = [body_of(agency_url), fiscal_year]
    heads = store.rows(
        "SELECT * FROM measures WHERE body = ? AND fiscal_year = ? ORDER BY length(code), code, id", values
    )
    events = store.rows(
        "SELECT measure_events.* FROM measure_events JOIN measures ON measures.id = measure_events.measure"
        " WHERE measures.body = ? AND measures.fiscal_year = ?",
        values,
    )
    return tuple(_measure(head, [row for row in events if row["measure"] == head["id"]]) for head in heads)


def decisions(store: Store, agency_url: str, fiscal_year: int) -> tuple[Decision, ...]:
    """Every decision about a body and year, oldest first; those that ended or were withdrawn are among them."""
    rows = store.rows(
        "SELECT decisions.*, withdrawals.at AS back_at, withdrawals.day AS back_day, withdrawals.who AS back_who,"
        " withdrawals.why AS back_why FROM decisions"
        " LEFT JOIN decision_withdrawals AS withdrawals ON withdrawals.decision = decisions.id"
        " WHERE decisions.body = ? AND decisions.fiscal_year = ? ORDER BY decisions.at, decisions.id",
        [body_of(agency_url), fiscal_year],
    )
    return tuple(_decision(row) for row in rows)


def sends(store: Store, agency_url: str, fiscal_year: int) -> tuple[Send, ...]:
    """Every letter about a body and year that a mail server took over, oldest first."""
    rows = store.rows(
        "SELECT unit, email, day, run, fingerprint, message_id FROM sends"
        " WHERE body = ? AND fiscal_year = ? ORDER BY id",
        [body_of(agency_url), fiscal_year],
    )
    return tuple(Send(**{**row, "day": date.fromisoformat(row["day"])}) for row in rows)


def _measure(head: Row, events: list[Row]) -> Measure:
    own = {name: head[name] for name in ("id", "agency_url", "fiscal_year", "concept", "code", "title")}
    return folded(Measure(**own), [_event(row) for row in events])


def _event(row: Row) -> MeasureEvent:
    same = {name: row[name] for name in ("at", "who", "kind", "value", "url", "seen_at", "run")}
    return MeasureEvent(number=row["id"], day=date.fromisoformat(row["day"]), **same)


def _decision(row: Row) -> Decision:
    same = ("id", "agency_url", "fiscal_year", "concept", "code", "at", "who", "why", "url")
    back = row["back_at"] and Withdrawal(
        at=row["back_at"], day=date.fromisoformat(row["back_day"]), who=row["back_who"], why=row["back_why"]
    )
    return Decision(
        **{name: row[name] for name in same}, day=date.fromisoformat(row["day"]), ruling=Ruling(row["ruling"]),
        until=date.fromisoformat(row["until"]), withdrawn=back or None,
    )  # fmt: skip


def _run(row: Row) -> Run:
    return Run(**{**row, "as_of": date.fromisoformat(row["as_of"])})
