"""What fuzzing starts from: for each target a few small inputs that reach far into it, and the pieces they are torn and
glued from. Found cases are kept beside this file, in `found/<target>/`.
"""

import gzip
import io
import json
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.hostile.fuzzing import rows_of, workbook

FOUND = Path(__file__).parent / "found"
_THAI = "การเปิดเผยข้อมูลสาธารณะ (OIT) ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ ข้อ O1 โครงสร้าง ๐๒ น้ำท่วม เก้าอี้"
_CSV = (
    "ข้อ,คะแนน,ปี,url,ผู้รับผิดชอบ,กำหนดแล้วเสร็จ,สถานะการดำเนินงาน,หมายเหตุ,ลิงก์ที่แก้ไขแล้ว,รหัสอ้างอิง\n"
    "O1,100,2569,https://www.example.go.th/o1,กองคลัง,30 เม.ย. 2569,ดำเนินการแล้ว,\"แก้,แล้ว\",https://www.example.go.th/a,\n"
    "๐๒,0,2568,http://example.go.th/ก,สำนักปลัด,2026-04-30,ยังไม่ดำเนินการ,,,v1\n"
)  # fmt: skip
_REGISTER = "ชื่อหน่วยงาน,จังหวัด,อำเภอ,รหัส อปท.,เว็บไซต์\nอบต.ตัวอย่าง,จ.น่าน,เมือง,6550101,www.example.go.th\nเทศบาลตำบลสอง,น่าน,,,http://[::1]/\n"
_SHEET = rows_of(*(tuple(line.replace('"', "").split(",")) for line in _CSV.splitlines()))
_PAGE = f"""<!DOCTYPE html><html><head><title>{_THAI}</title><base href="/x/"><meta http-equiv=refresh content="0;url=/next"></head>
<body class="menu"><nav id=mainmenu><ul><li><a href="o1.html" title="O1">O1 โครงสร้าง</a><li>๐๒</ul></nav>
<h1 class=head>ข้อมูลผู้บริหาร</h1><table><tr><td>1<td><a href='file.pdf'><img alt="แผน" src=a.png></a></tr></table>
<select onchange="location=this.value"><option value="/a">ก</select><div onclick="window.open('/b')" data-href="/c" role=button>ข</div>
<form action=/s><input type=text name=q><button>ส่ง</button></form><iframe src="https://drive.google.com/file/d/1aaaaaaaaaaaaaaaaaaaaaaaaaa/view"></iframe>
<object data=x.pdf></object><p style="background:url(b.jpg)">ก<br><b>ตัวหนา</b></p><script>location.href="/d";__doPostBack('x','Page$2')</script>
<div class="cookie">คุกกี้ <button>ยอมรับ</button></div></body></html>"""
_SETTINGS = """contact = "a@example.go.th"
[calendar.2569.entry]
from = 2026-03-01
to = 2026-04-30
[office]
name = 'อบต.'
head = {post = "นายก", name = "ก"}
lead_days = 14
lower = 85.5
[units."finance"]
name = "กองคลัง"
email = "f@example.go.th"
concepts = ["procurement_plan",
  "executives"] # both
[mail]
host = '''
mail.example.go.th'''
sender = "ita@example.go.th"
"""
_PEOPLE = {
    "kind": "oit-measures", "contract": 1,
    "measures": [
        {"agency_url": "http://example.go.th/", "fiscal_year": 2569, "concept": "executives", "code": "O2", "title": "ก", "events": [
            {"at": "2026-02-02T00:00:00+00:00", "day": "2026-02-02", "who": "", "kind": "opened", "value": "missing",
             "url": "", "seen_at": ""},
        ]},
    ],
    "decisions": [],
}  # fmt: skip
_ROBOTS = b"User-agent: *\nDisallow: /*.php$\nAllow: /ita/*id=\nCrawl-delay: 1.5\nRequest-rate: 1/5s 0800-1000\nVisit-time: 0600-0845\nSitemap: /map.xml\nUser-agent: oit-audit\nDisallow: /%E0%B8%81\n"
_MAP = b"<?xml version='1.0'?><sitemapindex><sitemap><loc><![CDATA[https://www.example.go.th/a?b=1&amp;c=2]]></loc></sitemap><url><loc> /x </loc></url></sitemapindex>"


def _evidence() -> bytes:
    writer = WARCWriter(warc := io.BytesIO(), gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        "https://www.example.go.th/", "response", payload=io.BytesIO(b"<p>x"), http_headers=headers
    )
    writer.write_record(record)
    start = {
        "event": "start",
        "version": 1,
        "url": "https://www.example.go.th/",
        "snapshot_id": "x",
        "started_at": "2026-04-20T00:00:00+00:00",
        "warc_end": 0,
    }
    response = {
        "event": "response", "url": "https://www.example.go.th/", "role": "page", "status": 200, "content_type": "text/html",
        "sha256": "0" * 64, "size": 4, "at": "2026-04-20T00:00:00+00:00", "offset": 0, "length": len(warc.getvalue()),
        "redirected_from": ["http://example.go.th/"],
    }  # fmt: skip
    failure = {"event": "failure", "url": "https://x/", "kind": "dns", "detail": "", "at": ""}
    finding = {"event": "finding", "kind": "platform", "url": "", "detail": ""}
    lines = [start, response, failure, finding, {"event": "resume"}, {"event": "finish", "reason": "done"}]
    return "\n".join(map(json.dumps, lines)).encode() + b"\n\n" + warc.getvalue()


