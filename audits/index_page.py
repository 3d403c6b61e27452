"""The body's own ITA/OIT index page: recognising it, its year, and the rows it lists.

The code in a row is a hint; the words decide, because a page headed with this year may carry last year's numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audits.codes import leading_code
from audits.requirement import Ruleset
from audits.site import Site
from audits.wordings import match_label
from crawler.artifacts import Artifact, Block, Link
from crawler.thai import find_years, key

_NAMES = re.compile(
    r"(?<![a-z])(?:ita|oit)(?![a-z])|คุณธรรมและความโปร่งใส|การเปิดเผยข้อมูลสาธารณะ|ข้อมูลสาธารณะ|integrityandtransparency"
    r"|integrity and transparency|หลักฐานเชิงประจักษ์"
)
# Where the official criteria begin that many lists print behind an item's name.
_CRITERIA = re.compile(r"\s(?=แสดง(?:ข้อมูล|แผน|ผล|ช่องทาง|คู่มือ|ราย|โครงสร้าง|การ)|องค์ประกอบด้านข้อมูล|อย่างน้อยประกอบด้วย)")
_YEAR_WORDS = re.compile(
    r"ประจำ|ปี|งบประมาณ|พ\.?ศ\.?|25\d\d|ita|oit|การประเมิน|คุณธรรมและความโปร่งใส|การเปิดเผยข้อมูลสาธารณะ|ในการดำเนินงาน|ของหน่วยงานภาครัฐ"
    r"|ขององค์กรปกครองส่วนท้องถิ่น|แบบวัด|ข้อมูล|\W"
)
_FEW_LETTERS = 12  # what a heading may say besides the year and the name of the assessment
_ENOUGH_CODES = 6
_ENOUGH_ITEMS = 8
_NEARLY_ALL = 0.8
_FEW_ITEMS = 2  # enough for a page that calls itself the ITA page


@dataclass(frozen=True, slots=True)
class IndexPage:
    """An index page: `year` is the year it claims (None when it names none)."""

    artifact: Artifact
    year: int | None
    codes: int
    items: int
    score: float


def find_index_pages(site: Site, ruleset: Ruleset) -> tuple[IndexPage, ...]:
    """Pages that list many OIT items, those of the audited year first, fullest first."""
    found = [index for page in site.pages if (index := _as_index(site, page, ruleset)) is not None]
    return tuple(sorted(found, key=lambda index: (-index.score, index.artifact.url)))


def _as_index(site: Site, page: Artifact, ruleset: Ruleset) -> IndexPage | None:
    blocks = site.content(page)
    labels = [
        block.text for block in blocks if block.kind in ("heading", "item", "row", "text") and len(block.text) < 250
    ]
    codes = {code for label in labels if (code := leading(label))}
    headings = [block.text for block in blocks if block.kind == "heading"]
    named = bool(_NAMES.search(key(" ".join([page.title, *headings]))))
    if len(codes) < _ENOUGH_CODES and not named:
        return None
    items = _items_listed(labels, ruleset)
    few = named and not leading(_own_heading(blocks))  # an item's page begins with its code
    if items < (_FEW_ITEMS if few else _ENOUGH_ITEMS) or (few and len(codes) < _FEW_ITEMS and items < _ENOUGH_ITEMS):
        return None
    year = _year_of(page, headings, ruleset.fiscal_year)
    bonus = 100.0 if year == ruleset.fiscal_year else (0.0 if year is None else -100.0)
    return IndexPage(page, year, len(codes), items, bonus + items + len(codes))


def _own_heading(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if block.kind == "heading"), "")


def _items_listed(labels: list[str], ruleset: Ruleset) -> int:
    return sum(
        any(match_label(ruleset.concept_of(item), label).score >= 0.6 for label in labels)
        for item in ruleset.requirements
    )


def _year_of(page: Artifact, headings: list[str], wanted: int) -> int | None:
    """The year that a page's title and headings claim; the address may say it too.

    A page with a heading for each of several years is of the audited one, whatever year its title was made for.
    """
    if wanted in map(_year_heading, headings):
        return wanted
    heads = " ".join([page.title, *headings])
    for text in (page.title, heads, re.sub(r"[/_.-]", " ", page.url)):
        years = [mention.year for mention in find_years(text) if mention.role in ("fiscal_year", "other")]
        if wanted in years:
            return wanted
        if years:
            return max(years)
    return None


def links_of_year(site: Site, index: IndexPage, year: int) -> tuple[Link, ...]:
    """The links of an index page without those under the heading of another year (tabs of all years in one page).

    Links are taken from the page's own passages: a list of items is content here, though every menu repeats it. Several
    rows may lead to one page that holds the documents of all of them: each row counts.
    """
    rows: dict[tuple[str, str, str], list[Link]] = {}
    for link in sorted(index.artifact.links, key=lambda link: -len(link.row)):
        same = rows.setdefault((link.url, link.text, link.section), [])
        if not any(set(link.row.split(" | ")) <= set(other.row.split(" | ")) for other in same):
            same.append(link)
    found: dict[Link, None] = {}
    for block in blocks_of_year(site, index, year):
        for link in block.links:
            found.update(dict.fromkeys(rows.get((link.url, link.text, link.section), [link])))
    # Links that stand in no passage of their own (around an image, beside the criteria) are taken as they are.
    own = site.content(index.artifact)
    placed = {(link.url, link.text) for block in own for link in block.links}
    loose = (link for link in site.content_links(index.artifact) if (link.url, link.text) not in placed)
    return (*found, *loose)


def blocks_of_year(site: Site, index: IndexPage, year: int) -> Iterator[Block]:
    """The passages of an index page without those under the heading of another year."""
    current: int | None = None
    for block in site.content(index.artifact):
        if block.kind == "heading" and (named := _year_heading(block.text)) is not None:
            current = named
        if current in (None, year):
            yield block


def _year_heading(text: str) -> int | None:
    """The year of a heading that is about a year ("ITA ประจำปีงบประมาณ พ.ศ. 2568", "ปี 2567")."""
    years = {mention.year for mention in find_years(text) if mention.role in ("fiscal_year", "other")}
    words = _YEAR_WORDS.sub("", key(text))
    return years.pop() if len(years) == 1 and len(words) <= _FEW_LETTERS else None


def code_of(link: Link) -> str:
    """The item code in the row of a link, with the letter O whatever was typed for it, or ""."""
    return next((code for cell in (*link.row.split(" | "), link.text) if (code := leading(cell))), "")


def leading(label: str) -> str:
    """The item code that a label begins with, or ""; a bare number is none."""
    mention = leading_code(label)
    return mention.code if mention is not None and not mention.weak else ""


def labels_of(link: Link) -> tuple[str, ...]:
    """The words that can name what a link leads to, the nearest first; cells of its row before the row as a whole."""
    cells = [_CRITERIA.split(cell, maxsplit=1)[0] for cell in link.row.split(" | ")]
    words = (link.text, link.hint, *cells, link.row, link.section)
    return tuple(dict.fromkeys(text for text in words if text))


def read_in_full(site: Site, index: IndexPage, ruleset: Ruleset) -> bool:
    """Whether an index lists (nearly) all items and every in-site address on it was looked at or is known dead."""
    if index.items < _NEARLY_ALL * len(ruleset.requirements):
        return False
    return all(
        site.target(link.url).why not in ("not_fetched", "timeout", "dns", "blocked", "robots", "tls")
        for link in site.content_links(index.artifact)
        if link.url and site.in_scope(link.url)
    )
