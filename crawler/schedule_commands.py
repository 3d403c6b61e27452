"""The commands `schedule`: when bodies are audited by themselves, told in words, and what starts it every hour."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from crawler import options
from crawler.config import VARIABLE
from crawler.messages import Lang
from crawler.seed import SeedError, seed_url
from crawler.timers import VARIABLES, TimerError, crontab_line, systemd_units
from crawler.year_calendars import calendar_of
from results.bodies import body_of
from results.schedule import PACES, Pace, Policy
from results.schedule_log import ScheduledBody, choose, join_group, scheduled_bodies
from results.schedule_text import BOOK, explained, listed, paces
from results.store import Store
from results.wording import phrase

schedule_app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="When bodies are audited by themselves.",
)  # fmt: skip

UrlsOption = Annotated[list[str] | None, typer.Option("--url", help="site of a body; may be given several times")]
DayOption = Annotated[str | None, typer.Option("--as-of", help="day to count from; default: today")]
PaceOption = Annotated[str | None, typer.Option(help="daily, weekly, monthly or off")]
_SYSTEMD_FOLDER = Path("systemd/user")


@schedule_app.callback(invoke_without_command=True)
def root(context: typer.Context, db: options.KnownDbOption = Path("oit.db"), lang: options.LangOption = "th") -> None:
    """Without a command: the list of bodies with their schedules."""
    given = [f"--{name}" for name in ("db", "lang") if _is_given(context, name)]
    if context.invoked_subcommand is None:
        list_bodies(db=db, as_of=None, lang=lang)
    elif given:
        raise options.wrong(
            given[0], f"write it after the command: oit schedule {context.invoked_subcommand} {given[0]} …"
        )


@schedule_app.command("set")
def set_schedule(
    db: Annotated[Path, typer.Option("--db", help="SQLite store, created if absent")] = Path("oit.db"),
    url: UrlsOption = None,
    group: Annotated[str | None, typer.Option("--group", help="a group; with --url the bodies are put into it")] = None,
    usual: PaceOption = None,
    near: PaceOption = None,
    near_days: Annotated[int | None, typer.Option(min=2, max=365, help="days before the deadline; default: 60")] = None,
    last: PaceOption = None,
    last_days: Annotated[int | None, typer.Option(min=0, max=90, help="days before the deadline; default: 7")] = None,
    assessment: PaceOption = None,
    off: Annotated[bool, typer.Option("--off", help="no longer audited on a schedule")] = False,
    lang: options.LangOption = "th",
) -> None:
    """Set when to audit: all bodies of the database, a group, or single bodies. What is not given keeps its default."""
    language = options.language(lang)
    policy = None if off else _policy(usual, near, near_days, last, last_days, assessment, language)
    seeds = [_seed(text) for text in url or ()]
    at = datetime.now(UTC)
    with options.store_at(db) as store:
        if seeds and group is not None:
            for seed in seeds:
                join_group(store, seed, group.strip(), at=at)
                print(phrase(BOOK, "joined", language, url=seed, group=group.strip()))
        elif seeds:
            for seed in seeds:
                choose(store, "body", body_of(seed), seed, policy, at=at)
                _tell("set_body", policy, language, name=seed)
        else:
            _set_many(store, group, policy, language, at)


@schedule_app.command("list")
def list_bodies(db: options.KnownDbOption = Path("oit.db"), as_of: DayOption = None,
                lang: options.LangOption = "th") -> None:  # fmt: skip
    """One line for every body of the database."""
    language, day = options.language(lang), options.day_of(as_of)
    with options.known_store(db) as store:
        bodies = scheduled_bodies(store)
    for body in bodies:
        print(listed(body, calendar_of, day, language))
    if all(body.policy is None for body in bodies):
        print(phrase(BOOK, "nobody", language))


@schedule_app.command("explain")
def explain(
    db: options.KnownDbOption = Path("oit.db"), url: UrlsOption = None, as_of: DayOption = None,
    lang: options.LangOption = "th",
) -> None:  # fmt: skip
    """The year's phases, the coming days, and where they come from, in words."""
    language, day = options.language(lang), options.day_of(as_of)
    with options.known_store(db) as store:
        bodies = scheduled_bodies(store)
    for text in url or ():
        if body_of(text) not in {body.body for body in bodies}:
            raise options.wrong("--url", phrase(BOOK, "unknown_body", language, url=text[:200]))
    wanted = {body_of(text) for text in url or ()}
    chosen = [body for body in bodies if (body.body in wanted if wanted else body.policy)]
    if not chosen:
        print(phrase(BOOK, "nobody", language))
    texts = [
        explained(body, body.policy, calendar_of, day, language) if body.policy
        else listed(body, calendar_of, day, language)
        for body in chosen
    ]  # fmt: skip
    print("\n\n".join(texts))


