"""What an attempt means for its site: a pure rule, so that it can be tried in every case."""

from crawler.fleet_orders import Ended
from crawler.fleet_queue import Job
from results.fleet_intake import HandedBack
from results.fleet_ledger import LAST_ROUND, MOST_LOST, WORKER_LOST, Event, State

OUT_OF_TIME, OUT_OF_MEMORY, NO_AUDIT = "time", "memory", "no_audit"
_DETAIL = 400


def outcome(job: Job, ended: Ended, back: HandedBack | None) -> Event:
    """The event that an ended attempt adds, without what was measured and where it lies."""
    result = ended.result
    if ended.lost:
        gone = job.lost + 1 >= MOST_LOST
        return Event(state=State.FAILED if gone else State.WAITING, round=job.round, reason=WORKER_LOST)
    if result is None:
        return Event(state=State.FAILED, round=job.round, reason=NO_AUDIT, detail=ended.problem[:_DETAIL])
    if back is None:
        reason = result.stopped or NO_AUDIT
        told = result.told or f"exit {result.code}"
        return Event(state=State.FAILED, round=job.round, reason=reason, detail=told[:_DETAIL])
    if not back.snapshot.home_ok:
        problem = back.snapshot.home_problem
        return Event(state=State.UNREACHABLE, round=job.round, reason="home", detail=problem[:_DETAIL])
    if result.stopped and job.round < LAST_ROUND:
        return Event(state=State.FAILED, round=job.round, reason=result.stopped)
    return Event(state=State.DONE, round=job.round, reason=result.stopped)
