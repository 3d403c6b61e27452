"""PDF files and pictures with known words, made for the tests of this folder."""

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONT = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
NOTICE = """ประกาศเทศบาลตำบลหนองน้ำใส
เรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน
ด้วยเทศบาลตำบลหนองน้ำใส อำเภอเมือง ได้ดำเนินการประเมินคุณธรรมและความโปร่งใส
ในการดำเนินงานของหน่วยงานภาครัฐ ตามนโยบายของสำนักงานคณะกรรมการป้องกันการทุจริต
ให้เจ้าหน้าที่ทุกคนปฏิบัติหน้าที่ด้วยความซื่อสัตย์สุจริต ไม่เรียกรับของขวัญหรือของกำนัล
ให้กองคลังเผยแพร่แผนการจัดซื้อจัดจ้างและผลการจัดซื้อจัดจ้างเป็นประจำทุกเดือน
งบประมาณรายจ่ายทั้งสิ้น จำนวน ๔๕,๖๗๘,๐๐๐ บาท"""
KEYWORDS = ("มาตรการ", "ความโปร่งใส", "ดำเนินงาน", "สำนักงาน", "ของขวัญ", "กองคลัง", "แผนการจัดซื้อจัดจ้าง", "งบประมาณ")


def thai_font() -> str:
    """The name of a registered Thai font; the test is skipped where the machine has none."""
    if not FONT.is_file():
        pytest.skip("no Thai font on this machine")
    if "Thai" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Thai", FONT))
    return "Thai"


def text_pdf(*pages: str, **options: object) -> bytes:
    """One page for each text; an empty text leaves the page blank."""
    font, out = thai_font(), io.BytesIO()
    drawing = canvas.Canvas(out, **options)
    for text in pages:
        _write(drawing, text, font)
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def _write(drawing: canvas.Canvas, text: str, font: str) -> None:
    drawing.setFont(font, 13)
    for row, line in enumerate(text.splitlines()):
        drawing.drawString(40, 800 - 22 * row, line)


def sheet(dpi: int = 150, *, noise: bool = False) -> Image.Image:
    """The notice as a scanner sees it."""
    thai_font()
    scale = dpi / 72
    picture = Image.new("L", (round(595 * scale), round(842 * scale)), 255)
    font = ImageFont.truetype(str(FONT), round(15 * scale))
    for row, line in enumerate(NOTICE.splitlines()):
        ImageDraw.Draw(picture).text((40 * scale, (60 + 28 * row) * scale), line, font=font, fill=20)
    if not noise:
        return picture
    turned = picture.rotate(0.5, fillcolor=250, resample=Image.Resampling.BICUBIC)
    return Image.blend(turned, Image.effect_noise(turned.size, 28), 0.22).filter(ImageFilter.GaussianBlur(dpi / 333))


def scanned_pdf(*pages: tuple[Image.Image | None, str]) -> bytes:
    """Pages that are pictures, each with the text layer that stands over it (a stamp, or a bad recogniser's)."""
    font, out = thai_font(), io.BytesIO()
    drawing = canvas.Canvas(out)
    for picture, text in pages:
        if picture:
            drawing.drawImage(ImageReader(picture), 0, 0, 595, 842)
        _write(drawing, text, font)
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def bytes_of(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of that kind."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def bomb_pdf(content: bytes, times: int) -> bytes:
    """A page whose packed content is `content` many times over."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(content) for _ in range(times)) + packer.flush()
    head = b"<</Filter /FlateDecode /Length %d>>stream\n" % len(stream)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        head + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, value) for number, value in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"
