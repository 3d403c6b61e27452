"""The command `init`: writes the first settings file of an office. It never asks and never overwrites."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler import options, rulebook
from crawler.config import FILE_NAME, ConfigError, read_config
from crawler.messages import Lang
from results.settings_file import UNIT_KEYS, Known, Value, settings_text
from results.wording import phrase

_BOOK = "init"


def init(
    file: Annotated[Path, typer.Argument(help="file to write; it must not exist yet")] = Path(FILE_NAME),
    name: Annotated[str, typer.Option("--name", help="full name of the body")] = "",
    website: Annotated[str, typer.Option("--website", help="its main website")] = "",
    contact: Annotated[str, typer.Option("--contact", help="mail or web address told to the sites crawled")] = "",
    unit: Annotated[str, typer.Option("--unit", help="unit that writes the memoranda")] = "",
    address: Annotated[str, typer.Option("--address", help="place, for letters")] = "",
    letter_number: Annotated[str, typer.Option("--letter-number", help="number of letters, like กท 70001/")] = "",
    head: Annotated[str, typer.Option("--head", help="head of the body: POST or POST=NAME")] = "",
    clerk: Annotated[str, typer.Option("--clerk", help="clerk: POST or POST=NAME")] = "",
    writer: Annotated[str, typer.Option("--writer", help="who writes: POST or POST=NAME")] = "",
    email: Annotated[
        list[str] | None, typer.Option("--email", help=f"KEY=ADDRESS, once per unit; keys: {', '.join(UNIT_KEYS)}")
    ] = None,
    year: options.YearOption = None,
    entry_from: Annotated[str | None, typer.Option("--entry-from", help="first day of data entry")] = None,
    entry_to: Annotated[str | None, typer.Option("--entry-to", help="last day of data entry")] = None,
    digits: Annotated[str, typer.Option("--digits", help="digits of memoranda: thai or arabic")] = "",
    lead_days: Annotated[int | None, typer.Option("--lead-days", help="repairs are due so long before")] = None,
    lower: Annotated[float | None, typer.Option("--lower", help="results below are urgent")] = None,
    upper: Annotated[float | None, typer.Option("--upper", help="results from here on are kept")] = None,
    mail_host: Annotated[str, typer.Option("--mail-host", help="mail server")] = "",
    mail_security: Annotated[str, typer.Option("--mail-security", help="starttls, tls or none")] = "",
    mail_user: Annotated[str, typer.Option("--mail-user", help="name to log in with")] = "",
    mail_sender: Annotated[str, typer.Option("--mail-sender", help="sender of the mails")] = "",
    lang: options.LangOption = "th",
) -> None:
    """Write a commented settings file; options fill values in, the rest stays an example to uncomment."""
    language = options.language(lang)
    days = {"entry_from": entry_from, "entry_to": entry_to}
    given: dict[str, Value | None] = {
        "name": name, "website": website, "contact": contact, "unit": unit, "address": address,
        "letter_number": letter_number, "digits": digits, "lead_days": lead_days, "lower": lower, "upper": upper,
        "mail_host": mail_host, "mail_security": mail_security, "mail_user": mail_user, "mail_sender": mail_sender,
    }  # fmt: skip
    given |= {key: _day(text, f"--{key.replace('_', '-')}") for key, text in days.items()}
    known = Known(
        values={key: value for key, value in given.items() if value is not None},
        head=_person(head), clerk=_person(clerk), writer=_person(writer), emails=_emails(email or [], language),
    )  # fmt: skip
    text = settings_text(rulebook.rules_of_year(year), known)
    try:
        read_config(text, str(file))
    except ConfigError as error:
        raise options.wrong("FILE", phrase(_BOOK, "not_written", language, why=str(error))) from error
    _write(file, text, language)
    print(phrase(_BOOK, "written", language, path=str(file)))


def _day(text: str | None, option: str) -> date | None:
    return options.day_of(text, option) if text else None


def _person(text: str) -> tuple[str, str]:
    post, _, name = text.partition("=")
    return post.strip(), name.strip()


def _emails(given: Sequence[str], lang: Lang) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in given:
        key, equals, address = each.partition("=")
        if not equals or key.strip() not in UNIT_KEYS:
            raise options.wrong("--email", phrase(_BOOK, "bad_email", lang, text=each[:80], keys=", ".join(UNIT_KEYS)))
        found[key.strip()] = address.strip()
    return found


def _write(file: Path, text: str, lang: Lang) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except FileExistsError as error:
        raise options.wrong("FILE", phrase(_BOOK, "exists", lang, path=str(file))) from error
    except OSError as error:
        raise options.wrong("FILE", f"{file} cannot be written ({error.strerror}); choose another file") from error
