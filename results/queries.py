"""Named questions to the store; every reader of stored results goes through these."""

from datetime import date

from audits.verdict import Status
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


def _run(row: Row) -> Run:
    return Run(**{**row, "as_of": date.fromisoformat(row["as_of"])})
