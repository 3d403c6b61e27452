"""What the command line accepts, checked: every refusal names the option and says what to do."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from audits.verdict import Status
from crawler.inert import inert
from crawler.messages import Lang
from results.formats import FORMATS
from results.store import Store, StoreError, open_store

YearOption = Annotated[
    int | None, typer.Option("--year", help="assessment fiscal year (B.E.); default: that of --as-of")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="day the site is judged for, like 2026-04-01; default: today")
]
KnownDbOption = Annotated[Path, typer.Option("--db", help="SQLite store of the audits")]
BodyOption = Annotated[str | None, typer.Option("--url", help="site of the body; default: the only one in the store")]
BodyYearOption = Annotated[
    int | None, typer.Option("--year", help="assessment fiscal year (B.E.); default: that of the last run")
]
EvidenceOption = Annotated[
    Path | None, typer.Option("--evidence", help="folder of snapshots, when they were moved since")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="day to look ahead to; default: the last day of data entry")
]
LangOption = Annotated[str, typer.Option("--lang", help="language of reports and messages: th or en")]


def wrong(option: str, message: str) -> typer.BadParameter:
    """A usage error (exit 2) that names the option."""
    return typer.BadParameter(inert(message), param_hint=option)


def today() -> date:
    """The present day where the offices are."""
    return datetime.now(ZoneInfo("Asia/Bangkok")).date()


def day_of(text: str | None, option: str = "--as-of") -> date:
    """The day to judge for; today without one."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise wrong(option, f"{text!r} is not a date; write it like 2026-04-01") from error


def write_text(output: str, text: str) -> None:
    """Write a text to a file, or to standard output for "-"."""
    if output == "-":
        sys.stdout.write(text)
    else:
        write_bytes(output, text.encode())


def write_bytes(output: str, body: bytes) -> None:
    """Write a file, or to standard output for "-"."""
    if output == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(body)
    except OSError as error:
        raise wrong("--output", f"{output} cannot be written ({error.strerror}); choose another file") from error


def language(lang: str) -> Lang:
    """The language of reports and messages."""
    return "en" if one_of("--lang", lang, ("th", "en")) == "en" else "th"


def formats_of(text: str, output: str) -> tuple[str, ...]:
    """The report formats asked for, in their order."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise wrong("--format", f"{', '.join(unknown) or 'nothing'} is not a format; known: {', '.join(FORMATS)}")
    if output == "-" and len(names) != 1:
        raise wrong("--output", "standard output takes exactly one --format")
    return names


def statuses_of(text: str | None) -> tuple[Status, ...]:
    """The verdicts that make the command fail."""
    names = [name.strip().lower() for name in (text or "").split(",") if name.strip()]
    unknown = [name for name in names if name not in list(Status)]
    if unknown:
        raise wrong("--fail-on", f"{', '.join(unknown)} is not a status; known: {', '.join(Status)}")
    return tuple(Status(name) for name in names)


def store_at(path: Path) -> Store:
    """The open database."""
    try:
        return open_store(path)
    except StoreError as error:
        raise wrong("--db", str(error)) from error


def known_store(path: Path) -> Store:
    """The open database, for commands that only tell what is in it: none is created."""
    if not path.is_file():
        raise wrong("--db", f"{path} does not exist; name the database of your audits, or audit first with oit check")
    return store_at(path)


def one_of(option: str, text: str, allowed: tuple[str, ...]) -> str:
    """One of several words."""
    if text not in allowed:
        raise wrong(option, f"{text!r} is not known; choose {' or '.join(allowed)}")
    return text
