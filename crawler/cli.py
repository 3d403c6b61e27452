"""The command `oit`: the only place that knows all parts. Options, reports and exit codes follow docs/contract.md."""

import errno
import gc
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, ClassVar, NoReturn

import typer

from audits.strict_yaml import RulesError
from audits.verdict import Status, Verdict
from crawler import options, rulebook
from crawler.artifacts import Snapshot
from crawler.checking import crawl_and_judge, image_interests, interests, new_snapshot_id, snapshot_folders, unfinished
from crawler.declared import declared_from
from crawler.evidence import EvidenceError, is_being_written
from crawler.inert import guard_terminal
from crawler.job import CrawlJob
from crawler.judging import judge
from crawler.later_commands import PLAIN, LaterCommands
from crawler.messages import Lang, say, why
from crawler.order import Order
from crawler.progress import Progress
from crawler.reporting import OutputError, keep_and_tell
from crawler.seed import SeedError, seed_url
from crawler.snapshot import SnapshotReader
from crawler.version import PROGRAM
from results.formats import ReportError
from results.store import StoreError


class _Commands(LaterCommands):
    places: ClassVar = {
        "items": "crawler.rules_commands:items",
        "explain": "crawler.rules_commands:explain",
        "score": "crawler.score_commands:score",
        "decode": "crawler.score_commands:decode",
        "analyse": "crawler.analysis_commands:analyse",
        "diff": "crawler.diff_commands:diff",
        "plan": "crawler.plan_commands:plan",
        "init": "crawler.init_commands:init",
        "send": "crawler.mail_commands:send",
        "calendar": "crawler.mail_commands:calendar",
        "report": "crawler.report_commands:report",
        "decide": "crawler.decision_commands:decide",
        "decisions": "crawler.decision_commands:decisions_app",
        "measures": "crawler.measure_commands:measures_app",
        "read": "crawler.reading_commands:read",
        "cache": "crawler.reading_commands:cache",
        "rules": "crawler.rules_commands:rules_app",
        "schedule": "crawler.schedule_commands:schedule_app",
        "run-due": "crawler.due_commands:run_due",
        "status": "crawler.due_commands:status",
        "watch": "crawler.watch_commands:watch",
        "prune": "crawler.prune_commands:prune",
        "fleet": "crawler.fleet_commands:fleet_app",
    }  # fmt: skip


app = typer.Typer(cls=_Commands, no_args_is_help=True, **PLAIN)  # type: ignore[arg-type]

HOME_FAILED, INTERRUPTED = 3, 130
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)  # wherever a full or locked disk makes itself felt
MAX_PAGES, MAX_MINUTES, DELAY = 800, 45.0, 1.0

DbOption = Annotated[Path, typer.Option("--db", help="SQLite store, created if absent")]
FormatOption = Annotated[str, typer.Option("--format", help="json,html,xlsx,docx,csv,pdf: comma separated")]
OutputOption = Annotated[
    str, typer.Option("--output", help="folder for reports; with one format a file name; - is standard output")
]
FailOption = Annotated[str | None, typer.Option("--fail-on", help="exit 1 when a verdict has one of these statuses")]
DeclaredOption = Annotated[
    Path | None, typer.Option("--declared", help="CSV/XLSX with the columns code,url as entered in ITAS")
]
OcrOption = Annotated[str | None, typer.Option("--ocr", help="text recognition of scans: auto or never")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="no progress display")]


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="print the version and end")] = False,
) -> None:
    """Audits the OIT disclosures on the website of a Thai local government."""
    if show_version:
        print(PROGRAM)
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(2)


