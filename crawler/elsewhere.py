"""Places outside the site where offices keep their evidence: which kind an address is of, and where its content can be
had without a browser or an account. The one table of such services; pure, nothing is fetched here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from crawler.urls import canonical, host_of, join, normalise_url

Kind = Literal["file", "folder", "cloud", "flipbook", "pages", "form", "social", "chat", "video", "map", "system"]
# Why an answer from elsewhere is not the document; the details of `blocked` failures.
NEEDS_LOGIN, INTERSTITIAL = "needs_login", "interstitial"
# Services whose content has a plain public address, and where they are. A job may name others (see CrawlJob.outside).
PUBLIC = {
    "drive": "https://drive.google.com", "docs": "https://docs.google.com", "dropbox": "https://www.dropbox.com",
}  # fmt: skip
MOST_FETCHED = 100  # files from elsewhere per site: two or three for every item, at a few minutes of polite fetching

# Hosts to which these services hand their own files over; redirects to any other are not followed.
_CONTENT_HOSTS = (
    "drive.google.com", "docs.google.com", "drive.usercontent.google.com", "googleusercontent.com",
    "dropbox.com", "dropboxusercontent.com",
)  # fmt: skip
_SIGN_IN_HOSTS = ("accounts.google.com", "accounts.youtube.com", "login.microsoftonline.com", "login.live.com")
_BY_KIND: dict[Kind, str] = {
    "flipbook": "anyflip.com fliphtml5.com flippdf.com flowpaper.com issuu.com slideshare.net pubhtml5.com heyzine.com"
                " calameo.com yumpu.com scribd.com",
    "cloud": "1drv.ms onedrive.live.com onedrive.com sharepoint.com dropbox.com mega.nz mega.co.nz mediafire.com"
             " 4shared.com box.com icloud.com slides.google.com",
    "pages": "sites.google.com",
    "form": "forms.gle forms.office.com forms.cloud.microsoft surveymonkey.com",
    "social": "facebook.com fb.com fb.me fb.watch twitter.com x.com instagram.com tiktok.com threads.net",
    "chat": "line.me lin.ee m.me",
    "video": "youtube.com youtu.be youtube-nocookie.com vimeo.com",
    "map": "maps.google.com maps.google.co.th maps.app.goo.gl",
    "system": "gprocurement.go.th nacc.go.th dla.go.th laas.go.th oic.go.th data.go.th opdc.go.th cgd.go.th"
              " damrongdhama.moi.go.th egov.go.th dga.or.th",
}  # fmt: skip
_HOSTS = {host: kind for kind, hosts in _BY_KIND.items() for host in hosts.split()}
_GOOGLE = frozenset(("drive.google.com", "docs.google.com", "drive.usercontent.google.com", "sheets.google.com"))
_KEEPERS = frozenset(("file", "folder", "cloud", "flipbook", "pages"))
_VIEWERS = {"docs.google.com": "url", "drive.google.com": "url", "view.officeapps.live.com": "src"}
_USER = r"(?:/a/[^/]+)?(?:/u/\d+)?"
_ID = r"([A-Za-z0-9_-]{10,200})"
_DRIVE_FILE = re.compile(rf"{_USER}/file{_USER}/d/{_ID}(?:/|\Z)")
_DRIVE_BY_ID = re.compile(rf"{_USER}/(?:open|uc|download)\Z")
_FOLDER = re.compile(rf"{_USER}/(?:(?:drive|drive/mobile){_USER}/folders/|folderview\Z|embeddedfolderview\Z|drive/)")
_SHEET_PUBLISHED = re.compile(rf"{_USER}/spreadsheets/d/e/{_ID}/pub(?:html)?\Z")
_EDITOR = re.compile(rf"{_USER}/(document|spreadsheets|presentation|drawings){_USER}/d/{_ID}(?:/|\Z)")
_EXPORTS = {
    "document": "export?format=docx", "spreadsheets": "export?format=xlsx", "presentation": "export/pptx",
    "drawings": "export/pdf",
}  # fmt: skip
_GOOGLE_MAP = re.compile(r"(?:www\.)?google\.(?:com|co\.th)/maps|goo\.gl/maps")
_DROPBOX_FOLDER = re.compile(r"/(?:sh|scl/fo)/")
_DROPBOX_FILE = re.compile(r"/(?:s|scl/fi)/\w")
_ASKS = re.compile(
    r"accounts\.google\.com/(?:v3/)?(?:signin|servicelogin)|type=[\"']?password|request access"
    r"|you need (?:access|permission)|sign in to (?:continue|your)"
    r"|ขอสิทธิ์(?:การ)?เข้าถึง|ต้องมีสิทธิ์เข้าถึง|คุณต้องได้รับสิทธิ์|ลงชื่อเข้าใช้",
    re.IGNORECASE,
)
_ASKED_WITHIN = 200_000  # bytes of an answer in which it is looked for


@dataclass(frozen=True, slots=True)
class Place:
    """An outside place. `service` and `path` tell where its content can be had, both "" where nowhere.

    `exact`: the address says itself that it is a document; behind `open?id=` there may as well be a folder.
    """

    kind: Kind
    service: str = ""
    path: str = ""
    exact: bool = True

    @property
    def plain(self) -> str:
        """The public address of the content itself, "" when there is none."""
        return PUBLIC[self.service] + self.path if self.service else ""

    @property
    def keeps_documents(self) -> bool:
        """Whether an item's evidence may well be kept there; a chat, a map or a form hides none."""
        return self.kind in _KEEPERS

    @property
    def reason(self) -> str:
        """The reason code of a verdict that would need to see it."""
        named = {"cloud": "file", "chat": "social", "map": ""}.get(self.kind, self.kind)
        return f"off_site_{named}" if named else "off_site"


