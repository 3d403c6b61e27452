"""Tells people what is news of the watched sites, by mail and by webhook. What was not taken over is told next time."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

import urllib3
from urllib3.exceptions import HTTPError

from crawler.config_model import Config, MailSettings
from crawler.mail_addresses import mailbox
from crawler.mail_server import LetterRefusedError, MailServer, MailServerError
from crawler.messages import Lang
from crawler.version import PROGRAM
from crawler.watch_rounds import Looked
from results.store import Store
from results.watch_log import Channel, keep_notice, memory, told_states
from results.watch_state import Change, changes
from results.watch_text import BOOK, BodyNews, Notice, notice_of, payload
from results.wording import phrase

_SECONDS = 15.0  # for the webhook's answer


class NotToldError(Exception):
    """A channel did not take a message over; the text says why. Raised by the channels of this module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one channel: how many bodies there was news of, and the problem, "" when it was taken over."""

    channel: Channel
    bodies: int
    problem: str


def tell(store: Store, looked: Sequence[Looked], settings: Config, at: datetime, lang: Lang) -> tuple[Told, ...]:
    """Tell every channel that is set what it was not told yet."""
    channels: dict[Channel, Callable[[Sequence[BodyNews]], None]] = {}
    if settings.watch.email:
        channels["email"] = lambda news: _mail(notice_of(news, at, lang), settings, at, lang)
    if settings.watch.webhook:
        channels["webhook"] = lambda news: _post(settings.watch.webhook, payload(news, at, lang, PROGRAM), lang)
    found: list[Told] = []
    for channel, hand_over in channels.items():
        news = _news(store, channel, looked)
        if not news:
            continue
        problem = ""
        try:
            hand_over([
                BodyNews(name=each.body.name, url=each.body.url, changes=news[each.body.body])
                for each in looked if each.body.body in news
            ])  # fmt: skip
        except NotToldError as error:
            problem = str(error)
        keep_notice(store, channel, news, problem, at=at)
        found.append(Told(channel=channel, bodies=len(news), problem=problem))
    return tuple(found)


def _news(store: Store, channel: Channel, looked: Sequence[Looked]) -> Mapping[str, tuple[Change, ...]]:
    told = told_states(store, channel)
    found: dict[str, tuple[Change, ...]] = {}
    for each in looked:
        codes = {target.url: target.codes for target in each.targets}
        since = memory(store, each.body.body).since
        news = changes(told.get(each.body.body, {}), each.seen.sights, since, codes)
        if news:
            found[each.body.body] = news
    return found


def _mail(notice: Notice, settings: Config, at: datetime, lang: Lang) -> None:
    """One message to all. Raises NotToldError."""
    if settings.mail is None:
        raise NotToldError(phrase(BOOK, "no_mail_server", lang))
    password = os.environ.get(settings.mail.password_variable, "")
    if settings.mail.user and not password:
        raise NotToldError(phrase(BOOK, "no_password", lang, variable=settings.mail.password_variable))
    to = tuple(mailbox(address) for address in settings.watch.email)
    try:
        with MailServer(settings.mail, password, lang) as server:
            server.send(_message(notice, settings.mail, to, at))
    except (MailServerError, LetterRefusedError) as error:
        raise NotToldError(str(error)) from error


def _message(notice: Notice, settings: MailSettings, to: tuple[Address, ...], at: datetime) -> EmailMessage:
    sender = mailbox(settings.sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = notice.subject
    message["Date"] = at
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"  # keeps absence notices from being sent back
    message.set_content(notice.text, cte="base64")
    return message


def _post(url: str, told: Mapping[str, object], lang: Lang) -> None:
    """One JSON object. Raises NotToldError."""
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": PROGRAM.replace(" ", "/")}
    try:
        with urllib3.PoolManager(retries=False, timeout=_SECONDS) as pool:
            answer = pool.request("POST", url, body=body, headers=headers, redirect=False, preload_content=False)
            answer.close()
    except (HTTPError, OSError, ValueError) as error:
        raise NotToldError(phrase(BOOK, "webhook_gone", lang, why=type(error).__name__)) from error
    if not 200 <= answer.status < 300:
        raise NotToldError(phrase(BOOK, "webhook_answer", lang, status=str(answer.status)))
