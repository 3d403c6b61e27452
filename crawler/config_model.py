"""The shape of `oit.toml`: what may stand in it, and what each key means."""

from datetime import date
from email.headerregistry import Address
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawler.mail_addresses import AddressError, mailbox
from crawler.scope import Scope
from crawler.urls import host_of


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeWindow(_Strict):
    """First and last day of a window, both included; one of them may be left out."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")


class OfficeCalendar(_Strict):
    """The windows of one fiscal year that the office sets."""

    registration: OfficeWindow | None = None
    entry: OfficeWindow | None = None
    assessment: OfficeWindow | None = None
    clarification: OfficeWindow | None = None
    confirmation: OfficeWindow | None = None
    result: OfficeWindow | None = None


class OfficePerson(_Strict):
    """A signature: post and name."""

    post: str = ""
    name: str = ""


class OfficeSettings(_Strict):
    """The body and its documents. `lower`/`upper` are points of 100, `lead_days` days before the end of data entry."""

    name: str = ""
    website: str = ""
    unit: str = ""
    address: str = ""
    letter_number: str = ""
    head: OfficePerson = OfficePerson()
    clerk: OfficePerson = OfficePerson()
    writer: OfficePerson = OfficePerson()
    digits: Literal["thai", "arabic"] = "arabic"
    memo_template: str = ""
    implementation_template: str = ""
    lead_days: int = Field(default=14, ge=0, le=365)
    lower: float = Field(default=85, ge=0, le=100)
    upper: float = Field(default=100, ge=0, le=100)

    @field_validator("website")
    @classmethod
    def _address(cls, website: str) -> str:
        if website:
            Scope.of(website)
            if not website.lower().startswith(("http://", "https://")):
                raise ValueError(f"{website!r} is not a web address; it begins with http:// or https://")
        return website


class UnitSettings(_Strict):
    """A unit and the concepts that it takes over from the rules' own wording."""

    name: str = Field(min_length=1)
    email: str = ""
    head: OfficePerson = OfficePerson()
    concepts: tuple[str, ...] = ()

    @field_validator("email")
    @classmethod
    def _mail(cls, email: str) -> str:
        return _readable(email).addr_spec if email else ""


class MailSettings(_Strict):
    """The server that `oit send` hands letters to. `password_variable` names an environment variable,
    `timeout` is in seconds; port 0 is the usual one."""

    host: str = Field(min_length=1)
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_variable: str = "OIT_MAIL_PASSWORD"
    sender: str = Field(min_length=3)
    timeout: int = Field(default=30, ge=1, le=600)

    @field_validator("sender")
    @classmethod
    def _mail(cls, sender: str) -> str:
        return str(_readable(sender))


class WatchSettings(_Strict):
    """What `oit watch` does: who is told (`email`, and `webhook` by a JSON POST), how many minutes lie between two
    looks (`every`), after how many seconds a trouble is looked at again, how long an answer may take, and which
    servers (`host:port`) tell whether the network is there at all."""

    webhook: str = ""
    email: tuple[str, ...] = ()
    every: int = Field(default=60, ge=5, le=1440)
    again_after: int = Field(default=60, ge=0, le=3600)
    timeout: int = Field(default=20, ge=1, le=120)
    reference: tuple[str, ...] = ("www.google.com:443", "www.cloudflare.com:443")

    @field_validator("webhook")
    @classmethod
    def _address(cls, webhook: str) -> str:
        if webhook and (not webhook.lower().startswith(("http://", "https://")) or not host_of(webhook)):
            raise ValueError(f"{webhook!r} is not a web address; it begins with https:// or http://")
        return webhook

    @field_validator("email")
    @classmethod
    def _mail(cls, email: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(_readable(address)) for address in email)

    @field_validator("reference")
    @classmethod
    def _servers(cls, reference: tuple[str, ...]) -> tuple[str, ...]:
        for place in reference:
            host, _, port = place.rpartition(":")
            if not host or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError(f"{place!r} is not a server; write it like www.example.go.th:443")
        return reference


class Config(_Strict):
    """All settings."""

    contact: str = ""
    rules: str = ""
    calendar: dict[int, OfficeCalendar] = Field(default_factory=dict)
    office: OfficeSettings = OfficeSettings()
    units: dict[str, UnitSettings] = Field(default_factory=dict)
    mail: MailSettings | None = None
    watch: WatchSettings = WatchSettings()


def _readable(text: str) -> Address:
    try:
        return mailbox(text)
    except AddressError as error:
        raise ValueError(str(error)) from error
