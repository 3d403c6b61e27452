"""How fast is a whole audit beside a bare Scrapy spider on the same generated site, measured in one run?

    python -m benchmarks.crawl [--pages 2000] [--size 25000] [--links 62] [--rounds 3]

The audit fetches, keeps evidence, reads every page and judges 26 items; the spider only follows links. Figures are the
medians of the rounds, which alternate so that a slow moment of the machine meets all alike. CPU is of the command and
all its children.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.loopback_site import served

ROOT = Path(__file__).parent.parent


def timed(command: list[str]) -> tuple[float, float, str]:
    """Wall seconds, CPU seconds of the command with its children, and its output."""
    before = os.times()
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - start
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu, done.stdout


def audit(url: str, pages: int) -> tuple[float, float, int]:
    folder = Path(tempfile.mkdtemp(prefix="oit-bench-"))
    try:
        wall, cpu, output = timed(
            [sys.executable, "-m", "crawler.cli", "check", url, "--year", "2569", "--as-of", "2026-04-20", "--delay", "0",
             "--max-pages", str(pages + 10), "--db", str(folder / "oit.db"), "--format", "json", "--output", "-", "--quiet"]
        )  # fmt: skip
        return wall, cpu, int(json.loads(output)["snapshot"]["pages"])
    finally:
        shutil.rmtree(folder)


def spider(kind: str, url: str) -> tuple[float, float, int]:
    wall, cpu, output = timed([sys.executable, "-m", "benchmarks.bare_spider", kind, url])
    return wall, cpu, int(output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("pages", 2000), ("size", 25_000), ("links", 62), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    rows: dict[str, list[tuple[float, float, int]]] = {"audit": [], "spider (plain)": [], "spider (tuned)": []}
    with served(given.pages, given.size, given.links) as url:
        for _ in range(given.rounds):
            rows["audit"].append(audit(url, given.pages))
            rows["spider (plain)"].append(spider("plain", url))
            rows["spider (tuned)"].append(spider("tuned", url))
    speed = {name: statistics.median(pages / wall for wall, _, pages in runs) for name, runs in rows.items()}
    print(
        f"{given.pages} pages of {given.size} bytes with {given.links} links, median of {given.rounds}, {os.cpu_count()} cores"
    )
    print(f"{'':16} {'pages/s':>9} {'CPU ms/page':>12} {'pages':>7}")
    for name, runs in rows.items():
        cpu = statistics.median(1000 * seconds / pages for _, seconds, pages in runs)
        print(f"{name:16} {speed[name]:9.0f} {cpu:12.2f} {runs[-1][2]:7}")
    for name in ("spider (plain)", "spider (tuned)"):
        print(f"audit / {name}: {speed['audit'] / speed[name]:.2f}")


if __name__ == "__main__":
    main()
