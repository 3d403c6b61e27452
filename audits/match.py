"""Candidates: every place of the site that may be what an item asks for, with the words that say so.

In order of trust: declared by the office, listed on its own ITA/OIT index page of the year, linked from menus and
headings, found by its own title anywhere in the crawl. Words decide; position only orders.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, takewhile

from audits.index_page import IndexPage, code_of, find_index_pages, labels_of, links_of_year
from audits.naming import STRONG, Naming
from audits.requirement import Concept, Requirement, Ruleset
from audits.site import Site, Target, slug
from audits.verdict import FoundBy
from audits.wordings import NO_MATCH, LabelMatch
from crawler.artifacts import Artifact, Link
from crawler.thai import key
from crawler.urls import canonical

_GENERIC = re.compile(
    r"^\W*(?:ดาวน์?โหลด\S*|download|คลิก\S*|click\S*|ดู\S{0,14}|(?:ราย)?ละเอียด\S*|อ่าน\S{0,10}|เอกสาร\S{0,8}|ไฟล์\S{0,8}|pdf|ลิงก?[ค์]*|link|url"
    r"|เปิด\S{0,12}|แฟ้ม\S{0,10}|here|view|ที่นี่|เข้าสู่\S{0,10}|more|detail\S*|https?://\S*|www\.\S*|\d+|[\w().-]+\.(?:pdf|docx?|xlsx?|jpe?g|png|zip))\W*$"
)
_ENOUGH_PAIRS, _AGREEING = 3, 0.6
_TITLE_LINE = 160
_SAID = 30  # letters of a sentence that tells something
_RECOGNISED = 0.9  # of the score of a label that was recognised from a picture
_TRUST: dict[FoundBy, int] = {"declared": 0, "index_page": 1, "menu": 2, "crawl": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place to look at: `label` is why, `via` the page that says so, `section` the heading that bounds it."""

    concept: str
    url: str
    label: str
    via: str
    found_by: FoundBy
    score: float
    exact: bool
    target: Target
    section: str = ""

    @property
    def trust(self) -> int:
        """0 for the most trusted way of finding."""
        return _TRUST[self.found_by]

    @property
    def rank(self) -> tuple[int, float, str, str]:
        return (self.trust, -self.score, self.url, self.label)


@dataclass(frozen=True, slots=True)
class _Mention:
    link: Link
    via: str
    menu: bool


