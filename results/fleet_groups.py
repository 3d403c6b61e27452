"""Bodies that share a server or a platform: where many have the same gap, one repair at one place may mend all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from results.fleet_figures import GAPS, UNKNOWN, Line, Part

SHARE = 0.7  # of the bodies that could be looked at, from which a gap counts as shared
FEWEST = 2
GroupKind = Literal["server", "platform"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedGap:
    """An item (by its place in the rules) that most bodies of a group have a gap in."""

    place: int
    gaps: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Bodies on one server or one platform, and the gaps they share, most common first."""

    kind: GroupKind
    part: Part
    shared: tuple[SharedGap, ...]

    @property
    def repairs(self) -> int:
        """How many gaps of single bodies the shared ones stand for."""
        return sum(gap.gaps for gap in self.shared)


def groups(lines: Sequence[Line]) -> tuple[Group, ...]:
    """Every group with a shared gap, those first whose repair mends most."""
    found = [*_by_server(lines), *_by_platform(lines)]
    return tuple(sorted((group for group in found if group.shared), key=lambda each: (-each.repairs, each.part.name)))


def _by_server(lines: Sequence[Line]) -> list[Group]:
    by_address: dict[str, list[Line]] = {}
    for line in lines:
        if line.site.servers:
            by_address.setdefault(line.site.servers, []).append(line)
    return [_group("server", name, part) for name, part in by_address.items() if len(part) >= FEWEST]


def _by_platform(lines: Sequence[Line]) -> list[Group]:
    by_platform: dict[str, list[Line]] = {}
    for line in lines:
        if line.site.platform:
            by_platform.setdefault(line.site.platform, []).append(line)
    return [_group("platform", name, part) for name, part in by_platform.items() if len(part) >= FEWEST]


def _group(kind: GroupKind, name: str, lines: Sequence[Line]) -> Group:
    found = []
    for place in range(len(lines[0].marks)):
        marks = [line.marks[place] for line in lines]
        told, gaps = sum(mark != UNKNOWN for mark in marks), sum(mark in GAPS for mark in marks)
        if gaps >= FEWEST and gaps >= SHARE * told:
            found.append(SharedGap(place=place, gaps=gaps, told=told))
    found.sort(key=lambda gap: (-gap.gaps, gap.place))
    return Group(kind=kind, part=Part(name=name, lines=lines), shared=tuple(found))
