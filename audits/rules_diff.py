"""What changed between the rules of two fiscal years, told by concept: codes mean nothing without their year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from audits.requirement import Period, Requirement, Ruleset

Kind = Literal["same", "moved", "merged", "split", "moved_part", "new", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a concept is asked for in one year: the item's code, and whether it is the item's own main concept."""

    code: str
    main: bool
    parts: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one concept. `before` or `after` is None where the year does not ask for it.

    `merged`: an item of its own became a part of another item; `split`: the reverse; `moved_part`: a part of another
    item before and after, under another code. `parts_added` and `parts_removed` are part ids of the concept.
    """

    concept: str
    kind: Kind
    before: Place | None
    after: Place | None

    @property
    def parts_added(self) -> tuple[str, ...]:
        return _without(self.after, self.before) if self.before and self.after else ()

    @property
    def parts_removed(self) -> tuple[str, ...]:
        return _without(self.before, self.after) if self.before and self.after else ()

    @property
    def period_changed(self) -> bool:
        return bool(self.before and self.after and self.before.period != self.after.period)

    @property
    def unchanged(self) -> bool:
        """Same place, same parts, same period."""
        return self.kind == "same" and not (self.parts_added or self.parts_removed or self.period_changed)


def compare(old: Ruleset, new: Ruleset) -> tuple[Change, ...]:
    """Every concept of either year once: those of the new year in its order, then those that are gone."""
    before, after = places(old), places(new)
    names = dict.fromkeys([*after, *before])
    return tuple(
        Change(
            concept=name,
            kind=_kind(before.get(name), after.get(name)),
            before=before.get(name),
            after=after.get(name),
        )
        for name in names
    )


def places(ruleset: Ruleset) -> dict[str, Place]:
    """Where each concept of a year is asked for, in code order."""
    return {name: place for item in ruleset.requirements for name, place in _places_of(item)}


def _places_of(item: Requirement) -> Iterator[tuple[str, Place]]:
    for name in item.family:
        own = [part for part in item.parts if (part.rpartition(".")[0] or item.concept) == name]
        parts = tuple(part.rpartition(".")[2] for part in own)
        yield name, Place(code=item.code, main=name == item.concept, parts=parts, period=item.period)


def _kind(before: Place | None, after: Place | None) -> Kind:
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if before.main != after.main:
        return "split" if after.main else "merged"
    if before.code == after.code:
        return "same"
    return "moved" if after.main else "moved_part"


def _without(one: Place | None, other: Place | None) -> tuple[str, ...]:
    theirs = set(other.parts) if other else set()
    return tuple(part for part in one.parts if part not in theirs) if one else ()
