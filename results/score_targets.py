"""What it takes to reach a target: a total, an OIT score where IIT and EIT are not known, or a grade."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audits.assessment import Grade
from audits.requirement import Ruleset
from results.grading import HALF_UP, Grading, Tools, grade_of
from results.repairs import Candidate, RepairSets, smallest_sets
from results.scoring import FULL, Interval, exactly

Kind = Literal["ita", "oit", "grade"]
Outcome = Literal["reached", "repairs", "unreachable", "items_unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is wanted: at least `points` of ITA (of OIT when `kind` is "oit"), with `each_tool` for every instrument."""

    wanted: str
    kind: Kind
    points: Fraction
    each_tool: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What IIT or EIT would have to be with every item repaired: `alone` while the other stays (over 100: not by it
    alone), `together` when both have the same."""

    iit_alone: Fraction
    eit_alone: Fraction
    together: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a goal can be reached. `oit` is the OIT score that it needs, `best_*` what repairing everything gives.

    `needed` is there when IIT or EIT stand in the way; `already_if_unknown_pass` when no repair may be needed at all.
    """

    goal: Goal
    outcome: Outcome
    oit: Fraction
    sets: RepairSets
    best_oit: Fraction
    best_ita: Fraction | None
    best_grade: Grading | None
    needed: Needed | None
    already_if_unknown_pass: bool


def grade_goal(grade: Grade) -> Goal:
    """The goal to reach a grade."""
    return Goal(
        wanted=grade.name, kind="grade", points=Fraction(str(grade.total)), each_tool=Fraction(str(grade.each_tool))
    )


def way_to(goal: Goal, tools: Tools, candidates: Sequence[Candidate], ruleset: Ruleset, *, taken: bool) -> Way:
    """The smallest sets of repairs for a goal, counting what is unknown as zero. A goal other than an OIT score needs
    both IIT and EIT. `taken`: some indicator was published without its items, which therefore are no candidates."""
    oit = _oit_needed(goal, tools, ruleset)
    sets = smallest_sets(candidates, oit - tools.oit.low)
    repaired = Tools(oit=exactly(FULL), iit=tools.iit, eit=tools.eit)
    weak = _too_weak(goal, tools)
    outcome: Outcome = "repairs"
    if sets.size == 0 and not weak:
        outcome = "reached"
    elif weak or sets.size is None:
        outcome = "items_unknown" if taken and not weak and oit <= 100 else "unreachable"
    return Way(
        goal=goal,
        outcome=outcome,
        oit=oit,
        sets=sets,
        best_oit=FULL,
        best_ita=repaired.total(ruleset.weights).low if tools.known else None,
        best_grade=grade_of(repaired, ruleset.grade_scale, ruleset.weights) if tools.known else None,
        needed=_instruments_needed(goal, repaired, ruleset) if outcome == "unreachable" and tools.known else None,
        already_if_unknown_pass=outcome == "repairs" and tools.oit.high >= oit,
    )


def _oit_needed(goal: Goal, tools: Tools, ruleset: Ruleset) -> Fraction:
    if goal.kind == "oit":
        return goal.points - HALF_UP
    weights = ruleset.weights
    others = weights.iit * _low(tools.iit) + weights.eit * _low(tools.eit)
    by_total = ((goal.points - HALF_UP) * 100 - others) / weights.oit
    return max(by_total, goal.each_tool - HALF_UP)


def _too_weak(goal: Goal, tools: Tools) -> bool:
    """Whether IIT or EIT is below the grade's floor, which no repair of OIT can mend."""
    return goal.kind == "grade" and min(_low(tools.iit), _low(tools.eit)) < goal.each_tool - HALF_UP


def _instruments_needed(goal: Goal, repaired: Tools, ruleset: Ruleset) -> Needed:
    weights = ruleset.weights
    rest = (goal.points - HALF_UP) * 100 - weights.oit * repaired.oit.low
    iit, eit = _low(repaired.iit), _low(repaired.eit)
    floor = goal.each_tool - HALF_UP
    # an instrument below the floor keeps the grade away however good the other one is
    beyond = Fraction(101)
    return Needed(
        iit_alone=max((rest - weights.eit * eit) / weights.iit, floor) if eit >= floor else beyond,
        eit_alone=max((rest - weights.iit * iit) / weights.eit, floor) if iit >= floor else beyond,
        together=max(rest / (weights.iit + weights.eit), floor),
    )


def _low(tool: Interval | None) -> Fraction:
    return tool.low if tool else Fraction(0)
