"""What an exhibit says of its period: the years and days that it names, by how far they can be trusted.

A document says its own period best; the words of the site that lead to it come second; dates inside the text third.
Digits from recognised scans say nothing (see crawler.extract.ocr), nor do years that belong to the name of a law.
"""

from dataclasses import dataclass

from audits.bundle import Exhibit
from crawler.names import file_name
from crawler.thai import YearMention, find_years, skeleton

_LAW_BONES = tuple(map(skeleton, ("ราชบัญญัติ", "ระเบียบกระทรวง", "กฎกระทรวง", "ข้อบังคับ", "มาตรฐานทางจริยธรรม")))
FIRST_YEAR = 2556
_TITLE_LINES = 12
HEAD = 900  # characters: what a document says of itself stands at its beginning


@dataclass(frozen=True, slots=True)
class Dated:
    """What one exhibit is about: years by trust (its own head, the words that lead to it, fiscal years named further
    down, days inside), and a quotation for the choice."""

    own: frozenset[int]
    label: frozenset[int]
    told: frozenset[int]
    dates: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    covered: frozenset[int]  # the years of a span in the title of a document that names no year of its own
    quote: str


def dated(exhibit: Exhibit) -> Dated:
    """Read what an exhibit says of its period."""
    artifact = exhibit.artifact
    head = head_of(exhibit)
    own = tuple(item for item in find_years(head) if not (artifact.ocr and _of_a_law(item)))
    subject = _about(own) if artifact.kind != "page" else _about(find_years(_headings(exhibit)))
    body = find_years(text_of(exhibit)[:60_000])
    told = _told(body)
    if exhibit.main and artifact.kind == "page":
        subject = subject or _only_year(exhibit)
    names = [exhibit.label] if artifact.kind == "page" and told else [exhibit.label, file_name(artifact.url)]
    label = find_years(" ".join(names))
    quote = next((item.text for item in (*own, *label) if item.role in ("fiscal_year", "other", "span_end")), "")
    return Dated(
        own=subject,
        label=_about(label),
        told=told,
        dates=_happened(body),
        spans=spans_of((*own, *label, *_wide(body))),
        covered=frozenset(year for first, last in spans_of((*own, *label)) for year in range(first, last + 1)),
        quote=quote,
    )


def _only_year(exhibit: Exhibit) -> frozenset[int]:
    """The fiscal year that a page of figures names in its text; links may lead to other years."""
    text = " \n ".join(block.text for block in exhibit.blocks if block.kind != "row" and not block.links)
    told = _told(find_years(text[:60_000]))
    return told if len(told) == 1 else frozenset()


def _of_a_law(mention: YearMention) -> bool:
    """Whether a bare year on a recognised page is that of an order's number or stands behind the name of a law, however
    garbled its marks are."""
    if mention.role != "other":
        return False
    return f"/{mention.year}" in mention.text or any(bones in skeleton(mention.text) for bones in _LAW_BONES)


def _wide(body: tuple[YearMention, ...]) -> tuple[YearMention, ...]:
    return tuple(item for item in body if item.role in ("span_start", "span_end"))


def head_of(exhibit: Exhibit) -> str:
    artifact = exhibit.artifact
    if artifact.kind == "page":
        return " \n ".join([_headings(exhibit), text_of(exhibit)[:HEAD]])
    return " \n ".join(_lines(exhibit)[:_TITLE_LINES])[:HEAD]


def _lines(exhibit: Exhibit) -> list[str]:
    """The lines of a file. Of recognised pages only those digits are kept that may be relied on."""
    artifact = exhibit.artifact
    if not any(page.method == "ocr" for page in artifact.pages):
        return [block.text for block in exhibit.blocks]
    shown = {block.page for block in exhibit.blocks}
    return [line for page in artifact.pages if page.number in shown for line in page.trusted.splitlines()]


def _headings(exhibit: Exhibit) -> str:
    return " \n ".join(block.text for block in exhibit.blocks if block.kind == "heading")[:HEAD]


def text_of(exhibit: Exhibit) -> str:
    if exhibit.artifact.kind != "page":
        return " \n ".join(_lines(exhibit))
    return " \n ".join(block.text for block in exhibit.blocks if block.kind != "row" or exhibit.artifact.kind != "page")


def _about(mentions: tuple[YearMention, ...]) -> frozenset[int]:
    """Years said of a plan or report; a bare year counts only where no fiscal year is named.

    A bare year from before the first ITA lists is a law's or a founding year, whatever stands before it.
    """
    fiscal = frozenset(item.year for item in mentions if item.role == "fiscal_year")
    return fiscal or frozenset(item.year for item in mentions if item.role == "other" and item.year >= FIRST_YEAR)


def _happened(mentions: tuple[YearMention, ...]) -> frozenset[int]:
    """Fiscal years of the days in a text."""
    return frozenset(item.fiscal_year for item in mentions if item.role == "date")


def _told(mentions: tuple[YearMention, ...]) -> frozenset[int]:
    """Fiscal years that a text names as such."""
    return frozenset(item.year for item in mentions if item.role == "fiscal_year")


def spans_of(mentions: tuple[YearMention, ...]) -> tuple[tuple[int, int], ...]:
    starts = [item for item in mentions if item.role == "span_start"]
    ends = [item for item in mentions if item.role == "span_end"]
    return tuple(dict.fromkeys((one.year, other.year) for one, other in zip(starts, ends, strict=False)))


def named_years(facts: Dated) -> frozenset[int]:
    return facts.own or facts.label


def days_of(exhibit: Exhibit) -> list[YearMention]:
    """The days that an exhibit tells of."""
    return [item for item in find_years(text_of(exhibit)[:60_000]) if item.role == "date"]


def words_of_year(exhibit: Exhibit, facts: Dated, year: int) -> str:
    sources = (head_of(exhibit), exhibit.label, file_name(exhibit.artifact.url))
    for text in sources:
        for mention in find_years(text):
            if mention.year == year and mention.role in ("fiscal_year", "other"):
                return mention.text
    return facts.quote


def words_of_day(exhibit: Exhibit, year: int) -> str:
    return next((item.text for item in find_years(text_of(exhibit)[:60_000]) if item.fiscal_year == year), "")
