"""The measures of one body and year laid out to be worked on: which body is meant, which item, who is writing."""

import getpass
from dataclasses import dataclass

from audits.requirement import Requirement, Ruleset
from crawler import rulebook
from crawler.item_codes import item_of, items_of
from crawler.messages import Lang
from crawler.options import wrong
from crawler.stored_runs import body_runs
from results import queries
from results.measures import Measure
from results.office import Office
from results.plain import is_web, plain, plain_url
from results.report_measures import BOOK
from results.store import Run, Store
from results.wording import phrase

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One body and year: its newest run, the rules, the office's particulars and its measures by concept."""

    store: Store
    run: Run
    ruleset: Ruleset
    office: Office
    measures: dict[str, Measure]
    lang: Lang

    def item(self, text: str) -> Requirement:
        """The item that a code or the name of a concept means."""
        named = next((item for item in self.ruleset.requirements if item.concept == text.strip()), None)
        return named or item_of(text, self.ruleset, self.lang)

    def items(self, text: str) -> tuple[Requirement, ...]:
        """The items of a list like O1,O2 or of concepts."""
        words = [word.strip() for word in text.split(",") if word.strip()]
        concepts = {item.concept for item in self.ruleset.requirements}
        if words and all(word in concepts for word in words):
            return tuple(self.item(word) for word in dict.fromkeys(words))
        return items_of(text, self.ruleset, self.lang, "CODE")

    def measure_of(self, item: Requirement) -> Measure:
        """The measure of an item; without one it is a usage error."""
        if item.concept not in self.measures:
            year = str(self.ruleset.fiscal_year)
            raise wrong("CODE", phrase(BOOK, "no_measure", self.lang, code=item.code, year=year))
        return self.measures[item.concept]

    def unit(self, text: str) -> str:
        """The name of a unit: one of the office's own by key or name, or whatever else the office calls it."""
        own = self.office.unit_named(text)
        if own is None and self.office.units and text.strip().isascii():
            known = ", ".join(f"{unit.key} ({unit.name})" for unit in self.office.units)
            raise wrong("UNIT", phrase(BOOK, "bad_unit", self.lang, text=plain(text, 60), known=known))
        return own.name if own else required("UNIT", text, self.lang)


def desk_at(store: Store, url: str | None, year: int | None, lang: Lang) -> Desk:
    """The desk of a body; without `url` the database must know one body only, without `year` its latest year."""
    run = body_runs(store, url, year, lang)[-1]
    measures = queries.measures(store, run.agency_url, run.fiscal_year)
    return Desk(
        store=store, run=run, ruleset=rulebook.load(run.fiscal_year), office=rulebook.office(run.agency_url),
        measures={measure.concept: measure for measure in measures}, lang=lang,
    )  # fmt: skip


def required(option: str, text: str, lang: Lang, limit: int = NAME_LIMIT) -> str:
    """Words that must say something, on one line."""
    told = plain(text, limit)
    if not told:
        raise wrong(option, phrase(BOOK, "empty_text", lang))
    return told


def person(who: str | None, office: Office, lang: Lang) -> str:
    """Who is writing: as given, else the office's writer, else who is at the machine."""
    if who is not None:
        return required("--who", who, lang)
    return plain(office.writer.name) or plain(getpass.getuser()) or "oit"


def address(option: str, text: str, lang: Lang) -> str:
    """A web address; anything else is a usage error."""
    url = plain_url(text)
    if not is_web(url):
        raise wrong(option, phrase(BOOK, "bad_url", lang, text=plain(text, 80)))
    return url
