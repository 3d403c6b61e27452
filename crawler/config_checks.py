"""What is wrong with settings, in one sentence: what the schema refuses, and what only makes sense as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from crawler.config_model import Config, OfficeCalendar

Place = tuple[str | int, ...]
# Assessments are over, with their results announced, by the end of the calendar year in which the fiscal year ends.
_LAST_MONTH_AND_DAY = (12, 31)
_YEARS = range(2500, 2700)  # that a calendar may be of


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Where it stands (the key's path) and what is wrong with it."""

    place: Place
    sentence: str


def schema_trouble(error: ErrorDetails) -> Trouble:
    """What the schema refuses, with the names that it knows for an unknown key."""
    place: Place = tuple(step for step in error["loc"] if step != "[key]")
    if error["type"] == "extra_forbidden":
        return Trouble(place=place, sentence=_unknown_key(place))
    sentence = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        sentence = "this key is needed"
    elif error["type"].startswith("date"):
        sentence = "write the day like 2026-04-30, with the year of the Christian era and without quotation marks"
    elif error["type"] in ("model_type", "dict_type") and (keys := _keys_at(place)):
        sentence = f"a table is needed here, like {{{keys[0]} = ...}}; known here: {', '.join(keys)}"
    return Trouble(place=place, sentence=sentence[0].lower() + sentence[1:])


def troubles(config: Config, concepts: frozenset[str]) -> Iterator[Trouble]:
    """What the schema cannot see: units that share a thing or name none, dates that cannot be."""
    if concepts:
        yield from _units(config, concepts)
    else:
        told = (
            f"the folder {config.rules!r} holds no rules; make it with `oit rules copy {config.rules}`, or correct this"
        )
        yield Trouble(place=("rules",), sentence=told)
    yield from _scale(config)
    if config.mail and config.mail.user and config.mail.security == "none":
        told = "user and password would travel unprotected; choose `starttls` or `tls`, or leave `user` out"
        yield Trouble(place=("mail", "security"), sentence=told)
    for year, calendar in config.calendar.items():
        yield from _dates(year, calendar)


def _unknown_key(place: Place) -> str:
    if place[-1] in ("password", "pass") and place[0] == "mail":
        return "a password does not stand in this file; put it into the environment variable OIT_MAIL_PASSWORD"
    known = _keys_at(place[:-1])
    return f"unknown key{_meant(str(place[-1]), known)}; known here: {', '.join(known)}"


def _keys_at(place: Place) -> list[str]:
    """The keys that may stand in a table."""
    shape: Any = Config
    for step in place:
        if get_origin(shape) is dict:  # a table whose names are the office's own
            shape = get_args(shape)[1]
        else:
            shape = next((field.annotation for key, field in _fields(shape) if key == str(step)), None)
        if get_origin(shape) is not dict and not _is_table(shape):
            shape = next((each for each in get_args(shape) if _is_table(each)), None)
    return [key for key, _ in _fields(shape)]


def _fields(shape: Any) -> list[tuple[str, FieldInfo]]:
    if not _is_table(shape):
        return []
    return [(field.alias or name, field) for name, field in shape.model_fields.items()]


def _is_table(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def _meant(word: str, known: list[str] | frozenset[str]) -> str:
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _units(config: Config, concepts: frozenset[str]) -> Iterator[Trouble]:
    owners: dict[str, str] = {}
    names: dict[str, str] = {}
    for unit, settings in config.units.items():
        name = settings.name.strip()
        if name in names:
            yield Trouble(place=("units", unit, "name"), sentence=f"unit {names[name]!r} has the same name")
        names.setdefault(name, unit)
        for index, concept in enumerate(settings.concepts):
            place = ("units", unit, "concepts", index)
            if concept not in concepts:
                told = f"unknown concept {concept!r}{_meant(concept, concepts)}; `oit items --format csv` lists them"
                yield Trouble(place=place, sentence=told)
            elif concept in owners:
                yield Trouble(place=place, sentence=f"concept {concept!r} belongs to unit {owners[concept]!r} already")
            owners.setdefault(concept, unit)


def _scale(config: Config) -> Iterator[Trouble]:
    lower, upper = config.office.lower, config.office.upper
    if lower > upper:
        place = ("office", "lower" if "lower" in config.office.model_fields_set else "upper")
        yield Trouble(place=place, sentence=f"lower ({lower:g}) must not be above upper ({upper:g})")


def _dates(year: int, calendar: OfficeCalendar) -> Iterator[Trouble]:
    """Days outside the assessment of the year, and windows that begin before the one that comes before them."""
    if year not in _YEARS:
        told = f"{year} is no fiscal year of the Buddhist era; write it like [calendar.2569]"
        yield Trouble(place=("calendar", year), sentence=told)
        return
    first, last = date(year - 544, 10, 1), date(year - 543, *_LAST_MONTH_AND_DAY)
    before: tuple[str, date] | None = None
    for name in OfficeCalendar.model_fields:
        window = getattr(calendar, name)
        if window is None:
            continue
        for key, day in (("from", window.start), ("to", window.end)):
            if day is not None and not first <= day <= last:
                told = (
                    f"{day} is not within the assessment of {year} ({first} to {last}); years are of the Christian era"
                )
                yield Trouble(place=("calendar", year, name, key), sentence=told)
        if window.start and window.end and window.start > window.end:
            told = f"the window ends ({window.end}) before it begins ({window.start})"
            yield Trouble(place=("calendar", year, name, "to"), sentence=told)
        begins = window.start or window.end
        if before and begins and begins < before[1]:
            told = f"begins ({begins}) before {before[0]} does ({before[1]})"
            yield Trouble(place=("calendar", year, name), sentence=told)
        before = (name, begins) if begins else before
