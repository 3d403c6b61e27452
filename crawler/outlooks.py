"""The outlook of a stored run: its evidence judged for later days, or the rules alone where the evidence is gone."""

from datetime import date
from pathlib import Path

from crawler.messages import Lang
from crawler.stored_runs import Evidence, declared_of
from results.expiries import expiries, expiries_by_rules
from results.outlook import BOOK, Outlook
from results.periods import day_text
from results.stored_run import StoredRun
from results.wording import phrase


def outlook_of(new: StoredRun, folder: Path | None, until: date | None, lang: Lang) -> Outlook:
    """What will need work until a day, or until the last day of data entry. Raises EvidenceError."""
    entry = new.ruleset.calendar.entry
    last = until or (entry.end if entry else None)
    if last is None:
        note = phrase(BOOK, "no_deadline", lang, year=str(new.run.fiscal_year))
        return Outlook(until=None, expiries=(), note=note)
    day = day_text(last, lang)
    if last < new.run.as_of:
        return Outlook(until=last, expiries=(), note=phrase(BOOK, "deadline_over", lang, day=day))
    if folder is None:
        found = expiries_by_rules(new.verdicts, new.ruleset, new.run.as_of, last)
        return Outlook(until=last, expiries=found, note=phrase(BOOK, "outlook_rules", lang))
    judge = Evidence(folder).by_day(new.ruleset, new.run.as_of, declared_of(new.verdicts))
    found = expiries(new.verdicts, judge, new.run.as_of, last)
    return Outlook(until=last, expiries=found, note=phrase(
        BOOK, "outlook_exact" if found else "expiries_none", lang, day=day))  # fmt: skip
