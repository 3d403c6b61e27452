"""How much a link promises: plain arithmetic over its words, so that what is looked for is fetched first.

It knows no item of any assessment; the words come with the crawl job. What it knows itself is how sites are built:
index pages lead far, archives and calendars lead nowhere.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from crawler.scope import is_document, is_image
from crawler.thai import skeleton

HOME, PROBE, DECLARED, REDIRECT = 9000, 8500, 8000, 7000
PLAIN = 100
_FULL = 400  # what the weightiest interest adds
_INDEX = 450
_CODED = 250
_DOCUMENT = 60
_ARCHIVE = -150
TRAP = -600

_INDEX_WORDS = tuple(
    skeleton(word)
    for word in (
        "การประเมินคุณธรรมและความโปร่งใส", "เปิดเผยข้อมูลสาธารณะ", "ข้อมูลสาธารณะ", "แผนผังเว็บไซต์", "sitemap", "site map",
        "integrity and transparency", "เข้าสู่เว็บไซต์", "เข้าสู่หน้าหลัก",
    )
)  # fmt: skip
_INDEX_MARK = re.compile(r"(?<![a-z])(?:m?o?ita|oit)(?![a-z])")
_ITEM_CODE = re.compile(r"^\W*(?:ข้อ\s*)?[oO]\s*-?\s*\d{1,2}\b")
_ARCHIVE_MARK = re.compile(
    r"calendar|/tags?/|/author/|/20[12]\d/[01]\d(?:/|$)|replytocom|[?&](?:page|paged|limitstart|start|offset|p)=\d{2,}"
    r"|[?&]print=1|tmpl=component|/feed/?$|webboard|/gallery|album|[?&](?:month|day|year|date)=|guestbook|share=|/search",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[-_/+.=&?\s]+")
# Labels that say nothing: what they lead to stands in the row around them.
_VAGUE = frozenset(
    skeleton(word)
    for word in (
        "", "ดาวน์โหลด", "ดาวน์โหลดเอกสาร", "ดาวโหลด", "download", "เอกสารแนบ", "ไฟล์แนบ", "รายละเอียด", "ดูรายละเอียด",
        "อ่านต่อ", "อ่านเพิ่มเติม", "คลิก", "คลิกที่นี่", "คลิกดูรายละเอียด", "ดูเพิ่มเติม", "ลิงค์", "ลิงก์", "link", "view",
        "more", "read more", "click", "click here", "pdf", "เปิด", "ดู", "ดูไฟล์", "url", "เพิ่มเติม", "📄",
    )
)  # fmt: skip
_MAX_LABEL = 300


class Promise:
    """The promise of links, for one set of [words, weight] interests."""

    def __init__(self, interests: Sequence[tuple[str, float]]) -> None:
        top = max((weight for _, weight in interests), default=1.0) or 1.0
        best: dict[str, int] = {}
        for words, weight in interests:
            term = skeleton(words)
            if len(term) > 1:
                best[term] = max(best.get(term, 0), round(_FULL * weight / top))
        self._terms = sorted(best.items(), key=lambda item: -item[1])

    def of(self, url: str, label: str, context: str = "", parent: int = 0) -> int:
        """Priority of a link: higher is fetched earlier. `label` is its text and hint, `parent` its page's priority."""
        parts = urlsplit(url)
        path = unquote(f"{parts.path} {parts.query}")
        words = skeleton(label[:_MAX_LABEL])
        slug = skeleton(_SEPARATORS.sub(" ", path)[:_MAX_LABEL])
        gain = max(self._gain(words), self._gain(slug) * 4 // 5)
        if context and gain < _FULL // 2:
            gain = max(gain, self._gain(skeleton(context[:_MAX_LABEL])) // 2)
        if _ITEM_CODE.match(label):
            gain += _CODED
        inherited = max(0, min(parent, 900) - PLAIN)
        if is_document(url) or is_image(url):
            return PLAIN + _DOCUMENT + gain + inherited * 3 // 5
        if not gain and _ARCHIVE_MARK.search(path):
            return PLAIN + _ARCHIVE
        return PLAIN + gain + inherited // 5

    def _gain(self, words: str) -> int:
        if not words:
            return 0
        if any(word in words for word in _INDEX_WORDS) or _INDEX_MARK.search(words):
            return _INDEX
        return next((gain for term, gain in self._terms if term in words), 0)


def is_vague(label: str) -> bool:
    """Whether a label says nothing by itself ("download", "click here", a symbol)."""
    return skeleton(label) in _VAGUE


def mentions(labels: Iterable[str], terms: Sequence[str]) -> bool:
    """Whether one of the labels holds one of the terms (both compared without marks above and below)."""
    return any(term in words for words in map(skeleton, labels) for term in terms)
