"""What is typed into ITAS: yes or no, the verified address, an explanation; what is not ready stands first."""

from collections.abc import Mapping

from audits.verdict import Outcome, Status
from crawler.scope import Scope
from results.memo import due_of, paper_of
from results.paper import Column, Kind, Paper, Row, Table
from results.plain import is_web, plain
from results.report_model import Card, CheckView, Report
from results.wording import Lang, phrase

_BOOK = "documents"
# The length of ITAS's own field is not published. This is what stays readable beside an address: about four lines.
EXPLANATION_LIMIT = 400
_Widths = tuple[tuple[str, float], ...]
_HOLD: _Widths = (
    ("code", 1.4), ("title", 4.4), ("status", 2.4), ("reason", 6.1), ("repair", 6.2), ("owner", 3.0), ("due", 3.2),
)  # fmt: skip
_ENTRY: _Widths = (
    ("code", 1.4), ("title", 4.4), ("answer", 1.5), ("url", 5.6), ("place", 2.3), ("explanation", 7.0), ("status", 2.4),
    ("ready", 2.1),
)  # fmt: skip
# With the addresses that were declared in ITAS beside those that were verified.
_ENTRY_DECLARED: _Widths = (
    ("code", 1.4), ("title", 3.2), ("answer", 1.4), ("url", 4.2), ("place", 2.0), ("explanation", 5.0), ("status", 2.1),
    ("ready", 1.7), ("declared_url", 3.2), ("declared", 2.5),
)  # fmt: skip
_KINDS: Mapping[str, Kind] = {"code": "code", "url": "url", "declared_url": "url"}


def itas_sheet(report: Report) -> Paper:
    """The sheet: first what should not be typed in yet, then every item in code order."""
    title = phrase(_BOOK, "itas_title", report.lang, year=str(report.fiscal_year))
    return paper_of(report, "itas", title, itas_tables(report))


def itas_tables(report: Report) -> tuple[Table, Table]:
    """The two blocks of the sheet."""
    lang = report.lang
    held = tuple(card for card in report.cards if card.status is not Status.PASS)
    entry = _ENTRY_DECLARED if any(card.declared_url for card in report.cards) else _ENTRY
    return (
        Table(
            key="hold", short=phrase(_BOOK, "hold_short", lang), title=phrase(_BOOK, "hold_title", lang),
            note=phrase(_BOOK, "hold_note" if held else "hold_none", lang), columns=_columns(_HOLD, lang),
            fields=(*(key for key, _ in _HOLD), "points"),
            rows=tuple(_hold_row(card, report) for card in held),
        ),
        Table(
            key="entry", short=phrase(_BOOK, "entry_short", lang), title=phrase(_BOOK, "entry_title", lang),
            note=phrase(_BOOK, "entry_note", lang, limit=str(EXPLANATION_LIMIT)), columns=_columns(entry, lang),
            fields=(*(key for key, _ in _ENTRY_DECLARED), "points"),
            rows=tuple(_entry_row(card, report) for card in report.cards),
        ),
    )  # fmt: skip


def _columns(names: _Widths, lang: Lang) -> tuple[Column, ...]:
    return tuple(
        Column(key=key, heading=phrase(_BOOK, f"col_{key}", lang), width=width, kind=_KINDS.get(key, "text"))
        for key, width in names
    )


def _hold_row(card: Card, report: Report) -> Row:
    return {
        "code": card.code, "title": card.title, "status": card.status_label,
        "reason": " ".join(part for part in (card.sentence, card.decision.sentence if card.decision else "") if part),
        "repair": card.repair, "owner": card.owner, "due": due_of(card, report), "points": f"{card.ita_points:.2f}",
    }  # fmt: skip


def _entry_row(card: Card, report: Report) -> Row:
    lang, scope = report.lang, _scope(report.agency_url)
    url = verified_url(card, scope)
    place = "" if not url else "place_main" if _inside(scope, url) else "place_elsewhere"
    return {
        "code": card.code,
        "title": card.title,
        "answer": phrase(_BOOK, _answer(card.present), lang),
        "url": url,
        "place": phrase(_BOOK, place, lang) if place else "",
        "explanation": explanation(card, lang) if card.status is Status.PASS else "",
        "status": _status(card, lang),
        "ready": phrase(_BOOK, "ready_yes" if card.status is Status.PASS else "ready_no", lang),
        "declared_url": card.declared_url or "",
        "declared": _compared(card, url, lang),
        "points": f"{card.ita_points:.2f}",
    }


def verified_url(card: Card, scope: Scope | None) -> str:
    """The address at which the item was seen to be there, on the main website where there is one; else empty."""
    if card.present.outcome is not Outcome.PASS:
        return ""
    declared = card.declared_url if card.declared and card.declared.state == "right" else None
    quoted = [quote.url for check in card.checks if check.outcome is Outcome.PASS for quote in check.quotes]
    seen = [url for url in (declared, card.url, *quoted) if url and is_web(url)]
    return next((url for url in seen if _inside(scope, url)), seen[0] if seen else "")


def explanation(card: Card, lang: Lang) -> str:
    """What is published, of which time, with which elements, and on which page of the file."""
    period = card.required_period
    told = phrase(_BOOK, "explain_period", lang, title=card.title, period=period) if period else card.title
    page = phrase(_BOOK, "explain_page", lang, page=str(card.page)) if card.page else ""
    # Elements are left out from the end before words are cut; the page is kept.
    parts = [part.title for part in card.parts if part.found]
    for count in range(len(parts), 0, -1):
        listed = phrase(_BOOK, "explain_parts", lang, parts=", ".join(parts[:count]))
        whole = " ".join(piece for piece in (told, listed, page) if piece)
        if len(whole) <= EXPLANATION_LIMIT:
            return whole
    return plain(" ".join(piece for piece in (told, page) if piece), EXPLANATION_LIMIT)


def _status(card: Card, lang: Lang) -> str:
    """The program's verdict, with what people decided beside it."""
    if card.decision is None:
        return card.status_label
    return phrase(_BOOK, "status_decided", lang, status=card.status_label, ruling=card.decision.ruling_label)


def _answer(present: CheckView) -> str:
    if present.outcome is Outcome.PASS:
        return "answer_yes"
    return "answer_no" if present.outcome is Outcome.FAIL else "answer_open"


def _compared(card: Card, url: str, lang: Lang) -> str:
    if not card.declared_url:
        return phrase(_BOOK, "declared_missing", lang)
    if card.declared_url == url:
        return phrase(_BOOK, "declared_same", lang)
    if card.declared is None:  # a run of a program that did not judge declared addresses yet
        return phrase(_BOOK, "declared_differs", lang)
    better = bool(card.declared.better) or card.status is Status.PASS
    if card.declared.state == "right" or not url or not better:  # no reason to change it for what is as bad
        return card.declared.sentence
    return phrase(_BOOK, "declared_other", lang, told=card.declared.sentence)


def _scope(url: str) -> Scope | None:
    try:
        return Scope.of(url)
    except ValueError:
        return None


def _inside(scope: Scope | None, url: str) -> bool:
    return scope is not None and scope.contains(url)
