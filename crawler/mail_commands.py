"""The commands `send` and `calendar`: every unit gets its own part of the list, and the due days as a calendar file."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated

import typer

from audits.requirement import Ruleset
from crawler import options, rulebook
from crawler.config_model import MailSettings
from crawler.mail_addresses import mailbox
from crawler.mail_server import LetterRefusedError, MailServer, MailServerError
from crawler.messages import Lang
from crawler.stored_runs import body_runs, stored_run
from results import queries
from results.calendar_file import calendar_file
from results.gap_list import GapList, gap_list_of
from results.mail_letter import letter_to
from results.mail_message import message_for
from results.mail_parts import Parts, UnitPart, dates_of, dues_of, is_news, parts_of
from results.office import Office
from results.owners import unit_of, with_owners
from results.report_builder import deadline_of
from results.scoring import Score, score
from results.sends import Send, keep_send
from results.store import Run, Store
from results.wording import phrase

_BOOK = "mail"
NOT_DELIVERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What a command works with: the last run of a body with its list, and the office."""

    store: Store
    run: Run
    ruleset: Ruleset
    gaps: GapList
    points: Score
    office: Office
    day: date
    lang: Lang


def send(
    db: options.KnownDbOption = Path("oit.db"),
    url: options.BodyOption = None,
    year: options.BodyYearOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="day that days left are counted from; default: today")
    ] = None,
    always: Annotated[bool, typer.Option("--always", help="also when nothing changed since the last letter")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="tell what would be sent, and send nothing")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", help="with --dry-run: folder for the letters (.eml)")
    ] = None,
    lang: options.LangOption = "th",
) -> None:
    """Mail every unit its own part of the gap list of the last run, when something changed since its last letter."""
    language = options.language(lang)
    day = options.day_of(as_of)
    settings = rulebook.settings().mail
    if settings is None and (output is not None or not dry_run):
        raise options.wrong("oit.toml", phrase(_BOOK, "no_mail", language))
    with options.known_store(db) as store:
        desk = _desk(store, url, year, day, language)
        parts = parts_of(desk.gaps, desk.office, desk.ruleset, desk.points, day)
        if not parts.units:
            raise options.wrong("oit.toml", phrase(_BOOK, "no_units", language, url=desk.run.agency_url))
        chosen = _chosen(desk, parts, always)
        if dry_run:
            _preview(desk, chosen, settings, output)
        elif settings:
            _deliver(desk, chosen, settings)


def calendar(
    db: options.KnownDbOption = Path("oit.db"),
    url: options.BodyOption = None,
    year: options.BodyYearOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="day that due days are worked out for; default: today")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="key or name of a unit: its items only")] = None,
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "oit.ics",
    lang: options.LangOption = "th",
) -> None:
    """Write the due days of what is open, and the deadline, as a calendar file (.ics)."""
    language = options.language(lang)
    with options.known_store(db) as store:
        desk = _desk(store, url, year, options.day_of(as_of), language)
    cards = with_owners(desk.gaps.cards, desk.office)
    if unit is not None:
        owner = desk.office.unit_named(unit)
        if owner is None:
            known = ", ".join(each.key for each in desk.office.units)
            raise options.wrong("--unit", phrase(_BOOK, "no_such_unit", language, unit=unit[:80], units=known))
        cards = tuple(card for card in cards if unit_of(card, desk.office) is owner)
    dues = dues_of(cards, desk.office, desk.ruleset, desk.day)
    options.write_text(output, calendar_file(dates_of(desk.gaps, dues, desk.ruleset)).decode())


def _desk(store: Store, url: str | None, year: int | None, day: date, lang: Lang) -> _Desk:
    run = body_runs(store, url, year, lang)[-1]
    stored = stored_run(store, run, "--db", lang)
    office, body = rulebook.office(run.agency_url), (run.agency_url, run.fiscal_year)
    gaps = gap_list_of(
        run, stored.verdicts, stored.ruleset, office=office, measures=queries.measures(store, *body),
        decisions=queries.decisions(store, *body), lang=lang,
    )  # fmt: skip
    return _Desk(
        store=store, run=run, ruleset=stored.ruleset, gaps=gaps, points=score(stored.verdicts, stored.ruleset),
        office=office, day=day, lang=lang,
    )  # fmt: skip


