"""Nothing that a site or a file says acts on the terminal: no colours, no moving cursor, no words turned round."""

import io
import json
import logging
import sys
import unicodedata

import pytest
from rich.console import Console

from crawler.cli import main
from crawler.inert import InertStream, inert
from tests.command.little_server import Answer, little_server

BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# A colour, a window title, a cleared screen in one character, a word turned round, a line and a letter written over.
EVIL = "\x1b[31mแดง\x1b]0;ชื่อ\x07\x9b2J\u202eกลับ\u2066\x08\x7f"
HEADS = {
    "analyse": "ข้อ,คะแนน", "score": "ข้อ,คะแนน", "declared": "ข้อ,ลิงก์", "measures": "ข้อ,หมายเหตุ,กำหนดแล้วเสร็จ", "fleet": "ชื่อ,เว็บไซต์",
}  # fmt: skip


def acting(text):
    """What a terminal would do something with; lines and tabs are what they are meant to be."""
    return [
        letter
        for letter in text
        if (unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t") or letter in BIDI
    ]


@pytest.fixture
def oit(monkeypatch, capfd, tmp_path):
    """The command in this process: what it prints on both streams, and its exit code."""

    def run(*arguments):
        with monkeypatch.context() as patched:
            for name in ("stdout", "stderr"):
                patched.setattr(sys, name, getattr(sys, name))  # put back afterwards
            patched.setattr(sys, "argv", ["oit", *map(str, arguments)])
            try:
                main()
                code = 0
            except SystemExit as left:
                code = left.code
            finally:
                logging.disable(logging.NOTSET)
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        assert not acting(told.out), (arguments, told.out)
        assert not acting(told.err), (arguments, told.err)
        return code, told.out, told.err

    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture(scope="module")
def site():
    page = (
        f"<html><head><title>อบต.{EVIL}</title></head><body><h1>{EVIL}</h1><ul><li><a href='/o1'>โครงสร้างหน่วยงาน {EVIL}</a></li>"
        f"<li><a href='/{EVIL}.pdf' title='{EVIL}'>แผนพัฒนา {EVIL}</a></li><li><a href='/gone'>ข้อมูลผู้บริหาร</a></li></ul></body></html>"
    )
    shown = f"<html><head><title>{EVIL}</title></head><body><h1>โครงสร้าง {EVIL}</h1><p>ประจำปีงบประมาณ พ.ศ. 2569 {EVIL}</p></body></html>"
    with little_server({"/": Answer(page), "/o1": Answer(shown)}) as served:
        yield served


def test_an_audit_and_what_is_told_of_it(oit, site):
    more = ("--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--max-pages", 8, "--render", "never")
    code, _, err = oit("check", site.url, *more, "--format", "json,csv")
    assert code == 0 and "OIT" in err
    code, out, _ = oit("measures", "list", "--url", site.url)
    assert code == 0 and "O2" in out
    oit("measures", "set", "O2", "--note", EVIL)
    oit("decide", "O3", "accepted", "--why", EVIL, "--who", EVIL)
    oit("decisions", "list")
    assert json.loads(oit("measures", "list", "--format", "json")[1])
    oit("plan")


@pytest.mark.parametrize("name", ["page.html", f"words{EVIL.replace('/', '')}.txt"], ids=["inside", "name"])
def test_what_stands_in_a_document(oit, tmp_path, name):
    (tmp_path / name).write_text(f"<h1>โครงสร้าง {EVIL}</h1> ประจำปีงบประมาณ พ.ศ. 2569 {EVIL}")
    code, out, _ = oit("read", name)
    assert code == 0 and "โครงสร้าง" in out
    code, out, _ = oit("read", name, "--format", "json")
    assert code == 0 and json.loads(out)["source"].endswith(name), "the JSON still says what is so"


@pytest.mark.parametrize("kind", HEADS)
def test_lists_of_people(oit, tmp_path, kind):
    head = HEADS[kind]
    width = head.count(",")
    file = tmp_path / f"รายการ{EVIL.replace('/', '')}.csv"
    file.write_text(
        "\n".join((f"{head},{EVIL}", f"O1{EVIL},{EVIL}" + f",{EVIL}" * width, f"O2,{EVIL},{EVIL}", f"{EVIL},x")),
        "utf-8",
    )
    commands = {
        "analyse": ("analyse", file, "--year", 2569), "score": ("score", "--year", 2569, "--scores", file),
        "declared": ("check", "http://127.0.0.1:1/", "--year", 2569, "--declared", file), "fleet": ("fleet", "import", file),
        "measures": ("measures", "import", file),
    }  # fmt: skip
    code, out, err = oit(*commands[kind])
    assert code in (0, 1, 2) and (out + err).strip()


def test_names_of_files_that_are_no_text(oit):
    code, _, err = oit("read", "\x1b[31m\udcff\u202e.pdf")
    assert code == 2 and ".pdf" in err
    code, _, err = oit("reaudit", "\x1b[31m\udcff\u202e")
    assert code == 2 and "[31m" in err


def test_only_what_rich_makes_itself_goes_by():
    behind = io.StringIO()
    stream = InertStream(behind)
    print(EVIL, "ขาว\r\nดำ\tแดง\r", file=stream)
    assert not acting(behind.getvalue()) and behind.getvalue().endswith("ขาว\nดำ\tแดง \n")
    Console(file=stream, force_terminal=True, color_system="standard").print("[red]ของเรา[/red]")
    assert "\x1b[31mของเรา" in behind.getvalue()


def test_inert_words_stay():
    text = "กำหนดส่ง\t๑ ต.ค. – “แผน” 📄\n\ufffd เก้าอี้"
    assert inert(text) == text and inert(inert(EVIL)) == inert(EVIL)
