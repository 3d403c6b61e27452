"""The rules as data: concepts (what offices call a thing) and years (which things are asked, under which code).

Files are validated strictly (audits.strict_yaml): also a code given twice, an unknown concept or part and an impossible
period are refused with file and line.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from audits.assessment import Calendar, Confidence, GradeScale, Split, Text, Weights, Window
from audits.strict_yaml import Lines, RulesError, Strict, lines_of, read_strict

RULES_FOLDER = Path(__file__).parent
Period = Literal[
    "current",
    "fiscal_year",
    "previous_fiscal_year",
    "first_six_months",
    "monthly",
    "multi_year_plan",
    "events_in_fiscal_year",
    "undated",
]
Signal = Literal[
    "phone", "email", "photo", "map", "form", "social", "spreadsheet", "image", "law", "span", "dated_list",
    "amounts", "sequence", "year_columns", "done", "scheduled", "in_charge", "planned_work", "named_work",
    "dos_donts", "risky_acts", "graded", "staffing_done", "training_done", "people_counted",
    "acted_on", "timed", "stepwise", "places", "papers", "charged", "ways_in", "handled", "counted", "address",
    "projects", "timed_work", "progress", "spent", "troubles", "by_method", "purchases", "aims", "several_years",
]


class PartRule(Strict):
    """How a required element shows: any of `terms` (`a + b` means both), or one of the structural `signals`.

    `at_least` is the number of different terms that must be met; `every_month` asks for a document of each month
    that is due instead; a `standing` part may be of any year; an `event` is of the
    year in which it happened; `due_after_months` of the fiscal year the part can
    exist at all (a six-month report after six), before that it is not asked for.
    """

    title: Text
    terms: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    at_least: int = Field(default=1, ge=1)
    every_month: bool = False
    standing: bool = False
    event: bool = False
    due_after_months: int = Field(default=0, ge=0, le=12)
    fix: Text


class Concept(Strict):
    """One kind of disclosure, independent of year and code. `name` is the file's stem. `subject` are words of which
    every document about it uses at least one (`a + b`: both), whatever its title; empty where there are no such words.

    `effort` of repairing it is our own estimate, for ordering only: 1 what the office knows need only be typed or
    linked, 2 a document must be written or finished, 3 work of months, several departments or a running service.
    """

    name: str = ""
    title: Text
    why: Text
    owner: Text
    where: Text
    effort: Literal[1, 2, 3]
    terms: tuple[str, ...] = Field(min_length=1)
    weak_terms: tuple[str, ...] = ()
    not_terms: tuple[str, ...] = ()
    url_hints: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    parts: dict[str, PartRule] = Field(min_length=1)
    source: str
    confidence: Confidence

    def __hash__(self) -> int:
        return hash((self.name, self.terms, self.weak_terms, self.not_terms))


class SourceRef(Strict):
    """Where a fact comes from."""

    id: str
    title: str


class SubIndicator(Strict):
    """A sub-indicator and the indicator (9 or 10) that it belongs to."""

    title: Text
    indicator: Literal["9", "10"]


class Requirement(Strict):
    """One item of one year. A part of another concept is written `concept.part`.

    `about_year_before`: the document of the year works on the result of the year before and may be called by either.
    """

    code: str = Field(pattern=r"^O\d{1,2}$")
    concept: str
    also_covers: tuple[str, ...] = ()
    title: Text
    sub_indicator: str
    parts: tuple[str, ...] = Field(min_length=1)
    optional_parts: tuple[str, ...] = ()
    period: Period
    about_year_before: bool = False
    confidence: Confidence
    title_confidence: Confidence
    sources: tuple[str, ...] = Field(min_length=1)
    note: Text | None = None
    fiscal_year: int = 0

    @property
    def family(self) -> tuple[str, ...]:
        """Every concept that the item asks for, its own first."""
        return (self.concept, *self.also_covers)


class _YearFile(Strict):
    fiscal_year: int = Field(ge=2550, le=2650)
    sources: tuple[SourceRef, ...] = Field(min_length=1)
    calendar: Calendar
    weights: Weights
    grade_scale: str
    split: Split
    sub_indicators: dict[str, SubIndicator]
    requirements: tuple[Requirement, ...] = Field(min_length=1)


class Ruleset(Strict):
    """Everything needed to judge one fiscal year. `sha256` covers the year file and every concept file used."""

    fiscal_year: int
    sources: tuple[SourceRef, ...]
    calendar: Calendar
    weights: Weights
    grade_scale: GradeScale
    split: Split
    sub_indicators: dict[str, SubIndicator]
    requirements: tuple[Requirement, ...]
    concepts: dict[str, Concept]
    sha256: str

    def part_rule(self, requirement: Requirement, part: str) -> PartRule:
        """The rule behind a part id of this requirement."""
        concept, _, name = part.rpartition(".")
        return self.concepts[concept or requirement.concept].parts[name]

    def concept_of(self, requirement: Requirement) -> Concept:
        return self.concepts[requirement.concept]


def known_years(folder: Path = RULES_FOLDER) -> tuple[int, ...]:
    """Fiscal years (B.E.) that have a rules file, oldest first."""
    return tuple(sorted(int(path.stem) for path in (folder / "years").glob("*.yaml") if path.stem.isdigit()))


@cache
def load_ruleset(fiscal_year: int, folder: Path = RULES_FOLDER) -> Ruleset:
    """Read and validate one year with the concepts it uses. Raises RulesError."""
    path = folder / "years" / f"{fiscal_year}.yaml"
    if not path.is_file():
        years = ", ".join(str(year) for year in known_years(folder))
        raise RulesError(f"no rules for fiscal year {fiscal_year}; known years: {years}")
    year = read_strict(path, _YearFile)
    if year.fiscal_year != fiscal_year:
        raise RulesError(f"{path}: fiscal_year says {year.fiscal_year}, the file name says {fiscal_year}")
    requirements = tuple(
        requirement.model_copy(update={"fiscal_year": fiscal_year}) for requirement in year.requirements
    )
    names = sorted({name for item in requirements for name in (item.concept, *item.also_covers)})
    concepts = {name: _concept(folder, name, path) for name in names}
    _check_links(path, year, concepts)
    return Ruleset(
        fiscal_year=fiscal_year,
        sources=year.sources,
        calendar=year.calendar,
        weights=year.weights,
        grade_scale=_scale(folder, year.grade_scale, path),
        split=year.split,
        sub_indicators=year.sub_indicators,
        requirements=requirements,
        concepts=concepts,
        sha256=_digest(
            [
                path,
                folder / "scales" / f"{year.grade_scale}.yaml",
                *(folder / "concepts" / f"{name}.yaml" for name in names),
            ]
        ),
    )


def _concept(folder: Path, name: str, year_file: Path) -> Concept:
    path = folder / "concepts" / f"{name}.yaml"
    if not path.is_file():
        raise RulesError(f"{year_file}: unknown concept {name!r} (there is no {path.name} in {path.parent})")
    return read_strict(path, Concept).model_copy(update={"name": name})


def _scale(folder: Path, name: str, year_file: Path) -> GradeScale:
    path = folder / "scales" / f"{name}.yaml"
    if not path.is_file():
        raise RulesError(f"{year_file}: unknown grade_scale {name!r} (there is no {path.name} in {path.parent})")
    return read_strict(path, GradeScale).model_copy(update={"name": name})


def _check_links(path: Path, year: _YearFile, concepts: dict[str, Concept]) -> None:
    lines = lines_of(path.read_text(encoding="utf-8"))
    _check_sources(path, year, lines)
    codes: set[str] = set()
    owners: dict[str, str] = {}
    for index, item in enumerate(year.requirements):
        where = f"{path}:{lines.get(('requirements', index), 1)}: {item.code}"
        if item.code in codes:
            raise RulesError(f"{where}: this code is given twice")
        codes.add(item.code)
        if item.sub_indicator not in year.sub_indicators:
            raise RulesError(f"{where}: unknown sub_indicator {item.sub_indicator!r}")
        for name in item.family:
            if name in owners:
                raise RulesError(f"{where}: concept {name!r} belongs to {owners[name]} already")
            owners[name] = item.code
        _check_parts(where, item, concepts)


def _check_sources(path: Path, year: _YearFile, lines: Lines) -> None:
    """Refuse a source id that the file does not list, wherever it stands."""
    known = {source.id for source in year.sources}
    places: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        (("weights",), year.weights.sources), (("split",), year.split.sources),
        *((("requirements", index), item.sources) for index, item in enumerate(year.requirements)),
    ]  # fmt: skip
    for name in Calendar.model_fields:
        window = getattr(year.calendar, name)
        if isinstance(window, Window):
            places.append((("calendar", name), window.sources))
    for place, sources in places:
        for source in sources:
            if source not in known:
                raise RulesError(f"{path}:{lines.get(place, 1)}: {place[-1]}: unknown source {source!r}")


def _check_parts(where: str, item: Requirement, concepts: dict[str, Concept]) -> None:
    for part in (*item.parts, *item.optional_parts):
        concept, _, name = part.rpartition(".")
        owner = concept or item.concept
        if owner not in item.family or name not in concepts[owner].parts:
            raise RulesError(f"{where}: unknown part {part!r} (the item covers {', '.join(item.family)})")
        if concepts[owner].parts[name].every_month and item.period != "monthly":
            raise RulesError(f"{where}: part {part!r} counts months, which needs period: monthly")
    if item.about_year_before and item.period not in ("fiscal_year", "previous_fiscal_year"):
        raise RulesError(f"{where}: about_year_before makes no sense with period: {item.period}")


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
