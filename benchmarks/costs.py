"""What a piece of work cost: processor seconds and peak memory, of this process and of all that it started."""

import os
import resource
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds() -> float:
    """Used so far by this process, its ended children, and children that still run (kept workers)."""
    own = os.times()
    ended = own.user + own.system + own.children_user + own.children_system
    return ended + sum(sum(map(int, fields[11:15])) for _, fields in _running_children()) / _TICKS


def peak_megabytes() -> float:
    """Peak memory of the largest of this process and all that it started.

    Its own peak is taken from /proc because what rusage says begins with the peak of the process that started it.
    """
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(ended, _high_water(os.getpid()), *(_high_water(pid) for pid, _ in _running_children()), 0) / 1024


def _running_children() -> list[tuple[int, list[str]]]:
    """Process number and the fields of /proc/N/stat behind the name, of every living descendant."""
    found: dict[int, list[str]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            found[int(place.name)] = (place / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue  # ended meanwhile
    family = {os.getpid()}
    for _ in range(8):  # deeper than workers of workers
        family |= {pid for pid, fields in found.items() if int(fields[1]) in family}
    return [(pid, found[pid]) for pid in family - {os.getpid()} if pid in found]


def _high_water(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
