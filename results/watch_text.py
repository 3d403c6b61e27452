"""What the watch tells: sentences for people, one JSON object for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from results.periods import day_text, time_text
from results.plain import plain
from results.watch_state import Change, Sight
from results.wording import Lang, detail_text, phrase

BOOK = "watch"
_SUBJECT = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyNews:
    """What is news of one body."""

    name: str
    url: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message about all that is news."""

    subject: str
    text: str


def notice_of(news: Sequence[BodyNews], at: datetime, lang: Lang) -> Notice:
    """The message, grouped by body; what is well again comes last."""
    bad = any(not change.recovered for body in news for change in body.changes)
    names = [plain(body.name or body.url, 80) for body in news]
    told = names[0] if len(names) == 1 else phrase(BOOK, "more_names", lang, first=names[0], count=str(len(names) - 1))
    subject = plain(phrase(BOOK, "subject_bad" if bad else "subject_well", lang, names=told), _SUBJECT)
    lines = [phrase(BOOK, "intro", lang, at=time_text(at.isoformat(), lang))]
    for body in news:
        lines += ["", phrase(BOOK, "body", lang, name=plain(body.name), url=plain(body.url)).strip()]
        lines += [change_text(change, lang) for change in sorted(body.changes, key=lambda change: change.recovered)]
    lines += ["", phrase(BOOK, "closing" if bad else "closing_well", lang)]
    return Notice(subject=subject, text="\n".join(lines) + "\n")


def change_text(change: Change, lang: Lang) -> str:
    """One change in a line."""
    told = {"role": _role(change, lang), "url": plain(change.url)}
    if change.recovered:
        return phrase(BOOK, "recovered", lang, before=phrase(BOOK, f"state_{change.before}", lang), **told)
    since = phrase(BOOK, "since", lang, at=time_text(change.since.isoformat(), lang))
    detail = "; ".join(filter(None, (_detail(change, lang), since)))
    return phrase(BOOK, "change_detail", lang, state=state_text(change.state, lang), detail=detail, **told)


def state_text(state: str, lang: Lang) -> str:
    """A state in words."""
    return phrase(BOOK, f"state_{state}", lang)


def sight_text(sight: Sight, codes: Mapping[str, Sequence[str]], lang: Lang) -> str:
    """What stands at an address that is not well."""
    role = phrase(BOOK, f"role_{sight.role}", lang, codes=", ".join(codes.get(sight.url, ())) or "-")
    return phrase(BOOK, "trouble", lang, role=role, url=plain(sight.url), state=state_text(sight.state, lang))


def payload(news: Sequence[BodyNews], at: datetime, lang: Lang, program: str) -> dict[str, Any]:
    """What a webhook gets: fields may be added, none is taken away."""
    return {
        "contract": 1, "kind": "oit_watch", "program": program, "at": at.isoformat(timespec="seconds"),
        "text": notice_of(news, at, lang).text,
        "bodies": [
            {"name": body.name, "url": body.url, "changes": [_change(change, lang) for change in body.changes]}
            for body in news
        ],
    }  # fmt: skip


def _change(change: Change, lang: Lang) -> dict[str, Any]:
    return {
        "url": change.url, "role": change.role, "codes": list(change.codes), "state": change.state,
        "before": change.before, "recovered": change.recovered, "detail": change.detail,
        "since": change.since.isoformat(timespec="seconds"), "told": change_text(change, lang),
    }  # fmt: skip


def _role(change: Change, lang: Lang) -> str:
    return phrase(BOOK, f"role_{change.role}", lang, codes=", ".join(change.codes) or "-")


def _detail(change: Change, lang: Lang) -> str:
    if change.role == "certificate" and change.detail:
        return phrase(BOOK, "expires_on", lang, day=day_text(date.fromisoformat(change.detail), lang))
    return plain(detail_text(change.detail, lang), 200)
