"""The report as a Word document in the form of an official memorandum, with the gap list as its table.

Word takes font, size and weight of Thai from the complex-script settings (w:cs, w:szCs, w:bCs), which python-docx
does not set; `_thai` does.
"""

import io
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from results.periods import day_text
from results.report_model import Card, Report
from results.scoring import rounded
from results.wording import label

FONT = "TH Sarabun New"
BODY = 16
TABLE = 14
# Heading and width in centimetres; together the width between the margins of the appendix.
COLUMNS = (
    ("col_code", 1.5), ("col_title", 5.6), ("col_problem", 6.4), ("col_advice", 7.2), ("col_owner", 3.2),
    ("col_points", 1.9),
)  # fmt: skip


def render(report: Report) -> bytes:
    """A DOCX document: memorandum on one page, the gap list as an appendix across the page."""
    document = Document()
    _base_style(document)
    _memo_head(document, report)
    _memo_body(document, report)
    if report.gaps:
        _appendix(document, report)
    document.core_properties.title = label("memo_subject_text", report.lang, year=str(report.fiscal_year))
    document.core_properties.author = report.program
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def _undated(package: bytes) -> bytes:
    """The same package without the clock in its directory: equal reports are equal files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _base_style(document: DocumentType) -> None:
    style = document.styles["Normal"]
    properties = style.element.get_or_add_rPr()
    _set_fonts(properties)
    _sizes(properties, BODY, bold=False)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.5)


def _memo_head(document: DocumentType, report: Report) -> None:
    text = report.text
    title = _paragraph(document, "")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _thai(title.add_run(text["memo_title"]), size=29, bold=True)
    _labelled(_paragraph(document, ""), text["memo_office"], report.agency_name)
    line = _paragraph(document, "")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(8), WD_TAB_ALIGNMENT.LEFT)
    _labelled(line, text["memo_number"], "................................")
    _thai(line.add_run("\t"), size=BODY)
    _labelled(line, text["memo_date"], day_text(report.as_of, report.lang))
    subject = label("memo_subject_text", report.lang, year=str(report.fiscal_year))
    _labelled(_paragraph(document, ""), text["memo_subject"], subject)
    _labelled(_paragraph(document, ""), text["memo_to"], f"{text['memo_head_of']} {report.agency_name}")


def _memo_body(document: DocumentType, report: Report) -> None:
    text, lang, year = report.text, report.lang, str(report.fiscal_year)
    facts = label(
        "memo_2_text", lang, url=report.agency_url, date=day_text(report.as_of, lang), counts=_counts(report),
        score=_score(report),
    )  # fmt: skip
    proposal = label("memo_3_text", lang, count=str(len(report.gaps))) if report.gaps else text["memo_3_none"]
    remarks = [finding.sentence for finding in report.findings if finding.serious]
    if report.deadline.days is not None:
        remarks.append(report.deadline.sentence)
    sections = (
        ("memo_1", [label("memo_1_text", lang, year=year, count=str(len(report.cards)))]),
        ("memo_2", [" ".join([facts, *remarks])]),
        ("memo_3", [proposal]),
    )
    for heading, sentences in sections:
        head = _paragraph(document, "")
        head.paragraph_format.space_before = Pt(8)
        head.paragraph_format.keep_with_next = True
        _thai(head.add_run(text[heading]), size=BODY, bold=True)
        for sentence in sentences:
            _indented(document, sentence)
    _indented(document, text["memo_close"]).paragraph_format.space_before = Pt(8)
    sign = _paragraph(document, f"{text['memo_sign']} ..............................................")
    sign.paragraph_format.space_before = Pt(20)
    sign.paragraph_format.left_indent = Cm(8)


def _counts(report: Report) -> str:
    unit = report.text["items_unit"]
    return ", ".join(f"{entry.label} {entry.count} {unit}" for entry in report.counts if entry.count)


def _score(report: Report) -> str:
    low, high = rounded(report.score.oit.low), rounded(report.score.oit.high)
    return f"{low:.2f}" if low == high else f"{low:.2f}–{high:.2f}"


def _appendix(document: DocumentType, report: Report) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.9)
    heading = _paragraph(document, "")
    _thai(heading.add_run(report.text["memo_appendix"]), size=18, bold=True)
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    _fill(table.rows[0].cells, [report.text[name] for name, _ in COLUMNS], bold=True)
    _repeat_header(table.rows[0]._tr)
    for card in report.gaps:
        added = table.add_row()
        _fill(added.cells, _row(card))
        _no_split(added._tr)
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _row(card: Card) -> list[str]:
    status = f"{card.title} ({card.status_label})"
    return [card.code, status, card.sentence, card.repair, card.owner, f"{card.ita_points:.2f}"]


def _fill(cells: Sequence[_Cell], values: Sequence[str], *, bold: bool = False) -> None:
    for cell, value in zip(cells, values, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1.0
        _thai(paragraph.add_run(value), size=TABLE, bold=bold)


def _paragraph(document: DocumentType, words: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    if words:
        _thai(paragraph.add_run(words), size=BODY)
    return paragraph


def _indented(document: DocumentType, words: str) -> Paragraph:
    paragraph = _paragraph(document, words)
    paragraph.paragraph_format.first_line_indent = Cm(2.5)
    return paragraph


def _labelled(paragraph: Paragraph, name: str, words: str) -> None:
    _thai(paragraph.add_run(f"{name} "), size=20 if name else BODY, bold=True)
    _thai(paragraph.add_run(words), size=BODY)


def _thai(run: Run, *, size: int, bold: bool = False) -> None:
    properties = run._r.get_or_add_rPr()
    _set_fonts(properties)
    _sizes(properties, size, bold=bold)
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), "th-TH")
    properties.append(language)


def _set_fonts(properties: BaseOxmlElement) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _sizes(properties: BaseOxmlElement, points: int, *, bold: bool) -> None:
    """Size and weight for Latin and for Thai. The order of the elements is laid down by the schema."""
    for name in ("w:b", "w:bCs") if bold else ():
        properties.append(OxmlElement(name))
    for name in ("w:sz", "w:szCs"):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(points * 2))
        properties.append(element)


def _repeat_header(line: BaseOxmlElement) -> None:
    properties = line.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _no_split(line: BaseOxmlElement) -> None:
    properties = line.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
