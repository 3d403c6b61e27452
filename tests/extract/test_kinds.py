"""What a response is: by its bytes first, whatever its type and name say."""

import io

import pytest
from PIL import Image

from crawler.extract.kinds import kind_of
from tests.extract.office_files import docx_of, odf_of, packed, paragraph, pptx_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
OCTETS = "application/octet-stream"


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


def _old(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 100


def _ooxml(*names: str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", **dict.fromkeys(names, "<x/>")})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xef\xbb\xbf \r\n<!-- x --><!DOCTYPE html><p>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "html"),
        (b"<HEAD><title>x</title>", "html"),
        ("\ufeff<html><p>ก".encode("utf-16-le"), "html"),
        (b"%PDF-1.4", "pdf"),
        (b"\r\n\r\n%PDF-1.4", "pdf"),
        (docx_of(paragraph("ก")), "docx"),
        (_ooxml("xl/workbook.xml"), "xlsx"),
        (_ooxml("xl/workbook.bin"), "xlsb"),
        (pptx_of(""), "pptx"),
        (odf_of("text", ""), "odt"),
        (odf_of("spreadsheet", ""), "ods"),
        (odf_of("presentation", ""), "odp"),
        (packed({"word/x.txt": "no office file"}), "zip"),
        (packed({}), "zip"),
        (_old("WordDocument"), "doc"),
        (_old("Workbook"), "xls"),
        (_old("PowerPoint Document"), "ppt"),
        (b"{\\rtf1\\ansi x}", "rtf"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (_picture("PNG"), "image"), (_picture("JPEG"), "image"), (_picture("GIF"), "image"), (_picture("BMP"), "image"),
        (_picture("TIFF"), "image"), (_picture("WEBP"), "image"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "mhtml"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "excel_xml"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "word_xml"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("content_type", "name"), [("", "x"), ("application/pdf", "x.pdf"), ("text/html", "x.php"), ("image/png", "x.png")])
def test_bytes_decide(body: bytes, kind: str, content_type: str, name: str) -> None:
    assert kind_of(body, content_type, f"https://x.go.th/{name}") == kind


@pytest.mark.parametrize(
    ("body", "content_type", "name", "kind"),
    [
        (b"<table><tr><td>1", "application/vnd.ms-excel", "export.php", "saved_html"),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "text/html", "a.xls", "saved_html"),
        (b"<html><title>404</title>", "text/html", "a.xls", "html"),
        (b"<html>", OCTETS, "a.doc", "saved_html"),
        (b"<html>", OCTETS, "a.docx", "html"),
        ("ก,ข\n".encode("cp874"), "application/vnd.ms-excel", "a.xls", "csv"),
        ("ก,ข\n".encode("cp874"), "text/html", "a.csv", "csv"),
        ("\ufeffก\tข\n".encode("utf-16-le"), OCTETS, "a.csv", "csv"),
        ("ก\tข\n".encode("utf-16-le"), "text/csv", "download", "csv"),
        (b'{"a": 1}', "text/html", "api.php", "json"),
        (b'[{"a": 1}]', "application/json", "api", "json"),
        (b"[1] x", "text/plain", "a.txt", "txt"),
        (b"\0\1\0\0\2\0\0" * 99, "text/html", "a.php", "other"),
        (b"\x09\x08\x10\0\0\0\5\0", "application/vnd.ms-excel", "a.xls", "xls"),
        (docx_of("")[:-40], OCTETS, "a.docx", "docx"),
        (OLE, OCTETS, "a.docx", "docx"),
        (_old("WordDocument") + _old("Workbook"), OCTETS, "a.doc", "doc"),
        (_old("WordDocument") + _old("Workbook"), OCTETS, "a.xls", "xls"),
        (b"x", "", "//[", "other"),
        ("ข่าว".encode(), "text/html", "a.php", "html"),
    ],
)
def test_type_and_name_decide_where_bytes_do_not(body: bytes, content_type: str, name: str, kind: str) -> None:
    assert kind_of(body, content_type, name if name.startswith("/") else f"https://x.go.th/{name}") == kind
