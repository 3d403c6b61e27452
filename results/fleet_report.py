"""What a supervisor reads of a fleet run, as one model that every format is written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audits.requirement import Ruleset
from results import fleet_ledger
from results.fleet_figures import Line, Marks, Part, Tally, parts_by
from results.fleet_groups import Group, groups
from results.fleet_ledger import FleetRun, State
from results.fleet_progress import ItemProgress, Progress, progress
from results.store import Store
from results.wording import Lang, in_language, phrases

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item over all bodies."""

    code: str
    title: str
    tally: Tally
    progress: ItemProgress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province with its districts."""

    part: Part
    districts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetReport:
    """A whole run. `items` stand in the order of the rules, `worst` with the fewest passes first."""

    run: int
    fiscal_year: int
    as_of: date
    finished: bool
    lang: Lang
    program: str
    list_sha256: str
    text: Mapping[str, str]
    whole: Part
    items: tuple[Item, ...]
    provinces: tuple[Province, ...]
    states: Mapping[State, int]
    unseen: tuple[Line, ...]
    groups: tuple[Group, ...]
    progress: Progress | None
    histogram: tuple[int, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self.whole.lines)

    @property
    def worst(self) -> tuple[Item, ...]:
        """Items that could be judged somewhere, lowest share of passes first."""
        judged = [item for item in self.items if item.tally.told]
        return tuple(sorted(judged, key=lambda item: (item.tally.share or 0.0, -item.tally.told)))


def fleet_report(
    store: Store, run: FleetRun, ruleset: Ruleset, *, lang: Lang, program: str, list_sha256: str
) -> FleetReport:  # fmt: skip
    """The report of a run as it stands now; everything is counted once. Raises StoreError."""
    marks = Marks(ruleset)
    sites = fleet_ledger.sites(store, run.id)
    lines = marks.lines(store, run.id, sites)
    whole = Part(name="", lines=lines)
    compared = _progress(store, run, marks, lines)
    return FleetReport(
        run=run.id, fiscal_year=run.fiscal_year, as_of=run.as_of, finished=run.finished, lang=lang, program=program,
        list_sha256=list_sha256, text=phrases("fleet", lang), whole=whole,
        items=_items(ruleset, whole, compared, lang),
        provinces=tuple(Province(part=part, districts=parts_by(part.lines, "district"))
                        for part in parts_by(lines, "province")),
        states=fleet_ledger.counts(sites), unseen=tuple(line for line in lines if not line.looked_at),
        groups=groups(lines), progress=compared, histogram=_histogram(lines),
    )  # fmt: skip


def _items(ruleset: Ruleset, whole: Part, compared: Progress | None, lang: Lang) -> tuple[Item, ...]:
    tallies = whole.tallies or (Tally(),) * len(ruleset.requirements)
    return tuple(
        Item(
            code=item.code,
            title=in_language(item.title, lang),
            tally=told,
            progress=compared.items[place] if compared else None,
        )
        for place, (item, told) in enumerate(zip(ruleset.requirements, tallies, strict=True))
    )


def _progress(store: Store, run: FleetRun, marks: Marks, lines: tuple[Line, ...]) -> Progress | None:
    """Against the last finished run of the same year before this one; other years have other items."""
    earlier = [
        other for other in fleet_ledger.fleet_runs(store)
        if other.id < run.id and other.finished and other.fiscal_year == run.fiscal_year
    ]  # fmt: skip
    if not earlier:
        return None
    last = earlier[-1]
    before = marks.lines(store, last.id, fleet_ledger.sites(store, last.id))
    return progress(before, lines, run=last.id, as_of=last.as_of)


def _histogram(lines: tuple[Line, ...]) -> tuple[int, ...]:
    """Bodies by their lowest score in tenths; those that nothing could be told of are not among them."""
    counts = [0] * BINS
    for line in lines:
        if line.looked_at:
            counts[min(int(line.low * BINS / 100), BINS - 1)] += 1
    return tuple(counts)
