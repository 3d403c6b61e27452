"""Which evidence is kept in full: pure rules about the ages of a body's snapshots, and what the store knows of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from results.bodies import body_of
from results.periods import BANGKOK
from results.store import Store

Reason = Literal["last", "recent", "weekly", "monthly"]
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Every snapshot of the last `days` is kept, then the newest of each week for `weeks` weeks, then of each month."""

    days: int = 7
    weeks: int = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSnapshot:
    """A snapshot that was judged. `needed`: the latest verdicts of its body and of some year rest on it."""

    name: str
    snapshot_id: str
    body: str
    started_at: datetime
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A page or file that a pass quotes, and the items (with their year) that passed by it."""

    url: str
    sha256: str
    items: tuple[str, ...]


def kept(snapshots: Iterable[KnownSnapshot], rule: Retention, today: date) -> dict[str, Reason]:
    """Why each snapshot is kept in full, by name; those that may go are not in it."""
    reasons: dict[str, Reason] = {}
    places: set[tuple[str, ...]] = set()
    for snapshot in sorted(snapshots, key=lambda each: (each.started_at, each.name), reverse=True):
        day = snapshot.started_at.astimezone(BANGKOK).date()
        age = (today - day).days
        reason: Reason = "weekly" if age <= rule.weeks * _WEEK else "monthly"
        place = (
            snapshot.body,
            reason,
            *map(str, day.isocalendar()[:2] if reason == "weekly" else (day.year, day.month)),
        )
        first = place not in places
        if age < rule.days or snapshot.needed:
            reasons[snapshot.name] = "last" if snapshot.needed else "recent"
        elif first:
            reasons[snapshot.name] = reason
        places.add(place)
    return reasons


def known_snapshots(store: Store) -> tuple[KnownSnapshot, ...]:
    """Every judged snapshot, one for each folder."""
    rows = store.rows(
        "SELECT snapshots.snapshot_id AS snapshot_id, snapshots.folder AS folder, snapshots.started_at AS started_at,"
        " agencies.url AS url, max(latest.run IS NOT NULL) AS needed FROM snapshots"
        " JOIN agencies ON agencies.id = snapshots.agency_id JOIN runs ON runs.snapshot = snapshots.id"
        " LEFT JOIN latest ON latest.run = runs.id GROUP BY snapshots.id ORDER BY snapshots.id"
    )
    found: dict[str, KnownSnapshot] = {}
    for row in rows:
        name = Path(row["folder"]).name
        before = found.get(name)
        found[name] = KnownSnapshot(
            name=name, snapshot_id=row["snapshot_id"], body=body_of(row["url"]),
            started_at=datetime.fromisoformat(row["started_at"]),
            needed=bool(row["needed"]) or (before is not None and before.needed),
        )  # fmt: skip
    return tuple(found.values())


def proofs(store: Store) -> Mapping[str, Sequence[Proof]]:
    """What every pass of every run quotes, by the name of the folder that holds it."""
    rows = store.rows(
        "SELECT snapshots.folder AS folder, evidence.url AS url, evidence.sha256 AS sha256, verdicts.code AS code,"
        " runs.fiscal_year AS year FROM verdicts JOIN runs ON runs.id = verdicts.run"
        " JOIN snapshots ON snapshots.id = runs.snapshot JOIN checks ON checks.verdict = verdicts.id"
        " JOIN check_evidence ON check_evidence.check_id = checks.id"
        " JOIN evidence ON evidence.id = check_evidence.evidence"
        " WHERE verdicts.status = 'pass' AND evidence.sha256 != '' ORDER BY evidence.id, verdicts.id"
    )
    found: dict[str, dict[tuple[str, str], dict[str, None]]] = {}
    for row in rows:
        place = found.setdefault(Path(row["folder"]).name, {})
        place.setdefault((row["url"], row["sha256"]), {})[f"{row['year']} {row['code']}"] = None
    return {
        name: [Proof(url=url, sha256=sha256, items=tuple(items)) for (url, sha256), items in places.items()]
        for name, places in found.items()
    }
