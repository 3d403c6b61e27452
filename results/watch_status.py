"""What the watch knows of a body: how long its site has been well or not, the certificate, every address in trouble."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from results.periods import day_text, time_text
from results.plain import plain
from results.store import Store
from results.watch_log import Channel, DayUptime, Memory, key_of, last_problem
from results.watch_state import Sight
from results.watch_text import BOOK, state_text
from results.wording import Lang, phrase


def watch_lines(known: Memory, days: Sequence[DayUptime], span: int, lang: Lang) -> list[str]:
    """For people; `span` is the number of days that `days` were taken from."""
    home = _one(known, "home")
    if home is None:
        return [phrase(BOOK, "status_unwatched", lang)]
    told = {"home": state_text(home.state, lang), "since": _since(known, home, lang)}
    up, rounds = sum(day.up for day in days), sum(day.up + day.down for day in days)
    if rounds:
        share = {"percent": f"{100 * up / rounds:.1f}", "rounds": str(rounds), "days": str(span)}
        lines = [phrase(BOOK, "status_watch", lang, **told, **share)]
    else:
        lines = [phrase(BOOK, "status_watch_unknown", lang, **told)]
    certificate = _one(known, "certificate")
    if certificate and certificate.detail:
        day = day_text(date.fromisoformat(certificate.detail), lang)
        lines.append(phrase(BOOK, "status_certificate", lang, day=day))
    for sight in known.sights.values():
        if sight.role != "home" and sight.category != "ok":
            words = {"role": phrase(BOOK, f"plain_{sight.role}", lang), "url": plain(sight.url)}
            words |= {"state": state_text(sight.state, lang), "since": _since(known, sight, lang)}
            lines.append(phrase(BOOK, "status_bad", lang, **words))
    return lines


def watch_data(known: Memory, days: Sequence[DayUptime]) -> dict[str, Any] | None:
    """For programs; null when the site was never watched."""
    home = _one(known, "home")
    if home is None:
        return None
    return {
        "uptime": [{"day": day.day.isoformat(), "up": day.up, "down": day.down} for day in days],
        "addresses": [
            {
                "url": sight.url, "role": sight.role, "state": sight.state, "detail": sight.detail,
                "since": known.since[key_of(sight)].isoformat(timespec="seconds"),
            }
            for sight in known.sights.values()
        ],
    }  # fmt: skip


def notice_lines(store: Store, lang: Lang) -> list[str]:
    """The channels whose last notice was not taken over."""
    channels: tuple[Channel, ...] = ("email", "webhook")
    return [
        phrase(BOOK, f"status_not_told_{name}", lang, at=time_text(told[0].isoformat(), lang), why=plain(told[1]))
        for name in channels
        if (told := last_problem(store, name)) is not None
    ]


def _one(known: Memory, role: str) -> Sight | None:
    return next((sight for sight in known.sights.values() if sight.role == role), None)


def _since(known: Memory, sight: Sight, lang: Lang) -> str:
    return time_text(known.since[key_of(sight)].isoformat(), lang)
