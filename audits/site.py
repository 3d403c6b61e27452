"""One snapshot, indexed for judging: where each address leads, which words are furniture, whose site it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from audits.tables import in_empty_tables
from crawler.artifacts import Artifact, Block, Failure, Link, Snapshot
from crawler.elsewhere import unwrapped
from crawler.thai import key
from crawler.urls import canonical

_RUBRIC = re.compile(
    r"องค์ประกอบด้านข้อมูล|อย่างน้อยประกอบด้วย|ยกตัวอย่างเช่น|เป็นข้อมูลในปี|^\W*แสดง(?:ข้อมูล|แผน|ผล|ราย|ช่องทาง|คู่มือ|โครงสร้าง|ชื่อ"
    r"|ขั้นตอน|URL|หลักเกณฑ์|การ|กิจกรรม|สถิติ|ราคา|ที่อยู่)|^\W*\*+\s*กรณี|หมายถึง\s*การเปิดเผย|คำอธิบายองค์ประกอบ"
)
_OPENS_CRITERIA = re.compile(r"องค์ประกอบ(?:ด้าน|ของ)?ข้อมูล|อย่างน้อย(?:ต้อง)?ประกอบด้วย")
_NUMBERED = re.compile(r"^\W*(?:\(?[\d๐-๙]{1,2}[).:]|[-•*○●–○◦])")
_PLACEHOLDER = re.compile(
    r"อยู่ระหว่าง(?:การ)?(?:จัดทำ|ปรับปรุง|ดำเนินการจัดทำ|รวบรวม|ดำเนินการปรับปรุง|พัฒนา|รอ)|กำลัง(?:ปรับปรุง|โหลด|จัดทำ|ดำเนินการจัดทำ)"
    r"|ยังไม่มี(?:ข้อมูล|เอกสาร|รายการ)|ไม่พบ(?:ข้อมูล|หน้า|รายการ)|ไม่มี(?:ไฟล์|ข้อมูลที่แสดง|บทความ)|coming\s*soon|^\W*loading\W*$|under\s*construction"
    r"|not\s*available\s*now|lorem\s*ipsum|จะ(?:เผยแพร่|แจ้ง)ให้ทราบ(?:ภายหลัง|ต่อไป)|จะนำ.{0,90}ภายหลัง|รอการ(?:จัดทำ|เผยแพร่|ประกาศ)"
    r"|^\W*อยู่ระหว่าง(?:การ)?ดำเนินการ\W*$",
    re.IGNORECASE,
)
# Buttons that share the page, and the bare front page of a network behind a theme's icon: nothing is published there.
_NO_PLACE = re.compile(
    r"//(?:[\w-]+\.)?(?:facebook\.com/(?:sharer?\b|share\.php|dialog|plugins)|(?:twitter|x)\.com/(?:share|intent)|social-plugins\.line\.me"
    r"|(?:facebook|twitter|x|youtube|instagram|tiktok|line)\.(?:com|me)/?(?:$|[?#]))",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d")
_TABLE_ROWS = 3
_PAGE_DIGITS = 3
_DATA_CELLS = 4  # a row of fewer may lay out the page
_NO_ATTACHMENT = re.compile(r"^\W*(?:ไฟล์|เอกสาร)\s*แนบ[\s\d๐-๙]*:?\W*ไม่มี")
_SAID = 60  # letters
_LOADING = re.compile(r"กำลังโหลด|loading", re.IGNORECASE)
_TRAIL = re.compile(
    r"^\W*(?:หน้าหลัก|หน้าแรก|home)\s*(?:[»›>/|→:]|::)|^[^»›]{2,40}[»›][^»›]{2,80}(?:[»›]|$)|^\W*(?:ตัวกรอง|กรองตาม|หมวดหมู่|แท็ก|tags?)\s*:",
    re.IGNORECASE,
)
_ECHO_PAGES = 3  # with fewer pages, nothing can be said to stand on every page
_FEW_PAGES = 5  # on so few, only what stands on all of them is furniture
_ECHO_SHARE = 0.4
_Told = TypeVar("_Told", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: an artifact, or the reason why there is none.

    `why` is ok, nowhere, off_site, home (it was sent to the home page), not_fetched, or the kind of the failure.
    """

    artifact: Artifact | None
    why: str
    failure: Failure | None = None

    @property
    def dead(self) -> bool:
        """Whether there is surely nothing at the address (rather than that we could not look)."""
        if self.why == "http_error":
            return self.failure is not None and self.failure.detail.startswith(("HTTP 404", "HTTP 410"))
        return self.why in ("soft_404", "home", "nowhere")


