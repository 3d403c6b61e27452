"""A letter as an Internet message: two readable parts, the list and the calendar attached."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from audits.requirement import Ruleset
from results.calendar_file import calendar_file
from results.formats import gap_workbook
from results.mail_letter import Letter
from results.mail_parts import UnitPart, dates_of
from results.plain import plain

_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def message_for(letter: Letter, part: UnitPart, ruleset: Ruleset, sender: Address, at: datetime) -> EmailMessage:
    """The message. All text travels as base64 of UTF-8, which every mail server hands on unchanged."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(display_name=plain(part.unit.name), addr_spec=part.unit.email)
    message["Subject"] = letter.subject
    message["Date"] = at
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"  # keeps absence notices from being sent back
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    message.add_attachment(
        gap_workbook.render(part.gaps), maintype="application", subtype=_XLSX, filename=f"{letter.name}.xlsx"
    )
    message.add_attachment(
        calendar_file(dates_of(part.gaps, part.dues, ruleset)), maintype="text", subtype="calendar",
        filename=f"{letter.name}.ics", params={"charset": "utf-8", "method": "PUBLISH"},
    )  # fmt: skip
    return message
