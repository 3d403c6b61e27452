"""The letter to one unit in words: subject, plain text and HTML say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audits.verdict import Status
from results.formats.html_report import page
from results.mail_parts import UnitPart
from results.measures import Retest
from results.periods import day_text
from results.plain import plain
from results.report_model import Card, Deadline
from results.scoring import rounded
from results.wording import Lang, phrase

BOOK = "mail"
_SUBJECT_LIMIT = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """One item as the letter tells it; lines that say nothing are left out."""

    code: str
    title: str
    status: Status
    status_label: str
    points: str
    lines: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter: `text` and `html` are its two alternatives, `name` the base name of its attachments."""

    subject: str
    text: str
    html: str
    name: str


def letter_to(part: UnitPart, deadline: Deadline, office_unit: str, day: date) -> Letter:
    """The letter of a day about a unit's part of the list; `office_unit` signs it when the settings name one."""
    gaps, lang = part.gaps, part.gaps.lang
    left = part.open_cards
    words = {
        "year": str(gaps.fiscal_year), "unit": plain(part.unit.name), "agency": gaps.agency_name,
        "url": gaps.agency_url, "count": str(len(left)), "day": day_text(gaps.as_of, lang),
        "points": f"{rounded(part.ita):.2f}", "to": plain(part.unit.head.post or part.unit.name),
    }  # fmt: skip
    none = "" if left else "_none"
    days = {due.concept: _due(due.day, day, lang) for due in part.dues}
    told = {
        "heading": phrase(BOOK, "heading", lang, **words), "to": phrase(BOOK, "to", lang, **words),
        "intro": phrase(BOOK, f"intro{none}", lang, **words), "deadline": _deadline(deadline, lang),
        "attached": phrase(BOOK, "attached", lang), "closing": phrase(BOOK, f"closing{none}", lang),
        "sign": plain(office_unit), "machine": phrase(BOOK, "machine", lang),
    }  # fmt: skip
    items = tuple(_item(card, days.get(card.concept, phrase(BOOK, "no_due", lang)), lang) for card in gaps.cards)
    return Letter(
        subject=plain(phrase(BOOK, f"subject{none}", lang, **words), _SUBJECT_LIMIT),
        text=_text(told, items),
        html=page("mail.html", lang=lang, told=told, items=items, address=phrase(BOOK, "evidence", lang, text="")),
        name=f"OIT-{gaps.fiscal_year}-{part.unit.key}",
    )  # fmt: skip


def _deadline(deadline: Deadline, lang: Lang) -> str:
    if deadline.days is None or deadline.days <= 0:
        return deadline.sentence
    return phrase("plan", "days_left", lang, sentence=deadline.sentence, days=str(deadline.days))


def _due(due: date, day: date, lang: Lang) -> str:
    told = day_text(due, lang)
    return phrase("plan", "overdue", lang, day=told) if due < day else told


def _item(card: Card, due: str, lang: Lang) -> LetterItem:
    told: Mapping[str, str] = {
        "found": card.sentence, "retest": _retest(card), "decided": card.decision.sentence if card.decision else "",
        "todo": card.repair, "where": card.where, "due": due,
    }  # fmt: skip
    lines = tuple(phrase(BOOK, key, lang, text=text) for key, text in told.items() if text)
    if card.status is Status.PASS:
        lines = (phrase(BOOK, "to_close", lang),)
    return LetterItem(
        code=card.code, title=card.title, status=card.status, status_label=card.status_label,
        points=phrase(BOOK, "points", lang, points=f"{card.ita_points:.2f}"), lines=lines, url=card.url or "",
    )  # fmt: skip


def _retest(card: Card) -> str:
    """What a second look said against the repair; a first look is told by what it found."""
    view = card.measure
    return view.sentence if view and view.measure.retest is Retest.NOT_FIXED else ""


def _text(told: Mapping[str, str], items: tuple[LetterItem, ...]) -> str:
    lines = [told["heading"], "", told["to"], "", told["intro"]]
    for place, item in enumerate(items, 1):
        lines += ["", f"{place}. {item.code} {item.title} – {item.status_label} ({item.points})"]
        lines += [f"   {line}" for line in item.lines]
        if item.url:
            lines.append(f"   {item.url}")
    lines += ["", told["deadline"], "", told["attached"], "", told["closing"]]
    lines += [told["sign"]] if told["sign"] else []
    return "\n".join([*lines, "", told["machine"], ""])
