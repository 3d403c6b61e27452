"""What is behind the addresses that an office declared, each judged by itself."""

import re
from datetime import date
from pathlib import Path

import pytest

from audits.requirement import load_ruleset
from audits.run import audit
from audits.verdict import DeclaredCheck
from crawler.declared import DeclaredError, read_declared
from tests.concepts.mini_site import HOST, snapshot_of

_RISK = """<h2>การประเมินความเสี่ยงการทุจริต ประจำปีงบประมาณ พ.ศ. {year}</h2><table border="1">
<tr><th>เหตุการณ์ความเสี่ยง</th><th>โอกาส</th><th>ผลกระทบ</th><th>ระดับความเสี่ยง</th><th>มาตรการจัดการความเสี่ยง</th></tr>
<tr><td>การเรียกรับผลประโยชน์จากการออกใบอนุญาต</td><td>3</td><td>4</td><td>สูง</td><td>กำหนดขั้นตอน เปิดช่องทางร้องเรียน</td></tr>
<tr><td>การจัดซื้อจัดจ้างเอื้อผู้รับจ้าง</td><td>2</td><td>4</td><td>ปานกลาง</td><td>ตรวจสอบราคาและเผยแพร่ผล</td></tr></table>"""
_MENU = """<nav><a href="/">หน้าแรก</a> <a href="/risk">การประเมินความเสี่ยงการทุจริต</a> <a href="/old">ความเสี่ยงปี 2567</a>
<a href="/news">ข่าวประชาสัมพันธ์</a> <a href="/gone">แผนป้องกันการทุจริต</a></nav>"""


def page(body: str) -> str:
    return f"<html><head><title>อบต.ทุ่งแสง</title></head><body>{_MENU}<main>{body}</main></body></html>"


SITE = {
    "pages": {
        "/": page("<h1>ยินดีต้อนรับสู่ อบต.ทุ่งแสง</h1><p>ตำบลทุ่งแสง มี 9 หมู่บ้าน ราษฎรส่วนใหญ่ทำนาและปลูกอ้อย</p>"),
        "/risk": page(_RISK.format(year=2569)),
        "/old": page(_RISK.format(year=2567)),
        "/news": page("<h2>ข่าวประชาสัมพันธ์</h2><ul><li>3 มีนาคม 2569 ออกหน่วยรับชำระภาษี</li><li>9 มีนาคม 2569 พ่นหมอกควัน</li></ul>"),
        "/gone": {"body": "", "status": 404},
    },
    "failures": {"/slow": "timeout"},
}  # fmt: skip
CODE = next(item.code for item in load_ruleset(2569).requirements if item.concept == "corruption_risk_assessment")


def declared(address: str | None) -> DeclaredCheck:
    """The check of one declared address of the risk assessment; another item is declared, too, so that a list exists."""
    addresses = {"O4": f"https://{HOST}/news"} | ({CODE: address} if address else {})
    verdicts = audit(snapshot_of(SITE), load_ruleset(2569), date(2026, 4, 20), addresses)
    found = next(item.declared for item in verdicts if item.code == CODE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "state"),
    [("/risk", "right"), ("/old", "old_year"), ("/news", "wrong_item"), ("/gone", "dead"), ("/slow", "not_seen"), ("/", "too_general")],
)
def test_states(path: str, state: str) -> None:
    check = declared(f"https://{HOST}{path}")
    assert check.state == state
    assert check.better == ("" if state == "right" else f"https://{HOST}/risk")


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        ("/risk", "pass pass pass pass pass"),
        ("/old", "pass pass pass fail pass"),
        ("/news", "pass pass fail unknown unknown"),
        ("/gone", "fail pass unknown unknown unknown"),
        ("/slow", "unknown pass unknown unknown unknown"),
        ("/", "pass pass fail unknown unknown"),
        ("https://drive.example.com/risk.pdf", "unknown fail unknown unknown unknown"),
    ],
)
def test_five_answers_one_by_one(path: str, answers: str) -> None:
    """Reachable, on the main site, right item, right year, complete."""
    check = declared(path if path.startswith("https") else f"https://{HOST}{path}")
    told = (check.reachable, check.on_site, check.right_item, check.right_year, check.all_parts)
    assert " ".join(told) == answers


def test_on_another_site() -> None:
    check = declared("https://drive.example.com/risk.pdf")
    assert (check.state, check.better) == ("off_site", f"https://{HOST}/risk")


def test_nothing_declared_though_it_is_there() -> None:
    check = declared(None)
    assert (check.state, check.better) == ("none", f"https://{HOST}/risk")


def test_without_a_list_nothing_is_said() -> None:
    assert all(item.declared is None for item in audit(snapshot_of(SITE), load_ruleset(2569), date(2026, 4, 20)))


# -- the list itself ---

_ONE, _TWO = f"https://{HOST}/one", f"https://{HOST}/two"


def read(folder: Path, text: str, encoding: str = "utf-8") -> dict[str, str]:
    path = folder / "itas.csv"
    path.write_bytes(text.encode(encoding))
    return read_declared(path, load_ruleset(2569))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        f"code,url\nO1,{_ONE}\nO2,{_TWO}\n",
        f"ข้อ;ลิงก์\nข้อ ๐๑;{_ONE}\nO2;{_TWO}\n",
        f"รายการที่ส่งใน ITAS ปี 2569,,\n,,\nข้อ,รายการ,URL ที่เผยแพร่\nO1,โครงสร้าง,{_ONE}\n2,ผู้บริหาร,{_TWO}\nO3,การติดต่อ,-\n",
        f"code,url\nO1,{_ONE}\nO2,{_TWO}\nO1,{_ONE}\nO4,\n",
    ],
)
def test_lists_as_offices_write_them(tmp_path: Path, text: str, encoding: str) -> None:
    assert read(tmp_path, text, encoding) == {"O1": _ONE, "O2": _TWO}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"code,url\nO1,{_ONE}\nO1,{_TWO}\n", "แถวที่ 3: ข้อ O1 มีลิงก์อื่นอยู่แล้ว"),
        (f'code,url\nO1,"{_ONE}\n{_TWO}"\n', "แถวที่ 2: มีหลายลิงก์ในช่องเดียว"),
        ("code,url\nO1,www.example.go.th\n", "แถวที่ 2: “www.example.go.th” ไม่ใช่ที่อยู่เว็บ"),
        ("code,url\nO1,-\nO2,\n", "ไม่มีแถวใดที่มีทั้งข้อและลิงก์"),
        (f"code,url\nO99,{_ONE}\n", "แถวที่ 2"),
        (f"ข้อ,URL เดิม,URL ใหม่\nO1,{_ONE},{_TWO}\n", "แถวที่ 1 ต้องมีชื่อคอลัมน์"),
        ("", "itas.csv"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DeclaredError, match=re.escape(told)):
        read(tmp_path, text)
