"""Each unit's own part of the gap list: what it is asked to repair, and whether that is news to it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from audits.requirement import Ruleset
from audits.verdict import Status
from results.calendar_file import Dates, Due
from results.gap_list import GapList
from results.office import Office, Unit, due_day
from results.owners import unit_of, with_owners
from results.report_model import Card
from results.scoring import Score
from results.sends import Send


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPart:
    """A unit with its part of the list. `dues` are the due days of its open items, `ita` the points that these are
    worth together."""

    unit: Unit
    gaps: GapList
    dues: tuple[Due, ...]
    ita: Fraction

    @property
    def open_cards(self) -> tuple[Card, ...]:
        """What is to be repaired or looked at."""
        return tuple(card for card in self.gaps.cards if card.status is not Status.PASS)

    @property
    def fingerprint(self) -> str:
        """Changes with whatever the unit would want to know: the items, what is wrong where, what to do, the day that
        was set, what people decided, and that a look spoke against a repair. Left out are progress, which the unit
        itself reports, and what changes by itself: how many pages were searched, a due day that moves on with the
        calendar."""
        told = [
            (card.code, card.status, card.reason, card.repair, card.url,
             str(card.measure.due) if card.measure else "", card.decision.sentence if card.decision else "",
             *_setbacks(card))
            for card in self.gaps.cards
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All of a list: the units' parts in the order of the settings, and what nobody can be written to about."""

    units: tuple[UnitPart, ...]
    without_mail: tuple[tuple[str, tuple[str, ...]], ...]


def parts_of(gaps: GapList, office: Office, ruleset: Ruleset, points: Score, day: date) -> Parts:
    """Share a list out; `points` is the score of its run. `without_mail` are owners without an address, with the codes
    that wait for them."""
    cards = with_owners(gaps.cards, office)
    owned = {unit.key: [card for card in cards if unit_of(card, office) is unit] for unit in office.units}
    parts = tuple(
        _part(unit, owned[unit.key], gaps, points, dues_of(owned[unit.key], office, ruleset, day))
        for unit in office.units
        if unit.email
    )
    reached = {card.code for part in parts for card in part.gaps.cards}
    left: dict[str, tuple[str, ...]] = {}
    for card in cards:
        if card.code not in reached:
            left[card.owner] = (*left.get(card.owner, ()), card.code)
    return Parts(units=parts, without_mail=tuple(left.items()))


def is_news(part: UnitPart, sends: Iterable[Send]) -> bool:
    """Whether the unit does not know this yet. That nothing is left is news only to one that was written to before."""
    own = [send for send in sends if (send.unit, send.email) == (part.unit.key, part.unit.email)]
    if not own:
        return bool(part.gaps.cards)
    return own[-1].fingerprint != part.fingerprint


def dates_of(gaps: GapList, dues: Sequence[Due], ruleset: Ruleset) -> Dates:
    """The calendar of a list."""
    entry = ruleset.calendar.entry
    return Dates(
        lang=gaps.lang, agency_name=gaps.agency_name, agency_url=gaps.agency_url, fiscal_year=gaps.fiscal_year,
        as_of=gaps.as_of, last_day=entry.end if entry else None, dues=tuple(dues),
    )  # fmt: skip


def dues_of(cards: Iterable[Card], office: Office, ruleset: Ruleset, day: date) -> tuple[Due, ...]:
    """The due days of what is open; items without any are left out."""
    entry = ruleset.calendar.entry
    usual = due_day(entry.end if entry else None, office, day)
    found: list[Due] = []
    for card in cards:
        due = (card.measure.due if card.measure else None) or usual
        if card.status is not Status.PASS and due is not None:
            found.append(Due(concept=card.concept, code=card.code, title=card.title, owner=card.owner,
                             repair=card.repair, url=card.url or "", day=due))  # fmt: skip
    return tuple(found)


def _setbacks(card: Card) -> tuple[int, ...]:
    """Nothing while there are none, so that letters of before there were any to count stay known."""
    times = card.measure.measure.setbacks if card.measure else 0
    return (times,) if times else ()


def _part(unit: Unit, cards: Sequence[Card], gaps: GapList, points: Score, dues: tuple[Due, ...]) -> UnitPart:
    concepts = {card.concept for card in cards}
    own = replace(
        gaps, cards=tuple(cards), measures=tuple(view for view in gaps.measures if view.concept in concepts)
    )  # fmt: skip
    ita = sum((points.worth[card.code].ita for card in cards if card.status is not Status.PASS), Fraction(0))
    return UnitPart(unit=unit, gaps=own, dues=dues, ita=ita)
