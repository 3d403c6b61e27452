"""Name resolution that does not lead a crawl into private networks.

A public site's sub-domain may point at a machine of the office's own network or of ours; only the seed's own host,
which the operator named, may be there.
"""

from typing import Any, ClassVar

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.scope import is_public_address


class GuardedResolver(CachingThreadedResolver):
    """`trusted` holds the host names the operator gave."""

    trusted: ClassVar[set[str]] = set()

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":
        found = super().getHostByName(name, timeout)
        return found if name in self.trusted else found.addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not is_public_address(address):
        raise DNSLookupError(f"{name} leads to the private address {address}")
    return address
