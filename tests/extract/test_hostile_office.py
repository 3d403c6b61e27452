"""Office files made to hurt: an answer within seconds, an honest reason, and a process that lives on."""

import io
import time
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.kinds import kind_of
from crawler.extract.office import read_office
from crawler.extract.office_formats import READERS, read
from tests.extract.office_files import docx_of, odf_of, packed, paragraph

SECONDS = 60


def _book(rows: int, strings: str = "") -> bytes:
    """A workbook of ten columns; `strings` take the place of its table of texts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "ก")
        for row in range(1, rows):
            sheet.write_row(row, 0, range(10))
    with zipfile.ZipFile(out) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    if strings:
        namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        parts["xl/sharedStrings.xml"] = f"<sst {namespace}>{strings}</sst>"
    return packed(parts)


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE w [<!ENTITY l0 "lol">{entities}]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def _foreign_file() -> bytes:
    document = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>ก&x;</w:t></w:r></w:p></w:body></w:document>'
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def _far_apart() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1048575, 16383, 2)
    return out.getvalue()


def _claims_two_gigabytes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w", force_zip64=True) as member:
        for _ in range(220):
            member.write(b" " * 1_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "kind", "details"),
    [
        (_laughs, "docx", ("empty", "damaged")),
        (lambda: docx_of("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000), "docx", ("damaged",)),
        (lambda: docx_of("<w:tbl><w:tr><w:tc>" * 80 + paragraph("ก") + "</w:tc></w:tr></w:tbl>" * 80), "docx", ("", "damaged")),
        (_claims_two_gigabytes, "docx", ("too_large",)),
        (_far_apart, "xlsx", ("too_large",)),
        (lambda: _book(20_000), "xlsx", ("cut",)),
        (lambda: _book(1, f"<si><t>{'ก' * 1000}</t></si>" * 33_000), "xlsx", ("", "too_large", "timeout")),
        (lambda: odf_of("text", "<office:text><text:p>" + "<text:span>" * 100_000), "odt", ("damaged",)),
        (lambda: odf_of("text", "<office:text><table:table><table:table-row>" + "<table:table-cell table:number-columns-repeated='999999999'/>" * 1000 + "</table:table-row></table:table></office:text>"), "odt", ("empty",)),
        (lambda: b"<table>" * 100_000, "saved_html", ("empty", "")),
        (lambda: b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 20_000, "mhtml", ("empty", "damaged", "timeout")),
        (lambda: b"ab,\"" * 1_000_000, "csv", ("cut",)),
        (lambda: b",\n" * 1_000_000, "csv", ("empty", "")),
        (lambda: "ำา".encode() * 100_000, "txt", ("", "timeout")),
        (lambda: ("ก" + "้่" * 500_000).encode(), "txt", ("", "timeout")),
    ],
)  # fmt: skip
def test_bad_input_ends_with_a_reason(make: object, kind: str, details: tuple[str, ...]) -> None:
    body = make()  # type: ignore[operator]
    start = time.monotonic()
    document = read_office(body, kind)
    assert time.monotonic() - start < SECONDS
    assert document.detail.partition(":")[0] in details, document.detail
    assert sum(len(page.text) for page in document.pages) <= 1_600_000


def test_entities_of_foreign_files_are_not_read() -> None:
    pages, _ = read(_foreign_file(), "docx")
    assert [page.text for page in pages] in ([], ["ก"])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_changed_bytes_never_break_a_reader(kind: str, place: int, change: bytes) -> None:
    whole = {"docx": docx_of(paragraph("ก")), "odt": odf_of("text", "<text:p>ก</text:p>"), "xlsx": _book(2)}.get(kind, b"<x/>")
    place %= len(whole)
    body = whole[:place] + change + whole[place + len(change) :]
    read(body, kind)
    kind_of(body, "", "https://x.go.th/a." + kind)
