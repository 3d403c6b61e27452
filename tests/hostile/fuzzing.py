"""What is fuzzed: every reader of bytes that a stranger chose, each as a callable of bytes.

A target returns what it read, in a form that can be compared, and raises only what its reader documents as its own
refusal (`REFUSALS`). Anything else that comes out of it is a defect.
"""

import atexit
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import typer
from protego import Protego

from audits.codes import expand, leading_code, read_codes, split_label
from audits.requirement import load_ruleset
from crawler.config import ConfigError, read_config
from crawler.declared import DeclaredError, read_declared
from crawler.evidence import MANIFEST_NAME, WARC_NAME, EvidenceError, read_body, read_manifest
from crawler.extract.decode import decode
from crawler.extract.html import read_html
from crawler.extract.stamps import stamps_of
from crawler.fleet_import import read_register
from crawler.item_codes import code_in
from crawler.links import LinkReader
from crawler.measure_desk import Desk
from crawler.measure_import import read_filled
from crawler.measure_values import day_in, progress_in
from crawler.official_scores import ScoresError, read_scores
from crawler.order import NAME as ORDER_NAME
from crawler.order import Order
from crawler.result_files import ResultsError, read_results
from crawler.sitemap import read_sitemap, sitemaps_in_robots
from crawler.snapshot import read_snapshot
from crawler.thai import find_years, key, months_in, normalise, repair_mojibake, skeleton
from crawler.urls import canonical, join, normalise_url, redirect_target
from results import queries
from results.carry import CarryError, read_carried
from results.plain import plain, plain_url, readable_url
from results.store import open_store
from tests.results.measures import OFFICE, audit, known, looks, rules

Target = Callable[[bytes], object]
REFUSALS = (
    CarryError, ConfigError, DeclaredError, EvidenceError, ResultsError, ScoresError, typer.BadParameter,
)  # fmt: skip
PAGE = "https://www.example.go.th/ita/index.php"
_RULES_YEAR = 2569


@cache
def _folder() -> Path:
    """A place of this process for files that are read by name; in memory where there is such a place."""
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(prefix="oit-fuzz-", dir=memory if memory.is_dir() else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def _ruleset() -> Any:
    return load_ruleset(_RULES_YEAR)


def _text(data: bytes) -> str:
    """Text with lone surrogates in it where the bytes are no UTF-8: JSON and file names bring those."""
    return data.decode("utf-8", "surrogateescape")


def _file(data: bytes, suffix: str) -> Path:
    path = _folder() / f"list{suffix}"
    path.write_bytes(data)
    return path


def read_text(data: bytes) -> object:
    """The decoder: always text, with nothing that cannot be written again."""
    text = decode(data, "text/html; charset=tis-620")
    text.encode("utf-8")
    return decode(data), text


def read_page(data: bytes) -> object:
    """The HTML reader and the reader of links of the crawl."""
    page = read_html(data, "text/html", PAGE)
    plain_page = LinkReader().read(PAGE, data, "text/html")
    links = [(link.url, link.label, link.context) for link in plain_page.links]
    return asdict(page), links, plain_page.headings(), plain_page.images(10), plain_page.visible_text()


def read_code(data: bytes) -> object:
    """Item codes in running text, at the head of a label, and as something typed."""
    text = _text(data)
    mentions = read_codes(text)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
    return mentions, leading_code(text), split_label(text), expand(mentions), code_in(text)


def read_dates(data: bytes) -> object:
    """Years with their roles, months, and days and progress as staff type them."""
    text = _text(data)
    return find_years(text), sorted(months_in(text)), day_in(text), progress_in(text[:200])


def read_words(data: bytes) -> object:
    """Every normal form of words is one: made twice it is the same."""
    text = _text(data)
    for form in (normalise, key, skeleton, plain, plain_url):
        once = form(text)
        assert form(once) == once, f"{form.__name__}: {once!r} becomes {form(once)!r}"
    return normalise(text), key(text), repair_mojibake(text), readable_url(text)


def read_address(data: bytes) -> object:
    """Addresses: the normal form of a normal form is itself."""
    text = _text(data)
    for found in (normalise_url(text), join(PAGE, text), redirect_target(PAGE, data)):
        assert found is None or normalise_url(found) == found, found
    return canonical(text), join(PAGE, text)


def read_evidence(data: bytes) -> object:
    """A snapshot folder whose manifest is `data` up to a blank line and whose WARC is the rest."""
    manifest, _, warc = data.partition(b"\n\n")
    (_folder() / MANIFEST_NAME).write_bytes(manifest + b"\n")
    (_folder() / WARC_NAME).write_bytes(warc)
    found = read_manifest(_folder())
    bodies = [_body(record) for record in found.records]
    return found, bodies, read_snapshot(_folder(), ocr=False)


def read_order(data: bytes) -> object:
    """What an audit was asked, kept beside its evidence: none, or one that can be audited."""
    (_folder() / ORDER_NAME).write_bytes(data)
    order = Order.load(_folder())
    return order, order and order.day


def _body(record: Any) -> object:
    try:
        return read_body(_folder(), record)
    except EvidenceError as error:
        return str(error)


def read_map(data: bytes) -> object:
    """A sitemap, packed or not."""
    return read_sitemap(data)


def read_rules_of_robots(data: bytes) -> object:
    """robots.txt as the crawl uses it: sitemaps, permissions and the pause."""
    rules_of = Protego.parse(data.decode("utf-8", "ignore"))
    allowed = rules_of.can_fetch(f"{PAGE}?id=%E0%B8%81&page=2", "oit-audit")
    return sitemaps_in_robots(data), allowed, rules_of.crawl_delay("oit-audit")


def _sheet_of(data: bytes) -> Path:
    """`data` as the workbook itself, or as the rows inside the sheet of one."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        return _file(data, ".xlsx")
    return _file(workbook(data), ".xlsx")


def workbook(rows: bytes) -> bytes:
    """The smallest workbook whose sheet holds `rows` as they are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _PARTS.items():
            package.writestr(name, content)
        package.writestr("xl/worksheets/sheet1.xml", _SHEET_HEAD + rows + b"</sheetData></worksheet>")
    return packed.getvalue()


def rows_of(*rows: tuple[str, ...]) -> bytes:
    """Rows of words as a sheet holds them."""
    return "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for number, row in enumerate(rows, 1)
    ).encode()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode()
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


