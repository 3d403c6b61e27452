"""Commands are imported when they are named: every place exists, and a start is not slowed by what it does not need."""

import os
import subprocess
import sys

import typer

from crawler.cli import app
from crawler.later_commands import LaterCommands

_HEAVY = ("docx", "playwright", "xlsxwriter", "icalendar", "cryptography", "distributed", "jinja2")


def test_every_command_is_where_it_is_said_to_be() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, LaterCommands)
    with typer.Context(group) as context:
        for name in group.places:
            command = group.get_command(context, name)
            assert command.name == name and command.help, name
            assert command.callback or command.commands, name
        assert group.get_command(context, "chek") is None


def test_a_start_imports_only_what_an_audit_needs() -> None:
    code = f"import os, sys, crawler.cli; print(*(name for name in {_HEAVY!r} if name in sys.modules), len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["1"], "no heavy library, and no thread but its own"
