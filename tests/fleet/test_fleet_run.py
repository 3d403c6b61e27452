"""A real run: offices on loopback, real workers, and kill -9 of everything that can be killed. One drama, many looks."""

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import typer

from crawler import fleet_engine
from crawler.fleet_births import Ending, nursery
from crawler.fleet_desk import agreeing
from crawler.fleet_engine import connect
from crawler.fleet_orders import Ended, EngineError, SiteOrder
from crawler.fleet_outcome import outcome
from crawler.fleet_queue import Job
from crawler.fleet_site import audit_site
from results import queries
from results.fleet_intake import handed_back
from results.fleet_ledger import Site, State, fleet_runs, sites
from results.store import open_store
from results.wording import phrase
from tests.command.run_oit import oit
from tests.fleet.small_fleet import Office, office, served
from tests.fleet.test_fleet_ledger import a_run, site_of

RUN = ("fleet", "run", "--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--max-minutes", 1, "--kill-after", 3,
       "--workers", 2, "--lang", "en")  # fmt: skip
HOSTILE = '=HYPERLINK("http://evil.example";"x")<script>alert(1)</script>'
DEAD = "http://127.0.1.3:9/"


@dataclass(frozen=True)
class Drama:
    """What is left after the run: the folder, the offices, and what was seen on the way."""

    home: Path
    offices: dict[str, Office]
    second: str
    orphans: int
    killed: int
    told: str
    stored: tuple[Site, ...]

    def site(self, name: str) -> Site:
        return next(site for site in self.stored if site.name == name)


def audits_of(coordinator: int) -> list[psutil.Process]:
    """The audits that run below a coordinator now: what the nurseries of its workers have forked."""
    try:
        workers = psutil.Process(coordinator).children()
        nurseries = [
            each for worker in workers for each in worker.children() if "crawler.fleet_nursery" in each.cmdline()
        ]
        return [audit for each in nurseries for audit in each.children()]
    except psutil.Error:
        return []


def orphans_of_audits() -> list[psutil.Process]:
    """What is left below this process beside its nursery."""
    return [each for each in psutil.Process().children(recursive=True) if each.ppid() != os.getpid()]


def wait_for(found: Callable[[], list[psutil.Process]], seconds: float = 240) -> list[psutil.Process]:
    end = time.monotonic() + seconds
    while not (seen := found()):
        assert time.monotonic() < end, "nothing was begun"
        time.sleep(0.1)
    return seen


def begun(home: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "crawler.cli", *map(str, RUN)]
    return subprocess.Popen(command, cwd=home, stderr=(home / "told").open("ab"))


@pytest.fixture(scope="module")
def drama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drama]:
    home = tmp_path_factory.mktemp("fleet")
    offices = {"127.0.1.1": office(HOSTILE)}
    twin = {"127.0.1.1": office("แฝด")}
    with served(offices), served(twin):
        quoted = HOSTILE.replace('"', '""')
        rows = ["name,province,district,url", f'"{quoted}","{quoted}",,{offices["127.0.1.1"].url}',
                f"dead,ตาก,เมือง,{DEAD}",
                f"twin,ตาก,เมือง,{twin['127.0.1.1'].url}"]  # fmt: skip
        (home / "register.csv").write_text("\n".join(rows), encoding="utf-8")
        assert oit("fleet", "import", "register.csv", cwd=home).code == 0

        first = begun(home)
        running = wait_for(lambda: audits_of(first.pid))
        os.kill(first.pid, signal.SIGSTOP)  # it must not be done before the second command has been refused
        second = oit(*RUN, cwd=home)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        _, left = psutil.wait_procs(running, timeout=60)

        again = begun(home)
        worker = psutil.Process(wait_for(lambda: audits_of(again.pid))[0].ppid()).ppid()
        os.kill(worker, signal.SIGKILL)
        assert again.wait(timeout=240) == 0
        assert second.code == 2
        with open_store(home / "oit.db") as store:
            stored = sites(store, 1)
    everyone = {HOSTILE: offices["127.0.1.1"], "twin": twin["127.0.1.1"]}
    yield Drama(home, everyone, second.sentence, len(left), worker, (home / "told").read_text(), stored)


def test_every_body_is_in_the_ledger_with_its_reason(drama: Drama) -> None:
    assert [site.name for site in drama.stored] == [HOSTILE, "dead", "twin"]
    assert {drama.site(name).state for name in (HOSTILE, "twin")} == {State.DONE}
    dead = drama.site("dead")
    assert (dead.state, dead.round, dead.reason) == (State.UNREACHABLE, 2, "home") and "refused" in dead.detail


def test_the_second_coordinator_says_so(drama: Drama) -> None:
    assert "another fleet run works on oit.db already" in drama.second


def test_audits_die_with_their_worker_and_workers_with_their_coordinator(drama: Drama) -> None:
    assert drama.orphans == 0
    assert not [each for each in psutil.process_iter(["cwd"]) if each.info["cwd"] == str(drama.home)]