@schedule_app.command("install")
def install(
    db: Annotated[Path, typer.Option("--db", help="SQLite store of the audits")] = Path("oit.db"),
    timer: Annotated[str, typer.Option("--timer", help="systemd or cron")] = "systemd",
    folder: Annotated[
        Path | None, typer.Option("--folder", help="where units are written; default: ~/.config/systemd/user")
    ] = None,
    show: Annotated[bool, typer.Option("--print", help="show only, write nothing")] = False,
    max: Annotated[int, typer.Option("--max", min=1, help="bodies to audit at one start at most")] = 20,
    lang: options.LangOption = "th",
) -> None:
    """Write and explain what starts `oit run-due` every hour; nothing is turned on by it."""
    language = options.language(lang)
    kind = options.one_of("--timer", timer, ("systemd", "cron"))
    here, store = Path.cwd(), db.absolute()
    command = [
        sys.executable,
        "-m",
        "crawler.cli",
        "run-due",
        "--db",
        str(store),
        "--max",
        str(max),
        "--lang",
        language,
    ]
    named = os.environ.get(VARIABLE)
    variables = {VARIABLE: str(Path(named).absolute())} if named else {}
    try:
        if kind == "cron":
            print(crontab_line(command, here, variables, store.with_suffix(".run-due.log")), end="")
            print(phrase(BOOK, "install_cron", language))
            return
        units = systemd_units(command, here, variables)
    except TimerError as error:
        raise options.wrong("--db", phrase(BOOK, "install_bad_path", language, path=repr(str(error)))) from error
    _units(units, folder or _user_units(), show, language)


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _units(units: dict[str, str], folder: Path, show: bool, lang: Lang) -> None:
    if show:
        print(phrase(BOOK, "install_systemd_heading", lang, folder=str(folder)))
        for name, text in units.items():
            print(f"\n# {folder / name}\n{text}", end="")
        print("\n" + phrase(BOOK, "install_not_written", lang))
    else:
        for name, text in units.items():
            _write_unit(folder / name, text, lang)
    print(phrase(BOOK, "install_systemd", lang, variables=VARIABLES), end="")


def _write_unit(path: Path, text: str, lang: Lang) -> None:
    try:
        if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
            raise options.wrong("--folder", phrase(BOOK, "install_exists", lang, path=str(path)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise options.wrong(
            "--folder", f"{path} cannot be written ({error.strerror}); choose another folder"
        ) from error
    print(phrase(BOOK, "install_written", lang, path=str(path)))


def _user_units() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _SYSTEMD_FOLDER


def _policy(
    usual: str | None, near: str | None, near_days: int | None, last: str | None, last_days: int | None,
    assessment: str | None, lang: Lang,
) -> Policy:  # fmt: skip
    words = {"usual": usual, "near": near, "last": last, "assessment": assessment}
    given: dict[str, Any] = {name: _pace(f"--{name}", text) for name, text in words.items() if text is not None}
    days = {"near_days": near_days, "last_days": last_days}
    given |= {name: number for name, number in days.items() if number is not None}
    policy = replace(Policy(), **given)
    if policy.near_days <= policy.last_days:
        raise options.wrong("--near-days", phrase(BOOK, "near_order", lang))
    return policy


def _pace(option: str, text: str) -> Pace:
    return cast(Pace, options.one_of(option, text, PACES))


def _set_many(store: Store, group: str | None, policy: Policy | None, lang: Lang, at: datetime) -> None:
    """A choice about a group or about all bodies."""
    bodies = scheduled_bodies(store)
    if group is None:
        choose(store, "all", "", "", policy, at=at)
        _tell("set_all", policy, lang, count=str(len(bodies)))
        return
    name = group.strip()
    members = [body for body in bodies if name in body.groups]
    if not members:
        known = ", ".join(sorted({each for body in bodies for each in body.groups})[:20]) or phrase(BOOK, "none", lang)
        raise options.wrong("--group", phrase(BOOK, "unknown_group", lang, group=name[:80], known=known))
    choose(store, "group", name, "", policy, at=at)
    _tell("set_group", policy, lang, name=name, count=str(_covered(store, name)))


def _covered(store: Store, group: str) -> int:
    """How many bodies the choice about a group counts for: a choice of a body's own goes before it."""
    bodies: tuple[ScheduledBody, ...] = scheduled_bodies(store)
    return sum(body.by == ("group", group) for body in bodies)


def _tell(key: str, policy: Policy | None, lang: Lang, **values: str) -> None:
    told = paces(policy, lang) if policy else phrase(BOOK, "off_set", lang)
    print(phrase(BOOK, key, lang, paces=told, **values))


def _seed(text: str) -> str:
    try:
        return seed_url(text)[0]
    except SeedError as error:
        raise options.wrong("--url", str(error)) from error