class Site:
    """A read-only view of a snapshot. All derived tables depend on the snapshot alone."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        # By address, so that no judgement depends on the order in which a crawl met the pages.
        self._artifacts = tuple(sorted(snapshot.artifacts, key=lambda item: item.url))
        self.pages = tuple(item for item in self._artifacts if item.kind == "page")
        self.files = tuple(item for item in self._artifacts if item.kind == "file")
        self._content: dict[str, tuple[Block, ...]] = {}

    @cached_property
    def by_address(self) -> dict[str, Artifact]:
        table: dict[str, Artifact] = {}
        for artifact in self._artifacts:
            for url in (*artifact.redirected_from, artifact.url):
                table[canonical(url)] = artifact
        for artifact in self._artifacts:  # an address of its own goes before a redirect's
            table[canonical(artifact.url)] = artifact
        return table

    @cached_property
    def failures(self) -> dict[str, Failure]:
        return {canonical(failure.url): failure for failure in self.snapshot.failures}

    @cached_property
    def home(self) -> Artifact | None:
        return self.by_address.get(canonical(self.snapshot.agency.url))

    def is_home(self, artifact: Artifact) -> bool:
        """Whether an artifact is the home page, under whatever address it answers."""
        return self.home is not None and artifact.evidence.sha256 == self.home.evidence.sha256

    def target(self, url: str) -> Target:
        """Follow a link in the snapshot; a viewer's address means the document that it shows."""
        url = unwrapped(url) or url
        if not url or not url.startswith(("http://", "https://")) or _NO_PLACE.search(url):
            return Target(None, "nowhere")
        address = canonical(url)
        artifact = self.by_address.get(address)
        if artifact is not None:
            if artifact is self.home and address != canonical(artifact.url) and not self._is_seed(address):
                return Target(None, "home")
            return Target(artifact, "ok")
        failure = self.failures.get(address)
        if failure is not None:
            return Target(None, failure.kind, failure)
        return Target(None, "not_fetched" if self.in_scope(url) else "off_site")

    def _is_seed(self, address: str) -> bool:
        return address == canonical(self.snapshot.agency.url)

    def in_scope(self, url: str) -> bool:
        """Whether an address belongs to this site (hosts as the crawl was told)."""
        host = urlsplit(url).netloc.lower()
        return any(
            host == name.lstrip(".") or (name.startswith(".") and host.endswith(name)) for name in self.snapshot.scope
        )

    @cached_property
    def echoes(self) -> dict[str, int]:
        """Passages that stand on so many pages that they are furniture (menus made of tables, the mayor's box), with
        the number of times that they usually stand on one page."""
        if len(self.pages) < _ECHO_PAGES:
            return {}
        usual: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for page in self.pages:
            for name, times in Counter(map(_fingerprint, page.blocks)).items():
                usual[name][times] += 1
        common = self._on_most(lambda page: set(map(_fingerprint, page.blocks)))
        return {name: usual[name].most_common(1)[0][0] for name in usual if name in common}

    @cached_property
    def echo_links(self) -> frozenset[tuple[str, str]]:
        """Links (address, words) that stand on so many pages that they are a menu whatever their markup says."""
        if len(self.pages) < _ECHO_PAGES:
            return frozenset()
        return frozenset(self._on_most(lambda page: {(link.url, link.text or link.hint) for link in page.links}))

    def _on_most(self, told_by: Callable[[Artifact], set[_Told]]) -> set[_Told]:
        """What so many pages tell that it is furniture: of all pages, or of those that differ in more than numbers.

        The second count is there for sites where one script has made hundreds of like pages without the site's menu.
        """
        common: set[_Told] = set()
        for pages in (self.pages, self._unlike_pages):
            counts = Counter(name for page in pages for name in told_by(page))
            least = len(pages) if len(pages) < _FEW_PAGES else max(4, _ECHO_SHARE * len(pages))
            common.update(name for name, count in counts.items() if count >= least)
        return common

    @cached_property
    def _unlike_pages(self) -> tuple[Artifact, ...]:
        """One page of each wording, numbers aside."""
        first: dict[str, Artifact] = {}
        for page in self.pages:
            first.setdefault(_FIGURES.sub("", "\n".join(map(_fingerprint, page.blocks))), page)
        return tuple(first.values())

    def is_menu(self, link: Link) -> bool:
        """Whether a link belongs to the frame of the site."""
        return link.place != "content" or (link.url, link.text or link.hint) in self.echo_links

    def content(self, artifact: Artifact) -> tuple[Block, ...]:
        """The blocks of an artifact that are its own: no menu, no footer, no furniture, no rubric."""
        known = self._content.get(artifact.evidence.sha256 + artifact.url)
        if known is None:
            furniture: frozenset[int] = frozenset()
            if artifact.kind == "page":
                furniture = (
                    self._furniture(artifact) | in_empty_tables(artifact.blocks) | _criteria_lists(artifact.blocks)
                )
            known = tuple(
                block
                for number, block in enumerate(artifact.blocks)
                if artifact.kind != "page" or (number not in furniture and _own(block))
            )
            self._content[artifact.evidence.sha256 + artifact.url] = known
        return known

    def _furniture(self, page: Artifact) -> frozenset[int]:
        """Places of the blocks that repeat what stands on most pages.

        A passage that stands here more often than elsewhere is content once more (the mayor, in the box of every page
        and again on the page of executives): what is then furniture is what furniture surrounds.
        """
        places: dict[str, list[int]] = {}
        for number, block in enumerate(page.blocks):
            name = _fingerprint(block)
            if name in self.echoes:
                places.setdefault(name, []).append(number)
        kept = self._data_rows(page)
        places = {name: own for name, numbers in places.items() if (own := [n for n in numbers if n not in kept])}
        near = {number for numbers in places.values() for number in numbers}
        found: set[int] = set()
        for name, numbers in places.items():
            by_company = sorted(numbers, key=lambda number: (-len(near & set(range(number - 4, number + 5))), number))
            found.update(by_company[: self.echoes[name]])
        return frozenset(found)

    def _data_rows(self, page: Artifact) -> frozenset[int]:
        """Places of the blocks in tables of data: monthly tables share their head, and most of what stands in them."""
        tables: dict[tuple[int, ...], list[Block]] = {}
        for block in page.blocks:
            if block.kind == "row" and len(block.cells) >= _DATA_CELLS and block.place == "content":
                tables.setdefault(block.path[:-1], []).append(block)
        own = {path for path, rows in tables.items() if any(_fingerprint(row) not in self.echoes for row in rows)}
        return frozenset(
            number
            for number, block in enumerate(page.blocks)
            if block.place == "content" and any(block.path[: len(path)] == path for path in own)
        )

    def content_links(self, artifact: Artifact) -> tuple[Link, ...]:
        """Links in the content of a page, without those of its frame; the numbers below a list are its own pages."""
        listed = not self.is_home(artifact)
        return tuple(
            link for link in artifact.links if not self.is_menu(link) or (listed and _is_further_page(artifact, link))
        )

    def words(self, artifact: Artifact) -> int:
        """Letters of content that are not headings, links or furniture."""
        return sum(
            len(block.text) for block in self.content(artifact) if block.kind in ("text", "item") and not block.links
        )

    def is_placeholder(self, artifact: Artifact) -> str:
        """The words by which a page says that the thing is still to come, or "" when it is not such a page."""
        blocks = self.content(artifact)
        if sum(block.kind == "row" and bool(_FIGURES.search(block.text)) for block in blocks) >= _TABLE_ROWS:
            return ""  # one quarter may be still to come; the others are there
        texts = [block.text for block in blocks if block.kind in ("text", "item", "heading")]
        told = [text for text in texts if not _NO_ATTACHMENT.match(text)]
        if len(told) < len(texts) and sum(map(len, told)) >= _SAID:
            texts = told  # an empty place for a file says nothing of what the page itself tells
        body = " ".join(texts)
        match = _PLACEHOLDER.search(body)
        if not match or len(body) > 400:
            return ""
        return next(text for text in (*texts, body) if _PLACEHOLDER.search(text))[:160]