_PROSE = [
    text.encode()
    for text in (
        _THAI,
        "ข้อ O1 - O3, O4 ถึง 6; OIT ๐๒ (o 12) 9.1 โทร. 0-2123-4567 ต่อ 12 พ.ร.บ. 2540 www.example.go.th/o1 a@b.th",
        "ตั้งแต่วันที่ 1 ตุลาคม 2568 ถึงวันที่ 31 มี.ค. 69 พ.ศ. 2569-2570 (1/10/2568) ปีงบประมาณ 69 ต.ค. - ธ.ค. 2568",
        "à¸\u0081à¸²à¸£ เธ\u0081เธฒเธฃ ¡ÒÃà»Ô´à¼Â นํ้า เเก กำา กํา \u200b\ufeff\u202e ก ้",
        "https://user@WWW.Example.go.th:443/a/../ก?x=%e0%b8%81&sid=0123456789abcdef0123#y",
        "30 เม.ย. 2569",
        "2026-04-30",
        "ดำเนินการแล้ว",
    )
]  # fmt: skip
_TABLES = [
    _CSV.encode(),
    _CSV.encode("cp874", "replace"),
    _CSV.encode("utf-16"),
    _CSV.replace(",", ";").encode("utf-8-sig"),
]
SEEDS: dict[str, list[bytes]] = {
    "decode": [_PAGE.encode(), _PAGE.encode("cp874"), _THAI.encode() + _THAI.encode("cp874"), _PAGE.encode("utf-16"), _THAI.encode("utf-16-le")],
    "html": [_PAGE.encode(), _PAGE.encode("cp874")],
    "codes": _PROSE, "dates": _PROSE, "words": _PROSE, "addresses": _PROSE,
    "evidence": [_evidence()],
    "order": [b'{"year": 2569, "as_of": "2026-04-20", "ocr": true, "declared": {"O1": "https://www.example.go.th/"}}'],
    "stamps": [_PAGE.encode(), workbook(_SHEET), b"%PDF-1.7 /CreationDate (D:20251006101112) <xmp:ModifyDate>2025-11-02T09:00", b"Mon, 06 Oct 2025 01:02:03 GMT"],
    "sitemap": [_MAP, gzip.compress(_MAP, mtime=0)],
    "robots": [_ROBOTS],
    "declared_csv": _TABLES, "gaps_csv": _TABLES, "scores_csv": _TABLES, "results": _TABLES,
    "declared_xlsx": [_SHEET, workbook(_SHEET)], "gaps_xlsx": [_SHEET, workbook(_SHEET)], "scores_xlsx": [_SHEET, workbook(_SHEET)],
    "register": [_REGISTER.encode(), _REGISTER.encode("cp874")],
    "words_of_people": [json.dumps(_PEOPLE, ensure_ascii=False).encode()],
    "settings": [_SETTINGS.encode()],
}  # fmt: skip
# What breaks readers: torn letters, other tables, marks without a letter, deep nesting, numbers out of bounds.
PIECES: list[bytes] = [
    b"\xe0\xb8", b"\xe0", b"\xb8\x81", "ก".encode("cp874"), b"\x91\x92", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xed\xa0\x80", b"\xed\xb0\x80",
    "ก้้้้".encode(), "ํา".encode(), "ำ".encode(), " ำ".encode(), "เเ".encode(), "๐".encode(), "²".encode(), "①".encode(), "٣".encode(), "\u2028".encode(),
    "\x85".encode(), "\u202e".encode(), "\x9b".encode(), b"\x1b[31m", b"\\ud800", b"&#xD800;", b"&#0;", b"&amp;", b"<div>" * 40, b"<a href=", b"'\"", b"]]>", b"<!--",
    b"<table><tr><td>", b"=" * 40, b"9" * 30, b"-1", b"1e999", b"NaN", b"null", b"[]", b"{}", b"[" * 50, b"true", b"\n", b"\r", b"\n\n", b"\t", b",", b";", b'"', b"''' ", b'"""',
    b"O1", b"o", b"0", b"1-", "ข้อ".encode(), "มาตรา".encode(), "ปี".encode(), "พ.ศ.".encode(), b"2569", "ต.ค.".encode(), b"31/12/2568", b"0-2", b"http://[", b"//", b"%", b"%e0%b8", b"xn--", b":99999",
    b"Sitemap:", b"Disallow: *", b"Crawl-delay: -1e9", b"<loc>", b"a.b.c", b"[[", b'"\\u0000"',
]  # fmt: skip
