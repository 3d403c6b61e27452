"""The office that a report is for: its names, units and choices, as its own settings give them.

Everything is optional. What is left empty becomes a dotted line in documents, and the rules' own wording for owners.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Digits = Literal["thai", "arabic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signs: the post ("นายกองค์การบริหารส่วนตำบล…") and the name; either may be empty."""

    post: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit that owns items: short `key` of the settings, `name` as officials write it, where its mail goes."""

    key: str
    name: str
    email: str = ""
    head: Person = field(default_factory=Person)
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One body's own particulars.

    `website` limits them to audits of that site, `unit` writes the memoranda, `units` stand as in the settings;
    `lead_days` is how long before the end of data entry a repair should be done; `upper` and `lower` bound the scale of
    results: below `lower` urgent, from `upper` on kept as it is. The templates are paths of Word files of the office's
    own, for the memorandum and for the report on measures.
    """

    name: str = ""
    website: str = ""
    unit: str = ""
    address: str = ""
    letter_number: str = ""
    head: Person = field(default_factory=Person)
    clerk: Person = field(default_factory=Person)
    writer: Person = field(default_factory=Person)
    digits: Digits = "arabic"
    memo_template: str = ""
    implementation_template: str = ""
    units: tuple[Unit, ...] = ()
    lead_days: int = 14
    lower: float = 85.0
    upper: float = 100.0

    def owner_of(self, concept: str) -> Unit | None:
        """The unit that took over a concept; None leaves it to the rules' own wording."""
        return next((unit for unit in self.units if concept in unit.concepts), None)

    def unit_named(self, name: str) -> Unit | None:
        """The unit with this key or this name."""
        wanted = name.strip()
        return next((unit for unit in self.units if wanted in (unit.key, unit.name)), None)


def due_day(last_day: date | None, office: Office, as_of: date) -> date | None:
    """When a repair should be done: `lead_days` before the end of data entry, never before the day after `as_of`.

    None while the end of data entry is not known. After that end the last day itself stands: it is overdue.
    """
    if last_day is None:
        return None
    wanted = last_day - timedelta(days=office.lead_days)
    return max(wanted, min(as_of + timedelta(days=1), last_day))