@cache
def _desk() -> Desk:
    """A desk in a real database with measures that an audit opened; reading a list changes nothing in it."""
    store = open_store(_folder() / "oit.db")
    audit(store, looks(O3="missing", O5="outdated", O7="incomplete", O9="unknown"), "2026-02-02")
    return Desk(
        store=store, run=queries.runs(store)[0], ruleset=rules(), office=OFFICE, measures=known(store), lang="th"
    )


def _gap_list(path: Path) -> object:
    filled = read_filled(path, _desk())
    return filled.entries, filled.same, filled.problems


TARGETS: dict[str, Target] = {
    "decode": read_text,
    "html": read_page,
    "codes": read_code,
    "dates": read_dates,
    "words": read_words,
    "addresses": read_address,
    "evidence": read_evidence,
    "order": read_order,
    "stamps": lambda data: stamps_of(data, _text(data[:200])),
    "sitemap": read_map,
    "robots": read_rules_of_robots,
    "declared_csv": lambda data: read_declared(_file(data, ".csv"), _ruleset()),
    "declared_xlsx": lambda data: read_declared(_sheet_of(data), _ruleset()),
    "gaps_csv": lambda data: _gap_list(_file(data, ".csv")),
    "gaps_xlsx": lambda data: _gap_list(_sheet_of(data)),
    "scores_csv": lambda data: read_scores(_file(data, ".csv"), _ruleset(), "th"),
    "scores_xlsx": lambda data: read_scores(_sheet_of(data), _ruleset(), "th"),
    "results": lambda data: read_results([_file(data, ".csv")], (2566, 2567, 2568, 2569), None, "th"),
    "register": lambda data: read_register(_file(data, ".csv"), "th"),
    "words_of_people": lambda data: read_carried(_text(data)),
    "settings": lambda data: read_config(_text(data), "oit.toml"),
}


def outcome(target: Target, data: bytes) -> object:
    """What a target makes of some bytes: what it read, or its own refusal in words."""
    try:
        return target(data)
    except REFUSALS as refusal:
        told = str(refusal)
        assert told.strip(), "a refusal without words"
        return told
