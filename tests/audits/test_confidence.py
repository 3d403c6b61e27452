"""How the words that lead to an item name it, and what that does to the confidence of its verdict."""

from datetime import date

import pytest

from audits.requirement import load_ruleset
from audits.run import audit
from audits.verdict import Verdict
from results.report_cards import SURE
from tests.concepts.mini_site import snapshot_of

_RISK = """<p>ประจำปีงบประมาณ พ.ศ. 2569</p><table><tr><th>เหตุการณ์ความเสี่ยง</th><th>ระดับความเสี่ยง</th><th>มาตรการจัดการความเสี่ยง</th></tr>
<tr><td>การเรียกรับผลประโยชน์จากการออกใบอนุญาต</td><td>สูง</td><td>กำหนดขั้นตอน เปิดช่องทางร้องเรียน</td></tr></table>"""


def led_by(label: str) -> Verdict:
    menu = f'<nav><a href="/">หน้าแรก</a> <a href="/r">{label}</a> <a href="/history">ประวัติ</a></nav>'
    words = {"/": "<h1>อบต.ทุ่งแสง</h1><p>มี 9 หมู่บ้าน</p>", "/r": f"<h1>เอกสาร</h1>{_RISK}", "/history": "<h1>ประวัติ</h1>"}
    pages = {path: f"<body>{menu}<main>{body}</main></body>" for path, body in words.items()}
    verdicts = audit(snapshot_of({"pages": pages}), load_ruleset(2569), date(2026, 4, 20))
    return next(item for item in verdicts if item.concept == "corruption_risk_assessment")


_LABELS = {
    "official": "O21 การประเมินความเสี่ยงการทุจริตในหน่วยงานภาครัฐ ประจำปี 2569",
    "accepted": "การประเมินความเสี่ยงการทุจริต",
    "weak": "ความเสี่ยงการทุจริต",
}


@pytest.mark.parametrize(("wording", "label"), _LABELS.items())
def test_title_usual_wording_and_similar_words_are_told_apart(wording: str, label: str) -> None:
    verdict = led_by(label)
    assert (verdict.status, verdict.found_by, verdict.wording) == ("pass", "menu", wording)


def test_the_better_named_the_surer_and_similar_words_are_below_the_line() -> None:
    official, accepted, weak = (led_by(label).confidence for label in _LABELS.values())
    assert official > accepted >= SURE > weak
