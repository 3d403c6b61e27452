"""The commands `fleet report` and `fleet export`: what a supervisor reads, and the same as open data."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from crawler import options, rulebook
from crawler.fleet_desk import BOOK, known_run
from crawler.messages import Lang
from crawler.reporting import write_files
from crawler.version import PROGRAM
from results.fleet_register import register
from results.fleet_report import FleetReport, fleet_report
from results.formats import fleet_csv, fleet_data, fleet_html, fleet_xlsx
from results.store import Store
from results.wording import phrase

_FORMATS: dict[str, Callable[[FleetReport], bytes]] = {
    "html": fleet_html.render, "xlsx": fleet_xlsx.render, "csv": fleet_csv.render,
}  # fmt: skip

RunOption = Annotated[int | None, typer.Option("--run", help="number of the fleet run; default: the last one")]


def report(
    db: options.KnownDbOption = Path("oit.db"),
    run: RunOption = None,
    format: Annotated[str, typer.Option("--format", help="html,xlsx,csv: comma separated")] = "html",
    output: Annotated[str, typer.Option("--output", help="folder; or a file for one format; - is stdout")] = "reports/",
    lang: options.LangOption = "th",
) -> None:
    """Write what a supervisor reads of a fleet run, finished or not."""
    language = options.language(lang)
    names = tuple(dict.fromkeys(name.strip().lower() for name in format.split(",") if name.strip()))
    unknown = [name for name in names if name not in _FORMATS]
    if unknown or not names:
        raise options.wrong("--format", f"{', '.join(unknown) or 'nothing'} is not known; known: {', '.join(_FORMATS)}")
    if output == "-" and len(names) != 1:
        raise options.wrong("--output", "standard output takes exactly one --format")
    with options.known_store(db) as store:
        made = _made(store, run, language)
    files = [(f".{name}", partial(_FORMATS[name], made)) for name in names]
    for path in write_files(files, output, f"fleet-{made.run}-{made.fiscal_year}"):
        print(phrase(BOOK, "written", language, path=str(path)), file=sys.stderr)


def export(
    db: options.KnownDbOption = Path("oit.db"),
    run: RunOption = None,
    output: Annotated[Path, typer.Option("--output", help="folder for the tables")] = Path("open-data"),
    parquet: Annotated[bool, typer.Option("--parquet", help="also Parquet, where pyarrow is installed")] = False,
    lang: options.LangOption = "th",
) -> None:
    """Write the verdicts of a fleet run as open data: CSV with a Frictionless datapackage.json."""
    language = options.language(lang)
    try:
        with options.known_store(db) as store:
            written = fleet_data.write(_made(store, run, language), store, output)
        table = fleet_data.write_parquet(output) if parquet else None
    except OSError as error:
        raise options.wrong("--output", f"{output} cannot be written ({error.strerror}); choose another") from error
    for path in [*written, *([table] if table else [])]:
        print(phrase(BOOK, "written", language, path=str(path)), file=sys.stderr)
    if parquet and table is None:
        print(phrase(BOOK, "no_parquet", language), file=sys.stderr)


def _made(store: Store, number: int | None, lang: Lang) -> FleetReport:
    run = known_run(store, number, lang)
    whole = register(store, run.list)
    assert whole is not None
    ruleset = rulebook.load(run.fiscal_year)
    return fleet_report(store, run, ruleset, lang=lang, program=PROGRAM, list_sha256=whole.sha256)