def _own(block: Block) -> bool:
    if block.place != "content":
        return False
    return block.kind not in ("text", "item", "row") or not (is_rubric(block.text) or _TRAIL.match(block.text))


def _is_further_page(page: Artifact, link: Link) -> bool:
    """Whether a link of the frame is the number of another page of this list."""
    number = link.text.strip(" []()")
    return number.isdigit() and len(number) <= _PAGE_DIGITS and link.url.startswith(page.url) and link.url != page.url


def _criteria_lists(blocks: tuple[Block, ...]) -> frozenset[int]:
    """The places of the official criteria that a page prints in a list, from the line that opens them: all of the same
    element, and the numbered lines that follow it, up to the first link."""
    found: set[int] = set()
    for number, block in enumerate(blocks):
        if number in found or not _OPENS_CRITERIA.search(block.text) or block.links:
            continue
        for place in range(number, len(blocks)):
            following = blocks[place]
            inside = bool(block.path) and following.path[: len(block.path)] == block.path
            if following.links or not (inside or place == number or _NUMBERED.match(following.text)):
                break
            found.add(place)
    return frozenset(found)


def is_rubric(text: str) -> bool:
    """Whether a passage repeats the official criteria instead of the office's own information."""
    return bool(_RUBRIC.search(text))


def is_loading(text: str) -> bool:
    """Whether a placeholder is that of a script which has not filled the page (yet)."""
    return bool(_LOADING.search(text))


def is_placeholder_text(text: str) -> bool:
    """Whether a short passage only says that the thing is still to come."""
    return len(text) < 200 and bool(_PLACEHOLDER.search(text))


def _fingerprint(block: Block) -> str:
    return f"{block.kind}:{block.text}" if block.text else f"{block.kind}:{block.url}"


def slug(url: str) -> str:
    """The readable part of an address: path and query, decoded, lower case."""
    parts = urlsplit(url)
    return key(unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path))
