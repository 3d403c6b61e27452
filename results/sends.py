"""The letters that units were sent: remembered, so that nobody is told the same twice."""

from dataclasses import dataclass
from datetime import date

from results.bodies import body_of
from results.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A letter that a mail server took over for a unit. `fingerprint` says what stood in it."""

    unit: str
    email: str
    day: date
    run: int | None
    fingerprint: str
    message_id: str


def keep_send(store: Store, agency_url: str, fiscal_year: int, send: Send, *, at: str) -> None:
    """Remember a letter that was taken over. Raises StoreError."""
    with store.writing():
        store.add(
            "sends", body=body_of(agency_url), agency_url=agency_url, fiscal_year=fiscal_year, unit=send.unit,
            email=send.email, at=at, day=send.day.isoformat(), run=send.run, fingerprint=send.fingerprint,
            message_id=send.message_id,
        )  # fmt: skip
