"""A real mail server on loopback: keeps what it takes, and can refuse, ask for a login, or stay silent."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class MailBox:
    """The server's address and what it has taken."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    dies_after: int = 1_000
    thinks: float = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.thinks)
        if len(self.taken) >= self.dies_after:
            server.transport.abort()
            return "421 gone"
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.raw.append(content)
        message = BytesParser(policy=policy.default).parsebytes(content)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 taken"

    def let_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def mail_box(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, login: bool = False, **own: object
) -> Iterator[MailBox]:
    """Serve on a free port of loopback."""
    box = MailBox(**own)  # type: ignore[arg-type]
    more: dict[str, object] = {"tls_context": starttls, "require_starttls": True} if starttls else {}
    if login:
        more |= {"authenticator": box.let_in, "auth_required": True, "auth_require_tls": starttls is not None}
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]  # the controller itself cannot take "any free port"
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ssl_context=tls, **more)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        for each in kept:
            each.close()
    thread.join(2)
