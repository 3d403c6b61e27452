"""What would settle an open question: the address to open and, in a document, the page to look at first."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from audits.bundle import Bundle, Exhibit
from audits.match import Matcher
from audits.naming import STRONG
from audits.requirement import Requirement
from audits.verdict import Check, Outcome
from crawler.artifacts import Artifact, Link

NOT_SEEN = frozenset(("not_fetched", "timeout", "dns", "blocked", "robots", "tls", "http_error", "too_large"))


def with_place(check: Check, bundle: Bundle) -> Check:
    """An open check with the place that a person should look at; other checks as they are."""
    if check.outcome is not Outcome.UNKNOWN:
        return check
    url, page = _place(check, bundle)
    place = {"url": url, "file": _shown(url), "page": str(page) if page else ""}
    told = {name: value for name, value in check.params.items() if value}
    if told.get("url", url) != url:  # the judge named a place of its own
        place = {"file": _shown(told["url"])}
    return replace(check, params={name: value for name, value in (place | told).items() if value})


def _shown(url: str) -> str:
    """An address as people tell it: the name of a file, else what follows the host."""
    parts = urlsplit(url)
    name = unquote(parts.path.rsplit("/", 1)[-1])
    if "." in name and not parts.query:
        return name
    return unquote(parts.path + (f"?{parts.query}" if parts.query else "")) or url


def _place(check: Check, bundle: Bundle) -> tuple[str, int]:
    if check.doubts:
        return check.doubts[0].url, check.doubts[0].page
    unseen = next((item for item in bundle.lost if not item.target.dead), None)
    hidden = next(iter(bundle.unreadable), None)
    recognised = next((exhibit for exhibit in bundle.exhibits if exhibit.artifact.ocr), None)
    if check.reason in ("no_year", "half_unclear", "year_uncertain"):
        shown = hidden or recognised or _first_file(bundle.exhibits)
        return (shown.artifact.url, 1) if shown else (unseen.link.url if unseen else bundle.main.url, 0)
    if unseen is not None:
        return unseen.link.url, 0
    if hidden is not None:
        return hidden.artifact.url, 1
    return (recognised.artifact.url, _unread_page(recognised.artifact)) if recognised else (bundle.main.url, 0)


def _first_file(exhibits: Iterable[Exhibit]) -> Exhibit | None:
    return next((exhibit for exhibit in exhibits if exhibit.artifact.kind == "file"), None)


def _unread_page(artifact: Artifact) -> int:
    """The first page that was not recognised yet; else the first that was, whose words may be wrong."""
    if artifact.kind != "file":
        return 0
    waiting = (page.number for page in artifact.pages if artifact.waiting and not page.text.strip())
    return next(waiting, next((page.number for page in artifact.pages if page.method == "ocr"), 1))


def not_looked_at(matcher: Matcher, requirement: Requirement) -> str:
    """The address of the site that a longer search should look at first: one that is named as the item, else any that
    was met and not opened; "" when every address was opened."""
    unseen = sorted(_unseen(matcher), key=lambda link: link.url)
    named = (link for link in unseen if _names(matcher, requirement, link))
    return next((link.url for link in named), next((link.url for link in unseen), ""))


def _unseen(matcher: Matcher) -> set[Link]:
    links = {link for page in matcher.site.pages for link in page.links if matcher.site.in_scope(link.url)}
    return {link for link in links if matcher.site.target(link.url).why in NOT_SEEN}


def _names(matcher: Matcher, requirement: Requirement, link: Link) -> bool:
    words = tuple(text for text in (link.text, link.hint, link.row) if text)
    return any(matcher.naming.name(requirement, name, words)[1].score >= STRONG for name in requirement.family)
