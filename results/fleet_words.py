"""Words of a fleet report that more than one format needs."""

from collections.abc import Sequence

from results.fleet_figures import Line
from results.fleet_groups import Group
from results.fleet_report import FleetReport, Item


def reason_of(line: Line, report: FleetReport) -> str:
    """Why a body stands where it stands; "" when all went well."""
    site = line.site
    parts = [report.text[f"reason_{site.reason}"]] if site.reason else []
    return " · ".join([*parts, site.detail] if site.detail else parts)


def shared_gaps(items: Sequence[Item], group: Group) -> str:
    """The items that most of a group have a gap in, each with the number of bodies."""
    return " ".join(f"{items[gap.place].code} ({gap.gaps})" for gap in group.shared)
