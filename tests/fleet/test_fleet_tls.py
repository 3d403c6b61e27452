"""Workers of another machine: over TLS with certificates of one's own, and only of the same program version."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from crawler.fleet_engine import Engine, connect
from crawler.fleet_orders import Certificates, EngineError, SiteOrder
from crawler.version import PROGRAM
from results.wording import phrase

WAIT = 120.0  # seconds, on however slow a machine


@dataclass(frozen=True)
class Machines:
    """A scheduler with one worker; `begin` starts one more, with another environment."""

    address: str
    certificates: Certificates
    begin: Callable[[dict[str, str]], None]


def certificates(folder: Path) -> Certificates:
    """An authority of our own and a certificate of it."""
    folder.mkdir()
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1")
    found = Certificates(authority=folder / "ca.pem", certificate=folder / "own.pem", key=folder / "own.key")
    authority.cert_pem.write_to_path(found.authority)
    own.cert_chain_pems[0].write_to_path(found.certificate)
    own.private_key_pem.write_to_path(found.key)
    return found


@contextmanager
def dask(folder: Path, words: Sequence[str], environment: dict[str, str]) -> Iterator[None]:
    """A part of Dask, begun as the documentation tells."""
    command = [
        str(Path(sys.executable).with_name("dask")),
        *words,
        "--no-dashboard",
        "--dashboard-address",
        "127.0.0.1:0",
    ]
    with (folder / "dask.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stderr=log, stdout=log, env={**os.environ, **environment})
    try:
        yield
    finally:
        process.kill()
        process.wait()


def reached(ask: Callable[[], Engine], wanted: str = "") -> EngineError | Engine:
    """The engine, or the wanted refusal, as soon as all that was begun is there."""
    end = time.monotonic() + WAIT
    while True:
        try:
            engine = ask()
            if not wanted:
                return engine
            engine.__exit__()
        except EngineError as error:
            if error.problem == wanted:
                return error
            if error.problem not in ("no_scheduler", "no_workers"):
                raise
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("tls")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = certificates(folder / "own")
    tls = ("--tls-ca-file", str(own.authority), "--tls-cert", str(own.certificate), "--tls-key", str(own.key))
    address = f"tls://127.0.0.1:{port}"
    scheduler = ("scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", str(port), *tls)
    worker = ("worker", address, "--nthreads", "1", "--memory-limit", "0", "--no-nanny", *tls)
    with ExitStack() as begun:

        def begin(environment: dict[str, str]) -> None:
            begun.enter_context(dask(folder, worker, environment))

        begun.enter_context(dask(folder, scheduler, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}))
        begin({})
        yield Machines(address, own, begin)


def test_a_site_is_audited_by_a_worker_over_tls(machines: Machines, tmp_path: Path) -> None:
    engine = reached(lambda: connect(machines.address, machines.certificates))
    assert isinstance(engine, Engine)
    with engine:
        assert engine.capacity() == 1
        options = ("--year", "2569", "--as-of", "2026-04-20", "--delay", "0")
        engine.submit(
            7, SiteOrder(url="http://127.0.0.1:9/", evidence=str(tmp_path), options=options, seconds=60, memory_mb=3000)
        )
        ended = engine.next(WAIT)
    assert ended is not None and ended.number == 7 and ended.result is not None, ended
    assert (ended.result.code, ended.result.program) == (3, PROGRAM) and ended.result.database


def test_certificates_of_another_authority_are_refused(machines: Machines, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        connect(machines.address, certificates(tmp_path / "theirs"))
    assert caught.value.problem == "no_scheduler" and "certificate" in caught.value.values["why"].lower()


def test_a_worker_with_another_version_is_refused(machines: Machines, tmp_path: Path) -> None:
    other = tmp_path / "oit_audit-7.8.9.dist-info"  # what an installation of another version has on its path
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: oit-audit\nVersion: 7.8.9\n", encoding="utf-8")
    machines.begin({"PYTHONPATH": str(tmp_path)})
    refused = reached(lambda: connect(machines.address, machines.certificates), "other_version")
    assert isinstance(refused, EngineError)
    assert (refused.values["theirs"], refused.values["mine"]) == ("oit-audit 7.8.9", PROGRAM)
    assert refused.values["worker"].startswith("tls://127.0.0.1:")
    assert "7.8.9" in phrase("fleet", "other_version", "en", **refused.values)
