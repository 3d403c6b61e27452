"""The ledger under any order of events, and the rules of what comes next, without a network."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.fleet_orders import Ended, SiteResult
from crawler.fleet_outcome import outcome
from crawler.fleet_queue import Job, WorkQueue
from results.fleet_ledger import (
    LAST_ROUND,
    MOST_LOST,
    WORKER_LOST,
    Event,
    Site,
    State,
    begin_run,
    begin_turn,
    end_run,
    fleet_runs,
    keep_event,
    sites,
)
from results.fleet_register import Body, keep_register
from results.store import Store, open_store

AT = "2026-04-20T00:00:00+00:00"


def a_run(folder: Path, count: int) -> Store:
    store = open_store(folder / "oit.db")
    bodies = [Body(name=f"b{n}", kind="sao", province="", district="", dla_code="", url=f"https://b{n}.go.th/")
              for n in range(count)]  # fmt: skip
    keep_register(store, bodies, source="x", at=AT)
    begin_run(store, list=1, at=AT, fiscal_year=2569, as_of=date(2026, 4, 20), rules_sha256="r", options={"delay": 1})
    return store


EVENTS = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(list(State)), st.integers(1, 2)), max_size=25)


@settings(max_examples=25, deadline=None)
@given(EVENTS, st.integers(0, 3))
def test_a_site_stands_where_its_last_event_says(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[int, State, int]], turns: int
) -> None:  # fmt: skip
    with a_run(tmp_path_factory.mktemp("ledger"), 4) as store:
        expected: dict[int, tuple[State, int]] = {}
        starts = dict.fromkeys(range(1, 5), 0)
        for site, state, step in events:
            keep_event(store, 1, site, Event(state=state, round=step), epoch=1, at=AT)
            expected[site] = (state, step)
            starts[site] += state is State.RUNNING
        for _ in range(turns):  # programs that were killed one after the other
            begin_turn(store, 1, at=AT)
        found = sites(store, 1)
        assert [site.site for site in found] == [1, 2, 3, 4], "no row of the frozen list is ever lost"
        for site in found:
            state, step = expected.get(site.site, (State.WAITING, 1))
            left = state is State.RUNNING and turns > 0
            assert (site.state, site.round) == (State.WAITING if left else state, step)
            assert site.attempts == starts[site.site]
        assert fleet_runs(store)[0].epoch == turns


def test_a_run_is_finished_when_it_was_said(tmp_path: Path) -> None:
    with a_run(tmp_path, 1) as store:
        assert not fleet_runs(store)[0].finished
        end_run(store, 1, epoch=begin_turn(store, 1, at=AT), at=AT)
        assert fleet_runs(store)[0].finished and fleet_runs(store)[0].options == {"delay": 1}


def site_of(number: int, **values: object) -> Site:
    usual = Site(
        site=number, position=number, body=f"b{number}", name="", kind="sao", province="", district="", dla_code="",
        url=str(number), state=State.WAITING, attempts=0, lost=0, epoch=0, round=1, reason="", detail="", at="",
        servers="", platform="", worker="", place="", seconds=0, cpu_seconds=0, peak_mb=0, run=None,
    )  # fmt: skip
    return replace(usual, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "step", "reason", "expected"),
    [
        (State.WAITING, 1, "", 1), (State.RUNNING, 2, "", 2), (State.DONE, 1, "", None),
        (State.UNREACHABLE, 1, "home", LAST_ROUND), (State.UNREACHABLE, 2, "home", None),
        (State.FAILED, 1, "time", LAST_ROUND), (State.FAILED, 2, "time", None), (State.FAILED, 1, WORKER_LOST, None),
    ],
)  # fmt: skip
def test_what_is_left_to_do(state: State, step: int, reason: str, expected: int | None) -> None:
    assert site_of(1, state=state, round=step, reason=reason).next_round == expected


class Known(dict[str, frozenset[str]]):
    def of(self, url: str) -> frozenset[str] | None:
        return self.get(url)


@given(st.lists(st.sets(st.sampled_from("xyz"), min_size=1), min_size=1, max_size=8), st.randoms())
def test_never_two_sites_of_one_server_and_all_in_the_end(servers: list[set[str]], chance: object) -> None:
    known = Known({str(n): frozenset(each) for n, each in enumerate(servers)})
    queue = WorkQueue([site_of(n) for n in range(len(servers))], known)
    visiting: list[Job] = []
    done = []
    while queue or visiting:
        while (job := queue.take()) is not None:
            assert not any(job.servers & other.servers for other in visiting)
            visiting.append(job)
        ended = visiting.pop(chance.randrange(len(visiting)))  # type: ignore[attr-defined]
        queue.release(ended)
        done.append(ended.site.site)
    assert sorted(done) == list(range(len(servers)))


def test_busiest_server_first_and_retries_last() -> None:
    known = Known({"1": frozenset("a"), "2": frozenset("v"), "3": frozenset("v"), "4": frozenset("b")})
    queue = WorkQueue([site_of(1), site_of(2), site_of(3), site_of(4, state=State.UNREACHABLE)], known)
    assert [job.site.site for job in iter(queue.take, None)] == [2, 1]
    assert WorkQueue([site_of(1), site_of(9)], Known()).take() is None, "no visit before the server is known"


def result(**values: object) -> SiteResult:
    usual = SiteResult(code=2, stopped="", told="", database=b"", platform="", program="", worker="", host="",
                       evidence="", seconds=1, cpu_seconds=1, peak_mb=1)  # fmt: skip
    return replace(usual, **values)  # type: ignore[arg-type]


def test_a_site_that_kills_its_workers_is_left_alone() -> None:
    states = [outcome(Job(site_of(1), 1, lost), Ended(number=1, lost=True), None).state for lost in range(MOST_LOST)]
    assert states == [State.WAITING] * (MOST_LOST - 1) + [State.FAILED]


@pytest.mark.parametrize("stopped", ["time", "memory", ""])
def test_without_an_audit_it_failed_and_says_why(stopped: str) -> None:
    event = outcome(Job(site_of(1), 1, 0), Ended(number=1, result=result(stopped=stopped, told="oh")), None)
    assert (event.state, event.reason, event.detail) == (State.FAILED, stopped or "no_audit", "oh")
