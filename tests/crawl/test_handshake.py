"""Looking at a certificate ends in time, whatever the other side does."""

import socket
import threading
from collections.abc import Iterator

import pytest

from crawler import handshake
from crawler.certificate_end import certificate_end
from crawler.certificates import check_certificate

_RECORD = b"\x16\x03\x03\x3f\xff\x02"  # the head of a long answer to a handshake


@pytest.fixture
def dripping() -> Iterator[int]:
    """The port of a server that answers a handshake byte by byte, for ever."""
    over = threading.Event()

    def drip(peer: socket.socket) -> None:
        with peer:
            try:
                peer.sendall(_RECORD)
                while not over.wait(0.02):
                    peer.sendall(b"\0")
            except OSError:
                return

    def serve() -> None:
        while not over.is_set():
            try:
                threading.Thread(target=drip, args=server.accept()[:1], daemon=True).start()
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def test_a_server_that_drips_does_not_hold_the_look(dripping: int) -> None:
    assert certificate_end("127.0.0.1", dripping, seconds=0.3) is None
    assert check_certificate("127.0.0.1", dripping, seconds=0.3) is None


def test_the_time_is_for_all_addresses_together(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as first, socket.socket() as second:
        place = full.getsockname()
        for waiting in (first, second):  # nobody accepts: a further connection gets no answer at all
            waiting.setblocking(False)
            waiting.connect_ex(place)
        entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", place)
        asked: list[object] = []

        def many(*_: object, **__: object) -> Iterator[tuple[object, ...]]:
            for _number in range(10_000):
                asked.append(entry)
                yield entry

        monkeypatch.setattr(handshake.socket, "getaddrinfo", many)
        assert certificate_end("many.example", place[1], seconds=0.3) is None
        assert len(asked) == 10_000, "the later ones are given up without being asked"
