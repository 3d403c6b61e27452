"""The office's own settings: `oit.toml` in the current folder, or the file that OIT_CONFIG names.

    contact = "webmaster@example.go.th"        # told to the sites that are crawled

    rules = "rules"                            # folder of your own rules (see `oit rules copy`)

    [calendar.2569.entry]                      # dates that the office knows better than the rules
    from = 2026-03-01
    to = 2026-04-30

Every key is optional; an unknown key is refused, because a setting that is silently ignored is worse than none.
"""

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from audits.assessment import Calendar, Window
from audits.requirement import Ruleset, SourceRef

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


class Config(_Strict):
    """All settings."""

    contact: str = ""
    rules: str = ""
    calendar: dict[int, OfficeCalendar] = Field(default_factory=dict)


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
