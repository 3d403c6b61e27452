"""Workers by Dask distributed: on this machine without any server to install, or behind a scheduler elsewhere.

Dask carries orders out and results back; it is not asked to remember anything (the ledger does), nor to try again.
"""

import logging
import os
import queue
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import dask
from distributed import Client, Future, LocalCluster
from distributed.scheduler import KilledWorker
from distributed.security import Security

from crawler.fleet_orders import Certificates, Ended, EngineError, SiteOrder
from crawler.fleet_site import audit_site, program
from crawler.version import PROGRAM

_CONNECT_SECONDS = 6
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # the ledger counts the deaths, site by site
    "distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS}s",
    "distributed.admin.system-monitor.disk": False,
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.http.routes": [],  # nobody is to ask them but us
    "distributed.worker.http.routes": [],
}


class Engine:
    """Connected workers. Use as a context manager."""

    def __init__(self, client: Client, cluster: LocalCluster | None) -> None:
        self._client, self._cluster = client, cluster
        self._ended: queue.SimpleQueue[tuple[int, Future]] = queue.SimpleQueue()
        self._orders: dict[int, Future] = {}

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        for future in self._orders.values():
            with suppress(Exception):
                future.cancel(force=True)
        for part in (self._client, self._cluster):
            if part is not None:
                with suppress(Exception):
                    part.close(timeout=5)

    def capacity(self) -> int:
        """How many sites can be audited at once. Raises EngineError when the scheduler is gone."""
        try:
            return len(self._client.nthreads())
        except (OSError, RuntimeError, TimeoutError) as error:
            raise EngineError("scheduler_gone") from error

    def submit(self, number: int, order: SiteOrder) -> None:
        """Have one site audited; `number` comes back with what came of it."""
        future = self._client.submit(audit_site, order, pure=False, retries=0)
        self._orders[number] = future
        future.add_done_callback(lambda done: self._ended.put((number, done)))

    def next(self, seconds: float) -> Ended | None:
        """What ended next; None when nothing did so far. Raises EngineError when the scheduler is gone."""
        try:
            number, future = self._ended.get(timeout=seconds)
        except queue.Empty:
            if self._client.status not in ("running", "connecting"):
                raise EngineError("scheduler_gone") from None
            return None
        del self._orders[number]
        if future.status == "finished":
            return Ended(number=number, result=future.result())
        if future.status != "error":
            raise EngineError("scheduler_gone")
        error = future.exception()
        return Ended(number=number, lost=isinstance(error, KilledWorker), problem=f"{type(error).__name__}: {error}")


def start(workers: int) -> Engine:
    """Workers on this machine; they end with this process. Raises EngineError."""
    _configure()
    try:
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
            memory_limit=0, silence_logs=logging.CRITICAL, scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            security=True, protocol="tls://",  # other users of this machine must not be able to give orders
        )  # fmt: skip
    except (OSError, RuntimeError, TimeoutError) as error:
        raise EngineError("workers_failed", why=str(error)) from error
    return Engine(Client(cluster), cluster)


def connect(address: str, certificates: Certificates | None) -> Engine:
    """The workers behind a scheduler. Raises EngineError for an address, a version or a certificate that is wrong."""
    _configure()
    security = _security(address, certificates)
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, security=security)
    except (OSError, ValueError, TimeoutError, ssl.SSLError) as error:
        raise EngineError("no_scheduler", address=address, why=_brief(error)) from error
    engine = Engine(client, None)
    try:
        _agree(client, address)
    except BaseException:
        engine.__exit__()
        raise
    return engine


def _configure() -> None:
    dask.config.set(_SETTINGS)
    os.environ["DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED"] = "False"


def _security(address: str, certificates: Certificates | None) -> Security | None:
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise EngineError("bad_address", address=address)
    if parts.scheme == "tcp":
        if parts.hostname not in _LOCAL_HOSTS:
            raise EngineError("not_encrypted", address=address)
        return None
    if certificates is None:
        raise EngineError("no_certificates", address=address)
    return Security(
        tls_ca_file=str(certificates.authority), tls_client_cert=str(certificates.certificate),
        tls_client_key=str(certificates.key), require_encryption=True,
    )  # fmt: skip


def _agree(client: Client, address: str) -> None:
    """Refuse workers that would judge with another program."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
    versions: Mapping[str, Any] = client.get_versions()
    if not versions["workers"]:
        raise EngineError("no_workers", address=address)
    mine = _packages(versions["client"])
    for place, told in versions["workers"].items():
        if _packages(told) != mine:
            raise EngineError("other_version", worker=place, theirs=_shown(_packages(told)), mine=_shown(mine))
    try:
        programs: Mapping[str, str] = client.run(program, on_error="return")
    except (OSError, TimeoutError, RuntimeError) as error:
        raise EngineError("no_workers", address=address) from error
    for place, theirs in programs.items():
        if theirs != PROGRAM:
            raise EngineError("other_version", worker=place, theirs=_brief(theirs), mine=PROGRAM)


def _packages(told: Mapping[str, Any]) -> dict[str, str]:
    python = ".".join(map(str, told["host"]["python"].split(".")[:2]))
    return {"python": python, "distributed": str(told["packages"]["distributed"])}


def _shown(packages: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in packages.items())


def _brief(problem: object) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0][:200] if lines else type(problem).__name__
