"""Every year and day that the evidence of an item names: where it was found, and how far it may be trusted.

The choice is made in `audits.period` and `audits.dating`; here stands what there was to choose from.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from audits.bundle import Bundle, Exhibit
from audits.requirement import Requirement
from audits.told_years import FIRST_YEAR, head_of, text_of
from audits.verdict import Check, DateKind, DateSource, DateTrust, FoundDate
from crawler.artifacts import Stamp
from crawler.names import file_name, uploaded_in
from crawler.thai import YearMention, find_years

_READ = 60_000  # letters, as far as the period is looked for
_TRUST: dict[DateSource, DateTrust] = {
    "title": "high", "listing_row": "medium", "file_name": "medium", "content": "low", "upload": "none",
    "metadata": "none", "header": "none",
}  # fmt: skip
_KINDS: dict[str, DateKind] = {
    "fiscal_year": "year", "other": "year", "span_start": "span", "span_end": "span", "date": "day", "law": "law"
}  # fmt: skip
_PIECE = re.compile(r".{14}25\d\d")
_FISCAL_START = 10  # October


def with_dates(check: Check, requirement: Requirement, bundle: Bundle | None) -> Check:
    """The *current* check with every date of the bundle that it judged, each once per place; the choice is marked."""
    if bundle is None:
        return check
    events = requirement.period == "events_in_fiscal_year"
    found = [item for exhibit in bundle.exhibits for item in _dates(exhibit, events)]
    return replace(check, dates=_once(_marked(found, check.quote)))


def _dates(exhibit: Exhibit, events: bool) -> Iterator[FoundDate]:
    artifact = exhibit.artifact
    for source, text in _texts(exhibit):
        yield from (_mentioned(item, source, artifact.url, events) for item in find_years(text))
    uploaded = uploaded_in(artifact.url)
    if uploaded:
        name = artifact.url.rsplit("/", 1)[-1]
        yield FoundDate(source="upload", trust="none", kind="day", year=uploaded, text=name, url=artifact.url)
    yield from (_stamped(item, artifact.url) for item in artifact.stamps)


def _texts(exhibit: Exhibit) -> Iterator[tuple[DateSource, str]]:
    """Title, words that lead here, file name, and what the title did not take of the content."""
    yield "title", head_of(exhibit)
    yield "listing_row", exhibit.label
    if exhibit.artifact.kind != "page":
        yield "file_name", file_name(exhibit.artifact.url)
    yield "content", text_of(exhibit)[:_READ]


def _mentioned(mention: YearMention, source: DateSource, url: str, events: bool) -> FoundDate:
    kind = _KINDS[mention.role]
    return FoundDate(
        source=source, trust=_trust(mention, source, events), kind=kind, text=mention.text, url=url,
        year=mention.fiscal_year if kind == "day" else mention.year,
    )  # fmt: skip


def _trust(mention: YearMention, source: DateSource, events: bool) -> DateTrust:
    """A law's year says nothing of a document; an event's day decides wherever it stands, another never by itself."""
    if mention.role == "law" or (mention.role == "other" and (source == "content" or mention.year < FIRST_YEAR)):
        return "none"
    if mention.role == "date":
        return "high" if events else "low"
    return _TRUST[source]


def _stamped(stamp: Stamp, url: str) -> FoundDate:
    day = date.fromisoformat(stamp.day)
    year = day.year + 543 + (day.month >= _FISCAL_START)
    return FoundDate(source=stamp.source, trust="none", kind="day", year=year, text=stamp.text, url=url)


def _once(found: Iterable[FoundDate]) -> tuple[FoundDate, ...]:
    """Each year once per place, source and kind, with the first words (those of the choice where it is among them) and
    how often; what stands in the title of a document is not told again as its content."""
    kept: dict[tuple[str, str, str, int], FoundDate] = {}
    for item in found:
        again = item.source == "content" and (item.url, "title", item.kind, item.year) in kept
        name = (item.url, "title" if again else item.source, item.kind, item.year)
        known = kept.get(name)
        if known is None:
            kept[name] = item
        elif not again or item.chosen:
            text = item.text if item.chosen else known.text
            kept[name] = replace(known, times=known.times + (not again), text=text, chosen=known.chosen or item.chosen)
    return tuple(kept.values())


def _marked(found: Iterable[FoundDate], quote: str) -> list[FoundDate]:
    """The same dates, the first of those marked that the check quotes: word for word, else, because words are cut where
    the text ends that was looked at, with the same words before the year."""
    dates = list(found)
    relied = [item for item in dates if quote and item.trust != "none"]
    exact = (item for item in relied if item.text == quote)
    chosen = next(exact, None) or next((item for item in relied if _quoted(item.text, quote)), None)
    return [replace(item, chosen=True) if item is chosen else item for item in dates]


def _quoted(text: str, quote: str) -> bool:
    return any(piece in quote for piece in _PIECE.findall(text))
