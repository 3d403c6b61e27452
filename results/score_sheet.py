"""The whole computation of one result: the model that the table and the JSON of `oit score` are written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from audits.requirement import Requirement, Ruleset
from results.grading import Grading, Tools, grade_of
from results.published import OIT_INDICATORS, Comparison, Figures, compare
from results.repairs import Candidate
from results.score_targets import Goal, Way, way_to
from results.scoring import Interval, Score, Standing, Worth, exactly, score_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item; without a worth when it is excused."""

    requirement: Requirement
    standing: Standing
    worth: Worth | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubLine:
    """One sub-indicator; without an interval when all of its items are excused."""

    name: str
    items: tuple[ItemLine, ...]
    interval: Interval | None

    def codes(self, standing: Standing) -> tuple[str, ...]:
        return tuple(item.requirement.code for item in self.items if item.standing is standing)

    @property
    def counted(self) -> int:
        return sum(item.standing is not Standing.EXCUSED for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """Everything that `oit score` tells. `ita` is None unless both IIT and EIT are known; `repairs` stand by worth."""

    ruleset: Ruleset
    score: Score
    lines: tuple[SubLine, ...]
    tools: Tools
    ita: Interval | None
    grading: Grading
    repairs: tuple[Candidate, ...]
    comparisons: tuple[Comparison, ...]
    unlisted: tuple[str, ...]
    way: Way | None


def build_sheet(
    ruleset: Ruleset,
    standings: Mapping[str, Standing],
    figures: Figures,
    *,
    goal: Goal | None = None,
    unlisted: tuple[str, ...] = (),
) -> ScoreSheet:
    """Compute everything. `standings` has one entry per item; `unlisted` are items that a file of results left out.
    Raises NothingToScoreError when every item is excused."""
    published: dict[str, Fraction] = {name: figure for name, figure in figures.values.items() if name in OIT_INDICATORS}
    score = score_of(standings, ruleset, published)
    tools = Tools(oit=score.oit, iit=_known(figures.instrument("iit")), eit=_known(figures.instrument("eit")))
    candidates = _candidates(ruleset, standings, score)
    ita = tools.total(ruleset.weights) if tools.known else None
    taken = bool(score.taken)
    return ScoreSheet(
        ruleset=ruleset,
        score=score,
        lines=_lines(ruleset, standings, score),
        tools=tools,
        ita=ita,
        grading=grade_of(tools, ruleset.grade_scale, ruleset.weights),
        repairs=tuple(sorted(candidates, key=lambda candidate: (-candidate.oit, candidate.effort))),
        comparisons=compare(ruleset, standings, figures, score, ita),
        unlisted=unlisted,
        way=way_to(goal, tools, candidates, ruleset, taken=taken) if goal else None,
    )


def _known(figure: Fraction | None) -> Interval | None:
    return None if figure is None else exactly(figure)


def _candidates(ruleset: Ruleset, standings: Mapping[str, Standing], score: Score) -> list[Candidate]:
    """The items that bring points when repaired, or made sure of, in code order."""
    return [
        Candidate(
            code=item.code, oit=score.worth[item.code].oit, ita=score.worth[item.code].ita,
            effort=ruleset.concept_of(item).effort,
        )
        for item in ruleset.requirements
        if standings[item.code] in (Standing.ZERO, Standing.UNKNOWN)
        and ruleset.sub_indicators[item.sub_indicator].indicator not in score.taken
    ]  # fmt: skip


def _lines(ruleset: Ruleset, standings: Mapping[str, Standing], score: Score) -> tuple[SubLine, ...]:
    lines: list[SubLine] = []
    for name in ruleset.sub_indicators:
        items = tuple(
            ItemLine(requirement=item, standing=standings[item.code], worth=score.worth.get(item.code))
            for item in ruleset.requirements
            if item.sub_indicator == name
        )
        lines.append(SubLine(name=name, items=items, interval=score.sub_indicators.get(name)))
    return tuple(lines)
