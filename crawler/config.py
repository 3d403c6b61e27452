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
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from audits.assessment import Calendar, Window
from audits.requirement import Ruleset, SourceRef
from crawler.scope import Scope
from results.office import Office, Person, Unit

FILE_NAME = "oit.toml"
VARIABLE = "OIT_CONFIG"
OFFICE = "office"


class ConfigError(Exception):
    """Settings that cannot be used; names the file, the key and what to do. Raised by `load_config`."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeWindow(_Strict):
    """First and last day of a window, both included; one of them may be left out."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the window ends ({self.end}) before it begins ({self.start})")
        return self


class OfficeCalendar(_Strict):
    """The windows of one fiscal year that the office sets."""

    registration: OfficeWindow | None = None
    entry: OfficeWindow | None = None
    assessment: OfficeWindow | None = None
    clarification: OfficeWindow | None = None
    confirmation: OfficeWindow | None = None
    result: OfficeWindow | None = None


class OfficePerson(_Strict):
    """A signature: post and name."""

    post: str = ""
    name: str = ""


class OfficeSettings(_Strict):
    """The body and its documents. `lower`/`upper` are points of 100, `lead_days` days before the end of data entry."""

    name: str = ""
    website: str = ""
    unit: str = ""
    address: str = ""
    letter_number: str = ""
    head: OfficePerson = OfficePerson()
    clerk: OfficePerson = OfficePerson()
    writer: OfficePerson = OfficePerson()
    digits: Literal["thai", "arabic"] = "arabic"
    memo_template: str = ""
    implementation_template: str = ""
    lead_days: int = Field(default=14, ge=0, le=365)
    lower: float = Field(default=85, ge=0, le=100)
    upper: float = Field(default=100, ge=0, le=100)

    @model_validator(mode="after")
    def _scale(self) -> Self:
        if self.lower > self.upper:
            raise ValueError(f"lower ({self.lower:g}) must not be above upper ({self.upper:g})")
        return self

    @field_validator("website")
    @classmethod
    def _address(cls, website: str) -> str:
        if website:
            Scope.of(website)
        return website


class UnitSettings(_Strict):
    """A unit and the concepts that it takes over from the rules' own wording."""

    name: str = Field(min_length=1)
    email: str = ""
    head: OfficePerson = OfficePerson()
    concepts: tuple[str, ...] = ()


class MailSettings(_Strict):
    """The server that `oit send` hands letters to. `password_variable` names an environment variable."""

    host: str = Field(min_length=1)
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_variable: str = "OIT_MAIL_PASSWORD"
    sender: str = Field(min_length=3)


class Config(_Strict):
    """All settings."""

    contact: str = ""
    rules: str = ""
    calendar: dict[int, OfficeCalendar] = Field(default_factory=dict)
    office: OfficeSettings = OfficeSettings()
    units: dict[str, UnitSettings] = Field(default_factory=dict)
    mail: MailSettings | None = None


def load_config(folder: Path | None = None) -> Config:
    """The settings of `folder` (default: the current one); without a file the defaults. Raises ConfigError."""
    named = os.environ.get(VARIABLE, "")
    path = Path(named) if named else (folder or Path()) / FILE_NAME
    if not named and not path.is_file():
        return Config()
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); correct {VARIABLE} or remove it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(step) for step in first["loc"])
        raise ConfigError(f"{path}: {name}: {first['msg']}") from error


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