class Matcher:
    """Finds candidates on one site under one ruleset."""

    def __init__(self, site: Site, ruleset: Ruleset) -> None:
        self.site = site
        self.ruleset = ruleset
        self.indexes: tuple[IndexPage, ...] = find_index_pages(site, ruleset)
        self._index_urls = {canonical(index.artifact.url) for index in self.indexes}
        self.naming = Naming(ruleset)
        self._numbering: dict[str, bool] = {}

    @cached_property
    def year_indexes(self) -> tuple[IndexPage, ...]:
        """Index pages of the audited year; one without a year counts when there is none of the year."""
        exact = tuple(index for index in self.indexes if index.year == self.ruleset.fiscal_year)
        return exact or tuple(index for index in self.indexes if index.year is None)

    def is_index(self, artifact: Artifact) -> bool:
        return canonical(artifact.url) in self._index_urls

    def candidates(self, requirement: Requirement, concept_name: str, declared: str | None) -> tuple[Candidate, ...]:
        """Candidates of one concept for one requirement, the most trusted first, one per address and section."""
        concept = self.ruleset.concepts[concept_name]
        found: dict[tuple[str, str], Candidate] = {}
        for candidate in self._all(requirement, concept, declared):
            name = (canonical(candidate.url) if candidate.url else f"nowhere:{candidate.via}", candidate.section)
            found[name] = _better(found[name], candidate) if name in found else candidate
        return tuple(sorted(_without_guides(found.values()), key=lambda candidate: candidate.rank))

    def _all(self, requirement: Requirement, concept: Concept, declared: str | None) -> Iterator[Candidate]:
        if declared and concept.name == requirement.concept:
            yield Candidate(
                concept=concept.name, url=declared, label=requirement.title.th, via=declared, found_by="declared",
                score=1.0, exact=True, target=self.site.target(declared),
            )  # fmt: skip
        yield from self._indexed(requirement, concept)
        yield from self._linked(requirement, concept)
        yield from self._titled(requirement, concept)

    # -- the index page -----------------------------------------------------------------------------------------

    def _indexed(self, requirement: Requirement, concept: Concept) -> Iterator[Candidate]:
        for index, links in self._index_links:
            yield from self._numbered(requirement, concept, index, links)
            for link in links:
                label, match = self.naming.name(requirement, concept.name, labels_of(link))
                if match.score >= 0.35:
                    yield self._candidate(concept, link, label, match, index.artifact.url, "index_page")

    @cached_property
    def _index_links(self) -> tuple[tuple[IndexPage, tuple[Link, ...]], ...]:
        """Each index page of the year with its links, read once for all items."""
        year = self.ruleset.fiscal_year
        return tuple((index, links_of_year(self.site, index, year)) for index in self.year_indexes)

    def _numbered(
        self, requirement: Requirement, concept: Concept, index: IndexPage, links: tuple[Link, ...]
    ) -> Iterator[Candidate]:
        """Rows whose words name nothing but whose code is this item's, on a page that follows the year's numbering."""
        if concept.name != requirement.concept or not self._keeps_numbering(index, links):
            return
        for link in links:
            if code_of(link) == requirement.code and self._best(labels_of(link)[:-1])[0] < STRONG:
                yield self._candidate(
                    concept, link, link.row, LabelMatch(STRONG, "", False), index.artifact.url, "index_page"
                )

    def _keeps_numbering(self, index: IndexPage, links: tuple[Link, ...]) -> bool:
        """Whether codes and words of an index page agree with the year (it may carry last year's numbers)."""
        known = self._numbering.get(index.artifact.url)
        if known is None:
            concept_of = {item.code: item.concept for item in self.ruleset.requirements}
            told = [(code_of(link), self._best(labels_of(link)[:-1])[1]) for link in links]
            pairs = {(code, name) for code, name in told if code in concept_of and name}
            agree = sum(concept_of[code] == name for code, name in pairs)
            known = agree >= _ENOUGH_PAIRS and agree >= _AGREEING * len(pairs)
            self._numbering[index.artifact.url] = known
        return known

    def _best(self, labels: tuple[str, ...]) -> tuple[float, str]:
        """The concept that some labels name best, with the score; (0, "") for none."""
        named = [(match.score, name) for label in labels for name, match in self.naming.matches(label).items()]
        return max(named, default=(0.0, ""))

    @cached_property
    def _listed_for(self) -> dict[str, set[str]]:
        """By the address of a page: the concepts for which the office's own index of the year leads there."""
        concept_of = {item.code: item.concept for item in self.ruleset.requirements}
        table: dict[str, set[str]] = {}
        for index, links in self._index_links:
            coded = self._keeps_numbering(index, links)
            for link in links:
                page = self.site.target(link.url).artifact
                score, name = self._best(labels_of(link)[:-1])
                named = {name} if score >= STRONG else {concept_of.get(code_of(link), "")} if coded else {""}
                if page is not None and page.kind == "page":
                    table.setdefault(canonical(page.url), set()).update(named)
        return table

    def is_of_another(self, requirement: Requirement, page: Artifact) -> bool:
        """Whether the office's own index leads to a page for other items of the year and not for this one."""
        listed = self._listed_for.get(canonical(page.url), set())
        return bool(listed) and "" not in listed and not listed & set(requirement.family)

    def is_common(self, page: Artifact) -> bool:
        """Whether the office's own index leads to one page for several items of the year."""
        return len(self._listed_for.get(canonical(page.url), set()) - {""}) > 1

    # -- menus, headings and lists of links ---------------------------------------------------------------------

    @cached_property
    def _mentions(self) -> tuple[_Mention, ...]:
        """Every different link of the site once, with the first page that carries it."""
        found: dict[tuple[str, str, str], _Mention] = {}
        for page in self.site.pages:
            if self.is_index(page):
                continue
            for link in page.links:
                menu = self.site.is_menu(link)
                words = link.text or link.hint
                name = (link.url, words, "" if menu else link.row)
                if name not in found:
                    found[name] = _Mention(link, page.url, menu)
        return tuple(found.values())

    @cached_property
    def _telling_mentions(self) -> tuple[tuple[_Mention, tuple[str, ...]], ...]:
        """Mentions whose words name anything at all, with those words."""
        told = ((mention, _own_labels(mention)) for mention in self._mentions)
        return tuple((mention, labels) for mention, labels in told if self.naming.tells(labels))

    def _linked(self, requirement: Requirement, concept: Concept) -> Iterator[Candidate]:
        for mention, labels in self._telling_mentions:
            label, match = self.naming.name(requirement, concept.name, labels)
            if match.score >= 0.35 and (mention.link.url or mention.menu):
                yield self._candidate(concept, mention.link, label, match, mention.via, "menu")

    def _candidate(self, concept: Concept, link: Link, label: str, match: LabelMatch, via: str,
                   found_by: FoundBy) -> Candidate:  # fmt: skip
        # Words recognised from the picture of a link may be wrong: such a link never names a thing exactly.
        score = match.score * (_RECOGNISED if link.recognised else 1.0)
        return Candidate(
            concept=concept.name, url=link.url, label=label, via=via, found_by=found_by, score=score,
            exact=match.exact and not link.recognised, target=self.site.target(link.url),
        )  # fmt: skip

    # -- titles, headings, file names and addresses ---------------------------------------------------------------

    def _titled(self, requirement: Requirement, concept: Concept) -> Iterator[Candidate]:
        for artifact, titles, hinted in self._telling_artifacts:
            label, match, section = self._title_match(requirement, concept, titles)
            if self.site.is_home(artifact) and not section:
                continue  # the home page as a whole is no item; a section of it may be
            if match.score < 0.5 and concept.name in hinted:
                label, match, section = artifact.title or artifact.url, LabelMatch(0.4, "", False), ""
            if match.score >= 0.4:
                yield Candidate(
                    concept=concept.name, url=artifact.url, label=label, via=artifact.url, found_by="crawl",
                    score=match.score, exact=match.exact, target=Target(artifact, "ok"), section=section,
                )  # fmt: skip

    @cached_property
    def _telling_artifacts(self) -> tuple[tuple[Artifact, tuple[tuple[str, str], ...], frozenset[str]], ...]:
        """Pages and files whose own titles or address name anything: titles with their sections, hinted concepts."""
        found: list[tuple[Artifact, tuple[tuple[str, str], ...], frozenset[str]]] = []
        for artifact in (*self.site.pages, *self.site.files):
            index = self.is_index(artifact)
            every = self._told_in_place(artifact) if index else self._titles(artifact)
            titles = tuple(item for item in every if self.naming.matches(item[0]))
            if index and not titles:
                continue
            hinted = self.naming.hinted(artifact.url)
            if titles or hinted:
                found.append((artifact, titles, hinted))
        return tuple(found)

    def _title_match(
        self, requirement: Requirement, concept: Concept, titles: Iterable[tuple[str, str]]
    ) -> tuple[str, LabelMatch, str]:
        best: tuple[str, LabelMatch, str] = ("", NO_MATCH, "")
        for label, section in titles:
            name, match = self.naming.name(requirement, concept.name, (label,))
            if match.score > best[1].score:
                best = (name, match, section)
        return best

    def _titles(self, artifact: Artifact) -> Iterator[tuple[str, str]]:
        """What an artifact calls itself; for a heading further down, the section that it opens."""
        if artifact.kind == "file":
            lines = [block.text for block in artifact.blocks[:8]]
            yield from ((line, "") for line in lines)
            yield from ((one + two, "") for one, two in pairwise(lines))
            yield slug(artifact.url).rsplit("/", 1)[-1].replace("_", "").replace("-", ""), ""
            return
        if artifact.title and self._title_counts[artifact.title] <= 3:
            yield artifact.title, ""
        headings = [block for block in self.site.content(artifact) if block.kind == "heading"]
        # The first heading is the page's own, and so are both of two; on the home page every heading opens a section.
        whole = 0 if self.site.is_home(artifact) else 2 if len(headings) <= 2 else 1
        for number, heading in enumerate(headings[:30]):
            yield heading.text, "" if number < whole else heading.text
        if not self.site.is_home(artifact):  # the line under the heading often gives the full title
            lines = [
                block.text for block in self.site.content(artifact)[:4] if block.kind == "text" and not block.links
            ]
            yield from ((line, "") for line in lines[:2] if len(line) <= _TITLE_LINE)

    def _told_in_place(self, index: Artifact) -> Iterator[tuple[str, str]]:
        """Headings of an index page under which the thing itself stands, in words and not behind a link."""
        blocks = self.site.content(index)
        first = next((number for number, block in enumerate(blocks) if block.kind == "heading"), 0)
        for number, block in enumerate(blocks[first + 1 :], first + 1):  # the first heading is the page's own
            below = list(takewhile(lambda item: item.kind != "heading", blocks[number + 1 :]))
            words = sum(len(item.text) for item in below if item.kind in ("text", "item"))
            if block.kind == "heading" and words >= _SAID and not any(item.links for item in below):
                yield block.text, block.text

    @cached_property
    def _title_counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for page in self.site.pages:
            counts[page.title] = counts.get(page.title, 0) + 1
        return counts


