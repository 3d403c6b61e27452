"""Pages and links that somebody smuggled into an office's site: gambling, pills, shops in a foreign script.

Such things are no disclosure and no fault of the items; the office wants to know where they are before a search engine
or an assessor does. Pages that warn of gambling use the same words, so what warns, forbids or takes reports is left.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from audits.site import Site
from crawler.artifacts import Artifact, Link, SiteFinding

_LURES = re.compile(
    r"สล็อต|สล๊อต|บาคาร่า|คาสิโน|เว็บตรง|แทงบอล|แทงหวย|หวยออนไลน์|ฝากถอนไม่มีขั้นต่ำ|เครดิตฟรี|ยิงปลา|แตกง่าย"
    r"|slot\s?gacor|pg\s?slots?|slotxo|superslot|ufabet|sbobet|baccarat|casino|judi\s?(?:online|slot)|togel|joker\s?(?:123|gaming)"
    r"|betflik|lucabet|situs\s?slot|viagra|cialis",
    re.IGNORECASE,
)
_WARNS = re.compile(r"แจ้ง|เตือน|ป้องกัน|ต่อต้าน|ปราบปราม|ร้องเรียน|โทษ|ภัย|รู้ทัน|กฎหมาย|พ\.ร\.บ|พระราชบัญญัติ|รณรงค์|ห้าม|เบาะแส")
_KANA = re.compile(r"[\u3041-\u30ff]")
_SHOP_TITLE = 6  # kana in a title: no Thai office writes its titles in Japanese
_TRUSTED = (".go.th", ".or.th", ".ac.th", ".mi.th", ".in.th", "facebook.com", "youtube.com")
_ENOUGH = 3  # different lures in the words of one page
_MOST = 10  # findings of a site; more tell nobody more


def injected(site: Site) -> tuple[SiteFinding, ...]:
    """What was smuggled in: at most one finding per page, in the order of the addresses."""
    pages = sorted(site.pages, key=lambda page: page.url)
    found = [finding for page in pages for finding in _of_page(site, page)]
    return tuple(found[:_MOST])


def _of_page(site: Site, page: Artifact) -> Iterator[SiteFinding]:
    told = _spam_page(page)
    if not told:
        links = [link for link in page.links if _is_lure(site, link)]
        told = ", ".join(dict.fromkeys(f"{_words(link)[:60]} → {urlsplit(link.url).netloc}" for link in links[:3]))
    if told:
        yield SiteFinding(kind="injected", url=page.url, detail=told)


def _spam_page(page: Artifact) -> str:
    """The words that show that a whole page is not the office's own; "" when there are none."""
    if len(_KANA.findall(page.title)) >= _SHOP_TITLE:
        return page.title[:120]
    title = f"{page.title} {unquote(urlsplit(page.url).path)}"
    if not _LURES.search(title) or _WARNS.search(title):
        return ""
    text = " ".join(block.text for block in page.blocks if block.place == "content")
    lures = {match[0].lower() for match in _LURES.finditer(text)}
    return ", ".join(sorted(lures)[:_ENOUGH]) if len(lures) >= _ENOUGH else ""


def _is_lure(site: Site, link: Link) -> bool:
    """Whether a link leads out of the site, to no public body, under words that lure."""
    if not link.url.startswith("http") or site.in_scope(link.url):
        return False
    host = urlsplit(link.url).netloc.lower().split(":")[0]
    if host.endswith(_TRUSTED) or _WARNS.search(f"{_words(link)} {link.row}"):
        return False
    return _LURES.search(f"{_words(link)} {host}") is not None


def _words(link: Link) -> str:
    return link.text or link.hint
