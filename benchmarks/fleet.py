"""How fast is a fleet, what does it need, and what is lost when its parts are killed?

    python -m benchmarks.fleet [--sites 200] [--pages 30] [--latency 0.15] [--workers 1,2] [--kills 10] [--kill-sites 20]
                               [--dead 0.05] [--hanging 0.02] [--hostile 0.01]

Offices are generated, a share of them dead, hanging or hostile, each on a loopback address of its own. First the same list
is audited with each number of workers; then, with scheduler, workers and coordinator as processes of their own, one
of them is killed with -9 now and again, until so many were, and the ledger is counted. Last a projection for 7,850 bodies.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from benchmarks.fleet_sites import Fleet, kinds_of, served_fleet
from results.fleet_ledger import State, counts, fleet_runs, sites
from results.store import open_store

_LIMITS = ["--year", "2569", "--as-of", "2026-04-20", "--delay", "0", "--max-minutes", "1", "--kill-after", "2"]
_BODIES = 7850
_PAUSE = (4.0, 12.0)


@dataclass(frozen=True)
class Measured:
    """One whole run."""

    wall: float
    cpu_per_site: float
    seconds_per_site: float
    audit_mb: float
    usual_audit_mb: float
    worker_mb: float
    coordinator_mb: float


class Peaks:
    """Looks at a coordinator and its workers while they run."""

    def __init__(self, pid: int) -> None:
        self.coordinator = self.worker = 0.0
        self._pid, self._over = pid, threading.Event()
        self._eye = threading.Thread(target=self._look, daemon=True)
        self._eye.start()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            try:
                head = psutil.Process(self._pid)
                self.coordinator = max(self.coordinator, head.memory_info().rss / 1e6)
                for each in head.children():
                    self.worker = max(self.worker, _with_nursery(each))
            except psutil.Error:
                continue

    def close(self) -> None:
        self._over.set()
        self._eye.join()


def _with_nursery(worker: psutil.Process) -> float:
    """MB of a worker and of the process that its audits are forked from, shared pages counted once."""
    return sum(each.memory_full_info().pss for each in (worker, *worker.children())) / 1e6


def register(folder: Path, fleet: Fleet) -> None:
    rows = ["name,province,district,url", *(f"office {n},p{n % 7},d{n % 3},{url}" for n, url in enumerate(fleet.urls))]
    (folder / "register.csv").write_text("\n".join(rows), encoding="utf-8")
    subprocess.run(_oit("import", "register.csv"), cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _oit(*command: str) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", "fleet", *command]


def timed(fleet: Fleet, workers: int) -> Measured:
    """The whole list with so many workers on this machine."""
    folder = Path(tempfile.mkdtemp(prefix="oit-fleet-bench-"))
    try:
        register(folder, fleet)
        start = time.perf_counter()
        run = subprocess.Popen(
            _oit("run", *_LIMITS, "--workers", str(workers), "--quiet"), cwd=folder, stderr=subprocess.DEVNULL
        )
        peaks = Peaks(run.pid)
        if run.wait():
            sys.exit("the run failed")
        wall = time.perf_counter() - start
        peaks.close()
        with open_store(folder / "oit.db") as store:
            found = sites(store, 1)
        return Measured(
            wall, sum(site.cpu_seconds for site in found) / len(found), sum(site.seconds for site in found) / len(found),
            max(site.peak_mb for site in found), median(site.peak_mb for site in found if site.peak_mb),
            peaks.worker, peaks.coordinator,
        )  # fmt: skip
    finally:
        shutil.rmtree(folder)


class Cluster:
    """Scheduler, two workers and a coordinator, each in a process of its own and started again when it was killed."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._address = folder, f"tcp://127.0.0.1:{_port()}"
        self._commands = {
            "scheduler": [_dask(), "scheduler", "--host", "127.0.0.1", "--port", self._address.rsplit(":", 1)[1], "--no-dashboard"],
            "worker 1": self._worker(), "worker 2": self._worker(),
            "coordinator": _oit("run", *_LIMITS, "--scheduler", self._address, "--quiet"),
        }  # fmt: skip
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def _worker(self) -> list[str]:
        return [_dask(), "worker", self._address, "--nthreads", "1", "--memory-limit", "0", "--no-dashboard",
                "--no-nanny", "--death-timeout", "600"]  # fmt: skip

    def keep_up(self) -> bool:
        """Start what does not run; False when the coordinator has ended its run."""
        for name, command in self._commands.items():
            known = self.running.get(name)
            if known is not None and known.poll() is None:
                continue
            if name == "coordinator" and known is not None and known.returncode == 0:
                return False
            environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
            with (self._folder / "log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    command, cwd=self._folder, env=environment, stdout=log, stderr=log
                )
        return True

    def kill(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()

    def close(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait()


def _dask() -> str:
    return str(Path(sys.executable).with_name("dask"))


def _port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def killed(fleet: Fleet, kills: int, seed: int) -> str:
    """The list to its end although something is killed again and again; what the ledger holds then."""
    folder = Path(tempfile.mkdtemp(prefix="oit-fleet-kill-"))
    chance = random.Random(seed)
    done: list[str] = []
    try:
        register(folder, fleet)
        cluster = Cluster(folder)
        try:
            next_kill = time.monotonic() + 10
            while cluster.keep_up():
                if len(done) < kills and time.monotonic() > next_kill:
                    done.append(name := chance.choice(list(cluster.running)))
                    cluster.kill(name)
                    next_kill = time.monotonic() + chance.uniform(*_PAUSE)
                time.sleep(0.5)
        finally:
            cluster.close()
        return _counted(folder, fleet, done)
    finally:
        shutil.rmtree(folder)


def _counted(folder: Path, fleet: Fleet, done: Sequence[str]) -> str:
    with open_store(folder / "oit.db") as store:
        (run,) = fleet_runs(store)
        found = sites(store, run.id)
        unsettled = [site.name for site in found if site.next_round is not None]
        empty = [site.name for site in found if site.state is State.DONE and len(store.run(site.run or 0)) == 0]
        lost = len(fleet.urls) - len(found) + len(unsettled) + len(empty)
        told = ", ".join(f"{state.value} {count}" for state, count in counts(found).items() if count)
        taken = ", ".join(f"{name} {done.count(name)}" for name in sorted(set(done)))
        return (f"{len(done)} kills ({taken}), taken up {run.epoch} times: {told}; "
                f"attempts {sum(site.attempts for site in found)}; ledger rows lost: {lost}")  # fmt: skip


def projection(measured: Measured, minutes: float, cores: int, ram_mb: float) -> None:
    """Hours for all bodies: as many audits at once as processors and memory of a machine allow."""
    by_cpu = int(cores * minutes * 60 / max(measured.cpu_per_site, 0.1) * 0.7)
    spare = ram_mb - measured.coordinator_mb - measured.audit_mb - 1000  # of the worst audits, one at a time
    by_memory = int(spare / (measured.usual_audit_mb + measured.worker_mb))
    at_once = max(1, min(by_cpu, by_memory))
    print(
        f"assumed: {minutes:g} minutes a site at a polite pace, {cores} cores at 70 %, {ram_mb / 1000:.0f} GB a machine;"
    )
    print(
        f"  processors allow {by_cpu} audits at once, memory {by_memory}; the busiest shared server is visited one site at a time"
    )
    for machines in (1, 4, 16):
        hours = _BODIES * minutes / 60 / (machines * at_once)
        print(f"  {machines:2} machines x {at_once} workers: {hours:6.1f} hours for {_BODIES} bodies")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, kind, default in (
        ("sites", int, 200), ("pages", int, 30), ("latency", float, 0.15), ("kills", int, 10), ("kill-sites", int, 20),
        ("dead", float, 0.05), ("hanging", float, 0.02), ("hostile", float, 0.01), ("seed", int, 1), ("site-minutes", float, 6.0), ("cores", int, 8), ("ram-mb", float, 16_000),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=kind, default=default)
    parser.add_argument("--workers", default="1,2")
    given = parser.parse_args()
    print(f"{given.sites} sites x {given.pages} pages, {given.latency * 1000:.0f} ms, {os.cpu_count()} cores,"
          f" load {os.getloadavg()[0]:.1f}")  # fmt: skip
    rows: list[Measured] = []
    shares = (given.dead, given.hanging, given.hostile)
    with served_fleet(kinds_of(given.sites, *shares), given.pages, given.latency) as fleet:
        print(
            f"{'workers':>8} {'wall s':>8} {'s/site':>8} {'CPU s':>8} {'audit MB':>9} {'median':>8} {'worker MB':>10} {'coord. MB':>10}"
        )
        for workers in map(int, given.workers.split(",")):
            rows.append(row := timed(fleet, workers))
            load = os.getloadavg()[1]
            print(f"{workers:8} {row.wall:8.1f} {row.seconds_per_site:8.1f} {row.cpu_per_site:8.2f} {row.audit_mb:9.0f} {row.usual_audit_mb:8.0f}"
                  f" {row.worker_mb:10.0f} {row.coordinator_mb:10.0f}   (load {load:.1f})", flush=True)  # fmt: skip
    if len(rows) > 1:
        print(f"first / last: {rows[0].wall / rows[-1].wall:.2f}")
    if given.kills:
        kinds = kinds_of(given.kill_sites, *shares)
        with served_fleet(kinds, given.pages, given.latency) as fleet:
            print(killed(fleet, given.kills, given.seed), flush=True)
    if rows:
        projection(rows[-1], given.site_minutes, given.cores, given.ram_mb)


if __name__ == "__main__":
    main()
