"""What the reader sees in one file or page: `oit read`, for people who ask why a document was not understood."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.artifacts import Artifact, Block, Evidence, PageText
from crawler.checking import Crawl
from crawler.evidence import Record, read_body, read_manifest
from crawler.extract import limits, read_artifact
from crawler.extract.kinds import kind_of
from crawler.inert import FORBIDDEN
from crawler.job import CrawlJob
from crawler.progress import Progress
from crawler.seed import seed_url
from crawler.thai import YearMention, find_years
from results.formats.json_report import CONTRACT
from results.plain import plain
from results.wording import Lang, detail_text, phrase

_ROLES = ("page", "rendered")
_RELIED_ON = 0.5
_FROM_RECOGNITION = 0.2  # at most, of a year that only the recogniser has read
_UNSURE = 0.49  # at most, of a year that the numeral reader did not dare to write into the text


class ReadingError(Exception):
    """Nothing could be fetched or opened; the message says what and why."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read. `years` are dictionaries as in the contract."""

    source: str
    kind: str
    readable: bool
    detail: str
    pages: tuple[PageText, ...]
    years: tuple[dict[str, Any], ...]
    links: int
    images: int
    forms: int


def read_local(path: Path, *, ocr: bool) -> Reading:
    """Read a file of this machine. Raises ReadingError when it cannot be opened."""
    try:
        with path.open("rb") as file:
            body = file.read(limits.MAX_BYTES + 1)
    except OSError as error:
        raise ReadingError(f"{path}: {error.strerror}") from error
    if len(body) > limits.MAX_BYTES:
        return _unread(str(path), kind_of(body[:4096], "", path.name), f"too_large: {path.stat().st_size} bytes")
    evidence = Evidence(
        url=path.as_uri() if path.is_absolute() else path.name, fetched_at="", sha256=sha256(body).hexdigest(),
        warc_file="", warc_offset=0,
    )  # fmt: skip
    return _reading(
        str(path), kind_of(body, "", path.name), read_artifact(body, "", evidence, ocr=ocr, depth=limits.OCR_DEPTHS[-1])
    )


def read_address(url: str, *, ocr: bool, render: str, contact: str) -> Reading:
    """Fetch one address as the crawl would (robots.txt, honest name, rendering) and read it. Raises ReadingError."""
    seed, _ = seed_url(url)
    with tempfile.TemporaryDirectory(prefix="oit-read-") as name:
        folder = Path(name)
        job = CrawlJob(
            url=seed, folder=name, snapshot_id="read", max_pages=1, max_minutes=3.0, delay=0.0, render=render,  # type: ignore[arg-type]
            contact=contact,
        )  # fmt: skip
        record = _fetched(job, folder)
        evidence = Evidence(url=record.url, fetched_at=record.at, sha256=record.sha256, warc_file="", warc_offset=0)
        body = read_body(folder, record)
        rendered = record.role == "rendered"
        artifact = read_artifact(
            body, record.content_type, evidence, rendered=rendered, ocr=ocr, depth=limits.OCR_DEPTHS[-1]
        )
    media_type = record.content_type.split(";")[0].strip().lower()
    return _reading(record.url, "html" if rendered else kind_of(body, media_type, record.url), artifact)


def _fetched(job: CrawlJob, folder: Path) -> Record:
    """The response that counts: what the browser made of the page, else the page itself."""
    Crawl(job, Progress("th", 0, 1, quiet=True)).wait()
    manifest = read_manifest(folder)
    found = [item for item in manifest.records if item.role in _ROLES and item.status == 200 and item.size]
    if not found:
        why = next((f"{item.kind} {item.detail}".strip() for item in manifest.failures), "no answer")
        raise ReadingError(f"{job.url}: {why}")
    return max(found, key=lambda item: item.role == "rendered")


def _unread(source: str, kind: str, detail: str) -> Reading:
    return Reading(source, kind, False, detail, (), (), 0, 0, 0)


def _reading(source: str, kind: str, artifact: Artifact) -> Reading:
    pages = artifact.pages or _page_of(artifact)
    return Reading(
        source=source, kind=kind, readable=artifact.readable, detail=artifact.detail, pages=pages,
        years=tuple(year for page in pages for year in _years(page)),
        links=len(artifact.links),
        images=sum(block.kind == "image" for block in artifact.blocks),
        forms=sum(block.kind == "form" for block in artifact.blocks),
    )  # fmt: skip


