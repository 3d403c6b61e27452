"""docs/rules.md, written from the rules themselves so that it cannot go stale (a test compares the two)."""

from collections.abc import Iterator, Sequence

from audits.assessment import GradeScale
from audits.requirement import Requirement, Ruleset
from audits.rules_diff import places
from results.calendar_text import WINDOWS, window_text
from results.wording import phrase

_HEAD = """# The rules of every fiscal year

Written by `oit rules document --output docs/rules.md` from `audits/years/`, `audits/concepts/` and `audits/scales/`;
a test fails when this file and the rules differ. Do not edit it by hand.

A fiscal year N (B.E.) runs from 1 October N-1 to 30 September N. Confidence is given twice: of an item's number and
title, and of what it asks for (parts and period). Numbers in brackets are the year's sources, listed below its table.
What has low confidence is worded softly in reports and should be checked with the manual of that year.
"""


def rules_document(rulesets: Sequence[Ruleset]) -> str:
    """The whole document as Markdown; `rulesets` oldest first."""
    lines = [_HEAD, *_concept_table(rulesets)]
    for ruleset in reversed(rulesets):
        lines += _year(ruleset)
    scales = {ruleset.grade_scale.name: ruleset.grade_scale for ruleset in rulesets}
    for scale in scales.values():
        lines += _scale(scale)
    return "\n".join(lines).rstrip() + "\n"


def _concept_table(rulesets: Sequence[Ruleset]) -> Iterator[str]:
    yield "## Where each concept stood\n"
    yield "A code in brackets means: asked for as a part of that item.\n"
    yield _row(["concept", "title", *(str(ruleset.fiscal_year) for ruleset in rulesets)])
    yield _row(["---"] * (len(rulesets) + 2))
    by_year = [places(ruleset) for ruleset in rulesets]
    titles = {name: concept.title.th for ruleset in rulesets for name, concept in ruleset.concepts.items()}
    order = dict.fromkeys(name for found in reversed(by_year) for name in found)
    for name in order:
        cells = [found.get(name) for found in by_year]
        codes = [("" if cell is None else cell.code if cell.main else f"({cell.code})") for cell in cells]
        yield _row([f"`{name}`", titles[name], *codes])
    yield ""


def _year(ruleset: Ruleset) -> Iterator[str]:
    numbers = {source.id: str(number) for number, source in enumerate(ruleset.sources, 1)}
    yield f"## Fiscal year {ruleset.fiscal_year}\n"
    yield f"{len(ruleset.requirements)} items. {_weights(ruleset, numbers)} {_split(ruleset, numbers)}\n"
    yield f"Calendar: {_calendar(ruleset, numbers)} {ruleset.calendar.note.en}\n"
    yield _row(["code", "title", "concepts", "sub-indicator", "period", "number, title", "parts, period", "sources"])
    yield _row(["---"] * 8)
    for item in ruleset.requirements:
        yield _row(_item(item, numbers))
    yield ""
    for source in ruleset.sources:
        yield f"{numbers[source.id]}. {source.title}"
    yield ""


def _item(item: Requirement, numbers: dict[str, str]) -> list[str]:
    return [
        item.code, item.title.th, ", ".join(f"`{name}`" for name in item.family), item.sub_indicator,
        phrase("rules", f"short_{item.period}", "en"), item.title_confidence, item.confidence,
        _refs(item.sources, numbers),
    ]  # fmt: skip


def _weights(ruleset: Ruleset, numbers: dict[str, str]) -> str:
    own = ruleset.weights
    return (
        f"ITA = {own.iit} % IIT + {own.eit} % EIT + {own.oit} % OIT (confidence {own.confidence}, "
        f"{_refs(own.sources, numbers)}); result levels: {ruleset.grade_scale.title.en}."
    )


def _split(ruleset: Ruleset, numbers: dict[str, str]) -> str:
    places = [item.sub_indicator for item in ruleset.requirements]
    sizes = "-".join(str(places.count(name)) for name in ruleset.sub_indicators)
    split = ruleset.split
    note = f" {split.note.en}" if split.note else ""
    return f"Items per sub-indicator {sizes} (confidence {split.confidence}, {_refs(split.sources, numbers)}).{note}"


def _calendar(ruleset: Ruleset, numbers: dict[str, str]) -> str:
    told = []
    for name in WINDOWS:
        window = getattr(ruleset.calendar, name)
        words = phrase("rules", f"calendar_{name}", "en").lower()
        if window is None:
            told.append(f"{words} not known")
        else:
            told.append(f"{words} {window_text(window, 'en')} ({window.confidence}, {_refs(window.sources, numbers)})")
    return "; ".join(told) + "."


def _scale(scale: GradeScale) -> Iterator[str]:
    yield f"## {scale.title.en}\n"
    yield _row(["level", "ITA total from", "each of IIT, EIT, OIT from", "confidence", "source"])
    yield _row(["---"] * 5)
    for grade in scale.grades:
        floor = f"{grade.each_tool:g}" if grade.each_tool else ""
        yield _row([grade.name, f"{grade.total:g}", floor, grade.confidence, grade.source])
    yield ""


def _refs(sources: Sequence[str], numbers: dict[str, str]) -> str:
    return "[" + ", ".join(numbers[name] for name in sources) + "]"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
