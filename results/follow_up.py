"""What an audit says about measures: which ones it opens, sees repaired, still open, or could not look at.

Nothing is closed here: an audit proposes, people close. Events are written only for what changed, so that the same
audit told twice adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from audits.verdict import Status, Verdict
from results.measures import LOOKS, EventKind, Measure, Retest


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An audit as an event: its run, the day that it judged for, when the site was looked at, when it is written.

    `reached` is False when not even the home page could be had: then nothing is opened, because nothing was looked at.
    """

    run: int
    day: date
    seen_at: str
    at: str
    reached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Who is to do something about an item, and until when, unless people say otherwise."""

    owner: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event that is still to be written."""

    kind: EventKind
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be written about one item: new entries of its measure, which is `measure` or has to be made."""

    concept: str
    code: str
    title: str
    measure: Measure | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What one audit did to the measures: event → item codes. `superseded`: a newer look is known, nothing was done."""

    codes: Mapping[EventKind, tuple[str, ...]]
    superseded: bool = False


def seen_moment(text: str) -> datetime:
    """When a site was looked at, as the evidence says; what cannot be read counts as the oldest."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def changes(
    verdicts: Sequence[Verdict], known: Iterable[Measure], tasks: Mapping[str, Task], look: Look
) -> tuple[Change, ...]:
    """All that this audit changes, in the order of its verdicts. `tasks` has every concept of the verdicts."""
    measures = {measure.concept: measure for measure in known}
    found = [_change(item, measures.pop(item.concept, None), tasks[item.concept], look) for item in verdicts]
    unreached = [_unreached(measure) for measure in measures.values()]
    return tuple(change for change in (*found, *unreached) if change.entries)


def _change(verdict: Verdict, measure: Measure | None, task: Task, look: Look) -> Change:
    if measure is None:
        entries = _opening(verdict, task) if look.reached else ()
    else:
        kind = _outcome(verdict, measure, look)
        seen = (Entry(kind=kind, value=verdict.status.value, url=verdict.url or ""),) if kind else ()
        entries = (*seen, *_task(measure, task, look, afresh=kind == "reopened"))
    return Change(
        concept=verdict.concept, code=verdict.code, title=verdict.title, measure=measure, entries=entries
    )  # fmt: skip


def _unreached(measure: Measure) -> Change:
    """The audit did not ask for this item at all, because the rules changed."""
    seen = measure.retest is not Retest.NOT_RETESTED
    entries = (Entry(kind="not_retested", value=Status.UNKNOWN.value),) if seen else ()
    return Change(
        concept=measure.concept, code=measure.code, title=measure.title, measure=measure, entries=entries
    )  # fmt: skip


def _opening(verdict: Verdict, task: Task) -> tuple[Entry, ...]:
    if verdict.status is Status.PASS:
        return ()
    opened = Entry(kind="opened", value=verdict.status.value, url=verdict.url or "")
    owner = Entry(kind="assigned", value=task.owner)
    due = (Entry(kind="due", value=task.due.isoformat()),) if task.due else ()
    return (opened, owner, *due)


def _outcome(verdict: Verdict, measure: Measure, look: Look) -> EventKind | None:
    """The event that this verdict calls for; None when it says nothing new."""
    before = measure.last(*LOOKS)
    if verdict.status is Status.PASS:
        same = measure.retest is Retest.FIXED and measure.verified_url == (verdict.url or "")
        return None if same else "verified"
    same = measure.verdict == verdict.status.value
    if verdict.status is Status.UNKNOWN:
        return None if same else "not_retested"
    if measure.verified_on is not None:
        return "reopened"
    if same and (measure.retest is Retest.NOT_FIXED or (before is not None and before.seen_at == look.seen_at)):
        return None
    return "not_fixed"


def _task(measure: Measure, task: Task, look: Look, *, afresh: bool) -> tuple[Entry, ...]:
    """Owner and due day after the office changed its settings, or the deadline became known; never over people's word.

    A due day that only moves on because it went by stays, unless the work begins `afresh`: the measure is overdue.
    """
    entries: list[Entry] = []
    owner, due = measure.last("assigned"), measure.last("due")
    if (owner is None or not owner.who) and measure.owner != task.owner:
        entries.append(Entry(kind="assigned", value=task.owner))
    moved = task.due is not None and (afresh or measure.due is None or task.due > look.day + timedelta(days=1))
    if task.due is not None and moved and (due is None or not due.who) and measure.due != task.due:
        entries.append(Entry(kind="due", value=task.due.isoformat()))
    return tuple(entries)
