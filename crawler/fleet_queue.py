"""Which site comes next: never two of one server at a time, those of the busiest servers first, retries at the end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from results.fleet_ledger import Site


class Addresses(Protocol):
    """Knows on which servers a site lives; None while it does not know yet."""

    def of(self, url: str) -> frozenset[str] | None: ...


@dataclass(slots=True)
class Job:
    """A site with work left, the round it is in, and its servers as soon as they are known."""

    site: Site
    round: int
    lost: int
    servers: frozenset[str] = frozenset()


class WorkQueue:
    """The sites that wait, and the servers that are being visited."""

    def __init__(self, sites: Iterable[Site], addresses: Addresses) -> None:
        self._addresses = addresses
        self._waiting = [Job(site, step, site.lost) for site in sites if (step := site.next_round) is not None]
        self._busy: set[str] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self) -> Job | None:
        """The next site that may be visited now; its servers are busy until `release`."""
        turn = min((job.round for job in self._waiting), default=0)
        known = [job for job in self._waiting if job.round == turn and self._known(job)]
        free = [job for job in known if not job.servers & self._busy]
        if not free:
            return None
        load = Counter(server for job in known for server in job.servers)
        best = max(free, key=lambda job: (max(load[server] for server in job.servers), -job.site.position))
        self._waiting.remove(best)
        self._busy |= best.servers
        return best

    def release(self, job: Job) -> None:
        """A visit ended."""
        self._busy -= job.servers

    def put(self, job: Job) -> None:
        """There is more to do on a site."""
        self._waiting.append(job)

    def _known(self, job: Job) -> bool:
        if not job.servers:
            job.servers = self._addresses.of(job.site.url) or frozenset()
        return bool(job.servers)
