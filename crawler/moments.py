"""The moment that a command works for: the clock, or one that the operator named."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Annotated

import typer

from crawler.options import wrong
from results.periods import BANGKOK

MomentOption = Annotated[
    str | None, typer.Option("--as-of", help="day (noon is meant) or moment, like 2026-04-01T09:00; default: now")
]


def clock_of(text: str | None) -> Callable[[], datetime]:
    """The clock, or one that stands at the moment that was named; without a zone that of Thailand is meant."""
    if text is None:
        return lambda: datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        told = f"{text!r} is neither a day nor a moment; write it like 2026-04-01 or 2026-04-01T09:00"
        raise wrong("--as-of", told) from error
    if len(text) <= len("2026-04-01"):
        moment = datetime.combine(moment.date(), time(12))
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)
    return lambda: fixed
