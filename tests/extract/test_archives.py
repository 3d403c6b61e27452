"""Archives: members named and read, names no paths, bombs and locks bounded and honest."""

import io
import shutil
import struct
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from crawler.extract.archives import read_archive
from crawler.extract.document import Document, unreadable
from crawler.extract.files import read_file
from tests.extract.office_files import docx_of, packed, paragraph, table


def archive(body: bytes, kind: str = "zip") -> Document:
    return read_file(body, kind, "0" * 64, ocr=False, cache=None)


def text(document: Document) -> str:
    return "\n".join(page.text for page in document.pages)


def test_documents_in_an_archive_are_read_under_their_names() -> None:
    document = archive(packed({
        "แผน/แผนปฏิบัติการ 2569.docx": docx_of(paragraph("เนื้อหา") + table(("ก", "ข"))), "b.csv": "ค,ง\n1,2\n",
    }))  # fmt: skip
    assert document.readable and document.detail == ""
    assert [(page.number, page.method, page.text) for page in document.pages] == [
        (1, "none", "แผน/แผนปฏิบัติการ 2569.docx\nb.csv"),
        (2, "none", "แผน/แผนปฏิบัติการ 2569.docx"), (2, "markup", "เนื้อหา"), (2, "cells", "ก | ข"),
        (3, "none", "b.csv"), (3, "cells", "ค | ง\n1 | 2"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["../../etc/แผน.txt", "/etc/แผน.txt", "C:\\แผน.txt", "..\\..\\แผน.txt", "//[x/แผน.txt"])
def test_names_are_words_and_no_paths(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = archive(packed({name: "เนื้อหา"}))
    assert document.readable and "แผน.txt" in document.pages[0].text and "เนื้อหา" in text(document)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("table_name", ["cp874", "utf-8"])
def test_thai_names_without_a_table_are_read(table_name: str) -> None:
    raw = "แผน.txt".encode(table_name)
    body = packed({"x" * len(raw): "เนื้อหา"}).replace(b"x" * len(raw), raw)
    assert archive(body).pages[0].text == "แผน.txt"


def _locked() -> bytes:
    body = bytearray(packed({"แผน.txt": "เนื้อหา"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + place] |= 1
    return bytes(body)


def test_a_locked_archive_is_named_and_says_so() -> None:
    document = archive(_locked())
    assert (document.readable, document.detail) == (False, "encrypted")
    assert document.pages[0].text == "แผน.txt"


def test_an_archive_read_in_part_says_so() -> None:
    body = packed({"a.txt": "เนื้อหา", "b.pdf": "no pdf"})
    assert archive(body).detail == "archive_partly (1 read)"


@pytest.mark.parametrize("body", [packed({"a.txt": "x" * 9000})[:-30], b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 500])
def test_a_truncated_archive_is_damaged(body: bytes) -> None:
    assert archive(body) == unreadable("zip", "damaged")


def test_an_empty_archive_is_empty() -> None:
    assert archive(packed({})).detail == "empty"


def test_an_archive_in_an_archive_is_read_and_one_more_is_not() -> None:
    inner = packed({"ใน.txt": "ชั้นสอง", "ลึก.zip": packed({"x.txt": "ชั้นสาม"})})
    document = archive(packed({"นอก.txt": "ชั้นหนึ่ง", "ใน.zip": inner}))
    assert "ชั้นหนึ่ง" in text(document) and "ชั้นสอง" in text(document) and "ชั้นสาม" not in text(document)
    assert "ใน.zip › ใน.txt" in document.pages[0].text
    assert document.detail == "archive_partly (2 read)"


def _bomb(levels: int) -> bytes:
    body = packed({"zero.txt": b"0" * 30_000_000})
    for _ in range(levels):
        body = packed({f"{number}.zip": body for number in range(16)})
    return body


@pytest.mark.parametrize("levels", [0, 1, 3])
def test_bombs_end_soon(levels: int) -> None:
    body, start = _bomb(levels), time.process_time()
    document = archive(body)
    assert not document.readable and document.detail in ("too_large", "archive")
    assert time.process_time() - start < 30


def test_members_that_share_their_bytes_end_soon() -> None:
    """Ten thousand entries of one list point at the same compressed bytes."""
    body = packed({"a.txt": b"0" * 4_900_000})
    start = body.index(b"PK\x01\x02")
    end = body.index(b"PK\x05\x06")
    entry, count = body[start:end], 10_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    document, began = archive(body[:start] + entry * count + tail), time.process_time()
    assert time.process_time() - began < 30
    assert document.detail.startswith(("archive", "too_large", "damaged")), document.detail
    assert sum(len(page.text) for page in document.pages) < 3_200_000


def test_a_list_of_a_million_members_is_not_even_listed() -> None:
    body = packed({"a.txt": "x"})
    start = body.index(b"PK\x01\x02")
    entry, count = body[start : body.index(b"PK\x05\x06")], 60_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    assert archive(body[:start] + entry * count + tail).detail == "too_large"


@pytest.mark.parametrize("claimed", [2_000_000_000, 3])
def test_a_member_that_lies_about_its_size_costs_nothing(claimed: int) -> None:
    body = bytearray(packed({"a.txt": "เนื้อหา " * 100}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", body, body.index(mark) + place, claimed)
    document = archive(bytes(body))
    assert not document.readable and document.detail in ("too_large", "damaged")


def test_kinds_of_compression_without_bounds_are_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a.txt", b"0" * 4_000_000)
    assert archive(out.getvalue()).readable is False


def test_the_reader_is_given_at_most_so_many_members() -> None:
    given: list[str] = []

    def reader(body: bytes, kind: str) -> Document:
        given.append(kind)
        return Document(kind=kind)

    document = read_archive(packed({f"{number}.txt": "ก" for number in range(300)}), "zip", reader)
    assert len(given) == 100 and document.detail == "archive_partly (100 read)"
    assert document.pages[0].text.count("\n") == 299


@pytest.mark.parametrize(("kind", "body"), [("rar", b"Rar!\x1a\x07\x01\x00"), ("7z", b"7z\xbc\xaf\x27\x1c")])
def test_other_archives_say_which_they_are(kind: str, body: bytes) -> None:
    detail = archive(body, kind).detail
    assert detail == (f"archive_{kind}" if shutil.which("bsdtar") is None else "damaged")


@pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar is not installed")
def test_a_7z_is_read_by_bsdtar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("เนื้อหา", encoding="utf-8")
    command = ["bsdtar", "-c", "--format=7zip", "-f", "a.7z", "a.txt"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert "เนื้อหา" in text(archive((tmp_path / "a.7z").read_bytes(), "7z"))
