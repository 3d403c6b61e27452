"""The commands of repairs: `measures` tells them, hands them out, takes down progress, and reads lists again."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler import options
from crawler.measure_desk import Desk, address, desk_at, person
from crawler.measure_import import RowProblem, read_filled
from crawler.measure_values import day_in, progress_in
from crawler.messages import Lang
from crawler.stored_runs import stored_run
from results import measure_list, queries
from results.bodies import body_of
from results.carry import CarryError, carried, read_carried, take_over
from results.decisions import in_force
from results.follow_up import Entry
from results.formats import csv_report, gap_workbook
from results.formats.rows import MEASURE_FIELDS
from results.gap_list import GapList, gap_list_of
from results.measure_key import NOTE_LIMIT, state_of
from results.measure_log import add_entries, moment
from results.measures import EventKind, Measure, Progress, Retest
from results.periods import day_text
from results.plain import plain
from results.report_measures import BOOK, decision_view, measure_view
from results.store import Store
from results.wording import phrase

measures_app = typer.Typer(no_args_is_help=True, help="Follows repairs: who does them, until when, how far they are.")

SOME_LEFT_OUT = 1
_EXPORTS = ("xlsx", "csv", "json")
_STATES = (*(progress.value for progress in Progress), *(retest.value for retest in Retest))

DbOption = Annotated[Path, typer.Option("--db", help="SQLite store")]
UrlOption = Annotated[str | None, typer.Option("--url", help="site of the body; default: the only one in the store")]
YearOption = Annotated[int | None, typer.Option("--year", help="fiscal year (B.E.); default: the latest audited one")]
WhoOption = Annotated[str | None, typer.Option("--who", help="who is writing; default: the office's writer, or you")]
CodesArgument = Annotated[str, typer.Argument(help="item codes or concepts, like O2 or O2,O7", metavar="CODE")]
OutputOption = Annotated[str, typer.Option("--output", help="file to write; - is standard output")]


@measures_app.command("list")
def list_(
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    owner: Annotated[str | None, typer.Option("--owner", help="only those of units whose name contains this")] = None,
    status: Annotated[str | None, typer.Option("--status", help=f"only those that are {', '.join(_STATES)}")] = None,
    format: Annotated[str, typer.Option("--format", help="table, json, csv or xlsx")] = "table",
    output: OutputOption = "-",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="day by which the table calls them overdue; default: today")
    ] = None,
    lang: options.LangOption = "th",
) -> None:
    """List the measures of a body and year with what the audits and people said of them."""
    language = options.language(lang)
    form = options.one_of("--format", format, ("table", "json", "csv", "xlsx"))
    if status is not None:
        options.one_of("--status", status, _STATES)
    day = options.day_of(as_of)
    with options.known_store(db) as store:
        desk = desk_at(store, url, year, language)
        chosen = measure_list.wanted(tuple(desk.measures.values()), owner, status)
        options.write_bytes(output, _list_in(form, desk, chosen, day))


@measures_app.command("assign")
def assign(
    codes: CodesArgument,
    unit: Annotated[str, typer.Argument(help="unit: its key or name in oit.toml, or any other name", metavar="UNIT")],
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    who: WhoOption = None,
    lang: options.LangOption = "th",
) -> None:
    """Hand measures to a unit."""
    language = options.language(lang)
    with options.known_store(db) as store:
        desk = desk_at(store, url, year, language)
        _keep(desk, codes, {"assigned": desk.unit(unit)}, who)


@measures_app.command("set")
def set_(
    codes: CodesArgument,
    status: Annotated[str | None, typer.Option("--status", help="todo, doing or done, or the Thai words")] = None,
    due: Annotated[str | None, typer.Option("--due", help="day, like 2026-04-30 or 30 เม.ย. 2569")] = None,
    note: Annotated[str | None, typer.Option("--note", help="remark; an empty one takes it away")] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", help="address where the repair can be seen")] = None,
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    who: WhoOption = None,
    lang: options.LangOption = "th",
) -> None:
    """Take down how far measures are. A repair that an audit verified is closed with --status done."""
    language = options.language(lang)
    values = _values(status, due, note, evidence, language)
    with options.known_store(db) as store:
        _keep(desk_at(store, url, year, language), codes, values, who)


@measures_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="list that was filled in (XLSX, CSV), or a JSON export", metavar="FILE")],
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    who: WhoOption = None,
    lang: options.LangOption = "th",
) -> None:
    """Read a gap list again that staff filled in, or take over what another database holds; exit 1 when rows of a list
    could not be used."""
    language = options.language(lang)
    with options.known_store(db) as store:
        if file.suffix.lower() == ".json":
            return _take_over(store, file, language)
        with store.writing():
            desk = desk_at(store, url, year, language)
            filled = read_filled(file, desk)
            writer, at = person(who, desk.office, language), moment()
            for measure, entries in filled.entries.items():
                add_entries(store, measure, entries, at=at, day=options.today(), who=writer)
    _tell_problems(filled.problems, language)
    numbers = {"changed": len(filled.entries), "same": filled.same, "bad": len(filled.problems)}
    print(phrase(BOOK, "imported", language, **{name: str(number) for name, number in numbers.items()}))
    if filled.problems:
        raise typer.Exit(SOME_LEFT_OUT)


@measures_app.command("export")
def export(
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    format: Annotated[
        str | None,
        typer.Option("--format", help="xlsx or csv to be filled in; json: all that people wrote, of all bodies;"
                     " default: as the name of --output ends, else xlsx"),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", help="file to write; - is standard output")] = None,
    lang: options.LangOption = "th",
) -> None:
    """Write the gap list for web staff, or everything that people wrote for another database (json)."""
    language = options.language(lang)
    named = Path(output or "").suffix.lower().removeprefix(".")
    form = options.one_of("--format", format or (named if named in _EXPORTS else "xlsx"), _EXPORTS)
    with options.known_store(db) as store:
        if form == "json":
            record = carried(store, body_of(url) if url is not None else None, year)
            body, name = (record.model_dump_json(indent=2) + "\n").encode(), "measures.json"
        else:
            gaps = _gap_list(desk_at(store, url, year, language))
            body = gap_workbook.render(gaps) if form == "xlsx" else csv_report.render_gaps(gaps)
            name = f"measures-{gaps.fiscal_year}.{form}"
    if output is None and Path(name).exists():  # it may hold what staff filled in
        raise options.wrong("--output", phrase(BOOK, "list_exists", language, path=name))
    options.write_bytes(output or name, body)
    if output != "-":
        print(phrase(BOOK, "written", language, path=output or name), file=sys.stderr)


def _list_in(form: str, desk: Desk, chosen: Sequence[Measure], day: date) -> bytes:
    views = [measure_view(measure, desk.lang) for measure in chosen]
    if form == "csv":
        return csv_report.as_csv(MEASURE_FIELDS, views, desk.lang)
    if form == "xlsx":
        return gap_workbook.render_measures(replace(_gap_list(desk), measures=tuple(views)))
    decisions = in_force(queries.decisions(desk.store, desk.run.agency_url, desk.run.fiscal_year), desk.run.as_of)
    told = [decision_view(decision, None, desk.lang) for decision in decisions.values()]
    if form == "json":
        return measure_list.as_json(views, told).encode()
    return measure_list.as_table(views, told, day, desk.lang).encode()


def _gap_list(desk: Desk) -> GapList:
    """The list to be filled in: what the newest run says, with the measures as they stand now."""
    stored = stored_run(desk.store, desk.run, "--db", desk.lang)
    return gap_list_of(
        desk.run, stored.verdicts, desk.ruleset, office=desk.office, measures=tuple(desk.measures.values()),
        decisions=queries.decisions(desk.store, desk.run.agency_url, desk.run.fiscal_year), lang=desk.lang,
    )  # fmt: skip


def _values(
    status: str | None, due: str | None, note: str | None, evidence: str | None, lang: Lang
) -> dict[EventKind, str]:  # fmt: skip
    """What is to be set, checked, in the form that is stored."""
    values: dict[EventKind, str] = {}
    if status is not None:
        progress = progress_in(status)
        if progress is None:
            raise options.wrong("--status", phrase(BOOK, "bad_status", lang, text=plain(status, 60)))
        values["status"] = progress.value
    if due is not None:
        day = day_in(due)
        if day is None:
            raise options.wrong("--due", phrase(BOOK, "bad_day", lang, text=plain(due, 60)))
        values["due"] = day.isoformat()
    if note is not None:
        values["note"] = plain(note, NOTE_LIMIT)
    if evidence is not None:
        values["evidence"] = address("--evidence", evidence, lang)
    if not values:
        raise options.wrong("--status", phrase(BOOK, "nothing_to_set", lang))
    return values


def _keep(desk: Desk, codes: str, values: Mapping[EventKind, str], who: str | None) -> None:
    """Write what is new about each of these measures, all or nothing, and say so."""
    measures = [desk.measure_of(item) for item in desk.items(codes)]
    writer, at, today = person(who, desk.office, desk.lang), moment(), options.today()
    changed: list[str] = []
    with desk.store.writing():
        for measure in measures:
            entries = [Entry(kind=kind, value=text) for kind, text in values.items() if text != state_of(measure, kind)]
            add_entries(desk.store, measure.id, entries, at=at, day=today, who=writer)
            changed += [measure.code] if entries else []
    if not changed:
        print(phrase(BOOK, "unchanged", desk.lang))
    kept = queries.measures(desk.store, desk.run.agency_url, desk.run.fiscal_year)
    views = [measure_view(measure, desk.lang) for measure in kept if measure.code in changed]
    for view in views:
        print(phrase(BOOK, "kept", desk.lang, code=view.code, owner=view.owner, status=view.status_label,
                     due=day_text(view.due, desk.lang) if view.due else phrase(BOOK, "no_due", desk.lang)))  # fmt: skip


def _take_over(store: Store, file: Path, lang: Lang) -> None:
    try:
        record = read_carried(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise options.wrong("FILE", f"{file} cannot be read ({error.strerror})") from error
    except (CarryError, UnicodeDecodeError) as error:
        raise options.wrong("FILE", phrase(BOOK, "carry_broken", lang, file=str(file), why=str(error))) from error
    events, decisions = take_over(store, record)
    print(phrase(BOOK, "carried", lang, events=str(events), decisions=str(decisions)))


def _tell_problems(problems: Iterable[RowProblem], lang: Lang) -> None:
    for row in problems:
        told = phrase(BOOK, "row_left_out", lang, row=str(row.row), code=row.code or "-", problem=row.problem)
        print(told, file=sys.stderr)
