"""Which fleet run a command is about, and whether an unfinished one may go on as it is asked to."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from audits.requirement import Ruleset
from crawler.messages import Lang
from crawler.options import wrong
from results import fleet_ledger
from results.fleet_ledger import FleetRun
from results.fleet_register import Register, register
from results.measure_log import moment
from results.store import Store
from results.wording import phrase

BOOK = "fleet"


def known_register(store: Store, lang: Lang) -> Register:
    """The register; without one a usage error."""
    found = register(store)
    if found is None:
        raise wrong("--db", phrase(BOOK, "no_register", lang, db=str(store.path)))
    return found


def known_run(store: Store, number: int | None, lang: Lang) -> FleetRun:
    """A run by its number, the last one without; a usage error when there is none."""
    runs = fleet_ledger.fleet_runs(store)
    if not runs:
        raise wrong("--db", phrase(BOOK, "no_run", lang, db=str(store.path)))
    found = runs[-1] if number is None else next((run for run in runs if run.id == number), None)
    if found is None:
        known = ", ".join(str(run.id) for run in runs)
        raise wrong("--run", phrase(BOOK, "no_such_run", lang, db=str(store.path), run=str(number), known=known))
    return found


def unfinished(store: Store) -> FleetRun | None:
    """The last run, when it is not finished."""
    runs = fleet_ledger.fleet_runs(store)
    return runs[-1] if runs and not runs[-1].finished else None


def begun(
    store: Store, whole: Register, ruleset: Ruleset, as_of: date, options: Mapping[str, Any]
) -> FleetRun:  # fmt: skip
    """A new run over a register."""
    fleet_ledger.begin_run(
        store, list=whole.id, at=moment(), fiscal_year=ruleset.fiscal_year, as_of=as_of,
        rules_sha256=ruleset.sha256, options=options,
    )  # fmt: skip
    return fleet_ledger.fleet_runs(store)[-1]


def agreeing(run: FleetRun, typed: Mapping[str, Any], lang: Lang) -> None:
    """Refuse to go on with a run under other options than it began with: its sites would not be judged alike.

    `typed` holds what was typed by option, None for what was left out.
    """
    frozen = {"--year": run.fiscal_year, "--as-of": run.as_of.isoformat(), **_by_option(run.options)}
    for option, value in typed.items():
        if value is not None and value != frozen[option]:
            theirs = str(frozen[option])
            raise wrong(option, phrase(BOOK, "other_options", lang, run=str(run.id), option=option, theirs=theirs))


def absolute(folder: Path) -> str:
    """A folder as every worker of this machine finds it."""
    return str(folder.absolute())


def _by_option(options: Mapping[str, Any]) -> dict[str, Any]:
    return {f"--{name.replace('_', '-')}": value for name, value in options.items()}
