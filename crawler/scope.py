"""What belongs to the site, and what may be requested at all.

A site is the seed's host with its www twin and sub-domains. A seed on a private network or a bare address is exactly
that host and port: the operator's word covers nothing beside it. Where one host holds the sites of many bodies
(Google Sites), the first steps of the path belong to the name.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

from crawler.urls import host_of, port_of

# Names of machines, not of bodies: the office's site is one level up.
_FUNCTIONAL = frozenset(
    ("www", "web", "website", "ita", "main", "home", "portal", "new", "eservice", "e-service", "site")
)
# Hosts whose sites are told apart by so many steps of the path (/view/NAME, /site/NAME, /DOMAIN/NAME).
_SHARED_HOSTS = {"sites.google.com": 2}
_split_host = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True, fallback_to_snapshot=True
)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+))*\Z")
_GIVEN_OUT = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out to networks
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # how a network without IPv4 reaches it: the last 32 bits are meant
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")  # kept for protocols; one cloud tells its machines' secrets there


@dataclass(frozen=True, slots=True)
class Scope:
    """The hosts of one site. `port` is 0 when any port of a public host belongs to it; `path` is "" or the folder of a
    shared host that is the site.
    """

    base: str
    port: int
    path: str = ""

    @classmethod
    def of(cls, seed: str) -> "Scope":
        """The scope that a seed address (absolute, http or https) opens. Raises ValueError for another."""
        host = host_of(seed)
        if not host:
            raise ValueError(f"{seed!r} is not a web address")
        if is_local_name(host) or _is_numeric(host):
            return cls(base=host, port=port_of(seed))
        steps = [step for step in urlsplit(seed).path.split("/") if step][: _SHARED_HOSTS.get(host, 0)]
        return cls(base=_body_of(host), port=0, path="".join(f"/{step}" for step in steps))

    def contains(self, url: str) -> bool:
        """Whether an absolute address belongs to the site."""
        if self.port:
            return host_of(url) == self.base and port_of(url) == self.port
        if self.path and not f"{urlsplit(url).path}/".startswith(f"{self.path}/"):
            return False
        return self.contains_host(host_of(url))

    def contains_host(self, host: str) -> bool:
        if host == self.base:
            return True
        return not self.port and host.endswith("." + self.base)

    @property
    def hosts(self) -> list[str]:
        """The scope as written into the evidence: a leading dot means "and its sub-domains"."""
        if self.port:
            return [f"[{self.base}]:{self.port}" if ":" in self.base else f"{self.base}:{self.port}"]
        return [self.base, "." + self.base]

    def slot(self, url: str) -> str:
        """The name under which requests to a host are counted and spaced: the www twin is the same machine."""
        host = host_of(url)
        return host[4:] if host.startswith("www.") else host


def _body_of(host: str) -> str:
    plain = host.removeprefix("www.")
    parts = _split_host(plain)
    if parts.suffix and parts.subdomain in _FUNCTIONAL:
        return f"{parts.domain}.{parts.suffix}"
    return plain


def is_local_name(host: str) -> bool:
    """Whether a name can only mean a machine of the own network (localhost, intranet, printer.local)."""
    return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))


def _is_numeric(host: str) -> bool:
    return ":" in host or _NUMERIC.match(host) is not None


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the open internet (not loopback, private, link-local, reserved or metadata).

    An IPv6 address that carries an IPv4 address is as public as that; beside those only what is given out counts.
    """
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _TRANSLATED:
            inner = ipaddress.IPv4Address(parsed.packed[-4:])
        if inner is not None:
            return is_public_address(str(inner))
        return parsed in _GIVEN_OUT and parsed.is_global
    return parsed.is_global and not parsed.is_multicast and parsed not in _PROTOCOLS


@lru_cache(maxsize=512)
def resolves_to_public(host: str) -> bool:
    """Whether every address of a host is public. Blocks for as long as the name service takes."""
    if is_local_name(host):
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return bool(found) and all(is_public_address(str(entry[4][0])) for entry in found)


_SKIPPED_SUFFIXES = frozenset(
    ("css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot", "mp3", "wav", "ogg", "oga", "m4a", "wma", "mid",
     "mp4", "m4v", "avi", "mov", "wmv", "flv", "mkv", "webm", "mpg", "mpeg", "3gp", "swf", "exe", "msi", "dmg", "apk",
     "ipa", "bin", "iso", "deb", "rpm", "jar", "bat", "cmd", "dll", "ico", "cur", "svg", "ics", "vcf", "torrent")
)  # fmt: skip
_IMAGE_SUFFIXES = frozenset(("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff"))
_DOCUMENT_SUFFIXES = frozenset(
    ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "rtf", "zip", "rar", "7z")
)
_LOGIN = re.compile(
    r"/(?:wp-login\.php|wp-admin|administrator|admin|login|log-in|signin|sign-in|logout|log-out|signout|backend"
    r"|user/(?:login|register|password)|(?:admin_?)?(?:login|logout)\.(?:php|aspx?|jsp|html?))(?:[/?]|\Z)"
    r"|[?&](?:task|view|action|option|page|do)=(?:user\.)?(?:log_?in|log_?out|com_users)(?:&|\Z)",
    re.IGNORECASE,
)


def suffix_of(url: str) -> str:
    """The lower-case file ending of an address's path, "" when it has none."""
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if len(ending) <= 5 else ""


def is_document(url: str) -> bool:
    return suffix_of(url) in _DOCUMENT_SUFFIXES


def is_image(url: str) -> bool:
    return suffix_of(url) in _IMAGE_SUFFIXES


def is_skipped(url: str) -> bool:
    """Whether an address is by its look nothing to read (style, script, film, program) or a door for members."""
    return suffix_of(url) in _SKIPPED_SUFFIXES or is_login(url)


def is_login(url: str) -> bool:
    parts = urlsplit(url)
    return _LOGIN.search(f"{parts.path}?{parts.query}" if parts.query else parts.path) is not None