def place_of(url: str) -> Place | None:
    """What an address outside the site is; None when it is of no kind that the table knows."""
    return _place(unwrapped(url) or normalise_url(url) or "")


def fetched_at(url: str, services: Mapping[str, str]) -> str | None:
    """Where the content of a link is asked for, with the services at the addresses given; None when nowhere."""
    place = place_of(url)
    base = services.get(place.service) if place else None
    return normalise_url(base.rstrip("/") + place.path) if place and base else None


def linked_as(addresses: Iterable[str]) -> str:
    """The first of the addresses that led to an answer which is a document kept elsewhere, "" without one."""
    return next((url for url in addresses if (place := place_of(url)) and place.service), "")


@lru_cache(maxsize=65536)
def name_of(url: str) -> str:
    """One name for all the addresses of one document kept elsewhere; "" for any other address."""
    place = place_of(url)
    return canonical(place.plain) if place and place.service else ""


def hands_over(url: str, services: Mapping[str, str]) -> bool:
    """Whether a redirect of one of the services may be followed to an address."""
    if any(_origin(url) == _origin(base) for base in services.values()):
        return True
    return url.startswith("https://") and _is_one_of(host_of(url), _CONTENT_HOSTS) and urlsplit(url).port in (None, 443)


def is_sign_in(url: str) -> bool:
    """Whether an address is where people sign in to one of the services."""
    return _is_one_of(host_of(url), _SIGN_IN_HOSTS)


def instead_of_content(body: bytes) -> str:
    """What a page is that a service sends in place of a document: a door to sign in at, or a question in between."""
    text = body[:_ASKED_WITHIN].decode("utf-8", "replace")
    return NEEDS_LOGIN if _ASKS.search(text) else INTERSTITIAL


def unwrapped(url: str) -> str | None:
    """The document's own address when it is only shown through somebody's viewer."""
    if "?" not in url:
        return None
    name = _VIEWERS.get(host_of(url))
    if name is None and "viewer.html?file=" in url:
        name = "file"
    values = _query(urlsplit(url)).get(name, []) if name else []
    return join(url, values[0]) if values else None


@lru_cache(maxsize=16384)
def _place(url: str) -> Place | None:
    host = host_of(url).removeprefix("www.")
    if host in _GOOGLE:
        return _google(urlsplit(url))
    if _GOOGLE_MAP.match(url.partition("://")[2]):
        return Place("map")
    kind = _kind_of_host(host)
    if host == "dropbox.com":
        return _dropbox(urlsplit(url))
    return Place(kind) if kind else None


def _kind_of_host(host: str) -> Kind | None:
    while "." in host:
        if host in _HOSTS:
            return _HOSTS[host]
        host = host.partition(".")[2]
    return None


def _google(parts: SplitResult) -> Place:
    path, query = parts.path, _query(parts)
    if "/forms/" in path:
        return Place("form")
    if found := _DRIVE_FILE.match(path):
        return _drive(found[1], query)
    if _DRIVE_BY_ID.match(path) and (name := re.fullmatch(_ID, query.get("id", [""])[0])):
        return _drive(name[1], query, exact=False)
    if _FOLDER.match(path):
        return Place("folder")
    if found := _SHEET_PUBLISHED.match(path):
        return Place("file", "docs", f"/spreadsheets/d/e/{found[1]}/pub?output=xlsx")
    if found := _EDITOR.match(path):
        way, _, asked = _EXPORTS[found[1]].partition("?")
        asked = "&".join(filter(None, (asked, _resource_key(query))))
        return Place("file", "docs", f"/{found[1]}/d/{found[2]}/{way}{'?' + asked if asked else ''}")
    return Place("cloud")


def _drive(name: str, query: Mapping[str, list[str]], *, exact: bool = True) -> Place:
    asked = "&".join(filter(None, ("export=download", f"id={name}", _resource_key(query))))
    return Place("file", "drive", f"/uc?{asked}", exact)


def _resource_key(query: Mapping[str, list[str]]) -> str:
    """Files shared before 2021 are shown to nobody without this part of their link."""
    return urlencode({"resourcekey": query["resourcekey"][0]}) if "resourcekey" in query else ""


def _dropbox(parts: SplitResult) -> Place:
    if _DROPBOX_FOLDER.match(parts.path):
        return Place("folder")
    if not _DROPBOX_FILE.match(parts.path):
        return Place("cloud")
    asked = [item for item in parts.query.split("&") if item and not item.startswith(("dl=", "raw="))]
    return Place("file", "dropbox", f"{parts.path}?{'&'.join([*asked, 'dl=1'])}")


def _query(parts: SplitResult) -> dict[str, list[str]]:
    try:
        return parse_qs(parts.query, max_num_fields=100)
    except ValueError:
        return {}


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


def _is_one_of(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith("." + name) for name in names)
