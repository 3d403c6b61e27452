"""The letter to a unit and its calendar, whatever words come from a website or from the settings."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from email import policy
from email.headerregistry import Address
from email.parser import BytesParser

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from audits.assessment import Calendar as Assessment
from audits.assessment import Window
from results.calendar_file import calendar_file
from results.decisions import Decision, Ruling, last_day
from results.gap_list import GapList, gap_list_of
from results.mail_letter import letter_to
from results.mail_message import message_for
from results.mail_parts import Parts, Send, UnitPart, dates_of, is_news, parts_of
from results.measures import LOOKS, EventKind, Measure, MeasureEvent, folded
from results.office import Office, Unit
from results.report_builder import deadline_of
from results.scoring import score
from results.store import Run
from tests.results.factories import SITE, quote, ruleset, text, verdict, verdicts

RULES = ruleset(Assessment(
    entry=Window.model_validate({"to": date(2026, 4, 30), "confidence": "high", "sources": ("made-up",)}),
    note=text("ควรตรวจกับประกาศ"),
))  # fmt: skip
DAY = date(2026, 4, 1)
SENDER = Address(display_name="งาน ITA", addr_spec="ita@example.go.th")
AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
HOSTILE = "=1+1\r\nBcc: x@evil.example\r\n\r\n<script>alert('ก')</script>\u202e\u0000 😀 " + "ย" * 10_000

RUN = Run(
    id=1, agency_name="อบต.ตัวอย่าง", agency_kind="sao", agency_url=f"{SITE}/", snapshot_id="a", folder="", started_at="",
    finished_at="", fiscal_year=2569, as_of=DAY, rules_sha256="", code_version="",
)  # fmt: skip


def office(name: str = "กองคลัง", concepts: tuple[str, ...] = ("concept_1", "concept_2", "concept_7")) -> Office:
    return Office(units=(Unit(key="finance", name=name, email="finance@example.go.th", concepts=concepts),))


def gaps(own: Office, agency: str = "อบต.ตัวอย่าง", words: str = "") -> GapList:
    items = verdicts()
    if words:
        said = quote(words)
        items = (replace(verdict(1, "outdated"), current=replace(verdict(1, "outdated").current, quote=words, evidence=(said,))),
                 *items[1:])  # fmt: skip
    return gap_list_of(replace(RUN, agency_name=agency), items, RULES, office=own, measures=(), decisions=(), lang="th")


def parts(own: Office, listed: GapList) -> Parts:
    return parts_of(listed, own, RULES, score(verdicts(), RULES), DAY)


def written(own: Office, listed: GapList) -> bytes:
    part = parts(own, listed).units[0]
    letter = letter_to(part, deadline_of(RULES, DAY, "th"), own.unit, DAY)
    return bytes(message_for(letter, part, RULES, SENDER, AT))


def test_both_texts_say_the_same_and_hostile_words_stay_words() -> None:
    body = written(office(), gaps(office(), agency=HOSTILE, words=HOSTILE))
    message = BytesParser(policy=policy.default).parsebytes(body)
    assert "Bcc" not in message and not message.defects
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "<script" not in html and "&lt;script&gt;" in html
    assert "\u202e" not in plain + html and "\x00" not in plain + html
    for code in ("O1", "O7"):
        assert code in plain and code in html
    sheet, dates = message.iter_attachments()
    book = openpyxl.load_workbook(io.BytesIO(sheet.get_content()))
    assert not any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row)
    assert (
        len(Calendar.from_ical(dates.get_content()).walk("VEVENT"))
        == len(parts(office(), gaps(office())).units[0].dues) + 1
    )


@given(st.text(max_size=60), st.text(min_size=1, max_size=40))
@settings(max_examples=20, deadline=None)
def test_any_name_makes_a_message_of_whole_headers(agency: str, unit: str) -> None:
    own = office(unit)
    message = BytesParser(policy=policy.default).parsebytes(written(own, gaps(own, agency)))
    names = [name.lower() for name in message]
    assert len(names) == len(set(names)) and not message.defects
    assert [each.addr_spec for each in message["To"].addresses] == ["finance@example.go.th"]
    assert message.get_content_type() == "multipart/mixed"


def test_what_nobody_can_be_told_about_is_listed_by_owner() -> None:
    shared = parts(office(), gaps(office()))
    codes = [card.code for card in shared.units[0].gaps.cards]
    left = [code for _, owner_codes in shared.without_mail for code in owner_codes]
    assert set(codes) <= {"O1", "O2", "O7"} and codes
    assert sorted(codes + left) == sorted(card.code for card in gaps(office()).cards)


def test_news_is_what_the_unit_does_not_know_yet() -> None:
    part = parts(office(), gaps(office())).units[0]
    known = Send(
        unit="finance", email="finance@example.go.th", day=DAY, run=1, fingerprint=part.fingerprint, message_id=""
    )
    assert is_news(part, []) and not is_news(part, [known])
    assert is_news(part, [replace(known, email="old@example.go.th")]) and is_news(part, [replace(known, unit="works")])
    assert is_news(part, [known, replace(known, fingerprint="x")])
    nothing = replace(part, gaps=replace(part.gaps, cards=()))
    assert not is_news(nothing, []) and is_news(nothing, [known])


def measured(*events: tuple[EventKind, str], decisions: tuple[Decision, ...] = ()) -> UnitPart:
    """The part of a unit whose first item has this history."""
    told = [
        MeasureEvent(number=place, at=f"2026-03-{place:02}", day=date(2026, 3, place), who="" if kind in LOOKS else "นิติกร",
                     kind=kind, value=value)
        for place, (kind, value) in enumerate((("opened", "outdated"), ("due", "2026-03-30"), *events), 1)
    ]  # fmt: skip
    empty = Measure(id=1, agency_url=SITE, fiscal_year=2569, concept="concept_1", code="O1", title="ก")
    items = (verdict(1, "outdated"), *verdicts()[1:])
    made = gap_list_of(
        RUN, items, RULES, office=office(), measures=(folded(empty, told),), decisions=decisions, lang="th"
    )
    return parts(office(), made).units[0]


def test_that_a_look_spoke_against_a_repair_is_news_and_stands_in_the_letter() -> None:
    claimed = measured(("status", "done"))
    spoken = measured(("status", "done"), ("not_fixed", "outdated"))
    assert claimed.fingerprint == measured().fingerprint != spoken.fingerprint
    assert spoken.fingerprint == measured(("status", "done"), ("not_fixed", "outdated"), ("status", "todo")).fingerprint
    again = measured(("verified", "pass"), ("status", "done"), ("reopened", "outdated"))
    assert again.fingerprint not in (measured(("verified", "pass")).fingerprint, claimed.fingerprint)
    for part, words in ((spoken, "แต่ตรวจซ้ำแล้วยังไม่ผ่าน"), (again, "พบข้อบกพร่องอีกครั้ง")):
        letter = letter_to(part, deadline_of(RULES, DAY, "th"), "", DAY)
        assert words in letter.text and words in letter.html
        assert "30 มีนาคม 2569 (เกินกำหนด)" in letter.text and "30 มีนาคม 2569 (เกินกำหนด)" in letter.html
    assert "ผลตรวจซ้ำ" not in letter_to(claimed, deadline_of(RULES, DAY, "th"), "", DAY).text


def test_what_people_decided_stands_beside_what_was_seen() -> None:
    decision = Decision(id=1, agency_url=SITE, fiscal_year=2569, concept="concept_1", code="O1", at="x", day=DAY, who="ปลัด",
                        ruling=Ruling.NOT_APPLICABLE, why="ไม่มีภารกิจนี้", url="", until=last_day(2569))  # fmt: skip
    letter = letter_to(measured(decisions=(decision,)), deadline_of(RULES, DAY, "th"), "", DAY)
    assert "ไม่มีภารกิจนี้" in letter.text and "ไม่มีภารกิจนี้" in letter.html


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.text(max_size=200))
@settings(max_examples=20, deadline=None)
def test_calendars_are_stable_and_readable(day: date, words: str) -> None:
    part = parts(office(), gaps(office())).units[0]
    dates = dates_of(part.gaps, [replace(due, title=words, repair=words, day=day) for due in part.dues], RULES)
    body = calendar_file(dates)
    assert body == calendar_file(dates)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    first = {str(event["UID"]): event for event in Calendar.from_ical(body).walk("VEVENT")}
    later = Calendar.from_ical(calendar_file(replace(dates, as_of=date(2026, 5, 1)))).walk("VEVENT")
    assert {str(event["UID"]) for event in later} == set(first)
    assert all(event["SEQUENCE"] > first[str(event["UID"])]["SEQUENCE"] for event in later)
    moved = calendar_file(replace(dates, agency_url=SITE.replace("https://www.", "http://") + "/index.php"))
    assert {str(event["UID"]) for event in Calendar.from_ical(moved).walk("VEVENT")} == set(first)
