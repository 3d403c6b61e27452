"""The first `oit.toml` of an office: every setting with a comment in Thai, the ones that are known filled in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audits.requirement import Requirement, Ruleset
from results.wording import in_language

TEMPLATE = "oit.toml"
# The words by which the rules' own wording of an owner is put under a unit; the earliest one in the wording decides.
_UNITS = {
    "clerk": ("สำนักปลัด", "สำนักปลัด"),
    "finance": ("กองคลัง", "กองคลัง"),
    "planning": ("นโยบายและแผน", "งานวิเคราะห์นโยบายและแผน"),
    "personnel": ("งานการเจ้าหน้าที่", "งานการเจ้าหน้าที่"),
    "legal": ("งานนิติการ", "งานนิติการ"),
}
UNIT_KEYS = tuple(_UNITS)
Value = str | int | float | date


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstConcept:
    """A concept with its Thai title, for the comment beside it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUnit:
    """A unit as the file proposes it."""

    key: str
    name: str
    email: str
    concepts: tuple[FirstConcept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known already. `values` by the names in the template; `head`, `clerk`, `writer`: post and name."""

    values: Mapping[str, Value] = field(default_factory=dict)
    head: tuple[str, str] = ("", "")
    clerk: tuple[str, str] = ("", "")
    writer: tuple[str, str] = ("", "")
    emails: Mapping[str, str] = field(default_factory=dict)


_NAMES = ("contact", "entry_from", "entry_to", "name", "website", "unit", "address", "letter_number", "digits",
          "lead_days", "lower", "upper", "mail_host", "mail_security", "mail_user", "mail_sender")  # fmt: skip


def settings_text(ruleset: Ruleset, known: Known) -> str:
    """The file for the year of `ruleset`, as text."""
    folder = Path(__file__).parent / "templates"
    # The format is TOML: values are quoted by `toml`, HTML has no part in it.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["toml"] = _toml
    environment.globals.update(line=_line, person=_person)
    values = dict.fromkeys(_NAMES, "") | dict(known.values)
    return environment.get_template(TEMPLATE).render(
        **values, year=ruleset.fiscal_year, head=known.head, clerk=known.clerk, writer=known.writer,
        units=_units(ruleset, known.emails),
    )  # fmt: skip


def _line(key: str, value: Value, example: Value) -> str:
    """A setting; the example, commented out, where nothing is known."""
    if value == "":
        return f"# {key} = {example if key in ('from', 'to') else _toml(example)}"
    return f"{key} = {_toml(value)}"


def _person(key: str, known: tuple[str, str], post: str) -> str:
    told = "{{post = {}, name = {}}}"
    if not any(known):
        return f"# {key} = {told.format(_toml(post), _toml('…'))}"
    return f"{key} = {told.format(*map(_toml, known))}"


def _toml(value: Value) -> str:
    """A value as TOML writes it; its strings are those of JSON, with DEL escaped and broken letters replaced."""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return str(value)
    sound = value.encode("utf-8", "replace").decode()
    return json.dumps(sound, ensure_ascii=False).replace("\x7f", "\\u007f")


def _units(ruleset: Ruleset, emails: Mapping[str, str]) -> list[FirstUnit]:
    found: dict[str, list[FirstConcept]] = {key: [] for key in _UNITS}
    for item in ruleset.requirements:
        for name in item.family:
            title = in_language(ruleset.concepts[name].title, "th")
            found[_unit_of(item, ruleset)].append(FirstConcept(name=name, title=title))
    return [
        FirstUnit(key=key, name=_UNITS[key][1], email=emails.get(key, ""), concepts=tuple(concepts))
        for key, concepts in found.items()
        if concepts
    ]


def _unit_of(item: Requirement, ruleset: Ruleset) -> str:
    """The unit whose word comes first in the rules' wording of the owner. What an item covers stays together."""
    owner = in_language(ruleset.concept_of(item).owner, "th")
    places = {key: owner.find(word) for key, (word, _) in _UNITS.items()}
    named = {key: place for key, place in places.items() if place >= 0}
    return min(named, key=lambda key: named[key]) if named else "clerk"
