"""Makes the Word templates of the office's documents: `python -m results.formats.template_builder`.

The templates are kept with the program, so that an office can copy and edit one; this is how they came about. Word
takes font, size and weight of Thai from the complex-script settings (w:cs, w:szCs, w:bCs), which python-docx does not
set: `in_thai` does, on every run.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from results.formats.docx_report import template_path
from results.formats.packages import undated
from results.formats.thai_docx import INDENT, TIGHT, in_thai, row_property
from results.implementation import COLUMNS as IMPLEMENTATION_COLUMNS
from results.memo import GAP_COLUMNS
from results.paper import SECTIONS, PaperName
from results.wording import Lang, phrase

BODY, LABEL, TITLE, TABLE = 16, 20, 29, 14
LANGUAGES: tuple[Lang, ...] = ("th", "en")
# Name of the table in the template, and its columns.
APPENDICES: dict[PaperName, tuple[str, tuple[tuple[str, float], ...]]] = {
    "memo": ("gaps", GAP_COLUMNS),
    "implementation": ("measures", tuple((key, width) for key, width, _ in IMPLEMENTATION_COLUMNS)),
}
MARKS = tuple(key for key, _, kind in IMPLEMENTATION_COLUMNS if kind == "mark")


def build(name: PaperName, lang: Lang) -> bytes:
    """The template of one document in one language."""
    document = Document()
    _base_style(document)
    _head(document, lang)
    _body(document, lang)
    _signatures(document, lang)
    _appendix(document, name, lang)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "{{ subject }}", "{{ program }}", ""
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    document.save(buffer)
    return undated(buffer.getvalue())


def _base_style(document: DocumentType) -> None:
    style = document.styles["Normal"]
    in_thai(style.element.get_or_add_rPr(), BODY)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.5)


def _head(document: DocumentType, lang: Lang) -> None:
    """The head of the form. The empty cell at the left is the place of the emblem."""
    table = document.add_table(rows=1, cols=3)
    table.autofit = False
    row = table.rows[0]
    row.height, row.height_rule = Cm(1.7), WD_ROW_HEIGHT_RULE.AT_LEAST
    _widths(table, (3, 10, 3))
    title = row.cells[1].paragraphs[0]
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(title, phrase("documents", "form_title", lang), TITLE, bold=True)
    _labelled(document.add_paragraph(), "form_unit", "{{ unit }}", lang)
    line = document.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(Cm(8.2), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
    _labelled(line, "form_number", "{{ number }}", lang)
    _add(line, "\t ", BODY)
    _labelled(line, "form_day", "{{ day }}", lang)
    _labelled(document.add_paragraph(), "form_subject", "{{ subject }}", lang)
    to = document.add_paragraph()
    to.paragraph_format.space_before = Pt(6)
    _add(to, phrase("documents", "form_to", lang) + "  {{ to }}", BODY)


def _body(document: DocumentType, lang: Lang) -> None:
    """Sections with numbered sentences; a section without sentences is left out, the others move up."""
    for key in SECTIONS:
        _tag(document, f"{{%p if {key} %}}")
        head = document.add_paragraph()
        head.paragraph_format.space_before = Pt(6)
        head.paragraph_format.keep_with_next = True
        _add(head, f"{{{{ numbers.{key} }}}}. {phrase('documents', f'form_{key}', lang)}", BODY, bold=True)
        _tag(document, f"{{%p for line in {key} %}}")
        number = f"{{% if {key}|length > 1 %}}{{{{ numbers.{key} }}}}.{{{{ loop.index }}}} {{% endif %}}"
        _add(_indented(document), number + "{{ line }}", BODY)
        _tag(document, "{%p endfor %}")
        _tag(document, "{%p endif %}")
    closing = _indented(document)
    closing.paragraph_format.space_before = Pt(6)
    closing.paragraph_format.keep_with_next = True
    _add(closing, "{{ closing }}", BODY)


def _signatures(document: DocumentType, lang: Lang) -> None:
    _signature(document, "writer", lang)
    for who in ("clerk", "head"):
        head = document.add_paragraph()
        head.paragraph_format.space_before = Pt(12)
        head.paragraph_format.keep_with_next = True
        _add(head, f"{{{{ {who}_opinion }}}}", BODY, bold=True)
        for _ in range(2):
            dots = document.add_paragraph()
            dots.paragraph_format.keep_with_next = True
            dots.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            _add(dots, "\t", BODY)
        _signature(document, who, lang)


def _signature(document: DocumentType, who: str, lang: Lang) -> None:
    words = (
        phrase("documents", "form_signed", lang) + " ........................................",
        f"({{{{ {who}_name }}}})",
        f"{{{{ {who}_post }}}}",
    )
    for number, line in enumerate(words):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.left_indent = Cm(5.5)
        paragraph.paragraph_format.space_before = Pt(0 if number else 18)
        paragraph.paragraph_format.keep_with_next = number < len(words) - 1
        paragraph.paragraph_format.keep_together = True
        _add(paragraph, line, BODY)


def _appendix(document: DocumentType, name: PaperName, lang: Lang) -> None:
    """The table on pages across, its head repeated on each."""
    key, columns = APPENDICES[name]
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(title, f"{{{{ {key}_title }}}}", BODY, bold=True)
    note = document.add_paragraph()
    note.alignment = WD_ALIGN_PARAGRAPH.CENTER
    note.paragraph_format.space_after = Pt(6)
    _add(note, f"{{{{ {key}_note }}}}", TABLE)
    _tag(document, f"{{%p if {key} %}}")
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    head, begin, cells, end = table.rows
    _fill(head.cells, [phrase("documents", f"col_{column}", lang) for column, _ in columns], bold=True)
    _fill(begin.cells, [f"{{%tr for row in {key} %}}"])
    _fill(cells.cells, [f"{{{{ row.{column} }}}}" for column, _ in columns])
    _fill(end.cells, ["{%tr endfor %}"])
    for place, (column, _) in enumerate(columns):
        if column in MARKS:
            cells.cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    row_property(head, "w:cantSplit", "w:tblHeader")
    row_property(cells, "w:cantSplit")
    _widths(table, [width for _, width in columns])
    _narrow_margins(table)
    _tag(document, "{%p endif %}")


def _fill(cells: Sequence[_Cell], words: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(cells, words, strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = TIGHT
        if bold:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add(paragraph, text, TABLE, bold=bold)


def _widths(table: Table, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _narrow_margins(table: Table) -> None:
    """One millimetre at the sides of each cell: the columns are narrow."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        element = OxmlElement(side)
        element.set(qn("w:w"), "57")
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # the place that the schema lays down


def _tag(document: DocumentType, words: str) -> None:
    """A paragraph that only holds a tag; it vanishes."""
    _add(document.add_paragraph(), words, BODY)


def _indented(document: DocumentType) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
    paragraph.paragraph_format.first_line_indent = INDENT
    return paragraph


def _labelled(paragraph: Paragraph, key: str, words: str, lang: Lang) -> None:
    _add(paragraph, phrase("documents", key, lang) + " ", LABEL, bold=True)
    _add(paragraph, words, BODY)


def _add(paragraph: Paragraph, words: str, size: int, *, bold: bool = False) -> None:
    in_thai(paragraph.add_run(words)._r.get_or_add_rPr(), size, bold=bold)


def main() -> None:
    """Write all templates."""
    for name in APPENDICES:
        for lang in LANGUAGES:
            template_path(name, lang).write_bytes(build(name, lang))


if __name__ == "__main__":
    main()
