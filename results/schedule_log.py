"""What was chosen about schedules, and how the audits that were due went: written once, folded when read."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from results.bodies import body_of
from results.fleet_register import register
from results.periods import BANGKOK
from results.schedule import Policy
from results.schedule_standing import Attempt
from results.store import Row, Store

ChoiceKind = Literal["all", "group", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledBody:
    """A body that the database knows. `groups` are its own group, then province, district and kind of the register;
    `policy` is None when it is not on a schedule, `by` tells which choice gave it."""

    body: str
    url: str
    name: str
    groups: tuple[str, ...]
    policy: Policy | None = None
    by: tuple[ChoiceKind, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAudit:
    """The newest audit of a body that saw its site: number of the run, when, and the day that it stands for."""

    run: int
    at: str
    day: date
    fiscal_year: int


def choose(store: Store, kind: ChoiceKind, name: str, url: str, policy: Policy | None, *, at: datetime) -> None:
    """Remember a choice about all, a group or a body; without a policy it is off the schedule. Raises StoreError."""
    choice = json.dumps(asdict(policy)) if policy else ""
    with store.writing():
        store.add("schedule_choices", at=_text(at), kind=kind, name=name, agency_url=url, choice=choice)


def join_group(store: Store, url: str, group: str, *, at: datetime) -> None:
    """Put a body into a group of its own, "" for none. Raises StoreError."""
    with store.writing():
        store.add("schedule_members", at=_text(at), body=body_of(url), agency_url=url, name=group)


def keep_attempt(store: Store, body: ScheduledBody, attempt: Attempt, seconds: float = 0.0) -> None:
    """Remember that an audit that was due began or ended. Raises StoreError."""
    with store.writing():
        store.add(
            "due_events", at=_text(attempt.at), body=body.body, agency_url=body.url, due=attempt.due.isoformat(),
            state=attempt.state, reason=attempt.reason, detail=attempt.detail, seconds=seconds,
        )  # fmt: skip


def scheduled_bodies(store: Store) -> tuple[ScheduledBody, ...]:
    """Every body of the database by address: audited, registered or chosen, each with the policy that counts for it."""
    known: dict[str, tuple[str, str]] = {}
    registered: dict[str, tuple[str, ...]] = {}
    listed = register(store)
    for each in listed.bodies if listed else ():
        known[each.key] = (each.url, each.name)
        registered[each.key] = (each.province, each.district, each.kind)
    for row in store.rows("SELECT url, name FROM agencies ORDER BY id"):
        known[body_of(row["url"])] = (row["url"], row["name"])
    own = {row["body"]: row for row in store.rows("SELECT * FROM schedule_members ORDER BY id")}
    chosen = _choices(store)
    for row in own.values():
        known.setdefault(row["body"], (row["agency_url"], ""))
    for (kind, body), row in chosen.items():
        if kind == "body":  # the address that was named counts: a site may have moved to https
            known[body] = (row["agency_url"], known.get(body, ("", ""))[1])
    groups = {body: ((own[body]["name"],) if body in own else ()) + registered.get(body, ()) for body in known}
    return tuple(
        _with_policy(ScheduledBody(body=body, url=url, name=name, groups=tuple(filter(None, groups[body]))), chosen)
        for body, (url, name) in sorted(known.items())
    )


def attempts(store: Store) -> dict[str, tuple[Attempt, ...]]:
    """Every attempt by body, oldest first."""
    found: dict[str, list[Attempt]] = {}
    for row in store.rows("SELECT * FROM due_events ORDER BY id"):
        told = {name: row[name] for name in ("state", "reason", "detail")}
        attempt = Attempt(at=datetime.fromisoformat(row["at"]), due=date.fromisoformat(row["due"]), **told)
        found.setdefault(row["body"], []).append(attempt)
    return {body: tuple(told) for body, told in found.items()}


def last_audits(store: Store) -> dict[str, LastAudit]:
    """The newest audit by body that saw the home page and was not broken off. It stands for the day that it judged
    for, but never for one after its look at the site: judging old evidence again is no new look."""
    rows = store.rows(
        "SELECT runs.id AS id, agencies.url AS url, snapshots.started_at AS started_at, runs.as_of AS as_of,"
        " runs.fiscal_year AS fiscal_year FROM runs JOIN snapshots ON snapshots.id = runs.snapshot"
        " JOIN agencies ON agencies.id = snapshots.agency_id"
        " WHERE snapshots.home_ok AND snapshots.stopped_because != 'interrupted' ORDER BY snapshots.started_at, runs.id"
    )
    found: dict[str, LastAudit] = {}
    for row in rows:
        looked = datetime.fromisoformat(row["started_at"]).astimezone(BANGKOK).date()
        day = min(looked, date.fromisoformat(row["as_of"]))
        before = found.get(body_of(row["url"]))
        if before is None or day >= before.day:
            found[body_of(row["url"])] = LastAudit(
                run=row["id"], at=row["started_at"], day=day, fiscal_year=row["fiscal_year"]
            )
    return found


def home_problem(store: Store, body: str) -> str:
    """Why the home page of a body could not be had when it was tried last, "" when nothing is known."""
    rows = store.rows(
        "SELECT agencies.url AS url, snapshots.home_problem AS problem FROM snapshots"
        " JOIN agencies ON agencies.id = snapshots.agency_id WHERE NOT snapshots.home_ok ORDER BY snapshots.id DESC"
    )
    return next((row["problem"] for row in rows if body_of(row["url"]) == body), "")


def _choices(store: Store) -> dict[tuple[str, str], Row]:
    """The last choice about each name."""
    return {(row["kind"], row["name"]): row for row in store.rows("SELECT * FROM schedule_choices ORDER BY id")}


def _with_policy(body: ScheduledBody, chosen: Mapping[tuple[str, str], Row]) -> ScheduledBody:
    """The narrower choice counts: of the body, of its groups in order, of all."""
    names: tuple[tuple[ChoiceKind, str], ...] = (
        ("body", body.body), *(("group", group) for group in body.groups), ("all", "")
    )  # fmt: skip
    by = next((name for name in names if name in chosen), None)
    if by is None:
        return body
    choice = chosen[by]["choice"]
    policy = Policy(**json.loads(choice)) if choice else None
    return ScheduledBody(body=body.body, url=body.url, name=body.name, groups=body.groups, policy=policy, by=by)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
