"""The command `watch`: a cheap look at the sites that evidence rests on, between two audits."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler import options, rulebook
from crawler.messages import Lang
from crawler.moments import MomentOption, clock_of
from crawler.seed import SeedError, seed_url
from crawler.watch_rounds import WatchDesk, watch_round
from crawler.watch_telling import told_round
from results.bodies import body_of
from results.schedule_log import ScheduledBody, scheduled_bodies
from results.store import Store
from results.watch_text import BOOK
from results.wording import phrase

BLIND, INTERRUPTED = 3, 130


def watch(
    url: Annotated[list[str] | None, typer.Option("--url", help="site to watch; default: all on a schedule")] = None,
    db: Annotated[Path, typer.Option("--db", help="SQLite store, created if absent")] = Path("oit.db"),
    evidence: options.EvidenceOption = None,
    once: Annotated[bool, typer.Option("--once", help="look once and end")] = False,
    as_of: MomentOption = None,
    again_after: Annotated[
        int | None, typer.Option("--again-after", min=0, help="seconds until the second look; default: oit.toml, 60")
    ] = None,
    delay: Annotated[float, typer.Option("--delay", min=0, help="seconds between two requests to one server")] = 1.0,
    contact: Annotated[
        str, typer.Option("--contact", envvar="OIT_CONTACT", help="mail or web address told to the sites")
    ] = "",
    lang: options.LangOption = "th",
) -> None:
    """Look at home pages, certificates and the addresses of evidence; tell what changed. Goes on until stopped."""
    language, clock, settings = options.language(lang), clock_of(as_of), rulebook.settings()
    update = {} if again_after is None else {"again_after": again_after}
    watching = settings.watch.model_copy(update=update)
    seeds = [_seed(text) for text in url or ()]

    def desk(store: Store, moment: datetime) -> WatchDesk:
        return WatchDesk(
            store=store, evidence=evidence, settings=watching, contact=contact or settings.contact, delay=delay,
            moment=moment,
        )  # fmt: skip

    with options.store_at(db) as store:
        try:
            seen = _look(store, seeds, desk, clock, language)
            while not once and as_of is None:
                time.sleep(watching.every * 60)
                seen = _look(store, seeds, desk, clock, language)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(0 if seen else BLIND)


def _look(
    store: Store, seeds: Sequence[str], desk: Callable[[Store, datetime], WatchDesk], clock: Callable[[], datetime],
    lang: Lang,
) -> bool:  # fmt: skip
    """One round, told; False when nothing could be seen."""
    bodies = _bodies(store, seeds, lang)
    own = desk(store, clock())
    looked = watch_round(own, bodies)
    return told_round(own, looked, lang)


def _bodies(store: Store, seeds: Sequence[str], lang: Lang) -> list[ScheduledBody]:
    """The bodies that are meant: those named, known or not, else all on a schedule."""
    known = {body.body: body for body in scheduled_bodies(store)}
    if seeds:
        return [
            known.get(body_of(seed)) or ScheduledBody(body=body_of(seed), url=seed, name="", groups=())
            for seed in dict.fromkeys(seeds)
        ]
    found = [body for body in known.values() if body.policy is not None]
    if not found:
        raise options.wrong("--url", phrase(BOOK, "nobody", lang))
    return found


def _seed(text: str) -> str:
    try:
        return seed_url(text)[0]
    except SeedError as error:
        raise options.wrong("--url", str(error)) from error
