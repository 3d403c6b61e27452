"""Word templates of an office: known placeholders work, anything else is told in one sentence, nothing gets out."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from results.formats import docx_report, template_builder
from results.formats.docx_report import own_templates, render_paper, template_path
from results.formats.pdf_report import ReportError
from results.memo import GAP_FIELDS, memo
from tests.results.test_report import report


@pytest.fixture(scope="module")
def paper():
    return memo(report())


@pytest.fixture
def edited(paper, tmp_path):
    """Writes the memorandum from a copy of the template with one more paragraph, or one more row in its table."""

    def write(*words, cell="", lang="th"):
        document = Document(io.BytesIO(own_templates("th")[1].body))
        for line in words:
            document.add_paragraph(line)
        if cell:
            document.tables[1].rows[2].cells[0].text = cell
        path = tmp_path / "ours.docx"
        document.save(path)
        return words_of(render_paper(replace(paper, template=str(path), lang=lang)))

    return write


def words_of(body):
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("lang", template_builder.LANGUAGES)
@pytest.mark.parametrize("name", template_builder.APPENDICES)
def test_the_kept_templates_are_what_the_builder_makes(name, lang):
    assert template_path(name, lang).read_bytes() == template_builder.build(name, lang)


def test_every_run_of_a_template_is_set_in_thai():
    for template in own_templates("th"):
        document = Document(io.BytesIO(template.body))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
        for run in (run for paragraph in paragraphs for run in paragraph.runs):
            assert all(mark in run._r.xml for mark in ('w:cs="TH Sarabun New"', "w:szCs", 'w:bidi="th-TH"')), run.text
            assert ("w:b/>" in run._r.xml) == ("w:bCs/>" in run._r.xml)


def test_an_office_may_use_any_known_placeholder(edited):
    told = edited("ปี {{ year }} ได้ {{ score }} เหลือ {{ gaps_count }}", "{% if missing %}ไม่พบ {{ missing }} ข้อ{% endif %}",
                  cell="{{ row.code }} / {{ row.points }}")  # fmt: skip
    assert "ปี 2569 ได้ 52.50–63.75 เหลือ 13" in told
    assert "ไม่พบ 4 ข้อ" in told
    assert "O21 / 3.33" in told


def test_a_word_processor_may_break_a_placeholder_into_runs(paper, tmp_path):
    document = Document(io.BytesIO(own_templates("th")[1].body))
    line = document.add_paragraph()
    for piece in ("ปี {", "{ ye", "ar }", "} และ {% if mis", "sing %}ไม่พบ{% end", "if %}"):
        line.add_run(piece).bold = len(piece) % 2 == 0
    path = tmp_path / "ours.docx"
    document.save(path)
    assert "ปี 2569 และ ไม่พบ" in words_of(render_paper(replace(paper, template=str(path))))


def test_every_field_of_a_row_can_be_named(edited, paper):
    told = edited(cell=" ".join(f"{{{{ row.{field} }}}}" for field in GAP_FIELDS))
    assert " ".join(str(paper.tables[0].rows[0][field]) for field in GAP_FIELDS) in told


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{{ subjekt }}", r"แบบ ours\.docx: ไม่รู้จักช่อง {{ subjekt }} ช่องที่ใช้ได้: .*\bsubject\b"),
        ("{{ agency.name }}", r"ไม่รู้จักช่อง {{ agency\.name }}"),
        ("{{ ''.__class__ }}", r"ไม่รู้จักช่อง {{ const\.__class__ }}"),
        ("{{ agency.__class__.__mro__ }}", r"ไม่รู้จักช่อง {{ getattr\.__mro__ }}"),
        ("{{ agency", r"คำสั่งไม่สมบูรณ์"),
        ("{{ }}", r"คำสั่งไม่สมบูรณ์"),
        ("{% if agency %}", r"คำสั่งไม่สมบูรณ์.*endif"),
        ("{%p for line in facts %}", r"คำสั่งไม่สมบูรณ์.*endfor"),
        ("{{ agency|safe }}", r"ไม่รู้จักตัวกรอง \|safe"),
        ("{{ agency|tojson }}", r"ไม่รู้จักตัวกรอง \|tojson"),
        ("{% autoescape false %}{{ agency }}{% endautoescape %}", r"ไม่อนุญาต \(scope\)"),
        ("{% include 'secrets' %}", r"ไม่อนุญาต \(include\)"),
        ("{% set x = 1 %}", r"ไม่อนุญาต \(assign\)"),
        ("{{ 9 ** 9 ** 9 }}", r"ไม่อนุญาต \(pow\)"),
        ("{{ agency.format(1) }}", r"ไม่อนุญาต \(call\)"),
        ("{% for x in range(9) %}{% endfor %}", r"วนรายการ “call” ไม่ได้"),
        ("{% for a in facts %}{% for b in facts %}{% endfor %}{% endfor %}", r"วนรายการ “facts” ไม่ได้"),
        ("{% for a in agency %}{{ a }}{% endfor %}", r"วนรายการ “agency” ไม่ได้"),
    ],
)  # fmt: skip
def test_a_wrong_tag_gets_one_sentence(edited, words, expected):
    with pytest.raises(ReportError, match=expected) as told:
        edited(words)
    assert "\n" not in str(told.value)


def test_a_wrong_placeholder_in_a_row_is_named_with_those_of_the_row(edited):
    with pytest.raises(ReportError, match=r"{{ row\.titel }} ช่องที่ใช้ได้: row\.code, row\.title"):
        edited(cell="{{ row.titel }}")


def test_the_sentence_is_english_where_the_report_is(edited):
    with pytest.raises(ReportError, match=r"the placeholder {{ subjekt }} is not known; known: "):
        edited("{{ subjekt }}", lang="en")


@pytest.mark.parametrize("body", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "text", "bare"])
def test_what_is_no_word_document_is_refused(paper, tmp_path, body):
    path = tmp_path / "ours.docx"
    path.write_bytes(body)
    with pytest.raises(ReportError, match=r"ours\.docx: ไม่ใช่เอกสาร Word"):
        render_paper(replace(paper, template=str(path)))


def test_a_template_that_is_not_there_is_named(paper, tmp_path):
    with pytest.raises(ReportError, match=r"gone\.docx: เปิดอ่านไม่ได้"):
        render_paper(replace(paper, template=str(tmp_path / "gone.docx")))


def test_a_template_that_unpacks_to_too_much_is_refused(paper, tmp_path, monkeypatch):
    monkeypatch.setattr(docx_report, "MAX_UNPACKED", 1000)
    path = tmp_path / "ours.docx"
    path.write_bytes(own_templates("th")[1].body)
    with pytest.raises(ReportError, match="ไม่ใช่เอกสาร Word"):
        render_paper(replace(paper, template=str(path)))


def test_an_entity_in_a_template_reads_no_file(paper, tmp_path):
    """The markup of a template may name a file of this machine; it is not opened."""
    secret = tmp_path / "secret.txt"
    secret.write_text("ความลับ", encoding="utf-8")
    path = tmp_path / "ours.docx"
    with zipfile.ZipFile(io.BytesIO(own_templates("th")[1].body)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                entity = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'.encode()
                body = body.replace(b"?>", b"?>" + entity, 1).replace(b"{{ to }}", b"&s;")
            new.writestr(name, body)
    try:
        assert "ความลับ" not in words_of(render_paper(replace(paper, template=str(path))))
    except ReportError as error:
        assert "ความลับ" not in str(error)


PIECES = ("{{", "}}", "{%", "%}", "{#", "#}", "{%p", "{%tr", "{{r", "for", "if", "endif", "endfor", "in", "row", "gaps",
          "facts", "agency", ".", "|", "x", "safe", "'", "(", ")", "<w:p>", "&", " ", "-", "vm", "colspan", "\n")  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_whatever_is_written_into_a_template_it_is_written_or_refused(edited, words):
    try:
        edited(words)
    except ReportError as error:
        assert str(error).startswith("แบบ ours.docx: ")


def test_the_templates_of_the_program_can_be_found_by_language():
    names = [Path(template.name).name for template in own_templates("en")]
    assert names == ["implementation.en.docx", "memo.en.docx"]