def _chosen(desk: _Desk, parts: Parts, always: bool) -> list[UnitPart]:
    """The parts to send. The others, and what nobody can be written to about, are told."""
    sends = queries.sends(desk.store, desk.run.agency_url, desk.run.fiscal_year)
    chosen: list[UnitPart] = []
    for part in parts.units:
        if is_news(part, sends) or (always and part.gaps.cards):
            chosen.append(part)
        else:
            _tell(desk, "unchanged" if part.gaps.cards else "nothing_due", part)
    for owner, codes in parts.without_mail:
        print(phrase(_BOOK, "without_mail", desk.lang, owner=owner, codes=", ".join(codes)))
    return chosen


def _preview(desk: _Desk, chosen: Sequence[UnitPart], settings: MailSettings | None, folder: Path | None) -> None:
    for place, part in enumerate(chosen, 1):
        _tell(desk, "would_send", part, codes=", ".join(card.code for card in part.gaps.cards))
        if folder is None or settings is None:
            continue
        path = folder / f"OIT-{desk.run.fiscal_year}-{place}.eml"  # a unit's key may be no file name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes(_message(desk, part, settings.sender)))
        except OSError as error:
            raise options.wrong("--output", f"{path} cannot be written ({error.strerror})") from error
        print(phrase(_BOOK, "kept", desk.lang, path=str(path)))


def _deliver(desk: _Desk, chosen: Sequence[UnitPart], settings: MailSettings) -> None:
    """Send part by part and remember each letter at once: what failed is sent by the same command again."""
    password = os.environ.get(settings.password_variable, "")
    if settings.user and not password:
        words = {"user": settings.user, "variable": settings.password_variable}
        raise options.wrong("oit.toml", phrase(_BOOK, "no_password", desk.lang, **words))
    failed = False
    with MailServer(settings, password, desk.lang) as server:
        for place, part in enumerate(chosen):
            try:
                _send_one(desk, part, server, settings.sender)
            except LetterRefusedError as error:
                failed = True
                _tell(desk, "failed", part, to_error=True, why=str(error))
            except MailServerError as error:
                _give_up(desk, chosen[place:], str(error))
    if failed:
        raise typer.Exit(NOT_DELIVERED)


def _send_one(desk: _Desk, part: UnitPart, server: MailServer, sender: str) -> None:
    message = _message(desk, part, sender)
    server.send(message)
    done = Send(unit=part.unit.key, email=part.unit.email, day=desk.day, run=desk.run.id,
                fingerprint=part.fingerprint, message_id=str(message["Message-ID"]))  # fmt: skip
    at = datetime.now(UTC).isoformat(timespec="seconds")
    keep_send(desk.store, desk.run.agency_url, desk.run.fiscal_year, done, at=at)
    _tell(desk, "sent", part)


def _give_up(desk: _Desk, left: Sequence[UnitPart], why: str) -> None:
    units = ", ".join(part.unit.name for part in left)
    print(why, file=sys.stderr)
    print(phrase(_BOOK, "not_tried", desk.lang, units=units), file=sys.stderr)
    raise typer.Exit(NOT_DELIVERED)


def _message(desk: _Desk, part: UnitPart, sender: str) -> EmailMessage:
    letter = letter_to(part, deadline_of(desk.ruleset, desk.day, desk.lang), desk.office.unit, desk.day)
    return message_for(letter, part, desk.ruleset, mailbox(sender), datetime.now(UTC))


def _tell(desk: _Desk, key: str, part: UnitPart, *, to_error: bool = False, **values: str) -> None:
    words = {"unit": part.unit.name, "email": part.unit.email, "count": str(len(part.gaps.cards)), **values}
    print(phrase(_BOOK, key, desk.lang, **words), file=sys.stderr if to_error else sys.stdout)
