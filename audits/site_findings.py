"""Facts about a site as a whole that its staff should know: a list in another year's numbering, the platform."""

import re
from collections import Counter
from collections.abc import Iterator

from audits.index_page import IndexPage, blocks_of_year, find_index_pages
from audits.injected import injected
from audits.numbering import Misplaced, identify, known_titles
from audits.numbering_rows import rows_of
from audits.requirement import Ruleset
from audits.site import Site
from crawler.artifacts import SiteFinding, Snapshot
from crawler.thai import find_years

_SURE = 0.5
_MOST_NAMED = 6
# Systems that offices use, by their addresses; the first that many addresses show. Kept as seen on public sites.
_PLATFORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("WordPress", re.compile(r"/wp-(?:content|json|includes)/|[?&](?:page_id|p)=\d+(?:$|&)")),
    ("Joomla", re.compile(r"/index\.php/[\w-]+/\d+-|option=com_\w+|/component/content/|\?tmpl=component")),
    ("Google Sites", re.compile(r"//sites\.google\.com/")),
    ("local-government list system (/public/list)", re.compile(r"/public/(?:list|person|webboard|fraudcomplaint)/")),
    ("numbered pages (data_N)", re.compile(r"/data_\d+")),
    ("numbered modules (mo=N)", re.compile(r"[?&]mo=\d+&action=")),
    (
        "CodeIgniter vendor (/Pages, /frontend, /content/cate)",
        re.compile(r"/Pages/\w+|/frontend/\w+-|/content/cate/|/front/menu/|/index\.php/welcome/"),
    ),
    ("own PHP (data.php …)", re.compile(r"/(?:data|lawlink|download|shownews|view_detail|content|mat)\.php\?")),
    ("ASP", re.compile(r"\.aspx?(?:$|\?)")),
)  # fmt: skip
_SHARE = 0.15


def site_findings(snapshot: Snapshot, ruleset: Ruleset) -> tuple[SiteFinding, ...]:
    """The findings of one snapshot under one ruleset, in a fixed order."""
    if not snapshot.home_ok:
        return ()
    site = Site(snapshot)
    found = [finding for index in find_index_pages(site, ruleset) for finding in _numbering(site, index, ruleset)]
    found += injected(site)
    name = platform_of(site)
    if name:
        found.append(SiteFinding(kind="platform", url=snapshot.agency.url, detail=name))
    return tuple(found)


def _numbering(site: Site, index: IndexPage, ruleset: Ruleset) -> Iterator[SiteFinding]:
    """A list headed with the audited year whose rows follow another year's numbering, in whole or in part."""
    year = ruleset.fiscal_year
    if index.year != year:
        return
    lines = [block.text for block in blocks_of_year(site, index, year) if not _of_another(block.text, year)]
    rows = [row for row in rows_of(lines) if not row.weak]
    told = identify(rows, known_titles(), claimed=year)
    # A title that stood at this code in no year may only be worded unusually.
    strays = [row for row in told.misplaced if row.years]
    if told.confidence < _SURE or not strays:
        return
    kind = "index_numbering" if year not in told.years else "index_rows"
    years = ", ".join(map(str, told.years))
    rows_told = "; ".join(filter(None, (_row(row, year) for row in strays[:_MOST_NAMED])))
    yield SiteFinding(kind=kind, url=index.artifact.url, detail=f"{years} · {rows_told}".strip(" ·"))


def _of_another(text: str, year: int) -> bool:
    """Whether a row says that it is of another year than the one audited or the one before, of which reports are."""
    years = {mention.year for mention in find_years(text) if mention.role in ("fiscal_year", "other")}
    return bool(years) and not years & {year, year - 1}


def _row(row: Misplaced, year: int) -> str:
    code = row.code_in(year)
    return f"{row.row.code} {row.row.title[:60]} → {code}" if code and code != row.row.code else ""


def platform_of(site: Site) -> str:
    """The system behind a site, by the addresses of its pages and links; "" when none is recognised."""
    urls = {link.url for page in site.pages for link in page.links if link.url and site.in_scope(link.url)}
    urls |= {page.url for page in site.pages}
    counts: Counter[str] = Counter()
    for url in urls:
        counts.update(name for name, pattern in _PLATFORMS if pattern.search(url))
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    return name if count >= max(3, _SHARE * len(urls)) else ""
