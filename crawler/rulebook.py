"""Which rules a command works with: the year that was asked for, with the office's own settings laid over it."""

from datetime import date
from pathlib import Path

from audits.requirement import RULES_FOLDER, Ruleset, known_years, load_ruleset
from audits.strict_yaml import RulesError
from crawler.config import Config, ConfigError, load_config, office_of, with_calendar
from crawler.options import today, wrong
from crawler.thai import fiscal_year_of
from results.office import Office


def settings() -> Config:
    """The office's own settings."""
    try:
        return load_config()
    except ConfigError as error:
        raise wrong("oit.toml", str(error)) from error


def office(url: str) -> Office:
    """The office's particulars for an audit of `url`."""
    return office_of(settings(), url)


def known() -> tuple[int, ...]:
    """The fiscal years that have rules, oldest first."""
    folder = rules_folder()
    years = known_years(folder)
    if not years:
        raise wrong("rules", f"{folder / 'years'} holds no year file (like 2569.yaml); correct oit.toml")
    return years


def rules_folder() -> Path:
    """Where the rules are read from: those of the program, or a folder of the office's own."""
    return Path(settings().rules) if settings().rules else RULES_FOLDER


def load(year: int, option: str = "--year") -> Ruleset:
    """The rules of one known year, with the office's own dates."""
    try:
        return with_calendar(load_ruleset(year, rules_folder()), settings())
    except RulesError as error:
        raise wrong(option, str(error)) from error


def rules_of(year: int | None, as_of: date, option: str = "--year") -> tuple[Ruleset, int | None]:
    """The rules of a year. Without one: of the fiscal year of `as_of`, or of the nearest year that has rules, which
    is then returned beside the year that was wanted."""
    years = known()
    wanted = fiscal_year_of(as_of)
    chosen = year if year is not None else min(years, key=lambda candidate: (abs(candidate - wanted), -candidate))
    if chosen not in years:
        raise wrong(option, f"there are no rules for fiscal year {chosen}; known years: {', '.join(map(str, years))}")
    return load(chosen, option), (wanted if year is None and chosen != wanted else None)


def rules_of_year(year: int | None, as_of: date | None = None, option: str = "--year") -> Ruleset:
    """The rules of a year, or of the year that `as_of` (default: today) falls into."""
    return rules_of(year, as_of or today(), option)[0]


def all_rules() -> list[Ruleset]:
    """The rules of every known year, oldest first."""
    return [load(year) for year in known()]
