"""What is told of a site as a whole: lists in another year's numbering, the platform."""

import pytest

from audits.requirement import load_ruleset
from audits.site_findings import site_findings
from tests.concepts.mini_site import snapshot_of


def listing(heading: str, year: int, codes_of: int) -> dict[str, object]:
    """A site whose ITA page lists the titles of `year` under the codes of `codes_of`."""
    codes = {item.concept: item.code for item in load_ruleset(codes_of).requirements}
    items = [item for item in load_ruleset(year).requirements if item.concept in codes]
    rows = "".join(
        f"<tr><td>{codes[item.concept]}</td><td>{item.title.th}</td><td><a href='/doc/{number}'>ดู</a></td></tr>"
        for number, item in enumerate(items)
    )
    home = "<title>อบต.ทุ่งแสง</title><h1>อบต.ทุ่งแสง</h1><a href='/ita'>ITA</a><p>ตำบลทุ่งแสง มี 9 หมู่บ้าน</p>"
    ita = f"<title>ITA</title><h1>{heading}</h1><table>{rows}</table><a href='/'>หน้าแรก</a>"
    return {"pages": {"/": home, "/ita": ita}}


def kinds(content: dict[str, object], year: int = 2569) -> list[str]:
    return [finding.kind for finding in site_findings(snapshot_of(content), load_ruleset(year))]


def test_a_list_in_its_own_numbering() -> None:
    assert kinds(listing("ITA ประจำปีงบประมาณ พ.ศ. 2569", 2569, 2569)) == []


def test_a_list_headed_with_this_year_in_last_years_numbering() -> None:
    content = listing("ITA ประจำปีงบประมาณ พ.ศ. 2569", 2568, 2568)
    found = site_findings(snapshot_of(content), load_ruleset(2569))
    assert [finding.kind for finding in found] == ["index_numbering"]
    assert found[0].detail.startswith("2568") and "→ O12" in found[0].detail and found[0].url.endswith("/ita")


def test_a_list_of_another_year_is_no_mistake() -> None:
    assert kinds(listing("ITA ประจำปีงบประมาณ พ.ศ. 2568", 2568, 2568)) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("/wp-content/uploads/2026/0{}/a.pdf", "WordPress"), ("/index.php/ita/{}-cat/18-x", "Joomla"), ("/data_10{}", "numbered pages")],
)
def test_platforms(path: str, name: str) -> None:
    links = "".join(f"<a href='{path.format(number)}'>เรื่องที่ {number}</a> " for number in range(8))
    found = site_findings(snapshot_of({"pages": {"/": f"<h1>อบต.ทุ่งแสง</h1>{links}"}}), load_ruleset(2569))
    assert [finding.kind for finding in found] == ["platform"] and name in found[0].detail


def test_a_site_without_a_known_platform() -> None:
    assert kinds({"pages": {"/": "<h1>อบต.ทุ่งแสง</h1><a href='/a'>ก</a><a href='/b'>ข</a><a href='/c'>ค</a>"}}) == []


def smuggled(home: str, **pages: str) -> list[str]:
    content = {"pages": {"/": f"<title>อบต.ทุ่งแสง</title><h1>อบต.ทุ่งแสง</h1>{home}", **{f"/{name}": page for name, page in pages.items()}}}
    found = site_findings(snapshot_of(content), load_ruleset(2569))
    return [f"{finding.url.rsplit('/', 1)[1]}: {finding.detail}" for finding in found if finding.kind == "injected"]


def test_hidden_links_to_gambling_are_told() -> None:
    hidden = "<div style='display:none'><a href='https://lucky.example.com/'>สล็อตเว็บตรง แตกง่าย</a></div>"
    assert smuggled(hidden) == [": สล็อตเว็บตรง แตกง่าย → lucky.example.com"]
    assert smuggled("<a href='https://www.slotgacor77.example.com/x'>คลิก</a>") == [": คลิก → www.slotgacor77.example.com"]


def test_whole_pages_of_somebody_else_are_told() -> None:
    page = "<title>บาคาร่าออนไลน์ เว็บตรง</title><h1>บาคาร่า</h1><p>สล็อต คาสิโน เครดิตฟรี สมัครวันนี้</p>"
    shop = "<title>激安ブランドコピー通販サイト ショッピング</title><p>x</p>"
    told = smuggled("<a href='/p'>x</a><a href='/q'>y</a>", p=page, q=shop)
    assert [line.split(":")[0] for line in told] == ["p", "q"]


@pytest.mark.parametrize(
    "home",
    [
        "<a href='https://www.thaihotline.example.org/'>แจ้งเบาะแสการพนันออนไลน์ คาสิโน สล็อต</a>",
        "<a href='https://www.police.go.th/casino'>บ่อนคาสิโน</a>",
        "<h2>รู้ทันภัยบาคาร่าและสล็อตออนไลน์</h2><p>ประชาสัมพันธ์เตือนภัย คาสิโน เว็บตรง เครดิตฟรี เป็นความผิด</p>",
        "<a href='/p'>โครงการรณรงค์ต่อต้านการพนัน</a>",
    ],
)
def test_warnings_of_gambling_are_no_gambling(home: str) -> None:
    assert smuggled(home, p="<title>รณรงค์ต่อต้านการพนัน</title><h1>รณรงค์</h1><p>สล็อต บาคาร่า คาสิโน แทงบอล</p>") == []
