"""What starts `oit run-due` every hour: systemd units of the user, or a line of a crontab. Only text is made here."""

import shlex
from collections.abc import Mapping
from pathlib import Path

SERVICE, TIMER = "oit-run-due.service", "oit-run-due.timer"
VARIABLES = ".config/oit/environment"  # below the home folder: the mail password and the like, when there are any
_SOME_FAILED = 3  # exit code of run-due when a site could not be audited: told in `oit status`, no fault of the unit


class TimerError(ValueError):
    """A path that cannot stand in a unit or crontab. The text is the path."""


def systemd_units(command: list[str], folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """File name → text. Raises TimerError."""
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in variables.items())
    service = (
        "[Unit]\nDescription=OIT audits that are due (oit run-due)\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={_path(folder)}\n{environment}"
        f"EnvironmentFile=-%h/{VARIABLES}\n"
        f"ExecStart={' '.join(map(_word, command))}\nSuccessExitStatus={_SOME_FAILED}\n"
        "Nice=10\nTimeoutStartSec=infinity\nKillMode=mixed\nTimeoutStopSec=120\n"
    )
    timer = (
        "[Unit]\nDescription=Starts the OIT audits that are due every hour\n\n"
        "[Timer]\nOnCalendar=hourly\nRandomizedDelaySec=10min\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return {SERVICE: service, TIMER: timer}


def crontab_line(command: list[str], folder: Path, variables: Mapping[str, str], log: Path) -> str:
    """One line for `crontab -e`. Raises TimerError."""
    for text in (*command, str(folder), str(log), *variables.values()):
        _checked(text)
    settings = "".join(f"{name}={shlex.quote(value)} " for name, value in variables.items())
    words = f"cd {shlex.quote(str(folder))} && {settings}{shlex.join(command)} >> {shlex.quote(str(log))} 2>&1"
    return "17 * * * * " + words.replace("%", "\\%") + "\n"  # cron takes a bare % for the end of the line


def _word(text: str) -> str:
    """A word of a command line: `$` and `%` would stand for something else."""
    return _quoted(text.replace("$", "$$"))


def _quoted(text: str) -> str:
    sound = _checked(text).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{sound}"' if sound == "" or any(letter in sound for letter in " \t'\"\\;") else sound


def _path(folder: Path) -> str:
    """WorkingDirectory takes the rest of the line as it is."""
    return _checked(str(folder)).replace("%", "%%")


def _checked(text: str) -> str:
    if not text.isprintable():
        raise TimerError(text)
    return text