@app.command()
def check(
    url: Annotated[str, typer.Argument(help="home page of the site, like https://www.example.go.th")],
    year: options.YearOption = None,
    as_of: options.AsOfOption = None,
    db: DbOption = Path("oit.db"),
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder for snapshots; default: evidence/ beside --db")
    ] = None,
    declared: DeclaredOption = None,
    format: FormatOption = "html",
    output: OutputOption = "reports/",
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, help="pages and files to fetch at most")] = MAX_PAGES,
    max_minutes: Annotated[
        float, typer.Option("--max-minutes", min=0.1, help="minutes to crawl at most")
    ] = MAX_MINUTES,
    delay: Annotated[float, typer.Option("--delay", min=0, help="seconds between two requests to one host")] = DELAY,
    render: Annotated[str, typer.Option("--render", help="browser rendering: auto, never or always")] = "auto",
    ocr: OcrOption = None,
    contact: Annotated[
        str, typer.Option("--contact", envvar="OIT_CONTACT", help="mail or web address told to the site")
    ] = "",
    resume: Annotated[bool, typer.Option("--resume", help="go on with the unfinished audit of this site")] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="fetch what robots.txt forbids; only with --i-own-this-site")
    ] = False,
    own_site: Annotated[
        bool, typer.Option("--i-own-this-site", help="you answer for this site and allow the audit")
    ] = False,
    fail_on: FailOption = None,
    lang: options.LangOption = "th",
    quiet: QuietOption = False,
) -> None:
    """Audit one site now: crawl, judge, store, report."""
    language = options.language(lang)
    if ignore_robots and not own_site:
        raise options.wrong("--ignore-robots", "only the site's owner may do this; add --i-own-this-site if you are")
    day = options.day_of(as_of)
    ruleset, wanted = rulebook.rules_of(year, day)
    formats, fatal = options.formats_of(format, output), options.statuses_of(fail_on)
    render = options.one_of("--render", render, ("auto", "never", "always"))
    reading = options.one_of("--ocr", ocr or "auto", ("auto", "never"))
    order = Order(year=ruleset.fiscal_year, as_of=day.isoformat(), ocr=reading == "auto",
                  declared=declared_from(declared, ruleset, language))  # fmt: skip
    home = evidence or db.parent / "evidence"
    with (
        options.store_at(db) as store,
        Progress(language, len(ruleset.requirements), max_pages, quiet=quiet) as progress,
    ):
        seed, chosen = _seed(url)
        if chosen:
            progress.say("trying", url=seed)
        if wanted is not None:
            progress.say(
                "year_assumed", wanted=wanted, year=ruleset.fiscal_year, known=", ".join(map(str, rulebook.known()))
            )
        folder = _snapshot_folder(home, seed, resume, progress)
        progress.say("starting", url=seed, year=ruleset.fiscal_year, as_of=day.isoformat())
        job = CrawlJob(
            url=seed, folder=str(folder), snapshot_id=folder.name, max_pages=max_pages, max_minutes=max_minutes,
            delay=delay, render=render, resume=(folder / "manifest.jsonl").exists(),  # type: ignore[arg-type]
            contact=contact or rulebook.settings().contact,
            interests=interests(ruleset), image_interests=image_interests(ruleset),
            declared=list(order.declared.values()), ignore_robots=ignore_robots,
        )  # fmt: skip
        snapshot, verdicts, interrupted = crawl_and_judge(job, order, ruleset, progress, _cache(home))
        keep_and_tell(store, snapshot, verdicts, folder=folder, ruleset=ruleset, order=order,
                      office=rulebook.office(seed), lang=language, formats=formats, output=output,
                      quiet=quiet)  # fmt: skip
    if interrupted:
        _end(INTERRUPTED, say("interrupted", language, folder=folder))
    _leave(snapshot, verdicts, fatal, language)


@app.command()
def reaudit(
    snapshot: Annotated[Path, typer.Argument(help="snapshot folder, as written by check")],
    year: options.YearOption = None,
    as_of: options.AsOfOption = None,
    db: DbOption = Path("oit.db"),
    declared: DeclaredOption = None,
    format: FormatOption = "html",
    output: OutputOption = "reports/",
    ocr: OcrOption = None,
    fail_on: FailOption = None,
    lang: options.LangOption = "th",
    quiet: QuietOption = False,
) -> None:
    """Judge stored evidence again, without touching the network."""
    language = options.language(lang)
    before = Order.load(snapshot)
    day = options.day_of(as_of or (before.as_of if before else None))
    ruleset, _ = rulebook.rules_of(year or (before.year if before and not as_of else None), day)
    formats, fatal = options.formats_of(format, output), options.statuses_of(fail_on)
    reading = ocr or ("never" if before and not before.ocr else "auto")
    known = declared_from(declared, ruleset, language) if declared else dict(before.declared if before else {})
    order = Order(year=ruleset.fiscal_year, as_of=day.isoformat(),
                  ocr=options.one_of("--ocr", reading, ("auto", "never")) == "auto", declared=known)  # fmt: skip
    try:
        reader = SnapshotReader(snapshot, ocr=order.ocr, cache=_cache(snapshot.parent))
        seen, verdicts = judge(reader, ruleset, order.day, order.declared)
    except EvidenceError as error:
        raise options.wrong("SNAPSHOT", str(error)) from error
    with options.store_at(db) as store:
        keep_and_tell(store, seen, verdicts, folder=snapshot, ruleset=ruleset, order=order,
                      office=rulebook.office(seen.agency.url), lang=language, formats=formats, output=output,
                      quiet=quiet)  # fmt: skip
    _leave(seen, verdicts, fatal, language)


