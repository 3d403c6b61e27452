"""Due days and the deadline as an iCalendar file (.ics): all-day entries that a calendar keeps apart and brings up to
date, because their names stay the same from file to file. There is no clock in it: stamps are the day judged for."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event

from results.bodies import body_of
from results.plain import is_web, plain
from results.wording import Lang, phrase

BOOK = "mail"
_ADDRESS_MARKS = "%/:=&?~#+!$,;'@()*[]-._"
_REMIND = timedelta(days=-3)
_DAY_ONE = date(2000, 1, 1)  # later files have a higher number, so that calendars take them for newer


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One item to be done by a day."""

    concept: str
    code: str
    title: str
    owner: str
    repair: str
    url: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What stands in one file. `last_day` is the end of data entry, None while it is not known."""

    lang: Lang
    agency_name: str
    agency_url: str
    fiscal_year: int
    as_of: date
    last_day: date | None
    dues: tuple[Due, ...]


def calendar_file(dates: Dates) -> bytes:
    """The file; equal for equal dates."""
    calendar = Calendar()
    calendar.add("prodid", "-//oit-audit//OIT//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    told = {"year": str(dates.fiscal_year), "agency": dates.agency_name}
    calendar.add("x-wr-calname", phrase(BOOK, "calendar_name", dates.lang, **told))
    for event in _events(dates):
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _events(dates: Dates) -> Iterable[Event]:
    lang = dates.lang
    for due in dates.dues:
        words = {"code": due.code, "title": due.title, "owner": due.owner, "repair": due.repair}
        event = _event(
            dates, due.concept, due.day, phrase(BOOK, "due_summary", lang, **words),
            phrase(BOOK, "due_description", lang, **words),
        )  # fmt: skip
        if is_web(due.url):
            event.add("url", quote(due.url, safe=_ADDRESS_MARKS))
        yield event
    if dates.last_day is not None:
        words = {"year": str(dates.fiscal_year), "agency": dates.agency_name}
        yield _event(
            dates, "end-of-entry", dates.last_day, phrase(BOOK, "deadline_summary", lang, **words),
            phrase(BOOK, "deadline_description", lang, **words),
        )  # fmt: skip


def _event(dates: Dates, name: str, day: date, summary: str, description: str) -> Event:
    event = Event()
    event.add("uid", _uid(dates, name))
    event.add("dtstamp", datetime.combine(dates.as_of, time(), UTC))
    event.add("sequence", max(0, (dates.as_of - _DAY_ONE).days))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", plain(summary))
    event.add("description", plain(description, 2000))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(summary))
    alarm.add("trigger", _REMIND)
    event.add_component(alarm)
    return event


def _uid(dates: Dates, name: str) -> str:
    """The same for the same thing of the same body and year, however the address of the site is written."""
    body = body_of(dates.agency_url)
    host = body.partition("/")[0].partition(":")[0]
    domain = host if host.isascii() and host.replace(".", "").replace("-", "").isalnum() else "oit.invalid"
    return f"{dates.fiscal_year}-{name}-{hashlib.sha256(body.encode()).hexdigest()[:16]}@{domain}"
