"""Prints the PDF documents and the scanned announcement with the browser, and fills the procurement sheets."""

import base64
import io
import random
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from markupsafe import Markup
from PIL import Image, ImageFilter
from playwright.sync_api import Browser

from tests.sample.sources import HERE, SITE, data, environment, fragment

SCAN = "files/2569/20251003_143000.pdf"
SHEET_HEAD = [
    "ลำดับที่", "งานที่จัดซื้อหรือจัดจ้าง", "วงเงินที่จะซื้อหรือจ้าง", "ราคากลาง", "วิธีซื้อหรือจ้าง",
    "รายชื่อผู้เสนอราคาและราคาที่เสนอ", "ผู้ได้รับการคัดเลือกและราคาที่ตกลงซื้อหรือจ้าง", "เหตุผลที่คัดเลือกโดยสรุป",
    "เลขที่และวันที่ของสัญญาหรือข้อตกลงในการซื้อหรือจ้าง",
]  # fmt: skip


def write_documents(browser: Browser) -> None:
    """Writes every file under files/."""
    page = browser.new_page()
    for entry in data("documents"):
        page.set_content(_document_html(entry))
        _target(entry["path"]).write_bytes(_undated(page.pdf(prefer_css_page_size=True, tagged=False)))
    page.close()
    _write_scan(browser)
    for month in data("procurement")["months"]:
        _write_sheet(month)


def _document_html(entry: dict[str, Any]) -> str:
    meta, body = fragment(HERE / "documents" / f"{entry['text']}.html", entry)
    words = {"orientation": "portrait", **entry, "title": meta["title"], "body": body}
    return environment().get_template("document.html").render(**words)


def _undated(pdf: bytes) -> bytes:
    """The same PDF with fixed dates, so that building twice gives the same bytes."""
    return re.sub(rb"(Date \(D:)\d{14}", rb"\g<1>20251201090000", pdf)


def _write_scan(browser: Browser) -> None:
    """A page as an office scanner leaves it: grey, a little skewed, speckled, 150 dpi, no text layer."""
    html = environment().get_template("scan.html").render()
    emblem = base64.b64encode((SITE / "images/emblem.png").read_bytes()).decode()
    page = browser.new_page(viewport={"width": 1240, "height": 1754})
    page.set_content(Markup(html.replace("emblem.png", f"data:image/png;base64,{emblem}")))
    sheet = Image.open(io.BytesIO(page.screenshot())).convert("L")
    page.close()
    skewed = sheet.rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor=255)
    speckle = Image.frombytes("L", skewed.size, random.Random(2569).randbytes(skewed.width * skewed.height))
    grey = Image.blend(skewed, speckle.filter(ImageFilter.GaussianBlur(0.8)), 0.12)
    fixed = datetime(2025, 10, 3, 14, 30).timetuple()
    target = _target(SCAN)
    grey.save(target, "PDF", resolution=150, quality=38, creationDate=fixed, modDate=fixed)


def _write_sheet(month: dict[str, Any]) -> None:
    """One month of the procurement form, as a spreadsheet."""
    name, agency = month["name"], data("agency")["name"]
    with xlsxwriter.Workbook(_target(f"files/2569/{month['file']}")) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})
        grid, bold = book.add_format({"border": 1, "text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        sheet = book.add_worksheet("สขร.1")
        sheet.set_landscape()
        sheet.set_column(0, 0, 7)
        sheet.set_column(1, 8, 20)
        sheet.write_column(0, 0, [f"สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน{name}", agency, f"วันที่ {month['end']}"], bold)
        sheet.write(0, 8, "แบบ สขร.1")
        sheet.write_row(4, 0, SHEET_HEAD, grid)
        for number, row in enumerate(month["rows"], start=1):
            work, budget, reference, method, bidder, price, contract = row
            reason = "ราคาต่ำสุดและคุณสมบัติครบถ้วน" if "/" in bidder else "คุณสมบัติครบถ้วน ราคาไม่เกินราคากลาง"
            winner = bidder.split(" / ")[0]
            cells = [number, work, budget, reference, method, f"{bidder} {price:,} บาท", f"{winner} {price:,} บาท"]
            sheet.write_row(4 + number, 0, [*cells, reason, contract], grid)


def _target(path: str) -> Path:
    target = SITE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
