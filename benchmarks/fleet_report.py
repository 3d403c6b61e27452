"""How long does it take, and how much memory, to tell a supervisor of all local governments at once?

    python -m benchmarks.fleet_report [--bodies 7850] [--folder DIR]

A database of synthetic audits is written (bodies x items, two runs, with checks, so that its size is real), then each
format is made in a process of its own, whose peak memory is told. The HTML is opened in headless Chromium and timed
until it is laid out, the workbook is converted by LibreOffice; both only where these programs are installed.
"""

import argparse
import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from audits.requirement import load_ruleset
from results.fleet_ledger import Event, State, add_event, begin_run, begin_turn, end_run
from results.fleet_register import Body, keep_register
from results.store import Store, open_store

YEAR, DAYS = 2569, ("2026-03-20", "2026-04-20")
_STATUS = ("pass", "incomplete", "outdated", "missing", "unknown")
_PLATFORMS = ("", "", "WordPress", "Joomla", "numbered pages (data_N)", "local-government list system (/public/list)")
_FORMATS = ("html", "xlsx", "csv", "export")


def fill(store: Store, count: int, name: str = "องค์การบริหารส่วนตำบลตัวอย่าง{}") -> None:
    """A register and two finished runs over it."""
    chance = random.Random(YEAR)
    bodies = [
        Body(name=name.replace("{}", str(n)), kind="sao", province=f"จังหวัดที่ {n % 76 + 1:02}",
             district=f"อำเภอที่ {n // 76 % 12 + 1}", dla_code=f"{n:08}", url=f"https://office-{n}.example.go.th/")
        for n in range(count)
    ]  # fmt: skip
    keep_register(store, bodies, source="synthetic", at=DAYS[0])
    for number, day in enumerate(DAYS, 1):
        begin_run(store, list=1, at=day, fiscal_year=YEAR, as_of=date.fromisoformat(day), rules_sha256="", options={})
        begin_turn(store, number, at=day)
        audits(store.path, number, day, bodies, chance)
        with store.writing():
            for site in range(1, count + 1):
                add_event(store, number, site, _event(site, (number - 1) * count + site, chance), epoch=1, at=day)
        end_run(store, number, epoch=1, at=day)


def audits(path: Path, number: int, day: str, bodies: list[Body], chance: random.Random) -> None:
    """One audit per body, written as fast as SQLite takes it."""
    items = load_ruleset(YEAR).requirements
    first = (number - 1) * len(bodies)
    verdicts, checks = [], []
    for place, _ in enumerate(bodies, 1):
        run = first + place
        weights = (0, 0, 0, 0, 1) if chance.random() < 0.05 else (45 + 3 * number, 12, 13, 20, 10)
        for item in items:
            key = len(verdicts) + 1 + first * len(items)
            status = chance.choices(_STATUS, weights)[0]
            url = f"https://office-{place}.example.go.th/page/{item.code}.html"
            verdicts.append((key, run, item.code, item.concept, item.title.th, item.sub_indicator, status, "named", url,
                             None, "menu", 0.8, "", "high", "[]", "[]"))  # fmt: skip
            checks += [(key, name, "pass", "named", "{}", "[]", "FY2569", "[]", "ข้อความจากเว็บไซต์ " * 4)
                       for name in ("present", "complete", "current")]  # fmt: skip
    with sqlite3.connect(path) as base:
        if number == 1:
            base.executemany("INSERT INTO agencies (id, url, name, kind) VALUES (?, ?, ?, ?)",
                             [(n, body.url, body.name, body.kind) for n, body in enumerate(bodies, 1)])  # fmt: skip
        base.executemany(
            "INSERT INTO snapshots (id, snapshot_id, agency_id, folder, started_at, finished_at, exhausted,"
            " stopped_because, home_ok, home_problem, requests) VALUES (?, ?, ?, '', ?, ?, 1, '', 1, '', 30)",
            [(first + n, f"s-{first + n}", n, day, day) for n in range(1, len(bodies) + 1)],
        )
        base.executemany(
            "INSERT INTO runs (id, snapshot, fiscal_year, rules_sha256, code_version, as_of) VALUES (?, ?, ?, '', '', ?)",
            [(first + n, first + n, YEAR, day) for n in range(1, len(bodies) + 1)],
        )
        base.executemany(
            "INSERT INTO verdicts (id, run, code, concept, title, sub_indicator, status, reason, url, declared_url,"
            " found_by, confidence, depth, rule_confidence, searched, notes)"
            f" VALUES ({','.join('?' * 16)})", verdicts,
        )  # fmt: skip
        base.executemany(
            "INSERT INTO checks (verdict, name, outcome, reason, params, parts, required, found, quote)"
            f" VALUES ({','.join('?' * 9)})", checks,
        )  # fmt: skip
    base.close()


def _event(site: int, run: int, chance: random.Random) -> Event:
    return Event(state=State.DONE, round=1, servers=f"203.0.113.{site % 40}" if site % 3 == 0 else f"198.51.{site % 250}.{site // 250}",
                 platform=chance.choice(_PLATFORMS), worker="bench:1", seconds=600.0, run=run)  # fmt: skip


def make(name: str, db: Path, folder: Path) -> tuple[float, float, int]:
    """Seconds, peak megabytes and bytes of one format, made by the command in a process of its own."""
    target = folder / name if name == "export" else folder / f"fleet.{name}"
    command = ["export"] if name == "export" else ["report", "--format", name]
    start = time.perf_counter()
    # VmHWM, because the resource counter of a child begins with what its parent had.
    code = (
        "import re; from pathlib import Path; from crawler.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, "fleet", *command, "--db", str(db), "--output", str(target)],
                          capture_output=True, text=True, check=True)  # fmt: skip
    seconds = time.perf_counter() - start
    size = sum(path.stat().st_size for path in target.rglob("*")) if target.is_dir() else target.stat().st_size
    return seconds, int(done.stdout.split()[-1]) / 1024, size


def opened(page: Path) -> float | None:
    """Seconds until Chromium has loaded and laid out the page; None without Chromium."""
    program = shutil.which("chromium")
    if program is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page()
        start = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="load")
        tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seconds = time.perf_counter() - start
        browser.close()
    return seconds


def converted(book: Path, folder: Path) -> float | None:
    """Seconds that LibreOffice takes to open the workbook and write it again; None without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        return None
    start = time.perf_counter()
    subprocess.run([program, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "ods",
                    "--outdir", str(folder), str(book)], capture_output=True, check=True, timeout=600)  # fmt: skip
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bodies", type=int, default=7850)
    parser.add_argument("--folder", type=Path, help="keep everything here")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="oit-fleet-report-"))
    folder.mkdir(parents=True, exist_ok=True)
    db = folder / "oit.db"
    try:
        if not db.exists():
            with open_store(db) as store:
                fill(store, given.bodies)
        items = len(load_ruleset(YEAR).requirements)
        print(f"{given.bodies} bodies x {items} items, two runs, database of {db.stat().st_size / 1e6:.0f} MB")
        print(f"{'':8} {'seconds':>8} {'peak MB':>8} {'MB':>8}")
        told = {}
        for name in _FORMATS:
            told[name] = make(name, db, folder)
            print(f"{name:8} {told[name][0]:8.1f} {told[name][1]:8.0f} {told[name][2] / 1e6:8.1f}", flush=True)
        print(json.dumps({"chromium_seconds": opened(folder / "fleet.html"),
                          "libreoffice_seconds": converted(folder / "fleet.xlsx", folder),
                          "own_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))  # fmt: skip
    finally:
        if given.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
