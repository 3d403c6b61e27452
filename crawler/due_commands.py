"""The commands `run-due` and `status`: audit what is due now; how every body stands."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from crawler import options, rulebook
from crawler.body_status import status_json, status_text, statuses
from crawler.due_process import Outcome
from crawler.due_runs import Desk, Limits, Task, ready, run_tasks, tasks
from crawler.messages import Lang
from crawler.moments import MomentOption, clock_of
from crawler.only_one import BusyError, only_one
from crawler.watch_rounds import WatchDesk, watch_round
from crawler.watch_telling import told_round
from results.periods import day_text, time_text
from results.plain import plain
from results.schedule_standing import Standing
from results.schedule_text import BOOK, reason_text
from results.watch_log import last_round
from results.watch_status import notice_lines
from results.wording import phrase

SOME_FAILED, INTERRUPTED = 3, 130
_MOST_WATCHED = 200  # sites at one start, those not seen for longest first: a quarter of an hour of polite looking
_NEVER = datetime.min.replace(tzinfo=UTC)
_EARLY = timedelta(minutes=15)  # a timer that starts every hour starts a little earlier or later


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
    watch: Annotated[bool, typer.Option("--watch/--no-watch", help="look at the sites before")] = True,
    contact: Annotated[
        str, typer.Option("--contact", envvar="OIT_CONTACT", help="mail or web address told to the sites")
    ] = "",
    lang: options.LangOption = "th",
) -> None:
    """Watch every body on a schedule and audit what is due now; the second of two at once leaves it to the first."""
    language = options.language(lang)
    clock = clock_of(as_of)
    options.formats_of(format, "reports/")
    limits = Limits(most=max, at_once=at_once, max_pages=max_pages, max_minutes=max_minutes, delay=delay)
    with options.known_store(db) as store:
        desk = Desk(
            store=store, evidence=evidence or db.parent / "evidence", output=f"{output or db.parent / 'reports'}/",
            formats=format, lang=language, limits=limits, clock=clock, contact=contact,
        )  # fmt: skip
        lock = db.with_name(f"{db.name}.run-due.lock")
        try:
            with only_one(lock):
                if watch and not _watched(desk):
                    raise typer.Exit(SOME_FAILED)
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
    as_json = options.one_of("--format", format, ("table", "json")) == "json"
    with options.known_store(db) as store:
        found = statuses(store, url, clock_of(as_of)(), language)
        problems = notice_lines(store, language)
    print(status_json(found, language) if as_json else "\n".join([status_text(found, language), *problems]))


def _watched(desk: Desk) -> bool:
    """Look at the sites whose turn it is; False when our own network is gone, so that no audit could succeed."""
    settings, moment = rulebook.settings(), desk.clock()
    known = [task.body for task in tasks(desk.store, moment)]
    rounds = {body.body: last_round(desk.store, body.body) for body in known}
    patience = timedelta(minutes=settings.watch.every) - _EARLY
    waiting = [body for body in known if (at := rounds[body.body]) is None or moment - at >= patience]
    chosen = sorted(waiting, key=lambda body: rounds[body.body] or _NEVER)[:_MOST_WATCHED]
    if not chosen:
        return True
    own = WatchDesk(
        store=desk.store, evidence=desk.evidence, settings=settings.watch, contact=desk.contact or settings.contact,
        delay=desk.limits.delay, moment=moment,
    )  # fmt: skip
    return told_round(own, watch_round(own, chosen), desk.lang)


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
        why = reason_text(after.failure, self._lang) if after.failure else outcome.reason
        if after.retry_at is None:
            _say(self._lang, "broken_off", url=url, reason=why)
        else:
            _say(self._lang, "failed", url=url, reason=why, retry=time_text(after.retry_at.isoformat(), self._lang))


def _say(lang: Lang, key: str, **values: str) -> None:
    print(phrase(BOOK, key, lang, **values), file=sys.stderr, flush=True)
