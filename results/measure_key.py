"""How a row of a filled-in list names its measure: item, body, year, and what was known when the list was written.

The last part lets an old list come back without undoing what others wrote meanwhile: only what differs from the state
that the list showed is a change.
"""

from dataclasses import dataclass

from results.bodies import body_of
from results.measures import EventKind, Measure, folded
from results.plain import plain, plain_url

NOTE_LIMIT = 2000
_SIGN = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureKey:
    """The parts of a key; `stamp` is when the last event that the list knew was written down."""

    concept: str
    body: str
    fiscal_year: int
    stamp: str


def key_of(measure: Measure) -> str:
    """The key of a measure as it stands."""
    stamp = max((event.at for event in measure.history), default="")
    return _SIGN.join((measure.concept, str(measure.fiscal_year), stamp, body_of(measure.agency_url)))


def read_key(text: str) -> MeasureKey | None:
    """The parts of a key that came back; None for anything else."""
    parts = text.strip().split(_SIGN, 3)
    if len(parts) != 4 or not parts[1].isdigit():
        return None
    return MeasureKey(concept=parts[0], fiscal_year=int(parts[1]), stamp=parts[2], body=parts[3])


def as_shown(measure: Measure, stamp: str) -> Measure:
    """The measure as a list of that moment showed it."""
    bare = Measure(
        id=measure.id, agency_url=measure.agency_url, fiscal_year=measure.fiscal_year, concept=measure.concept,
        code=measure.code, title=measure.title,
    )  # fmt: skip
    return folded(bare, [event for event in measure.history if event.at <= stamp])


def state_of(measure: Measure, kind: EventKind) -> str:
    """What a list shows of a measure for an event of this kind, in the form that is stored."""
    if kind == "assigned":
        return plain(measure.owner)
    if kind == "due":
        return measure.due.isoformat() if measure.due else ""
    if kind == "status":
        return measure.status.value
    return plain_url(measure.evidence_url) if kind == "evidence" else plain(measure.note, NOTE_LIMIT)
