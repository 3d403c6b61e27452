"""Whose work an item is, by the newest word: people's, else the office's settings, else what an audit wrote down.

An audit writes owners into measures by the settings of its day. Units that were named since then count at once.
"""

from collections.abc import Iterable
from dataclasses import replace

from results.office import Office, Unit
from results.plain import plain
from results.report_model import Card


def with_owners(cards: Iterable[Card], office: Office) -> tuple[Card, ...]:
    """The cards with the units that own them now."""
    return tuple(_owned(card, unit_of(card, office)) for card in cards)


def unit_of(card: Card, office: Office) -> Unit | None:
    """The unit of the settings that an item belongs to; None for an owner that the settings do not name."""
    assigned = card.measure.measure.last("assigned") if card.measure else None
    if assigned is not None and assigned.who:
        return office.unit_named(card.owner)
    return office.owner_of(card.concept) or office.unit_named(card.owner)


def _owned(card: Card, unit: Unit | None) -> Card:
    return replace(card, owner=plain(unit.name)) if unit else card
