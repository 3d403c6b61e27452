"""The commands `run-due` and `status`: audit what is due now; how every body stands."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from crawler import options
from crawler.body_status import status_json, status_text, statuses
from crawler.due_process import Outcome
from crawler.due_runs import Desk, Limits, Task, ready, run_tasks, tasks
from crawler.messages import Lang
from crawler.only_one import BusyError, only_one
from results.periods import BANGKOK, day_text, time_text
from results.plain import plain
from results.schedule_standing import Attempt, Standing
from results.schedule_text import BOOK, reason_text
from results.wording import phrase

SOME_FAILED, INTERRUPTED = 3, 130
MomentOption = Annotated[
    str | None,
    typer.Option("--as-of", help="day (noon is meant) or moment, like 2026-04-01T09:00; default: now"),
]


def run_due(
    db: options.KnownDbOption = Path("oit.db"),
    as_of: MomentOption = None,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder for snapshots; default: evidence/ beside --db")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="report formats: comma separated")] = "html",
    output: Annotated[
        Path | None, typer.Option("--output", help="folder for reports; default: reports/ beside --db")
    ] = None,
    max: Annotated[int, typer.Option("--max", min=1, help="bodies to audit now at most")] = 20,
    at_once: Annotated[int, typer.Option("--at-once", min=1, max=16, help="audits side by side")] = 2,
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, help="pages and files of a site at most")] = 800,
    max_minutes: Annotated[float, typer.Option("--max-minutes", min=0.1, help="minutes to crawl a site")] = 45.0,
    delay: Annotated[float, typer.Option("--delay", min=0, help="seconds between two requests to one host")] = 1.0,
    lang: options.LangOption = "th",
) -> None:
    """Audit every body that is due now; started twice, the second one leaves it to the first."""
    language = options.language(lang)
    clock = clock_of(as_of)
    options.formats_of(format, "reports/")
    limits = Limits(most=max, at_once=at_once, max_pages=max_pages, max_minutes=max_minutes, delay=delay)
    with options.known_store(db) as store:
        desk = Desk(
            store=store, evidence=evidence or db.parent / "evidence", output=f"{output or db.parent / 'reports'}/",
            formats=format, lang=language, limits=limits, clock=clock,
        )  # fmt: skip
        lock = db.with_name(f"{db.name}.run-due.lock")
        try:
            with only_one(lock):
                failed, stopped = _run(desk)
        except BusyError as error:
            print(phrase(BOOK, "busy", language, holder=plain(str(error))), file=sys.stderr)
            return
        except OSError as error:
            told = phrase(BOOK, "lock_trouble", language, path=str(lock), why=str(error.strerror))
            raise options.wrong("--db", told) from error
    if stopped:
        print(phrase(BOOK, "stopped", language), file=sys.stderr)
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(SOME_FAILED if failed else 0)


def status(
    db: options.KnownDbOption = Path("oit.db"),
    url: options.BodyOption = None,
    as_of: MomentOption = None,
    format: Annotated[str, typer.Option("--format", help="table or json")] = "table",
    lang: options.LangOption = "th",
) -> None:
    """Every body: its last audit, the next due day, the last failure with its reason, and what the watch sees."""
    language = options.language(lang)
    write = {"table": status_text, "json": status_json}[options.one_of("--format", format, ("table", "json"))]
    with options.known_store(db) as store:
        found = statuses(store, url, clock_of(as_of)(), language)
    print(write(found, language))


def clock_of(text: str | None) -> Callable[[], datetime]:
    """The clock, or one that stands at the moment that was named."""
    if text is None:
        return lambda: datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        told = f"{text!r} is neither a day nor a moment; write it like 2026-04-01 or 2026-04-01T09:00"
        raise options.wrong("--as-of", told) from error
    if len(text) <= len("2026-04-01"):
        moment = datetime.combine(moment.date(), time(12))
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)
    return lambda: fixed


def _run(desk: Desk) -> tuple[int, bool]:
    moment = desk.clock()
    found = tasks(desk.store, moment)
    chosen = ready(found, moment)
    held = sum(task.standing.due is not None for task in found) - len(chosen)
    if not found:
        _say(desk.lang, "nobody")
    elif not chosen:
        _say(desk.lang, "nothing_due")
    if held:
        _say(desk.lang, "held", count=str(held))
    now, later = chosen[: desk.limits.most], chosen[desk.limits.most :]
    ended = run_tasks(desk, now, _Told(desk.lang)) if now else (0, False)
    if later:
        _say(desk.lang, "left_over", count=str(len(later)), max=str(desk.limits.most))
    return ended


class _Told:
    """Says what happens to each body, one line at a time."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang

    def begun(self, task: Task) -> None:
        stands, url = task.standing, plain(task.body.url)
        if stands.failures:
            told = {"failures": str(stands.failures), "patience": str(stands.patience)}
            _say(self._lang, "starting_again", url=url, **told)
        elif stands.due:
            _say(self._lang, "starting", url=url, due=day_text(stands.due, self._lang))

    def ended(self, task: Task, outcome: Outcome, after: Standing) -> None:
        url = plain(task.body.url)
        if not outcome.reason:
            _say(self._lang, "finished", url=url)
            return
        attempt = after.failure
        retry = time_text(after.retry_at.isoformat(), self._lang) if after.retry_at else phrase(BOOK, "now", self._lang)
        why = reason_text(attempt, self._lang) if isinstance(attempt, Attempt) else outcome.reason
        _say(self._lang, "failed", url=url, reason=why, retry=retry)


def _say(lang: Lang, key: str, **values: str) -> None:
    print(phrase(BOOK, key, lang, **values), file=sys.stderr, flush=True)
