"""The office's own settings: `oit.toml` in the current folder, or the file that OIT_CONFIG names.

    contact = "webmaster@example.go.th"        # told to the sites that are crawled

    rules = "rules"                            # folder of your own rules (see `oit rules copy`)

    [calendar.2569.entry]                      # dates that the office knows better than the rules
    from = 2026-03-01
    to = 2026-04-30

    [office]                                   # what stands in memoranda and lists
    name = "องค์การบริหารส่วนตำบล…"
    head = {post = "นายกองค์การบริหารส่วนตำบล…", name = "…"}

    [units.finance]                            # who repairs what, and where its mail goes
    name = "กองคลัง"
    email = "finance@example.go.th"
    concepts = ["procurement_plan"]

    [mail]                                     # for `oit send`; the password stands in an environment variable
    host = "mail.example.go.th"
    sender = "ita@example.go.th"

Every key is optional; an unknown key is refused, because a setting that is silently ignored is worse than none.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from audits.assessment import Calendar, Text, Window
from audits.requirement import RULES_FOLDER, Ruleset, SourceRef
from crawler.config_checks import Trouble, schema_trouble, troubles
from crawler.config_model import Config, OfficeCalendar, OfficePerson
from crawler.scope import Scope
from crawler.toml_lines import key_lines, line_of
from results.office import Office, Person, Unit

FILE_NAME = "oit.toml"
VARIABLE = "OIT_CONFIG"
OFFICE = "office"


class ConfigError(Exception):
    """Settings that cannot be used; names the file, the line, the key and what to do. Raised by `load_config`."""


def load_config(folder: Path | None = None) -> Config:
    """The settings of `folder` (default: the current one); without a file the defaults. Raises ConfigError."""
    named = os.environ.get(VARIABLE, "")
    path = Path(named) if named else (folder or Path()) / FILE_NAME
    if not named and not path.is_file():
        return Config()
    try:
        return read_config(path.read_bytes().decode("utf-8-sig"), str(path))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); correct {VARIABLE} or remove it") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error


def read_config(text: str, name: str) -> Config:
    """The settings in a text; `name` is told in messages. Raises ConfigError with the line of the first trouble."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}:{_line_of_syntax(error, text)}: not valid TOML: {error}") from error
    except RecursionError:
        raise ConfigError(f"{name}: lists or tables stand too deeply inside each other") from None
    lines = key_lines(text)
    try:
        config = Config.model_validate(found)
    except ValidationError as error:
        first = min(error.errors(), key=lambda each: line_of(lines, each["loc"]))
        raise _refused(schema_trouble(first), lines, name) from error
    wrong = sorted(troubles(config, concept_names(config)), key=lambda each: line_of(lines, each.place))
    if wrong:
        raise _refused(wrong[0], lines, name)
    return config


def concept_names(config: Config) -> frozenset[str]:
    """The concepts of the rules that the settings choose."""
    folder = Path(config.rules) if config.rules else RULES_FOLDER
    return frozenset(path.stem for path in (folder / "concepts").glob("*.yaml"))


def _line_of_syntax(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that the parser names in its message, or the last one ("at end of document")."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.rstrip().count("\n") + 1


def _refused(trouble: Trouble, lines: Mapping[tuple[str, ...], int], name: str) -> ConfigError:
    key = ".".join(str(step) for step in trouble.place)
    return ConfigError(f"{name}:{line_of(lines, trouble.place)}: {key}: {trouble.sentence}")


def with_calendar(ruleset: Ruleset, config: Config) -> Ruleset:
    """The rules with the office's own dates in place of those of the rules; verdicts do not depend on them."""
    own = config.calendar.get(ruleset.fiscal_year)
    if own is None:
        return ruleset
    windows = {
        name: Window.model_validate(
            {"from": window.start, "to": window.end, "confidence": "high", "sources": (OFFICE,)}
        )
        for name in OfficeCalendar.model_fields
        if (window := getattr(own, name)) is not None and (window.start or window.end)
    }
    calendar: Calendar = ruleset.calendar.model_copy(update=windows)
    if "entry" in windows:
        note = Text(th="กำหนดการนำเข้าข้อมูลระบุโดยหน่วยงาน", en="The days of data entry were set by the office.")
        calendar = calendar.model_copy(update={"note": note})
    sources = (*ruleset.sources, SourceRef(id=OFFICE, title="กำหนดโดยหน่วยงาน"))
    return ruleset.model_copy(update={"calendar": calendar, "sources": sources})


def office_of(config: Config, url: str) -> Office:
    """The office's particulars for an audit of `url`; those of another website say nothing about this one."""
    own = config.office
    if own.website and not Scope.of(own.website).contains(url):
        return Office()
    units = tuple(
        Unit(key=key, name=unit.name, email=unit.email, head=_person(unit.head), concepts=unit.concepts)
        for key, unit in config.units.items()
    )
    return Office(
        name=own.name, website=own.website, unit=own.unit, address=own.address, letter_number=own.letter_number,
        head=_person(own.head), clerk=_person(own.clerk), writer=_person(own.writer), digits=own.digits, units=units,
        memo_template=own.memo_template, implementation_template=own.implementation_template,
        lead_days=own.lead_days, lower=own.lower, upper=own.upper,
    )  # fmt: skip


def _person(settings: OfficePerson) -> Person:
    return Person(post=settings.post, name=settings.name)
