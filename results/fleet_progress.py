"""What changed since the last run over the bodies: mended, broken, and what could only be seen in one of the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from results.fleet_figures import GAPS, PASS, UNKNOWN, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProgress:
    """Of one item: bodies in which it was mended or broke, and those not comparable because one look saw nothing."""

    mended: int
    broken: int
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Two runs compared, body by body. `better` and `worse` are the bodies whose lowest score moved."""

    run: int
    as_of: date
    bodies: int
    only_now: int
    only_before: int
    low_before: float
    low_now: float
    better: int
    worse: int
    items: tuple[ItemProgress, ...]


def progress(before: Sequence[Line], now: Sequence[Line], *, run: int, as_of: date) -> Progress:
    """The comparison of the bodies that both runs have."""
    earlier: Mapping[str, Line] = {line.site.body: line for line in before}
    pairs = [(earlier[line.site.body], line) for line in now if line.site.body in earlier]
    # A score that fell because nothing could be seen this time says nothing of the body.
    seen = [(old, new) for old, new in pairs if old.looked_at and new.looked_at]
    return Progress(
        run=run, as_of=as_of, bodies=len(pairs), only_now=len(now) - len(pairs), only_before=len(before) - len(pairs),
        low_before=_mean([old.low for old, _ in seen]), low_now=_mean([new.low for _, new in seen]),
        better=sum(new.low > old.low for old, new in seen), worse=sum(new.low < old.low for old, new in seen),
        items=tuple(_item([(old.marks[place], new.marks[place]) for old, new in pairs])
                    for place in range(len(now[0].marks) if now else 0)),
    )  # fmt: skip


def _item(pairs: Sequence[tuple[str, str]]) -> ItemProgress:
    return ItemProgress(
        mended=sum(old in GAPS and new == PASS for old, new in pairs),
        broken=sum(old == PASS and new in GAPS for old, new in pairs),
        unseen=sum((old == UNKNOWN) != (new == UNKNOWN) for old, new in pairs),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