@app.command()
def rebuild(
    db: DbOption = Path("oit.db"),
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder of snapshots; default: evidence/ beside --db")
    ] = None,
    lang: options.LangOption = "th",
    quiet: QuietOption = False,
) -> None:
    """Make a new database from all stored evidence and the rules. The file must not exist yet."""
    language = options.language(lang)
    home = evidence or db.parent / "evidence"
    if db.exists():
        raise options.wrong("--db", f"{db} exists; move it away first, or name a new file (nothing was changed)")
    folders = snapshot_folders(home)
    if not folders:
        raise options.wrong("--evidence", f"{home} holds no snapshots")
    count = 0
    with options.store_at(db) as store:
        for folder in folders:
            order = Order.load(folder)
            try:
                reader = SnapshotReader(folder, ocr=order.ocr if order else True, cache=_cache(home))
                day = order.day if order else options.day_of(reader.snapshot().started_at[:10])
                ruleset = rulebook.load(order.year if order else rulebook.rules_of(None, day)[0].fiscal_year)
                seen, verdicts = judge(reader, ruleset, day, order.declared if order else {})
            except (EvidenceError, typer.BadParameter) as error:
                print(say("skipped", language, folder=folder, why=error), file=sys.stderr)
                continue
            store.save_run(seen, verdicts, folder=folder, ruleset=ruleset, as_of=day, code_version=PROGRAM)
            count += 1
    if not quiet:
        print(say("rebuilt", language, path=db, count=count), file=sys.stderr)
        print(say("rebuilt_words", language), file=sys.stderr)


def _seed(url: str) -> tuple[str, bool]:
    try:
        return seed_url(url)
    except SeedError as error:
        raise options.wrong("URL", str(error)) from error


def _cache(evidence: Path) -> Path:
    """Where read documents are remembered, beside the snapshots that they come from."""
    return evidence / "cache"


def _snapshot_folder(home: Path, seed: str, resume: bool, progress: Progress) -> Path:
    if resume:
        folder = unfinished(home, seed)
        if folder is not None:
            if is_being_written(folder):
                raise options.wrong("--resume", f"{folder} is being written by another audit; wait for its end")
            progress.say("resuming", folder=folder)
            return folder
        progress.say("nothing_to_resume")
    folder = home / new_snapshot_id(seed)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise options.wrong(
            "--evidence", f"{home} cannot be written ({error.strerror}); choose another folder"
        ) from error
    return folder


def _leave(seen: Snapshot, verdicts: Sequence[Verdict], fatal: Sequence[Status], lang: Lang) -> NoReturn:
    """End an audit with the exit code that its outcome calls for."""
    if not seen.home_ok:
        _end(HOME_FAILED, say("home_failed", lang, url=seen.agency.url, why=why(seen.home_problem, lang)))
    raise typer.Exit(1 if any(verdict.status in fatal for verdict in verdicts) else 0)


def _end(code: int, message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def main() -> None:
    """Run the command; every expected trouble is one sentence, never a traceback."""
    guard_terminal()
    logging.disable(logging.WARNING)
    gc.set_threshold(20_000)  # a site is a million objects that stay; to look for cycles after every 700 costs a sixth
    try:
        app()
    except (EvidenceError, StoreError, OutputError, ReportError, RulesError) as error:
        print(f"oit: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of standard output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        place = f"{error.filename}: " if error.filename else ""
        print(f"oit: {place}nothing more can be written ({error.strerror}); make room, then run the command again. "
              "What was stored before is kept.", file=sys.stderr)  # fmt: skip
        sys.exit(2)


if __name__ == "__main__":
    main()
