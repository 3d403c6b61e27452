"""What every reader of a file returns, and the small steps that all of them share."""

import contextlib
import math
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from typing import IO

from crawler.artifacts import Method, PageText
from crawler.extract import limits
from crawler.thai import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The pages of one file. `detail` says why an unreadable one is (encrypted, damaged, scan, ...).

    `waiting` counts the pages that are pictures and would be recognised by a deeper reading.
    """

    kind: str
    pages: tuple[PageText, ...] = ()
    readable: bool = True
    detail: str = ""
    waiting: int = 0


def unreadable(kind: str, detail: str) -> Document:
    """A file that is there and gives no words."""
    return Document(kind=kind, readable=False, detail=detail)


def page(number: int, method: Method, text: str, confidence: float = 1.0) -> PageText:
    """One page with its lines normalised and empty lines dropped."""
    lines = (normalise(line) for line in text.splitlines())
    return PageText(number=number, method=method, confidence=confidence, text="\n".join(line for line in lines if line))


def run_tool(
    command: list[str], body: bytes, seconds: float, memory: int = limits.TOOL_MEMORY
) -> tuple[int, bytes, str]:
    """Run a system program on `body`; its exit code, output and last error line. 127 when it is not installed.

    A program that exceeds its time is killed and reported with code 124; one that exceeds its memory or its output
    ends with a code of its own. The output so far is given either way. Hostile files cannot hurt this process, nor
    reach the network where the system lets a program be cut off from it (Linux namespaces).
    """
    # The shell sets the limits and is replaced by the program: Python's own way (preexec_fn) is not safe with threads.
    kilobytes, processor, blocks = memory // 1024, math.ceil(seconds) + 1, limits.TOOL_OUTPUT // 512
    limited = f'ulimit -v {kilobytes}; ulimit -t {processor}; ulimit -f {blocks}; ulimit -c 0; exec "$@"'
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        # A session of its own, so that a program's own children are killed with it.
        process = subprocess.Popen(
            ["/bin/sh", "-c", limited, "sh", *without_network(), *command], stdin=subprocess.PIPE, stdout=output,
            stderr=errors, env=_ENVIRONMENT, start_new_session=True,
        )  # fmt: skip
        code = _finished(process, body, seconds)
        if code == 124:
            return code, _content(output), f"took longer than {seconds:.0f} s"
        if code == 127:
            return code, b"", f"{command[0]} is not installed"
        return code, _content(output), _last_line(errors)


@cache
def without_network() -> tuple[str, ...]:
    """The words before a command that take the network from it; none where that is not allowed."""
    for words in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if subprocess.run([*words, "true"], capture_output=True, timeout=5, check=False).returncode == 0:
                return words
    return ()


def _finished(process: "subprocess.Popen[bytes]", body: bytes, seconds: float) -> int:
    """Feed the program and wait for it; nothing of it is left running."""
    try:
        process.communicate(body, timeout=seconds)
    except subprocess.TimeoutExpired:
        return 124
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return 124 if process.returncode == -signal.SIGXCPU else process.returncode


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(limits.TOOL_OUTPUT)


def _last_line(file: IO[bytes]) -> str:
    file.seek(max(0, file.seek(0, os.SEEK_END) - 2000))
    lines = file.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


# One thread per recogniser: its default is six times slower on two cores.
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
