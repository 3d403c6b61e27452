"""What each kind of misbehaviour costs: `python -m benchmarks.robustness [--document] [CASE …]`.

Every case of `tests/hostile` is linked from the home page of a little site of its own and audited by the real command.
Printed are wall time, CPU time of the whole process tree, its peak memory (what processes share is counted once), requests,
and how the failure was recorded. `--document` writes the table into docs/robustness.md.
"""

import argparse
import tempfile
from pathlib import Path

from tests.hostile import bodies
from tests.hostile.promises import PROMISES
from tests.hostile.server import CASES, serving
from tests.hostile.watched import Watched, watched

DOCUMENT = Path(__file__).parent.parent / "docs" / "robustness.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of measured -->\n"
SCRIPTED = frozenset(
    ("spinning", "eating", "dialogs", "popups", "downloads", "multiplying", "wandering", "bombing", "painting")
)
HOME = "<!doctype html><title>อบต.ตัวอย่าง</title><h1>องค์การบริหารส่วนตำบลตัวอย่าง</h1><p>ข่าวและบริการ</p><a href='/h/{0}'>{0}</a>"


def measure(name: str) -> Watched:
    """Audit a site that consists of one case."""
    with tempfile.TemporaryDirectory() as folder, serving(HOME.format(name).encode(), alone=True) as house:
        return watched(
            "check", house.url, "--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--max-minutes", 3, "--quiet",
            "--render", "auto" if name in SCRIPTED else "never", "--format", "json", "--output", "-",
            cwd=Path(folder), seconds=400,
        )  # fmt: skip


def line(name: str) -> str:
    """One row of the table."""
    done = measure(name)
    seen = done.report["snapshot"]
    kinds = dict.fromkeys(item["kind"] for item in seen["failures"] if "/h/" in item["url"])
    told = ", ".join(kinds) or "none needed"
    return (
        f"| {name} | {PROMISES[name]} | {told} | {seen['requests']} | {done.seconds:.0f} | {done.cpu:.0f}"
        f" | {done.peak / 1e6:.0f} |"
    )


def main() -> None:
    """Measure the wanted cases, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--document", action="store_true", help="write the table into docs/robustness.md")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="cases of tests/hostile; all when none is named")
    wanted = parser.parse_args()
    for body in (bodies.gzip_bomb, bodies.brotli_bomb, bodies.zip_bomb, bodies.pdf_bomb, bodies.huge_picture):
        body()
    rows = ["| case | promise | recorded as | requests | seconds | CPU seconds | peak MB |", "|---|---|---|---|---|---|---|"]
    print("\n".join(rows))
    for name in wanted.cases or [name for name in CASES if name != "none"]:
        rows.append(line(name))
        print(rows[-1], flush=True)
    if wanted.document:
        text = DOCUMENT.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{chr(10).join(rows)}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
