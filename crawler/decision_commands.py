"""The commands of people's decisions: `decide` takes one down, `decisions` tells them and takes one back."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler import options
from crawler.measure_desk import Desk, address, desk_at, required
from crawler.measure_values import day_in
from crawler.messages import Lang
from results import measure_list, queries
from results.decisions import Decision, Ruling, last_day
from results.measure_key import NOTE_LIMIT
from results.measure_log import add_decision, moment, withdraw
from results.periods import day_text
from results.plain import plain
from results.report_measures import BOOK, decision_view
from results.wording import phrase

decisions_app = typer.Typer(no_args_is_help=True, help="Tells what people decided about items, and takes it back.")

DbOption = Annotated[Path, typer.Option("--db", help="SQLite store")]
UrlOption = Annotated[str | None, typer.Option("--url", help="site of the body; default: the only one in the store")]
YearOption = Annotated[int | None, typer.Option("--year", help="fiscal year (B.E.); default: the latest audited one")]
CodeArgument = Annotated[str, typer.Argument(help="item code or concept", metavar="CODE")]
WhyOption = Annotated[str, typer.Option("--why", help="the reason, for everybody who reads the report")]
WhoOption = Annotated[str, typer.Option("--who", help="who decided")]


def decide(
    code: CodeArgument,
    ruling: Annotated[str, typer.Argument(help=", ".join(Ruling), metavar="RULING")],
    why: WhyOption,
    who: WhoOption,
    at: Annotated[str | None, typer.Option("--address", help="address that it is about; default: the item")] = None,
    until: Annotated[str | None, typer.Option("--until", help="last day; default: end of the fiscal year")] = None,
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    lang: options.LangOption = "th",
) -> None:
    """Take down what people decided about an item. It is shown beside the verdict and ends with the fiscal year."""
    language = options.language(lang)
    with options.known_store(db) as store:
        desk = desk_at(store, url, year, language)
        item = desk.item(code)
        decision = Decision(
            id=0, agency_url=desk.run.agency_url, fiscal_year=desk.run.fiscal_year, concept=item.concept,
            code=item.code, at=moment(), day=options.today(), who=required("--who", who, language),
            ruling=_ruling(ruling, language), why=required("--why", why, language, limit=NOTE_LIMIT),
            url=address("--address", at, language) if at is not None else "", until=_until(until, desk),
        )  # fmt: skip
        with store.writing():
            add_decision(store, decision)
    told = decision_view(decision, None, language).sentence
    print(phrase(BOOK, "decided", language, code=item.code, sentence=told))


@decisions_app.command("list")
def list_(
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    format: Annotated[str, typer.Option("--format", help="table or json")] = "table",
    lang: options.LangOption = "th",
) -> None:
    """List every decision about a body and year, those that ended or were withdrawn too."""
    language = options.language(lang)
    form = options.one_of("--format", format, ("table", "json"))
    with options.known_store(db) as store:
        desk = desk_at(store, url, year, language)
        known = queries.decisions(store, desk.run.agency_url, desk.run.fiscal_year)
    if form == "json":
        views = [decision_view(decision, None, language) for decision in known]
        options.write_text("-", measure_list.decisions_as_json(views))
        return
    for decision in known:
        print(f"{decision.code}: {_told(decision, language)}")
    if not known:
        print(phrase(BOOK, "decisions_none", language))


@decisions_app.command("withdraw")
def withdraw_(
    code: CodeArgument,
    why: WhyOption,
    who: WhoOption,
    db: DbOption = Path("oit.db"),
    url: UrlOption = None,
    year: YearOption = None,
    lang: options.LangOption = "th",
) -> None:
    """Take the decision about an item back; the one before it, if any, counts again."""
    language = options.language(lang)
    name, reason = required("--who", who, language), required("--why", why, language, limit=NOTE_LIMIT)
    with options.known_store(db) as store:
        desk = desk_at(store, url, year, language)
        item = desk.item(code)
        known = queries.decisions(store, desk.run.agency_url, desk.run.fiscal_year)
        standing = [decision for decision in known if decision.concept == item.concept and not decision.withdrawn]
        if not standing:
            raise options.wrong("CODE", phrase(BOOK, "no_decision", language, code=item.code))
        with store.writing():
            withdraw(store, standing[-1].id, at=moment(), day=options.today(), who=name, why=reason)
    told = decision_view(standing[-1], None, language).sentence
    print(phrase(BOOK, "withdrawn", language, code=item.code, sentence=told))


def _told(decision: Decision, lang: Lang) -> str:
    parts = [decision_view(decision, None, lang).sentence]
    back = decision.withdrawn
    if back:
        day = day_text(back.day, lang)
        parts.append(phrase(BOOK, "withdrawn_by", lang, who=plain(back.who), day=day, why=plain(back.why)))
    elif not decision.holds(options.today()):
        parts.append(phrase(BOOK, "ended", lang))
    return " ".join(parts)


def _ruling(text: str, lang: Lang) -> Ruling:
    try:
        return Ruling(text.strip().lower())
    except ValueError as error:
        raise options.wrong("RULING", phrase(BOOK, "bad_ruling", lang, text=plain(text, 40))) from error


def _until(text: str | None, desk: Desk) -> date:
    """The last day of a decision: never after the fiscal year, never before the day that the newest audit judged."""
    last, lang = last_day(desk.run.fiscal_year), desk.lang
    if text is None:
        return last
    day = day_in(text)
    if day is None:
        raise options.wrong("--until", phrase(BOOK, "bad_day", lang, text=plain(text, 60)))
    if not desk.run.as_of <= day <= last:
        words = {"last": day_text(last, lang), "first": day_text(desk.run.as_of, lang)}
        raise options.wrong("--until", phrase(BOOK, "bad_until", lang, **words))
    return day