def _better(one: Candidate, other: Candidate) -> Candidate:
    """Of two ways to one place the more trusted, by the words that name it best."""
    first, second = sorted((one, other), key=lambda candidate: candidate.rank)
    if first.score >= STRONG or second.score < STRONG:
        return first
    return replace(first, label=second.label, score=second.score, exact=second.exact)


def _without_guides(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Leave out pictures that stand in one row with other links: they show where to click, not the thing."""
    found = list(candidates)
    others = {(item.via, item.label) for item in found if not _is_picture(item)}
    return [item for item in found if not _is_picture(item) or (item.via, item.label) not in others]


def _is_picture(candidate: Candidate) -> bool:
    return candidate.target.artifact is not None and candidate.target.artifact.kind == "image"


def _own_labels(mention: _Mention) -> tuple[str, ...]:
    """Words that name a link outside the index page: its own, or those around it when its own say nothing."""
    link = mention.link
    own = tuple(text for text in (link.text, link.hint) if text)
    if mention.menu or (own and not all(_GENERIC.match(key(text)) for text in own)):
        return own
    # The numbers under a list lead to its other pages, whatever stands last in it.
    section = "" if link.text.strip().isdigit() else link.section
    return tuple(dict.fromkeys(text for text in (*own, link.row, section) if text))
