"""`oit report` on real evidence and a real database: the same report as at the audit, without evidence, refusals."""

import io
import json
import shutil
import socket
from pathlib import Path

import pytest
import typer
from docx import Document
from openpyxl import load_workbook
from typer.testing import CliRunner

from crawler import report_commands
from crawler.reporting import OutputError
from results.formats import ReportError
from tests.command.run_oit import oit
from tests.command.stored_audit import pages_of, stored_audit
from tests.concepts.mini_site import HOME, address

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("report")(report_commands.report)
PAGES = pages_of("procurement_monthly_summary", "pass_six_monthly_files")
FAILED = {"/gone.pdf": ("http_error", "HTTP 404")}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audited: Path) -> Path:
    shutil.copytree(audited, tmp_path, dirs_exist_ok=True)
    monkeypatch.delenv("OIT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    stored_audit(folder, "first", {**PAGES, "/skr.php": "<p>-</p>"}, "2026-04-20")
    declared = {"O11": address("/skr.php"), "O2": address("/gone.pdf")}
    stored_audit(folder, "second", PAGES, "2026-05-04", failures=FAILED, declared=declared)
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a report asks for nothing from the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(*arguments: object) -> dict:
    result = run(*arguments, "--format", "json", "--output", "-")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_last_run_is_told_from_store_and_evidence(home: Path) -> None:
    report = told("--quiet")
    assert (report["run_id"], report["as_of"]) == ("2", "2026-05-04")
    assert report["snapshot"]["pages"] > 1
    assert [failure["detail"] for failure in report["snapshot"]["failures"]] == ["HTTP 404"]
    assert told(1)["as_of"] == "2026-04-20"


def test_the_report_is_that_of_the_audit_byte_for_byte(home: Path) -> None:
    """What `reaudit` writes is what `report` writes of the run that it stored."""
    first = oit("reaudit", "evidence/second", "--format", "json", "--output", "-", "--quiet", cwd=home)
    assert first.code == 0, first.err
    again = run("--format", "json", "--output", "-", "--quiet")
    assert again.stdout_bytes == first.out
    item = next(item for item in json.loads(first.out)["verdicts"] if item["code"] == "O2")
    assert item["declared"]["state"] != "none"


def test_without_evidence_it_says_what_is_not_known(home: Path) -> None:
    result = run("--format", "json", "--output", "-", "--evidence", "nowhere")
    assert result.exit_code == 0
    assert "ไม่พบชุดหลักฐาน" in result.stderr and "second" in result.stderr
    report = json.loads(result.stdout)
    assert report["snapshot"]["evidence"] is False and report["snapshot"]["pages"] is None
    assert report["findings"][0]["kind"] == "evidence_gone"
    item = next(item for item in report["verdicts"] if item["code"] == "O11")
    assert (item["status"], bool(item["present"]["evidence"])) == ("pass", True)
    html = run("--format", "html", "--output", "-", "--quiet", "--evidence", "nowhere").stdout
    assert "เปิดดูได้ทุกที่อยู่ที่ต้องการ" not in html


def test_evidence_that_was_moved_can_be_named(home: Path) -> None:
    shutil.move(home / "evidence", home / "kept")
    assert told("--evidence", "kept", "--quiet")["snapshot"]["evidence"] is True


@pytest.mark.parametrize(
    ("document", "suffix"),
    [("memo", "docx"), ("implementation", "docx"), ("itas", "xlsx"), ("gaps", "xlsx"), ("audit", "html")],
)
def test_every_document_has_a_usual_format(home: Path, document: str, suffix: str) -> None:
    result = run("--document", document, "--output", "out/")
    assert result.exit_code == 0, result.output
    name = "second-2569" + ("" if document == "audit" else f"-{document}") + f".{suffix}"
    assert [path.name for path in (home / "out").iterdir()] == [name]
    assert name in result.stderr


def test_several_formats_go_into_one_folder(home: Path) -> None:
    assert run("--document", "itas", "--format", "csv,json,html", "--output", "out/").exit_code == 0
    assert sorted(path.suffix for path in (home / "out").iterdir()) == [".csv", ".html", ".json"]


def test_the_office_stands_in_its_letters(home: Path) -> None:
    (home / "oit.toml").write_text(
        '[office]\nname = "เทศบาลตำบลบ้านดี"\nunit = "สำนักปลัด"\ndigits = "thai"\nmemo_template = "ours.docx"\n', encoding="utf-8"
    )  # fmt: skip
    assert run("--copy-template", ".").exit_code == 0
    document = Document(home / "memo.th.docx")
    document.add_paragraph("สำเนาส่ง {{ agency }} ปี {{ year }}")
    document.save(home / "ours.docx")
    assert run("--document", "memo", "--output", "memo.docx").exit_code == 0
    words = "\n".join(paragraph.text for paragraph in Document(home / "memo.docx").paragraphs)
    assert "สำเนาส่ง เทศบาลตำบลบ้านดี ปี ๒๕๖๙" in words
    assert "เรียน  นายกเทศมนตรีตำบลบ้านดี" in words


def test_a_given_template_goes_before_the_settings(home: Path) -> None:
    run("--copy-template", "mine")
    document = Document(home / "mine" / "memo.th.docx")
    document.add_paragraph("{{ subjct }}")
    document.save(home / "bad.docx")
    with pytest.raises(ReportError, match=r"bad\.docx: ไม่รู้จักช่อง {{ subjct }}"):
        raise run("--document", "memo", "--template", "bad.docx", "--output", "x.docx").exception
    assert not (home / "x.docx").exists()


def test_a_copy_never_goes_over_a_file_that_is_there(home: Path) -> None:
    (home / "memo.th.docx").write_text("mine")
    result = run("--copy-template", ".")
    assert result.exit_code == 2 and "memo.th.docx" in result.stderr
    assert (home / "memo.th.docx").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--document", "letter"], "--document"),
        (["--document", "itas", "--format", "docx"], "itas is not written as docx"),
        (["--document", "gaps", "--format", "pdf"], "gaps is not written as pdf"),
        (["--format", "odt"], "--format"),
        (["--document", "itas", "--template", "x.docx"], "--template"),
        (["--document", "memo", "--format", "html,csv", "--output", "-"], "--output"),
        (["9"], "RUN"),
        (["--year", "2568"], "--year"),
        (["--url", "https://other.example.go.th"], "--url"),
        (["--db", "none.db"], "--db"),
    ],
)
def test_a_wrong_wish_is_told_in_one_sentence(home: Path, arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert words in result.stderr and "Traceback" not in result.stderr
    assert not (home / "none.db").exists() and not (home / "reports").exists()


def test_a_place_that_cannot_be_written_is_named(home: Path) -> None:
    (home / "file").write_text("")
    assert isinstance(run("--document", "itas", "--format", "csv", "--output", "file/x.csv").exception, OutputError)


def test_the_site_can_be_named(home: Path) -> None:
    assert told("--url", HOME, "--quiet")["run_id"] == "2"


def test_the_workbook_of_the_audit_holds_the_itas_sheet(home: Path) -> None:
    run("--format", "xlsx", "--output", "book.xlsx")
    book = load_workbook(io.BytesIO((home / "book.xlsx").read_bytes()))
    assert book.sheetnames[-2:] == ["ITAS ยังไม่ควรกรอก", "ITAS ทุกข้อ"]
    assert book["ITAS ทุกข้อ"]["A3"].value == "O1"
