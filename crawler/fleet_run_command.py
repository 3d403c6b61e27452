"""The command `fleet run`: chooses the run, gets workers, and works until nothing is left."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audits.requirement import Ruleset
from audits.verdict import Status
from crawler import options, rulebook
from crawler.fleet_desk import BOOK, absolute, agreeing, begun, known_register, known_run, unfinished
from crawler.fleet_orders import Certificates, EngineError
from crawler.fleet_queue import Job
from crawler.fleet_run import Coordinator
from crawler.messages import Lang
from crawler.only_one import BusyError, only_one
from results import fleet_ledger
from results.fleet_intake import HandedBack
from results.fleet_ledger import Event, FleetRun, State
from results.measure_log import moment
from results.plain import plain
from results.store import Store
from results.wording import phrase

if TYPE_CHECKING:
    from crawler.fleet_engine import Engine

INTERRUPTED = 130
MAX_PAGES, MAX_MINUTES, DELAY, SPARE_MINUTES, MAX_MEMORY = 800, 45.0, 1.0, 15.0, 3000.0


def run(
    year: options.YearOption = None,
    as_of: options.AsOfOption = None,
    db: Annotated[Path, typer.Option("--db", help="SQLite store with the register")] = Path("oit.db"),
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder for snapshots on every worker; default: beside --db")
    ] = None,
    delay: Annotated[float | None, typer.Option("--delay", min=0, help=f"seconds between requests; {DELAY:g}")] = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", min=1, help=f"per site; {MAX_PAGES}")] = None,
    max_minutes: Annotated[
        float | None, typer.Option("--max-minutes", min=0.05, help=f"to crawl a site; {MAX_MINUTES:g}")
    ] = None,
    kill_after: Annotated[
        float | None, typer.Option("--kill-after", min=0.05, help="minutes until a site is stopped; --max-minutes + 15")
    ] = None,
    max_memory: Annotated[
        float | None, typer.Option("--max-memory", min=200, help=f"MB until a site is stopped; {MAX_MEMORY:g}")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="processes on this machine; default: one per core")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="tcp://127.0.0.1:PORT or tls://HOST:PORT of dask scheduler")
    ] = None,
    tls_ca: Annotated[Path | None, typer.Option("--tls-ca", help="certificate of the authority, for tls://")] = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help="certificate of this machine")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help="its key")] = None,
    contact: Annotated[
        str | None, typer.Option("--contact", envvar="OIT_CONTACT", help="mail or web address told to the sites")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="begin anew even when the last run is not finished")] = False,
    lang: options.LangOption = "th",
    quiet: Annotated[bool, typer.Option("--quiet", help="no line per site")] = False,
) -> None:
    """Audit every body of the register; an unfinished run goes on."""
    language = options.language(lang)
    if scheduler is not None and workers is not None:
        raise options.wrong("--workers", "counts processes of this machine; with --scheduler its own workers are used")
    typed = {"--year": year, "--as-of": options.day_of(as_of).isoformat() if as_of else None, "--delay": delay,
             "--max-pages": max_pages, "--max-minutes": max_minutes, "--kill-after": kill_after,
             "--max-memory": max_memory, "--contact": contact,
             "--evidence": absolute(evidence) if evidence else None}  # fmt: skip
    certificates = _certificates(tls_ca, tls_cert, tls_key)
    with options.known_store(db) as store:
        try:
            with only_one(db.with_name(f"{db.name}.fleet-lock")):
                _work(store, typed, new, (scheduler, certificates, workers), language, quiet)
        except BusyError as error:
            told = phrase(BOOK, "locked", language, db=str(db), holder=plain(str(error)))
            raise options.wrong("--db", told) from error


def _work(
    store: Store, typed: dict[str, Any], new: bool, place: tuple[str | None, Certificates | None, int | None],
    lang: Lang, quiet: bool,
) -> None:  # fmt: skip
    """Choose the run, get workers, and work until nothing is left."""
    whole = known_register(store, lang)
    run = None if new else unfinished(store)
    if run:
        agreeing(run, typed, lang)
    day = run.as_of if run else options.day_of(typed["--as-of"])
    ruleset = _same_rules(run, lang) if run else rulebook.rules_of(typed["--year"], day)[0]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        with _engine(*place) as engine:
            goes_on = run is not None
            run = run or begun(store, whole, ruleset, day, _frozen(store, typed))
            _say_begin(store, run, goes_on=goes_on, changed=run.list != whole.id, lang=lang)
            fleet_ledger.begin_turn(store, run.id, at=moment())
            run = known_run(store, run.id, lang)
            Coordinator(store, run, ruleset, engine, _Teller(lang, quiet)).work()
    except EngineError as error:
        raise options.wrong("--scheduler", phrase(BOOK, error.problem, lang, **error.values)) from error
    except KeyboardInterrupt:
        left = _left(store, run) if run else len(whole.bodies)
        print(phrase(BOOK, "stopped", lang, left=str(left)), file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    _say_end(store, run, lang)


def _same_rules(run: FleetRun, lang: Lang) -> Ruleset:
    """The rules that a run began with; a usage error when they were changed since."""
    ruleset = rulebook.load(run.fiscal_year)
    if ruleset.sha256 != run.rules_sha256:
        raise options.wrong("--year", phrase(BOOK, "rules_changed", lang, run=str(run.id)))
    return ruleset


def _frozen(store: Store, typed: dict[str, Any]) -> dict[str, Any]:
    """The options of a new run: what was typed, else the usual."""
    minutes = typed["--max-minutes"] or MAX_MINUTES
    usual = {
        "delay": DELAY, "max_pages": MAX_PAGES, "max_minutes": minutes, "kill_after": minutes + SPARE_MINUTES,
        "max_memory": MAX_MEMORY, "contact": rulebook.settings().contact,
        "evidence": absolute(store.path.parent / "evidence"),
    }  # fmt: skip
    given = {name: typed[f"--{name.replace('_', '-')}"] for name in usual}
    return {name: usual[name] if value is None else value for name, value in given.items()}


def _engine(scheduler: str | None, certificates: Certificates | None, workers: int | None) -> "Engine":
    from crawler.fleet_engine import connect, start  # Dask takes half a second that other commands need not wait

    if scheduler is not None:
        return connect(scheduler, certificates)
    return start(workers or os.cpu_count() or 1)


def _certificates(authority: Path | None, certificate: Path | None, key: Path | None) -> Certificates | None:
    if authority is None or certificate is None or key is None:
        return None
    for option, path in (("--tls-ca", authority), ("--tls-cert", certificate), ("--tls-key", key)):
        if not path.is_file():
            raise options.wrong(option, f"{path} does not exist")
    return Certificates(authority=authority, certificate=certificate, key=key)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _left(store: Store, run: FleetRun) -> int:
    return sum(site.next_round is not None for site in fleet_ledger.sites(store, run.id))


def _say_begin(store: Store, run: FleetRun, *, goes_on: bool, changed: bool, lang: Lang) -> None:
    told = {"run": str(run.id), "count": str(len(fleet_ledger.sites(store, run.id))), "year": str(run.fiscal_year),
            "as_of": run.as_of.isoformat(), "left": str(_left(store, run))}  # fmt: skip
    print(phrase(BOOK, "goes_on" if goes_on else "new_run", lang, **told), file=sys.stderr)
    if changed:
        print(phrase(BOOK, "list_changed", lang), file=sys.stderr)


def _say_end(store: Store, run: FleetRun, lang: Lang) -> None:
    numbers = fleet_ledger.counts(fleet_ledger.sites(store, run.id))
    told = {state.value: str(numbers[state]) for state in (State.DONE, State.UNREACHABLE, State.FAILED)}
    print(phrase(BOOK, "ended", lang, **told), file=sys.stderr)


class _Teller:
    """Says a line for every site that ended."""

    def __init__(self, lang: Lang, quiet: bool) -> None:
        self._lang, self._quiet = lang, quiet

    def __call__(self, job: Job, event: Event, back: HandedBack | None, left: int) -> None:
        if self._quiet:
            return
        what = phrase(BOOK, f"state_{event.state}", self._lang)
        if event.state is State.DONE and back is not None:
            passed = sum(verdict.status is Status.PASS for verdict in back.verdicts)
            what = phrase(BOOK, "site_done", self._lang, passed=str(passed), items=str(len(back.verdicts)))
        if event.reason:
            what += f" – {phrase(BOOK, f'reason_{event.reason}', self._lang)}"
        line = phrase(BOOK, "site_ended", self._lang, left=str(left), name=job.site.name, what=what)
        print(line, file=sys.stderr, flush=True)
