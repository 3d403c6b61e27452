"""The plan: what to repair first, by whom, until when, and what is enough for a target.

Repairs do not depend on each other, so their order is by points per effort. What people decided counts as they
decided it; what they call done waits for the next audit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from audits.requirement import Ruleset
from audits.verdict import Status, Verdict
from results.decisions import Decision, in_force
from results.gap_list import gap_list_of
from results.measures import Measure
from results.office import Office, due_day
from results.outlook import ExpiryView, Outlook, expiry_view
from results.owners import with_owners
from results.published import Figures
from results.repairs import Candidate
from results.report_builder import deadline_of
from results.report_measures import decided_standings
from results.report_model import Card, Deadline
from results.score_sheet import ScoreSheet, build_sheet
from results.score_targets import Goal
from results.scoring import standing_of
from results.stored_run import StoredRun
from results.wording import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One repair. `chosen`: it belongs to the cheapest of the smallest sets that reach the target."""

    card: Card
    gain: Candidate
    due: date | None
    overdue: bool
    chosen: bool

    @property
    def rate(self) -> Fraction:
        """Points of ITA per unit of effort."""
        return self.gain.ita / self.gain.effort


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWork:
    """The repairs of one unit, in the order in which they are worth doing."""

    owner: str
    work: tuple[Work, ...]

    @property
    def ita(self) -> Fraction:
        return sum((each.gain.ita for each in self.work), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """Everything that `oit plan` tells. `waiting` are repairs that people call done and no audit has seen yet,
    `decided` the items that did not pass and that people decided about; `day` is the day that the plan is made for."""

    lang: Lang
    agency_name: str
    agency_url: str
    run: int
    judged_for: date
    day: date
    deadline: Deadline
    sheet: ScoreSheet
    order: tuple[Work, ...]
    units: tuple[UnitWork, ...]
    waiting: tuple[Card, ...]
    decided: tuple[Card, ...]
    until: date | None
    expiries: tuple[ExpiryView, ...]
    expiry_note: str


def make_plan(
    stored: StoredRun, day: date, figures: Figures, goal: Goal | None, outlook: Outlook, *, office: Office,
    measures: Sequence[Measure], decisions: Sequence[Decision], lang: Lang,
) -> WorkPlan:  # fmt: skip
    """Build the plan for `day`. Raises NothingToScoreError when people excused every item."""
    ruleset, verdicts = stored.ruleset, stored.verdicts
    gaps = gap_list_of(
        stored.run, verdicts, ruleset, office=office, measures=measures, decisions=decisions, lang=lang
    )  # fmt: skip
    sheet = _sheet(verdicts, ruleset, in_force(decisions, day), figures, goal)
    open_cards = [card for card in with_owners(gaps.cards, office) if card.status is not Status.PASS]
    decided = tuple(card for card in open_cards if card.decision and card.decision.counts)
    waiting = tuple(card for card in open_cards if _done(card) and card not in decided)
    left = [card for card in open_cards if card not in decided and card not in waiting]
    order = _ordered(left, sheet, ruleset, office, day)
    return WorkPlan(
        lang=lang, agency_name=gaps.agency_name, agency_url=gaps.agency_url, run=stored.run.id,
        judged_for=stored.run.as_of, day=day, deadline=deadline_of(ruleset, day, lang), sheet=sheet, order=order,
        units=_by_unit(order), waiting=waiting, decided=decided, until=outlook.until,
        expiries=tuple(expiry_view(expiry, ruleset, lang) for expiry in outlook.expiries), expiry_note=outlook.note,
    )  # fmt: skip


def _sheet(
    verdicts: Sequence[Verdict], ruleset: Ruleset, decided: Mapping[str, Decision], figures: Figures, goal: Goal | None
) -> ScoreSheet:
    standings = {item.code: standing_of(item.status) for item in verdicts} | decided_standings(verdicts, decided)
    return build_sheet(ruleset, standings, figures, goal=goal)


def _done(card: Card) -> bool:
    return card.measure is not None and card.measure.measure.closed


def _ordered(cards: Sequence[Card], sheet: ScoreSheet, ruleset: Ruleset, office: Office, day: date) -> tuple[Work, ...]:
    gains = {candidate.code: candidate for candidate in sheet.repairs}
    chosen = _enough(sheet)
    entry = ruleset.calendar.entry
    usual = due_day(entry.end if entry else None, office, day)
    work = [
        Work(card=card, gain=gains[card.code], due=(due := _due(card) or usual), chosen=card.code in chosen,
             overdue=due is not None and due < day)
        for card in cards
        if card.code in gains
    ]  # fmt: skip
    codes = [item.code for item in ruleset.requirements]
    return tuple(sorted(work, key=lambda each: (-each.rate, each.gain.effort, codes.index(each.card.code))))


def _enough(sheet: ScoreSheet) -> set[str]:
    """The codes of the cheapest smallest set that reaches the target; none without a target, or out of reach."""
    if sheet.way is None or sheet.way.outcome != "repairs":
        return set()
    return {candidate.code for candidate in sheet.way.sets.first[0]}


def _due(card: Card) -> date | None:
    return card.measure.due if card.measure else None


def _by_unit(order: Sequence[Work]) -> tuple[UnitWork, ...]:
    """Units with most points to win first; equal ones by name."""
    groups: dict[str, list[Work]] = {}
    for work in order:
        groups.setdefault(work.card.owner, []).append(work)
    units = [UnitWork(owner=owner, work=tuple(work)) for owner, work in groups.items()]
    return tuple(sorted(units, key=lambda unit: (-unit.ita, unit.owner)))
