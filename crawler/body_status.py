"""How every body stands, for people and for programs: audits, what is due, what failed, what the watch sees."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.verdict import Status
from crawler import options
from crawler.messages import Lang
from crawler.year_calendars import calendar_of
from results import queries
from results.bodies import body_of
from results.periods import BANGKOK, day_text, time_text
from results.plain import plain
from results.schedule_log import LastAudit, ScheduledBody, attempts, last_audits, scheduled_bodies
from results.schedule_standing import Attempt, Standing, standing
from results.schedule_text import BOOK, reason_text
from results.store import Store
from results.watch_log import DayUptime, Memory, memory, uptime
from results.watch_status import watch_data, watch_lines
from results.wording import phrase

_DAYS = 30  # for which it is told how often the home page was there


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyStatus:
    """One body. `standing` is None when it is not on a schedule; `passed` and `items` are those of the last audit."""

    body: ScheduledBody
    last: LastAudit | None
    passed: int
    items: int
    standing: Standing | None
    memory: Memory
    uptime: tuple[DayUptime, ...]


def statuses(store: Store, url: str | None, moment: datetime, lang: Lang) -> tuple[BodyStatus, ...]:
    """Every body of the database, or the one of `url`, which must be known."""
    bodies = scheduled_bodies(store)
    if url is not None:
        bodies = tuple(body for body in bodies if body.body == body_of(url))
        if not bodies:
            raise options.wrong("--url", phrase(BOOK, "unknown_body", lang, url=url[:200]))
    told, looked = attempts(store), last_audits(store)
    return tuple(_status(store, body, looked.get(body.body), told.get(body.body, ()), moment) for body in bodies)


def status_text(found: Sequence[BodyStatus], lang: Lang) -> str:
    """For people: a few lines per body."""
    if not found:
        return phrase(BOOK, "empty", lang)
    return "\n".join(line for each in found for line in _lines(each, lang))


def status_json(found: Sequence[BodyStatus], lang: Lang) -> str:
    """For programs: one object per body."""
    return json.dumps([_data(each, lang) for each in found], ensure_ascii=False, indent=2)


def _status(
    store: Store, body: ScheduledBody, last: LastAudit | None, told: Sequence[Attempt], moment: datetime
) -> BodyStatus:
    counts = queries.status_counts(store, last.run) if last else {}
    stands = standing(body.policy, calendar_of, last.day if last else None, told, moment) if body.policy else None
    return BodyStatus(
        body=body, last=last, passed=counts.get(Status.PASS, 0), items=sum(counts.values()), standing=stands,
        memory=memory(store, body.body), uptime=uptime(store, body.body, moment.astimezone(BANGKOK).date(), _DAYS),
    )  # fmt: skip


def _lines(each: BodyStatus, lang: Lang) -> list[str]:
    return [*_audit_lines(each, lang), *watch_lines(each.memory, each.uptime, _DAYS, lang)]


def _audit_lines(each: BodyStatus, lang: Lang) -> list[str]:
    body, last, stands = each.body, each.last, each.standing
    lines = [f"{plain(body.name)} {plain(body.url)}".strip()]
    if last:
        told = {"day": time_text(last.at, lang), "passed": str(each.passed), "items": str(each.items)}
        lines.append(phrase(BOOK, "status_last", lang, **told))
    else:
        lines.append(phrase(BOOK, "status_never", lang))
    if stands is None:
        return [*lines, phrase(BOOK, "status_unscheduled", lang)]
    if stands.due:
        lines.append(phrase(BOOK, "status_due", lang, day=day_text(stands.due, lang)))
    if stands.failure and stands.failures:
        at = time_text(stands.failure.at.isoformat(), lang)
        told = {"count": str(stands.failures), "at": at, "reason": reason_text(stands.failure, lang)}
        lines.append(phrase(BOOK, "status_failure", lang, **told))
    elif stands.unfinished:
        lines.append(phrase(BOOK, "status_torn", lang))
    if stands.retry_at:
        lines.append(phrase(BOOK, "status_retry", lang, at=time_text(stands.retry_at.isoformat(), lang)))
    following = day_text(stands.next_day, lang) if stands.next_day else phrase(BOOK, "none", lang)
    return [*lines, phrase(BOOK, "status_next", lang, day=following)]


def _data(each: BodyStatus, lang: Lang) -> dict[str, Any]:
    body, last, stands = each.body, each.last, each.standing
    failure = stands.failure if stands else None
    return {
        "name": body.name, "url": body.url, "scheduled": stands is not None,
        "last_audit": last and {
            "run": last.run, "at": last.at, "day": last.day.isoformat(), "fiscal_year": last.fiscal_year,
            "passed": each.passed, "items": each.items,
        },
        "due": stands.due.isoformat() if stands and stands.due else None,
        "next": stands.next_day.isoformat() if stands and stands.next_day else None,
        "unfinished": bool(stands and stands.unfinished),
        "failure": failure and {
            "at": failure.at.isoformat(), "reason": failure.reason, "detail": failure.detail,
            "told": reason_text(failure, lang), "times": stands.failures if stands else 0,
        },
        "retry_at": stands.retry_at.isoformat() if stands and stands.retry_at else None,
        "watch": watch_data(each.memory, each.uptime),
    }  # fmt: skip
