"""The rules as data: concepts (what offices call a thing) and years (which things are asked, under which code).

Files are validated strictly: an unknown key, a code given twice, an unknown concept or part is refused with file
and line, because a rule that is silently ignored becomes a wrong verdict.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Model = TypeVar("Model", bound=BaseModel)
RULES_FOLDER = Path(__file__).parent
Confidence = Literal["high", "medium", "low"]
Period = Literal[
    "current",
    "fiscal_year",
    "previous_fiscal_year",
    "first_six_months",
    "monthly",
    "multi_year_plan",
    "events_in_fiscal_year",
]
Signal = Literal[
    "phone", "email", "photo", "map", "form", "social", "spreadsheet", "image", "law", "span", "dated_list"
]


class RulesError(Exception):
    """A rules file that cannot be used; the message names file, line and what to do. Raised by `load_ruleset`."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Strict):
    """One wording in the two languages of the reports."""

    th: str
    en: str


class PartRule(_Strict):
    """How a required element shows: any of `terms` (`a + b` means both), or one of the structural `signals`.

    `at_least` is the number of different terms that must be met; `every_month` asks for a document of each month
    that is due instead; a `standing` part may be of any year; `due_after_months` of the fiscal year the part can
    exist at all (a six-month report after six), before that it is not asked for.
    """

    title: Text
    terms: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    at_least: int = Field(default=1, ge=1)
    every_month: bool = False
    standing: bool = False
    due_after_months: int = Field(default=0, ge=0, le=12)
    fix: Text


class Concept(_Strict):
    """One kind of disclosure, independent of year and code. `name` is the file's stem."""

    name: str = ""
    title: Text
    why: Text
    owner: Text
    where: Text
    terms: tuple[str, ...] = Field(min_length=1)
    weak_terms: tuple[str, ...] = ()
    not_terms: tuple[str, ...] = ()
    url_hints: tuple[str, ...] = ()
    parts: dict[str, PartRule] = Field(min_length=1)
    source: str
    confidence: Confidence

    def __hash__(self) -> int:
        return hash((self.name, self.terms, self.weak_terms, self.not_terms))


class SourceRef(_Strict):
    """Where a fact comes from."""

    id: str
    title: str


class Calendar(_Strict):
    """Dates of the assessment year (ISO); a date that is not established is left out, never guessed."""

    entry_from: str | None = None
    entry_to: str | None = None
    result: str | None = None
    confidence: Confidence
    note: Text


class SubIndicator(_Strict):
    """A sub-indicator and the indicator (9 or 10) that it belongs to."""

    title: Text
    indicator: Literal["9", "10"]


class Requirement(_Strict):
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


class _YearFile(_Strict):
    fiscal_year: int = Field(ge=2550, le=2650)
    sources: tuple[SourceRef, ...] = Field(min_length=1)
    calendar: Calendar
    sub_indicators: dict[str, SubIndicator]
    requirements: tuple[Requirement, ...] = Field(min_length=1)


class Ruleset(_Strict):
    """Everything needed to judge one fiscal year. `sha256` covers the year file and every concept file used."""

    fiscal_year: int
    sources: tuple[SourceRef, ...]
    calendar: Calendar
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
    year = _read(path, _YearFile)
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
        sub_indicators=year.sub_indicators,
        requirements=requirements,
        concepts=concepts,
        sha256=_digest([path, *(folder / "concepts" / f"{name}.yaml" for name in names)]),
    )


def _concept(folder: Path, name: str, year_file: Path) -> Concept:
    path = folder / "concepts" / f"{name}.yaml"
    if not path.is_file():
        raise RulesError(f"{year_file}: unknown concept {name!r} (there is no {path.name} in {path.parent})")
    return _read(path, Concept).model_copy(update={"name": name})


def _check_links(path: Path, year: _YearFile, concepts: dict[str, Concept]) -> None:
    lines = _lines(path.read_text(encoding="utf-8"))
    known_sources = {source.id for source in year.sources}
    codes: set[str] = set()
    for index, item in enumerate(year.requirements):
        where = f"{path}:{lines.get(('requirements', index), 1)}: {item.code}"
        if item.code in codes:
            raise RulesError(f"{where}: this code is given twice")
        codes.add(item.code)
        if item.sub_indicator not in year.sub_indicators:
            raise RulesError(f"{where}: unknown sub_indicator {item.sub_indicator!r}")
        for source in item.sources:
            if source not in known_sources:
                raise RulesError(f"{where}: unknown source {source!r}")
        for part in (*item.parts, *item.optional_parts):
            concept, _, name = part.rpartition(".")
            owner = concepts.get(concept or item.concept)
            if owner is None or name not in owner.parts:
                raise RulesError(f"{where}: unknown part {part!r}")


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path, model: type[Model]) -> Model:
    text = path.read_text(encoding="utf-8")
    try:
        document = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader with one rule more
        return model.model_validate(document, strict=False)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise RulesError(f"{path}:{line}: not valid YAML: {problem}") from error
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(first["loc"])
        line = _nearest_line(_lines(text), location)
        name = ".".join(str(step) for step in location)
        raise RulesError(f"{path}:{line}: {name}: {first['msg']}") from error


class _UniqueKeys(yaml.SafeLoader):
    """A loader that refuses a key written twice, which plain YAML would let the last one win."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"key {key!r} is written twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Line number of every value, by its path through the document."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return dict(_walk(root, ())) if root is not None else {}


def _walk(node: yaml.Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*path, key.value))
            yield (*path, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*path, index))


def _nearest_line(lines: dict[tuple[str | int, ...], int], location: tuple[str | int, ...]) -> int:
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 1)
