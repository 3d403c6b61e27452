"""The plan for the year after: for every indicator what was found and is proposed, for every zero what to publish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from pydantic import RootModel

from audits.assessment import Text
from audits.requirement import Requirement, Ruleset
from audits.strict_yaml import Strict, read_strict
from results.analysis_keys import PARTS
from results.analysis_lines import level_label
from results.analysis_model import Level, Line, Scale, Step
from results.analysis_names import BOOK, called, listed
from results.decoding import patterns, sizes_of
from results.office import Office, due_day
from results.periods import day_text
from results.plain import plain
from results.published import OIT_INDICATORS
from results.score_text import number
from results.scoring import FULL, NOTHING, Standing, score_of
from results.wording import FOLDER, Lang, in_language, phrase


class MeasureRule(Strict):
    """What can be done about one indicator."""

    about: Text
    measure: Text
    steps: tuple[Text, ...]
    owner: Text


class _MeasureRules(RootModel[dict[str, MeasureRule]]):
    pass


@cache
def measure_rules() -> Mapping[str, MeasureRule]:
    """The proposals by indicator."""
    return read_strict(FOLDER / "analysis_measures.yaml", _MeasureRules).root


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Makes the steps of the plan. `after` are the rules of the year planned for, when there are any yet."""

    ruleset: Ruleset
    after: Ruleset | None
    scale: Scale
    office: Office
    as_of: date
    before: int | None
    lang: Lang

    @property
    def year(self) -> int:
        return self.ruleset.fiscal_year + 1

    def plan(self, indicators: Sequence[Line], asked: Sequence[Line], items: Sequence[Line]) -> tuple[Step, ...]:
        """The steps in the order of the indicators; the zeros of an indicator behind it."""
        told: list[Step] = []
        for indicator in measure_rules():
            mine = [line for line in items if line.indicator == indicator]
            line = next((line for line in indicators if line.key == indicator), None)
            if line:
                told.append(self._of_indicator(line, [each for each in asked if each.indicator == indicator], mine))
            told += [self._of_item(line) for line in _zeros(mine)]
        return tuple(told)

    def _of_indicator(self, line: Line, asked: Sequence[Line], items: Sequence[Line]) -> Step:
        rule = measure_rules()[line.key]
        weak = sorted((each for each in asked if each.level in ("urgent", "improve")), key=lambda each: each.score or 0)
        keep = line.level == "keep"
        steps = rule.steps[-1:] if keep else rule.steps
        return Step(
            key=line.key, indicator=called(line.key, self.ruleset, self.lang),
            subject=tuple(f"{each.key} {each.name}".strip() + f" ({number(each.score or NOTHING)})" for each in weak),
            finding=" ".join(self._findings(line, weak, items, rule)),
            measure=self._say("measure_keep") if keep else in_language(rule.measure, self.lang),
            steps=tuple(in_language(step, self.lang) for step in steps),
            timing=self._span("timing_half" if line.level == "urgent" else "timing_year"),
            owner=in_language(rule.owner, self.lang), level=line.level, level_label=line.level_label,
        )  # fmt: skip

    def _findings(
        self, line: Line, weak: Sequence[Line], items: Sequence[Line], rule: MeasureRule
    ) -> Iterator[str]:  # fmt: skip
        limit = self.scale.lower if line.level == "urgent" else self.scale.upper
        level = "weak" if line.level == "urgent" and self.scale.single else line.level
        yield self._say(f"finding_{level}", score=number(line.score or NOTHING), limit=f"{float(limit):g}")
        if line.change and line.trend in ("rose", "fell"):
            yield self._say(f"finding_{line.trend}", points=number(abs(line.change)), year=str(self.before))
        if weak:
            yield self._say("finding_lowest", code=weak[0].key, score=number(weak[0].score or NOTHING))
        if zeros := [each.key for each in _zeros(items)]:
            yield self._say("finding_zeros", count=str(len(zeros)), codes=listed(zeros, self.lang))
        elif line.sure and line.score is not None and not items:
            yield from self._patterns(line.key, line.score)
        about = "finding_about_oit" if line.key in PARTS["oit"] else "finding_about"
        yield self._say(about, about=in_language(rule.about, self.lang))

    def _patterns(self, key: str, score: Fraction) -> Iterator[str]:
        """What an indicator of OIT tells of its zeros where its items are not given."""
        for indicator in OIT_INDICATORS:
            if key == indicator and score < FULL:
                sizes = sizes_of(self.ruleset, indicator)
                found = patterns(sizes, score)
                if len(found) == 1:
                    zeros = [self._say("pattern_sub", sub=sub, count=str(count))
                             for sub, count in zip(sizes, found[0].zeros, strict=True) if count]  # fmt: skip
                    yield self._say("finding_pattern", zeros=listed(zeros, self.lang))
                elif found:
                    yield self._say("finding_patterns", count=str(len(found)))

    def _of_item(self, line: Line) -> Step:
        item = next(item for item in self.ruleset.requirements if item.code == line.key)
        asked = self._next_of(item)
        rules, wanted = (self.after, asked) if self.after and asked else (self.ruleset, item)
        gone = self.after is not None and asked is None
        level: Level = "improve" if gone else "urgent"
        title = in_language(wanted.title, self.lang)
        concept = self.ruleset.concepts[item.concept]
        unit = self.office.owner_of(item.concept)
        where = self._say(
            "step_item_gone" if gone else "step_item_code" if asked else "step_item_same",
            where=in_language(concept.where, self.lang).rstrip("."), code=wanted.code, year=str(self.year),
        )  # fmt: skip
        worth = score_of({each.code: Standing.FULL for each in self.ruleset.requirements}, self.ruleset).worth[
            item.code
        ]
        return Step(
            key=line.key, indicator=called(line.indicator, self.ruleset, self.lang),
            subject=(f"{line.key} {line.name}",),
            finding=self._say("finding_item", points=number(worth.ita), year=str(self.ruleset.fiscal_year)),
            measure=self._say("measure_item_gone" if gone else "measure_item", title=title, year=str(self.year)),
            steps=(*self._fixes(rules, wanted), where), timing=self._span("timing_year") if gone else self._due(),
            owner=plain(unit.name) if unit else in_language(concept.owner, self.lang),
            level=level, level_label=level_label(level, self.scale, self.lang),
        )  # fmt: skip

    def _next_of(self, item: Requirement) -> Requirement | None:
        """The item of the year planned for that asks for the same thing, before all for its main concept."""
        asked = self.after.requirements if self.after else ()
        found = [other for other in asked if item.concept in other.family]
        found += [other for other in asked if not set(item.family).isdisjoint(other.family)]
        return found[0] if found else None

    def _fixes(self, rules: Ruleset, item: Requirement) -> tuple[str, ...]:
        fixes = [in_language(rules.part_rule(item, part).fix, self.lang) for part in item.parts]
        return tuple(dict.fromkeys(fixes))

    def _due(self) -> str:
        """When a zero should be repaired: worked back from the end of data entry, where that is known."""
        entry = self.after.calendar.entry if self.after else None
        day = due_day(entry.end, self.office, self.as_of) if entry and entry.end else None
        if day and entry and entry.end and day > self.as_of:
            return self._say("timing_due", day=day_text(day, self.lang), last=day_text(entry.end, self.lang))
        return self._span("timing_itas")

    def _span(self, code: str) -> str:
        return self._say(code, year=str(self.year), before=str(self.year - 1))

    def _say(self, code: str, /, **values: str) -> str:
        return phrase(BOOK, code, self.lang, **values)


def _zeros(items: Sequence[Line]) -> list[Line]:
    return [line for line in items if line.sure and line.score == NOTHING]