def test_the_same_command_went_on_and_the_dead_worker_was_noted(drama: Drama) -> None:
    assert "fleet run 1: 3 bodies" in drama.told
    assert re.search(r"going on with fleet run 1: [123] of 3 bodies left", drama.told), drama.told
    assert sum(site.lost for site in drama.stored) >= 1
    with open_store(drama.home / "oit.db") as store:
        (run,) = fleet_runs(store)
        assert run.finished and run.epoch == 2
        begun_by = store.rows("SELECT count(*) AS events FROM fleet_events WHERE reason = 'coordinator_gone'")
        assert begun_by[0]["events"] >= 1


def test_two_sites_of_one_server_are_never_visited_together(drama: Drama) -> None:
    visits = sorted((when, name) for name in (HOSTILE, "twin") for when, _ in drama.offices[name].asked)
    changes = sum(left[1] != right[1] for left, right in itertools.pairwise(visits))
    assert changes <= drama.site(HOSTILE).attempts + drama.site("twin").attempts - 1


def test_a_fleet_judges_like_a_single_check(drama: Drama) -> None:
    with served({"127.0.1.1": (alone := office(HOSTILE))}):
        told = oit("check", alone.url, "--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--format", "json", "--output",
                   "-", "--quiet", "--db", "alone.db", "--evidence", "alone", cwd=drama.home)  # fmt: skip
    single = [(verdict["code"], verdict["status"], verdict["reason"]) for verdict in told.report["verdicts"]]
    with open_store(drama.home / "oit.db") as store:
        run = drama.site(HOSTILE).run
        assert run is not None
        assert [(each.code, each.status.value, each.reason) for each in store.run(run)] == single
        quotes = store.rows("SELECT count(*) AS kept FROM evidence WHERE warc_file <> '' AND warc_offset IS NOT NULL")
        assert quotes[0]["kept"] > 0
        assert len({run.agency_url for run in queries.runs(store)}) >= 3, "what could not be had is stored, too"


def test_status_tells_the_same_as_the_ledger(drama: Drama) -> None:
    told = json.loads(oit("fleet", "status", "--format", "json", cwd=drama.home).out)
    assert told["finished"] and sum(told["counts"].values()) == 3 and len(told["sites"]) == 3
    assert told["counts"]["done"] == 2


@pytest.mark.parametrize(
    ("address", "problem"),
    [("127.0.0.1:8786", "bad_address"), ("tcp://203.0.113.5:8786", "not_encrypted"), ("tls://127.0.0.1:1", "no_certificates")],
)  # fmt: skip
def test_addresses_that_are_refused_before_anybody_is_asked(address: str, problem: str) -> None:
    with pytest.raises(EngineError) as caught:
        connect(address, None)
    assert caught.value.problem == problem
    assert address in phrase("fleet", problem, "en", **caught.value.values)


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_engine, "_CONNECT_SECONDS", 1)
    with pytest.raises(EngineError) as caught:
        connect("tcp://127.0.0.1:9", None)
    assert caught.value.problem == "no_scheduler"
    assert "dask scheduler" in phrase("fleet", "no_scheduler", "en", **caught.value.values)


def test_other_options_are_refused_while_a_run_is_open(tmp_path: Path) -> None:
    with a_run(tmp_path, 1) as store:
        (run,) = fleet_runs(store)
        agreeing(run, {"--year": 2569, "--delay": 1, "--as-of": None}, "en")
        with pytest.raises(typer.BadParameter, match="leave --delay out"):
            agreeing(run, {"--delay": 2.0}, "en")


def test_an_audit_that_needs_too_much_memory_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    with served({"127.0.1.6": (site := office("โลภ"))}):
        options = ("--year", "2569", "--as-of", "2026-04-20", "--delay", "0")
        told = audit_site(SiteOrder(url=site.url, evidence=str(tmp_path), options=options, seconds=60, memory_mb=40))
    assert (told.stopped, told.code) == ("memory", -signal.SIGKILL) and told.peak_mb > 40
    (tmp_path / "site.db").write_bytes(zlib.decompress(told.database) if told.database else b"")
    assert handed_back(tmp_path / "site.db") is None
    assert not orphans_of_audits()


def test_an_audit_dies_with_its_nursery_and_the_next_has_another(tmp_path: Path) -> None:
    births = nursery()
    with served({"127.0.1.7": (site := office("แขวน", hang=True))}):
        words = ("check", "--db", tmp_path / "a.db", "--evidence", tmp_path, "--quiet", "--", site.url)
        audit = psutil.Process(births.begin([str(word) for word in words], tmp_path / "told"))
        below = [audit, *wait_for(audit.children)]
        os.kill(audit.ppid(), signal.SIGKILL)
        assert births.ended(60) == Ending(code=-signal.SIGKILL)
        assert not psutil.wait_procs(below, timeout=60)[1]
    assert nursery() is not births and nursery().alive


def test_a_hanging_site_is_stopped_in_time_with_all_that_was_started(tmp_path: Path) -> None:
    with served({"127.0.1.4": (site := office("แขวน", hang=True))}):
        options = ("--year", "2569", "--as-of", "2026-04-20", "--delay", "0")
        told = audit_site(SiteOrder(url=site.url, evidence=str(tmp_path), options=options, seconds=6, memory_mb=3000))
    assert told.stopped == "time" and 6 < told.seconds < 60
    assert not orphans_of_audits()
    event = outcome(Job(site_of(1), 1, 0), Ended(number=1, result=told), None)
    assert (event.state, event.reason) == (State.FAILED, "time"), "so it is tried again at the end"
