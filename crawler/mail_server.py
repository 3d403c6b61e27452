"""Hands letters to the office's mail server: one connection, every trouble told apart in one sentence."""

import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType

from crawler.config_model import MailSettings
from crawler.messages import Lang
from results.wording import phrase

_BOOK = "mail"
_USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_DETAIL = 200


class MailServerError(Exception):
    """The server cannot be used (any more); the message says why. Raised by `MailServer`."""


class LetterRefusedError(Exception):
    """The server took this letter not, others it may; the message says why. Raised by `MailServer.send`."""


class MailServer:
    """A connection that is opened with the first letter. Use as a context manager."""

    def __init__(self, settings: MailSettings, password: str, lang: Lang) -> None:
        self._settings = settings
        self._password = password
        self._lang: Lang = lang
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if self._smtp is None:
            return
        try:
            self._smtp.quit() if kind is None else self._smtp.close()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()

    def send(self, message: EmailMessage) -> None:
        """Hand one letter over. Raises LetterRefusedError, or MailServerError when no other can be sent either."""
        smtp = self._smtp or self._opened()
        try:
            smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, told = next(iter(error.recipients.values()))
            raise LetterRefusedError(self._say("letter_refused", detail=_detail(code, told))) from error
        except smtplib.SMTPDataError as error:
            raise LetterRefusedError(self._say("letter_refused", detail=_reply(error))) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._trouble(error, "server_lost") from error

    def _opened(self) -> smtplib.SMTP:
        settings = self._settings
        port = settings.port or _USUAL_PORTS[settings.security]
        try:
            if settings.security == "tls":
                safe = ssl.create_default_context()
                self._smtp = smtplib.SMTP_SSL(settings.host, port, timeout=settings.timeout, context=safe)
            else:
                self._smtp = smtplib.SMTP(settings.host, port, timeout=settings.timeout)
        except (smtplib.SMTPException, OSError) as error:
            raise self._trouble(error, "server_unreachable") from error
        try:
            self._greet(self._smtp)
        except (smtplib.SMTPException, OSError) as error:
            raise self._trouble(error, "server_lost") from error
        return self._smtp

    def _greet(self, smtp: smtplib.SMTP) -> None:
        """Make the connection safe and log in, as far as the settings ask for it."""
        if self._settings.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self._settings.user:
            smtp.login(self._settings.user, self._password)

    def _trouble(self, error: smtplib.SMTPException | OSError, otherwise: str) -> MailServerError:
        """What is wrong with the server; `otherwise` is told of an error without a sentence of its own."""
        # smtplib tells a silent server as a lost connection.
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return MailServerError(self._say("server_slow", seconds=str(self._settings.timeout)))
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return MailServerError(self._say("server_refused_login", detail=_reply(error)))
        if isinstance(error, smtplib.SMTPSenderRefused):
            return MailServerError(self._say("sender_refused", detail=_reply(error)))
        if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
            return MailServerError(self._say("server_not_safe", detail=_text(error)))
        return MailServerError(self._say(otherwise, detail=_text(error)))

    def _say(self, key: str, **values: str) -> str:
        return phrase(_BOOK, key, self._lang, host=self._settings.host, **values)


def _reply(error: smtplib.SMTPResponseException) -> str:
    return _detail(error.smtp_code, error.smtp_error)


def _detail(code: int, told: bytes | str) -> str:
    """A server's answer on one line: it is its own words, not ours."""
    words = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return _one_line(f"{code} {words}")


def _text(error: BaseException) -> str:
    return _one_line(str(error) or type(error).__name__)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:_DETAIL]
