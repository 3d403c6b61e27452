"""How far the judgement depends on words: `python -m benchmarks.wordings [--mistakes] [CONCEPT …]`.

Each file below `benchmarks/wordings/` holds documents and pages for one item of FY2569 as different offices would write
them: a good one has other headings, columns, order and everyday words than the next; the others are near misses (a part is
lacking, another period, another thing under the label). Their authors had not seen the program. Each becomes a little
site of its own and is judged twice: through a menu label in the author's words, and through a row of an ITA index with
the official title. `seen` were looked at while the rules were made, `unseen` were not: theirs is the honest figure.
"""

import argparse
import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from audits.requirement import Requirement, load_ruleset
from benchmarks.documents import Line
from benchmarks.judging import Judged, figures
from benchmarks.pdf_samples import drawn_pdf
from tests.concepts.mini_site import Case, verdicts_of

ENTRIES = Path(__file__).parent / "wordings"
BODY = "องค์การบริหารส่วนตำบลหนองบัวทอง"
DAY = date(2026, 4, 20)
_FONT = "Garuda"
_FOOT = (
    f'<div id="footer">{BODY} เลขที่ 88 หมู่ที่ 3 ตำบลหนองบัวทอง อำเภอเมืองใหม่ จังหวัดศรีธารา 45990 '
    "โทรศัพท์ 043-555100</div>"
)


def judge_entry(requirement: Requirement, entry: Mapping[str, Any], *, listed: bool, seen: bool) -> Judged:
    """One entry: what was said, and what is right."""
    case = Case(requirement.concept, str(entry["id"]), {"pages": _site(requirement, entry, listed), "as_of": DAY})
    verdict = next(item for item in verdicts_of(case) if item.code == requirement.code)
    allowed = entry["expect"] if isinstance(entry["expect"], list) else [entry["expect"]]
    return Judged(str(entry["id"]), seen, verdict, tuple(allowed), (), str(entry.get("why", "")), frozenset())


def _site(requirement: Requirement, entry: Mapping[str, Any], listed: bool) -> dict[str, Any]:
    label = entry.get("menu") or entry["heading"]
    files = {f"file{at}": (f"/files/{_name(item, at)}.pdf", item) for at, item in enumerate(entry.get("files") or (), 1)}
    pages = {f"page{at}": (f"/own{at}", item) for at, item in enumerate(entry.get("pages") or (), 1)}
    places = {name: place for name, (place, _) in {**files, **pages}.items()}
    menu = '<a href="/ita">ITA 2569</a>' if listed else f'<a href="/item">{label}</a>'
    site: dict[str, Any] = {
        "/": _page(menu, "ยินดีต้อนรับ", f"<p>ยินดีต้อนรับสู่เว็บไซต์{BODY}</p><p>นายประเสริฐ มั่นคงดี นายก{BODY}</p>"),
        "/history": _page(menu, "ประวัติความเป็นมา", "<p>ตำบลหนองบัวทอง มี 9 หมู่บ้าน ราษฎรส่วนใหญ่ทำนาและเลี้ยงโค</p>"),
        "/travel": _page(menu, "สถานที่ท่องเที่ยว", "<p>อ่างเก็บน้ำหนองบัวทอง เปิดให้เข้าชมทุกวัน</p>"),
        "/item": _page(menu, entry.get("heading") or label, _linked(entry.get("html") or "", places)),
    }
    if listed:
        site["/ita"] = _page(menu, "การเปิดเผยข้อมูลสาธารณะ (OIT) ประจำปีงบประมาณ พ.ศ. 2569", _index(requirement))
    for place, page in pages.values():
        site[place] = _page(menu, page.get("heading", ""), _linked(page["html"], places))
    for place, document in files.values():
        body = base64.b64encode(_pdf(document["text"])).decode()
        site[place] = {"type": "application/pdf", "body_base64": body}
    return site


def _name(document: Mapping[str, Any], at: int) -> str:
    return re.sub(r"\s", "_", document.get("title", "doc")) + ("" if at == 1 else str(at))


def _linked(html: str, places: Mapping[str, str]) -> str:
    return re.sub(r"\{((?:file|page)\d+)\}", lambda found: places.get(found[1], "#"), html)


def _index(requirement: Requirement) -> str:
    rows = (("O1", "โครงสร้าง หน้าที่และอำนาจ", "/history"), (requirement.code, requirement.title.th, "/item"))
    cells = (f'<tr><td>{code}</td><td>{title}</td><td><a href="{url}">คลิก</a></td></tr>' for code, title, url in rows)
    return f"<table><tr><td>ข้อ</td><td>ข้อมูล</td><td>ลิงก์</td></tr>{''.join(cells)}</table>"


def _page(menu: str, heading: str, html: str) -> str:
    return (
        f'<html><head><title>{heading} - {BODY}</title></head><body><div id="menu"><ul><li><a href="/">หน้าแรก</a></li>'
        f'<li><a href="/history">ประวัติความเป็นมา</a></li><li>{menu}</li><li><a href="/travel">สถานที่ท่องเที่ยว</a></li></ul></div>'
        f'<div id="content"><h2>{heading}</h2>{html}</div>{_FOOT}</body></html>'
    )


def _pdf(text: str) -> bytes:
    """The document as PDF; a PDF has gaps between the columns of a table and no signs."""
    pages = (page.strip().replace(" | ", "   ").splitlines() for page in text.split("---page---"))
    return drawn_pdf(tuple(tuple(Line(line) for line in page) for page in pages), _FONT)


def judge_folder(folder: Path, wanted: Sequence[str], *, listed: bool) -> Iterator[Judged]:
    """All entries of a folder, or those of some concepts."""
    items = {item.concept: item for item in load_ruleset(2569).requirements}
    for path in sorted(folder.glob("*.yaml")):
        if not wanted or path.stem in wanted:
            for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
                yield judge_entry(items[path.stem], entry, listed=listed, seen=folder.name == "seen")


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("concepts", nargs="*")
    arguments.add_argument("--mistakes", action="store_true", help="list what was judged wrongly among the seen ones")
    options = arguments.parse_args()
    print(f"{'entries':8} {'found through':16} {'items':>5} {'right':>7} {'false pass':>11} {'false alarm':>12} {'unknown':>8}")
    for name in ("unseen", "seen"):
        for listed in (True, False):
            judged = list(judge_folder(ENTRIES / name, options.concepts, listed=listed))
            told = figures(judged)
            print(
                f"{name:8} {'ITA index row' if listed else 'own menu label':16} {len(judged):5} {told['accuracy']:7.1%} "
                f"{told['false_pass']:11.1%} {told['false_alarm']:12.1%} {told['unknown']:8.1%}", flush=True,
            )  # fmt: skip
            for item in judged:
                if options.mistakes and item.seen and not item.right:
                    print(f"    {item.verdict.concept}/{item.site}: {item.verdict.status} ({item.verdict.reason})")


if __name__ == "__main__":
    main()
