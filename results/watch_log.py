"""What the watch saw and told, remembered: a sight only when it differs from the one before, each round and notice."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from results.periods import BANGKOK
from results.store import Store
from results.watch_state import Change, Sight, category_of

Channel = Literal["email", "webhook"]
_BASELINE = "baseline"  # a role of its own: what an address held when it was judged
_RETIRED = "retired"  # a state of its own: no item rests on the address any longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of one body: the last sight by role and address with when it began, and the content that each
    address had in the audit `run`."""

    sights: Mapping[str, Sight]
    since: Mapping[str, datetime]
    baselines: Mapping[str, str]
    run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayUptime:
    """One day: rounds in which the home page was there, in which it was not; rounds of neither kind are left out."""

    day: date
    up: int
    down: int


def key_of(sight: Sight) -> str:
    """The name of what was looked at: a certificate has the address of the home page."""
    return f"{sight.role} {sight.url}"


def memory(store: Store, body: str) -> Memory:
    """What is remembered of a body."""
    sights: dict[str, Sight] = {}
    since: dict[str, datetime] = {}
    baselines: dict[str, str] = {}
    run: int | None = None
    for row in store.rows("SELECT * FROM watch_sights WHERE body = ? ORDER BY id", [body]):
        if row["role"] == _BASELINE:
            baselines[row["url"]] = row["fingerprint"]
            run = int(row["detail"]) if row["detail"] else run
            continue
        if row["state"] == _RETIRED:
            sights.pop(f"{row['role']} {row['url']}", None)
            continue
        names = ("url", "role", "state", "detail", "etag", "last_modified", "fingerprint")
        sight = Sight(**{name: row[name] for name in names})
        before = sights.get(key_of(sight))
        if before is None or before.category != sight.category:
            since[key_of(sight)] = datetime.fromisoformat(row["at"])
        sights[key_of(sight)] = sight
    return Memory(sights=sights, since=since, baselines=baselines, run=run)


def keep_baselines(store: Store, body: str, run: int | None, found: Mapping[str, str], *, at: datetime) -> None:
    """Remember what addresses held when they were judged. Raises StoreError."""
    with store.writing():
        for url, fingerprint in found.items():
            store.add(
                "watch_sights", at=_text(at), body=body, url=url, role=_BASELINE, state="ok", etag="",
                detail="" if run is None else str(run), last_modified="", fingerprint=fingerprint,
            )  # fmt: skip


def keep_round(
    store: Store, body: str, agency_url: str, sights: Sequence[Sight], watched: Collection[str], *, at: datetime
) -> None:
    """Remember one look at a body, the home page first; what is not `watched` (by role and address) any longer is
    forgotten. Raises StoreError."""
    before = memory(store, body).sights
    with store.writing():
        store.add(
            "watch_rounds", at=_text(at), day=at.astimezone(BANGKOK).date().isoformat(), body=body,
            agency_url=agency_url, home=sights[0].state, looked=len(sights), bad=sum(sight.is_bad for sight in sights),
        )  # fmt: skip
        gone = [sight for name, sight in before.items() if name not in watched]
        news = [sight for sight in sights if before.get(key_of(sight)) != sight]
        for sight in (*(replace(sight, state=_RETIRED, detail="") for sight in gone), *news):
            values = {name: getattr(sight, name) for name in Sight.__slots__}
            store.add("watch_sights", at=_text(at), body=body, **values)


def last_round(store: Store, body: str) -> datetime | None:
    """When a body was looked at last."""
    rows = store.rows("SELECT at FROM watch_rounds WHERE body = ? ORDER BY id DESC LIMIT 1", [body])
    return datetime.fromisoformat(rows[0]["at"]) if rows else None


def uptime(store: Store, body: str, last: date, days: int) -> tuple[DayUptime, ...]:
    """The days up to `last` on which the home page was looked at."""
    rows = store.rows(
        "SELECT day, home, count(*) AS rounds FROM watch_rounds WHERE body = ? AND day > ? AND day <= ?"
        " GROUP BY day, home ORDER BY day",
        [body, (last - timedelta(days=days)).isoformat(), last.isoformat()],
    )
    counts: dict[str, list[int]] = {}
    for row in rows:
        category = category_of(row["home"])
        if category != "unseen":
            counts.setdefault(row["day"], [0, 0])[category != "ok"] += row["rounds"]
    return tuple(DayUptime(day=date.fromisoformat(day), up=up, down=down) for day, (up, down) in counts.items())


def told_states(store: Store, channel: Channel) -> dict[str, dict[str, str]]:
    """By body and by role and address: the last state that a channel took over."""
    found: dict[str, dict[str, str]] = {}
    rows = store.rows("SELECT told FROM watch_notices WHERE channel = ? AND outcome = 'sent' ORDER BY id", [channel])
    for row in rows:
        for body, states in json.loads(row["told"]).items():
            found.setdefault(body, {}).update(states)
    return found


def keep_notice(
    store: Store, channel: Channel, news: Mapping[str, Sequence[Change]], problem: str, *, at: datetime
) -> None:
    """Remember an attempt to tell people; `problem` is empty when it was taken over. Raises StoreError."""
    told = {body: {f"{each.role} {each.url}": each.state for each in found} for body, found in news.items()}
    with store.writing():
        store.add(
            "watch_notices", at=_text(at), channel=channel, outcome="failed" if problem else "sent", detail=problem,
            told=json.dumps(told, ensure_ascii=False),
        )  # fmt: skip


def last_problem(store: Store, channel: Channel) -> tuple[datetime, str] | None:
    """The last attempt to tell people, when it failed."""
    rows = store.rows("SELECT * FROM watch_notices WHERE channel = ? ORDER BY id DESC LIMIT 1", [channel])
    failed = bool(rows) and rows[0]["outcome"] == "failed"
    return (datetime.fromisoformat(rows[0]["at"]), rows[0]["detail"]) if failed else None


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
