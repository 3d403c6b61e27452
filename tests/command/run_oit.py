"""Runs the real command in a process of its own, as a user does."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Told:
    """What the command answered."""

    code: int
    out: bytes
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The last non-empty line on standard error."""
        return [line for line in self.err.splitlines() if line.strip()][-1]


def oit(*arguments: object, cwd: Path, seconds: float = 300) -> Told:
    """`oit ARGUMENTS` in `cwd`."""
    command = [sys.executable, "-m", "crawler.cli", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=seconds, check=False)
    return Told(done.returncode, done.stdout, done.stderr.decode())


def check(url: str, cwd: Path, *more: object) -> Told:
    """`oit check URL` quickly, with the JSON report on standard output."""
    return oit(
        "check", url, "--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--format", "json", "--output", "-",
        "--quiet", *more, cwd=cwd,
    )  # fmt: skip
