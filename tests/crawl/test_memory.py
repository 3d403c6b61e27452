"""Processes that take too much, and are held or ended; real ones."""

import subprocess
import sys
import threading

import psutil

from crawler.memory import bound, watched

_MEGA = 1_000_000
_TAKER = """
import sys
print("begun", flush=True)
sys.stdin.readline()
try:
    taken = bytearray(int(sys.argv[1]))
except MemoryError:
    sys.exit(7)
print("taken", flush=True)
sys.stdin.readline()
"""


def _taker(size: int) -> "subprocess.Popen[str]":
    """A process that takes so many bytes when it is told to, and exits with 7 when it does not get them."""
    command = [sys.executable, "-c", _TAKER, str(size)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    return process


def test_no_more_than_allowed_beyond_what_is_claimed() -> None:
    refused, allowed, young = _taker(80 * _MEGA), _taker(20 * _MEGA), _taker(80 * _MEGA)
    bound(50 * _MEGA, but=str(80 * _MEGA))
    bound(50 * _MEGA, role=str(80 * _MEGA), age=3600)
    assert young.communicate("go\n")[0] == "taken\n"
    bound(50 * _MEGA, role=str(80 * _MEGA))
    assert (refused.communicate("go\n")[0], refused.returncode) == ("", 7)
    assert (allowed.communicate("go\n")[0], allowed.returncode) == ("taken\n", 0)


def test_the_largest_is_ended_when_all_together_hold_too_much() -> None:
    small, large = _taker(10 * _MEGA), _taker(120 * _MEGA)
    ended = threading.Event()
    with watched(100 * _MEGA, lambda: None, ended.set):
        for process in (small, large):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        assert ended.wait(60)
        assert large.wait(60) == -9
    assert psutil.Process(small.pid).is_running()
    assert small.communicate("end\n")[0] == "taken\n" and small.returncode == 0
