"""What every reader of a file returns, and the small steps that all of them share."""

import subprocess
from dataclasses import dataclass

from crawler.artifacts import Method, PageText
from crawler.thai import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The pages of one file. `detail` says why an unreadable one is (encrypted, damaged, scan, ...)."""

    kind: str
    pages: tuple[PageText, ...] = ()
    readable: bool = True
    detail: str = ""


def unreadable(kind: str, detail: str) -> Document:
    """A file that is there and gives no words."""
    return Document(kind=kind, readable=False, detail=detail)


def page(number: int, method: Method, text: str, confidence: float = 1.0) -> PageText:
    """One page with its lines normalised and empty lines dropped."""
    lines = (normalise(line) for line in text.splitlines())
    return PageText(number=number, method=method, confidence=confidence, text="\n".join(line for line in lines if line))


def run_tool(command: list[str], body: bytes, seconds: float) -> tuple[int, bytes, str]:
    """Run a system program on `body`; its exit code, output and last error line. 127 when it is not installed.

    A program that exceeds its time is killed and reported with code 124; hostile files cannot hurt this process.
    """
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=seconds, env=_ENVIRONMENT, check=False)
    except FileNotFoundError:
        return 127, b"", f"{command[0]} is not installed"
    except subprocess.TimeoutExpired:
        return 124, b"", f"took longer than {seconds:.0f} s"
    errors = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return done.returncode, done.stdout, errors[-1] if errors else ""


# One thread per recogniser: its default is six times slower on two cores.
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
