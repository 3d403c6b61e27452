"""A Word document in Thai official style, built up paragraph by paragraph and table by table.

Word takes font, size and weight of Thai from the complex-script settings (w:cs, w:szCs, w:bCs), which python-docx does
not set: every run here gets them.
"""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from results.digits import thai_digits
from results.formats.packages import undated
from results.office import Digits

FONT = "TH Sarabun New"
BODY, TABLE, HEADING, TITLE = 16, 14, 18, 20
INDENT = Cm(2.5)
TIGHT = 0.88  # of a line in tables: the typefaces leave room for two marks above each letter, which few lines need


class ThaiDocument:
    """One document being written. All words pass through it: they become text, with Thai digits where wanted."""

    def __init__(self, title: str, program: str, day: date, digits: Digits) -> None:
        self._document = Document()
        self._digits: Callable[[str], str] = thai_digits if digits == "thai" else str
        normal = self._document.styles["Normal"]
        in_thai(normal.element.get_or_add_rPr(), BODY)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        for level in (1, 2):
            self._document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0, 0, 0)
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title, program, ""
        properties.created = properties.modified = datetime.combine(day, time(), UTC)
        self._page(across=False)

    def as_bytes(self) -> bytes:
        """The file; equal documents are equal files."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return undated(buffer.getvalue())

    def title(self, *lines: str) -> None:
        """Lines in the middle, bold."""
        for line in lines:
            paragraph = self._document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._add(paragraph, line, TITLE, bold=True)

    def heading(self, words: str, level: int = 1) -> None:
        """A heading that stays with what follows; Word's navigation knows it."""
        paragraph = self._document.add_paragraph(style=f"Heading {level}")
        paragraph.paragraph_format.space_before = Pt(12 if level == 1 else 8)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = True
        self._add(paragraph, words, HEADING if level == 1 else BODY, bold=True)

    def said(self, words: str) -> None:
        """A sentence in the text."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
        paragraph.paragraph_format.first_line_indent = INDENT
        self._add(paragraph, words, BODY)

    def entry(self, words: str, *, under: bool = False) -> None:
        """A line of a list, or of what belongs to one."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = INDENT + (Cm(0.6) if under else 0)
        paragraph.paragraph_format.first_line_indent = Cm(-0.5)
        self._add(paragraph, f"– {words}", TABLE if under else BODY)

    def table(
        self, heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]], *, whole: bool = True
    ) -> None:  # fmt: skip
        """A table with lines; its head is repeated on every page, columns are `widths` centimetres wide. `whole` rows
        are not split between pages."""
        table = self._document.add_table(rows=1, cols=len(heads))
        table.style, table.autofit = "Table Grid", False
        self._fill(table.rows[0], heads, bold=True)
        row_property(table.rows[0], "w:cantSplit", "w:tblHeader")
        for row in rows:
            added = table.add_row()
            self._fill(added, row)
            if whole:
                row_property(added, "w:cantSplit")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row_ in table.rows:
            for cell, width in zip(row_.cells, widths, strict=True):
                cell.width = Cm(width)
        self._document.add_paragraph()

    def across(self) -> None:
        """Go on with pages across."""
        self._document.add_section()
        self._page(across=True)

    def upright(self) -> None:
        """Go on with upright pages."""
        self._document.add_section()
        self._page(across=False)

    def _page(self, *, across: bool) -> None:
        section = self._document.sections[-1]
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if across else (Cm(21), Cm(29.7))
        section.left_margin, section.right_margin = (Cm(1.5), Cm(1.5)) if across else (Cm(3), Cm(2))
        section.top_margin = section.bottom_margin = Cm(1.5 if across else 2)

    def _fill(self, row: _Row, words: Sequence[str], *, bold: bool = False) -> None:
        for cell, text in zip(row.cells, words, strict=True):
            self._cell(cell, text, bold=bold)

    def _cell(self, cell: _Cell, text: str, *, bold: bool) -> None:
        for place, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            paragraph.paragraph_format.line_spacing = TIGHT
            if bold:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._add(paragraph, line, TABLE, bold=bold)

    def _add(self, paragraph: Paragraph, words: str, size: int, *, bold: bool = False) -> None:
        in_thai(paragraph.add_run(self._digits(words))._r.get_or_add_rPr(), size, bold=bold)


def in_thai(properties: BaseOxmlElement, size: int, *, bold: bool = False) -> None:
    """Font, weight, size and language of a run for Latin and for Thai, in the order that the schema lays down."""
    fonts = OxmlElement("w:rFonts")
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    marks = [OxmlElement(name) for name in ("w:b", "w:bCs")] if bold else []
    sizes = [OxmlElement("w:sz"), OxmlElement("w:szCs")]
    for element in sizes:
        element.set(qn("w:val"), str(size * 2))
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), "th-TH")
    for element in list(properties):
        properties.remove(element)
    for element in (fonts, *marks, *sizes, language):
        properties.append(element)


def row_property(row: _Row, *names: str) -> None:
    """Switch properties of a table row on: "w:cantSplit", "w:tblHeader"."""
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))
