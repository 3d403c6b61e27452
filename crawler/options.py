"""What the command line accepts, checked: every refusal names the option and says what to do."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from audits.requirement import RulesError, Ruleset, known_years, load_ruleset
from audits.verdict import Status
from crawler.declared import DeclaredError, read_declared
from crawler.thai import fiscal_year_of
from results.formats import FORMATS
from results.store import Store, StoreError, open_store


def wrong(option: str, message: str) -> typer.BadParameter:
    """A usage error (exit 2) that names the option."""
    return typer.BadParameter(message, param_hint=option)


def today() -> date:
    """The present day where the offices are."""
    return datetime.now(ZoneInfo("Asia/Bangkok")).date()


def day_of(text: str | None) -> date:
    """The day to judge for; today without one."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise wrong("--as-of", f"{text!r} is not a date; write it like 2026-04-01") from error


def rules_of(year: int | None, as_of: date) -> tuple[Ruleset, int | None]:
    """The rules of a year. Without one: of the fiscal year of `as_of`, or of the nearest year that has rules, which
    is then returned beside the year that was wanted."""
    known = known_years()
    wanted = fiscal_year_of(as_of)
    chosen = year if year is not None else min(known, key=lambda candidate: (abs(candidate - wanted), -candidate))
    if chosen not in known:
        raise wrong("--year", f"there are no rules for fiscal year {chosen}; known years: {', '.join(map(str, known))}")
    try:
        return load_ruleset(chosen), (wanted if year is None and chosen != wanted else None)
    except RulesError as error:
        raise wrong("--year", str(error)) from error


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


def declared_from(path: Path | None, ruleset: Ruleset) -> dict[str, str]:
    """The declared addresses by code."""
    if path is None:
        return {}
    try:
        return read_declared(path, [item.code for item in ruleset.requirements])
    except DeclaredError as error:
        raise wrong("--declared", str(error)) from error


def one_of(option: str, text: str, allowed: tuple[str, ...]) -> str:
    """One of several words."""
    if text not in allowed:
        raise wrong(option, f"{text!r} is not known; choose {' or '.join(allowed)}")
    return text
