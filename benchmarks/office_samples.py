"""The documents as office files; every writer is a library or a few lines of the format itself."""

import csv
import io
import zipfile
from html import escape

import docx
import xlsxwriter
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from benchmarks.documents import Line, Page, Table

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def word(pages: tuple[Page, ...], font: str = "Garuda") -> bytes:
    """DOCX with real tables and page breaks."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(12)
    style.paragraph_format.space_after = Pt(4)
    section = document.sections[0]
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:cs"), font)
    size = properties.makeelement(qn("w:szCs"), {qn("w:val"): "24"})
    properties.append(size)
    for number, page in enumerate(pages):
        if number:
            document.add_page_break()
        for item in page:
            _word_item(document, item)
    return _saved(document)


def _word_item(document: docx.document.Document, item: Line | Table) -> None:
    if isinstance(item, Line):
        document.add_paragraph().add_run(item.text).bold = item.heading
        return
    table = document.add_table(len(item.rows), len(item.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, item.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def _saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _rows(page: Page) -> list[tuple[str, ...]]:
    return [row for item in page for row in ([(item.text,)] if isinstance(item, Line) else item.rows)]


def sheets(pages: tuple[Page, ...]) -> bytes:
    """XLSX, a sheet for each page."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for number, page in enumerate(pages, 1):
            sheet = book.add_worksheet(f"แผ่นที่ {number}")
            for index, row in enumerate(_rows(page)):
                sheet.write_row(index, 0, row)
    return out.getvalue()


def slides(pages: tuple[Page, ...]) -> bytes:
    """PPTX, reduced to what a reader needs: a slide for each page with its paragraphs."""
    out, numbers = io.BytesIO(), range(1, len(pages) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", _relations([("officeDocument", "ppt/presentation.xml")]))
        archive.writestr(
            "ppt/_rels/presentation.xml.rels", _relations([("slide", f"slides/slide{n}.xml") for n in numbers])
        )
        ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
        archive.writestr("ppt/presentation.xml", f'<p:presentation xmlns:p="{_SLIDES}" xmlns:r="{_RELATIONS}">'
                                                 f"<p:sldIdLst>{ids}</p:sldIdLst></p:presentation>")  # fmt: skip
        for number, page in zip(numbers, pages, strict=True):
            archive.writestr(f"ppt/slides/slide{number}.xml", _slide(page))
    return out.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _slide(page: Page) -> str:
    lines = "".join(f"<a:p><a:r><a:t>{escape(' | '.join(row))}</a:t></a:r></a:p>" for row in _rows(page))
    return (f'<p:sld xmlns:p="{_SLIDES}" xmlns:a="{_DRAWING}"><p:cSld><p:spTree><p:sp><p:txBody>{lines}</p:txBody></p:sp>'
            "</p:spTree></p:cSld></p:sld>")  # fmt: skip


def values(pages: tuple[Page, ...], encoding: str) -> bytes:
    """CSV as a spreadsheet program saves it."""
    out = io.StringIO()
    csv.writer(out).writerows(row for page in pages for row in _rows(page))
    return out.getvalue().encode(encoding)


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP of the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    return out.getvalue()