def _page_of(artifact: Artifact) -> tuple[PageText, ...]:
    """A web page as the one page that it is; cells are told once, as rows."""
    rows = {block.path for block in artifact.blocks if block.kind == "row"}
    lines = [block.text for block in artifact.blocks if block.text and not _is_cell(block, rows)]
    return (PageText(number=1, method="markup", confidence=1.0, text="\n".join(lines)),) if lines else ()


def _is_cell(block: Block, rows: set[tuple[int, ...]]) -> bool:
    return block.kind != "row" and any(block.path[:depth] in rows for depth in range(1, len(block.path)))


def _years(page: PageText) -> Iterator[dict[str, Any]]:
    """The years that a page names. On a recognised page those of the numeral reader may be relied on, others not."""
    if page.method == "ocr":
        yield from _recognised_years(page)
        return
    for mention in find_years(page.text):
        yield _year(page, mention, page.method, page.confidence)


def _recognised_years(page: PageText) -> Iterator[dict[str, Any]]:
    sure = {numeral.year: numeral.confidence for numeral in page.numerals if numeral.reliable}
    for mention in find_years(page.trusted):
        yield _year(page, mention, "numeral_reader", sure.get(mention.year, _FROM_RECOGNITION))
    for numeral in page.numerals:
        if numeral.year and not numeral.reliable:
            yield {
                "year": numeral.year, "text": numeral.text, "page": page.number, "method": "numeral_reader",
                "confidence": min(round(numeral.confidence, 2), _UNSURE), "role": "other",
            }  # fmt: skip
    for mention in find_years(page.text):
        if mention.year not in sure:  # the recogniser cannot tell some Thai digits apart
            yield _year(page, mention, page.method, min(page.confidence, _FROM_RECOGNITION))


def _year(page: PageText, mention: YearMention, method: str, confidence: float) -> dict[str, Any]:
    return {
        "year": mention.year, "text": mention.text, "page": page.number, "method": method,
        "confidence": round(confidence, 2), "role": mention.role,
    }  # fmt: skip


def as_json(reading: Reading) -> str:
    """The reading as JSON (contract: `oit read`)."""
    body = {"contract": CONTRACT, **asdict(reading)}
    for numeral in (numeral for page in body["pages"] for numeral in page["numerals"]):
        del numeral["crop"]  # a picture for reports; a terminal shows none
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"  # the same JSON, safe on a terminal


def as_text(reading: Reading, lang: Lang) -> str:
    """The reading for people: text page by page with its method, then the years."""

    def say(key: str, **values: str) -> str:
        return phrase("reading", key, lang, **values)

    lines = [say("head", source=plain(reading.source), kind=reading.kind)]
    if not reading.readable:
        lines.append(say("unreadable", why=detail_text(plain(reading.detail), lang)))
    elif reading.detail:
        lines.append(say("detail", why=detail_text(plain(reading.detail), lang)))
    for page in reading.pages:
        method, trust = say(f"method_{page.method}"), f"{page.confidence:.2f}"
        lines += ["", say("page", number=str(page.number), method=method, confidence=trust), page.text]
    counts = say("counts", links=str(reading.links), images=str(reading.images), forms=str(reading.forms))
    lines += ["", counts]
    return "\n".join([*lines, *_year_lines(reading, lang)]) + "\n"


def _year_lines(reading: Reading, lang: Lang) -> list[str]:
    if not reading.years:
        return [phrase("reading", "no_years", lang)]
    lines = [phrase("reading", "years", lang)]
    for year in reading.years:
        trust = "relied_on" if year["confidence"] >= _RELIED_ON and year["role"] != "law" else "not_relied_on"
        words = {"year": str(year["year"]), "text": plain(year["text"]), "page": str(year["page"])}
        words |= {"role": phrase("reading", f"role_{year['role']}", lang), "trust": phrase("reading", trust, lang)}
        lines.append(phrase("reading", "year", lang, **words))
    return lines
