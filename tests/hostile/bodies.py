"""Bytes that are much larger, deeper or stranger than they look. Each is made once and kept small in memory."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

import brotli
from PIL import Image

MEGA = 1024 * 1024


def _zeros(total: int) -> Iterator[bytes]:
    block = bytes(MEGA)
    for _ in range(total // MEGA):
        yield block


@cache
def gzip_bomb(total: int = 256 * MEGA) -> bytes:
    """A gzip stream of `total` zero bytes (about a thousandth on the wire)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(block) for block in _zeros(total)) + packer.flush()


@cache
def brotli_bomb(total: int = 256 * MEGA) -> bytes:
    packer = brotli.Compressor(quality=3)
    return b"".join(packer.process(block) for block in _zeros(total)) + packer.finish()


@cache
def zip_bomb(total: int = 512 * MEGA) -> bytes:
    """A zip whose one document unpacks to `total` bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("แผน.txt", "w", force_zip64=True) as out:
        for block in _zeros(total):
            out.write(block)
    return buffer.getvalue()


@cache
def nested_zip(depth: int = 40) -> bytes:
    inner = b"the end"
    for level in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(f"level{level}.zip", inner)
        inner = buffer.getvalue()
    return inner


@cache
def slipping_zip() -> bytes:
    """Members that want to be written elsewhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in ("../../../../tmp/oit-slipped.txt", "/tmp/oit-slipped.txt", "C:\\oit-slipped.txt", "a/../../x.pdf"):
            packed.writestr(name, "แผนการจัดซื้อจัดจ้าง")
    return buffer.getvalue()


@cache
def pdf_bomb(total: int = 1024 * MEGA) -> bytes:
    """A page whose content stream unpacks to `total` bytes of drawing orders."""
    packer = zlib.compressobj(9)
    block = b"0 0 m 9 9 l S\n" * 75_000
    stream = b"".join(packer.compress(block) for _ in range(total // len(block))) + packer.flush()
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    )
    return head + b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n" % (
        len(stream), stream,
    )  # fmt: skip


@cache
def pdf_with_many_pages(pages: int = 5000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    body = [b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[", kids,
            b"]/Count %d>>endobj\n" % pages]  # fmt: skip
    body += [b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n" % (n + 3) for n in range(pages)]
    return b"".join([*body, b"trailer<</Root 1 0 R>>\n"])


@cache
def huge_picture(side: int = 30_000) -> bytes:
    """A picture of side x side pixels in a few hundred kilobytes."""
    buffer = io.BytesIO()
    Image.new("1", (side, side)).save(buffer, "PNG")
    return buffer.getvalue()


@cache
def entity_document() -> bytes:
    """A DOCX whose text is a billion laughs and a file of this machine."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/hostname">{entities}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>&l9;&f;</w:t></w:r></w:p></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", text)
    return buffer.getvalue()


@cache
def deep_page(depth: int = 100_000) -> bytes:
    return b"<title>deep</title>" + b"<div><b>" * depth + b"x"


@cache
def wide_page(links: int = 100_000) -> bytes:
    return b"<title>wide</title>" + b"".join(b"<a href='/h/none/%d'>%d</a> " % (n, n) for n in range(links))


@cache
def long_page(size: int = 50 * MEGA) -> bytes:
    return "<title>long</title><p>ข้อความยาว</p>".encode() * (size // 60)


def sitemap_bomb() -> bytes:
    return gzip.compress(b"<urlset>" + b"<url><loc>http://a.invalid/x</loc></url>" * 1_500_000 + b"</urlset>")
