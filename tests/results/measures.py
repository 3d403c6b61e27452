"""Audits that follow one another, kept in a real database with their measures."""

from datetime import date
from pathlib import Path

from audits.assessment import Calendar, Window
from crawler.artifacts import Agency
from results import queries
from results.follow_up import Entry, FollowUp, Look
from results.measure_log import add_entries, keep_follow_up
from results.measures import Measure
from results.office import Office, Unit
from results.store import Store
from tests.results import factories as make

URL = f"{make.SITE}/"
YEAR = 2569
LAST_DAY = date(2026, 4, 30)
OFFICE = Office(
    units=(
        Unit(key="finance", name="กองคลัง", concepts=("concept_3", "concept_11")),
        Unit(key="clerk", name="สำนักปลัด อบต."),
    )
)  # fmt: skip


def rules(last_day: date | None = LAST_DAY):
    """The small set of rules, with an established last day of data entry."""
    entry = Window.model_validate({"to": last_day, "confidence": "high", "sources": ("made-up",)}) if last_day else None
    return make.ruleset(Calendar(entry=entry, note=make.text("")))


def site(url: str, seen_at: str, **more: object):
    """A look at a site."""
    agency = Agency(name="องค์การบริหารส่วนตำบลบ้านตัวอย่าง", kind="sao", url=url)
    return make.snapshot(snapshot_id=f"look-{seen_at}", started_at=seen_at, finished_at=seen_at, agency=agency, **more)


def looks(**kinds: str):
    """26 verdicts that all pass, but for those named: looks(O3="missing")."""
    return tuple(make.verdict(number, kinds.get(f"O{number}", "pass")) for number in range(1, 27))


def audit(
    store: Store, verdicts, seen: str, *, day: str = "", url: str = URL, office: Office = OFFICE, at: str = "",
    ruleset=None, reached: bool = True,
) -> FollowUp:  # fmt: skip
    """An audit of the day `seen`, judged for `day`, kept and followed up."""
    snapshot, judged = site(url, f"{seen}T09:00:00+07:00"), date.fromisoformat(day or seen)
    ruleset = ruleset or rules()
    run = store.save_run(
        snapshot, verdicts, folder=Path("evidence/x"), ruleset=ruleset, as_of=judged, code_version="0"
    )  # fmt: skip
    look = Look(run=run, day=judged, seen_at=snapshot.started_at, at=at or f"{seen}T03:00:00+00:00", reached=reached)
    return keep_follow_up(store, url, verdicts, ruleset=ruleset, office=office, look=look)


def says(store: Store, code: str, day: str, *, who: str = "เจ้าหน้าที่", **values: str) -> None:
    """A person sets fields of a measure."""
    entries = [Entry(kind=kind, value=value) for kind, value in values.items()]  # type: ignore[arg-type]
    with store.writing():
        add_entries(
            store, known(store)[code].id, entries, at=f"{day}T05:00:00+00:00", day=date.fromisoformat(day), who=who
        )  # fmt: skip


def known(store: Store, url: str = URL, year: int = YEAR) -> dict[str, Measure]:
    """The measures of a body by code."""
    return {measure.code: measure for measure in queries.measures(store, url, year)}


def events(store: Store) -> int:
    """How many events were ever written."""
    return int(store.rows("SELECT count(*) AS n FROM measure_events")[0]["n"])
