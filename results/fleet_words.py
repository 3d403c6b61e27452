"""Words about a fleet that more than one place needs."""

from collections.abc import Sequence

from results.fleet_groups import Group
from results.fleet_ledger import Site
from results.fleet_report import Item
from results.plain import plain
from results.wording import Lang, detail_text, phrase


def reason_of(site: Site, lang: Lang) -> str:
    """Why a site stands where it stands; "" when all went well."""
    parts = [phrase("fleet", f"reason_{site.reason}", lang)] if site.reason else []
    return " · ".join([*parts, detail_text(plain(site.detail), lang)] if site.detail else parts)


def shared_gaps(items: Sequence[Item], group: Group) -> str:
    """The items that most of a group have a gap in, each with the number of bodies."""
    return " ".join(f"{items[gap.place].code} ({gap.gaps})" for gap in group.shared)
