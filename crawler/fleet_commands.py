"""The commands of fleets: `fleet import`, `list`, `run`, `status`, `report`, `export`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from crawler import fleet_report_commands, fleet_run_command, options
from crawler.fleet_desk import BOOK, known_register, known_run
from crawler.fleet_import import BadRow, read_register
from crawler.fleet_status import listed, status_document, status_lines
from crawler.messages import Lang
from results import fleet_ledger
from results.fleet_register import keep_register, register
from results.measure_log import moment
from results.plain import plain
from results.wording import phrase

fleet_app = typer.Typer(no_args_is_help=True, help="Audits many bodies: a register and runs over it.")

SOME_LEFT_OUT = 1
_SHOWN_PROBLEMS = 50

DbOption = Annotated[Path, typer.Option("--db", help="SQLite store, created if absent")]


@fleet_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a row per body", metavar="FILE")],
    db: DbOption = Path("oit.db"),
    lang: options.LangOption = "th",
) -> None:
    """Make a list of bodies the register; rows that cannot be used are named, the good ones are taken."""
    language = options.language(lang)
    found = read_register(file, language)
    _tell_problems(found.problems, language)
    if not found.bodies:
        raise options.wrong("FILE", phrase(BOOK, "imported_none", language, file=str(file)))
    with options.store_at(db) as store:
        new = keep_register(store, found.bodies, source=plain(file.name), at=moment())
    told = {"count": str(len(found.bodies)), "left": str(len(found.problems))}
    print(phrase(BOOK, "imported" if new else "imported_same", language, **told))
    raise typer.Exit(SOME_LEFT_OUT if found.problems else 0)


@fleet_app.command("list")
def list_(
    db: options.KnownDbOption = Path("oit.db"),
    province: Annotated[str | None, typer.Option("--province", help="only bodies of this province")] = None,
    district: Annotated[str | None, typer.Option("--district", help="only bodies of this district")] = None,
    format: Annotated[str, typer.Option("--format", help="table, json or csv")] = "table",
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "-",
    lang: options.LangOption = "th",
) -> None:
    """List the register."""
    language = options.language(lang)
    form = options.one_of("--format", format, ("table", "json", "csv"))
    with options.known_store(db) as store:
        options.write_bytes(output, listed(known_register(store, language), province, district, form, language))


fleet_app.command("run")(fleet_run_command.run)
fleet_app.command("report")(fleet_report_commands.report)
fleet_app.command("export")(fleet_report_commands.export)


@fleet_app.command("status")
def status(
    db: options.KnownDbOption = Path("oit.db"),
    run: fleet_report_commands.RunOption = None,
    format: Annotated[str, typer.Option("--format", help="table or json")] = "table",
    lang: options.LangOption = "th",
) -> None:
    """Tell how far a fleet run is, and what could not be audited and why."""
    language = options.language(lang)
    form = options.one_of("--format", format, ("table", "json"))
    with options.known_store(db) as store:
        found = known_run(store, run, language)
        whole = register(store, found.list)
        assert whole is not None
        sites = fleet_ledger.sites(store, found.id)
    if form == "json":
        options.write_text("-", status_document(found, whole, sites))
    else:
        options.write_text("-", "".join(f"{line}\n" for line in status_lines(found, whole, sites, language)))


def _tell_problems(problems: Sequence[BadRow], lang: Lang) -> None:
    for bad in problems[:_SHOWN_PROBLEMS]:
        print(phrase(BOOK, "row", lang, row=str(bad.row), problem=bad.problem), file=sys.stderr)
    more = len(problems) - _SHOWN_PROBLEMS
    if more > 0:
        print(phrase(BOOK, "more_rows", lang, count=str(more)), file=sys.stderr)
