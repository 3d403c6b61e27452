"""An invented office with realistic verdicts: a small set of rules of 26 items, a snapshot and one verdict per item."""

from audits.assessment import Calendar, Grade, GradeScale, Split, Text, Weights
from audits.requirement import Concept, PartRule, Requirement, Ruleset, SourceRef, SubIndicator
from audits.verdict import Check, Outcome, Part, Quote, Verdict
from crawler.artifacts import Agency, Artifact, Evidence, Failure, PageText, SiteFinding, Snapshot

SITE = "https://www.tambon-example.go.th"
SHA = "5f2c" * 16
SIZES = {"9.1": 4, "9.2": 6, "9.3": 2, "9.4": 3, "9.5": 4, "10.1": 3, "10.2": 4}
SUB_TITLES = {
    "9.1": "ข้อมูลพื้นฐาน", "9.2": "การบริหารงานและการใช้จ่ายงบประมาณ", "9.3": "การจัดซื้อจัดจ้าง",
    "9.4": "การบริหารและพัฒนาทรัพยากรบุคคล", "9.5": "การส่งเสริมความโปร่งใส",
    "10.1": "การดำเนินการเพื่อป้องกันการทุจริตในประเด็นสินบน", "10.2": "การส่งเสริมคุณธรรมและความโปร่งใส",
}  # fmt: skip
TITLES = (
    "โครงสร้าง หน้าที่และอำนาจ", "ข้อมูลผู้บริหาร", "ข้อมูลการติดต่อและช่องทางการสอบถาม", "ข่าวประชาสัมพันธ์",
    "แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", "แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี",
    "รายงานผลการดำเนินงานประจำปี", "คู่มือหรือแนวทางการปฏิบัติงานของเจ้าหน้าที่",
    "คู่มือหรือแนวทางการขอรับบริการสำหรับผู้รับบริการหรือผู้มาติดต่อ", "ระบบการให้บริการผ่านช่องทางออนไลน์ (E-Service)",
    "สรุปผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดุรายเดือน", "รายงานสรุปผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดุของหน่วยงาน",
    "หลักเกณฑ์และแผนการบริหารและพัฒนาทรัพยากรบุคคล", "รายงานผลการบริหารและพัฒนาทรัพยากรบุคคล",
    "ประมวลจริยธรรมและการขับเคลื่อนจริยธรรม", "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
    "ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "ข้อมูลสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
    "ผลการเปิดโอกาสให้มีส่วนร่วมในการดำเนินงาน",
    "การขับเคลื่อนนโยบาย No Gift Policy จากการปฏิบัติหน้าที่และการเสริมสร้างความรู้เกี่ยวกับหลักเกณฑ์การรับทรัพย์สินหรือประโยชน์อื่นใด"
    "โดยธรรมจรรยาของเจ้าพนักงานของรัฐ",
    "การประเมินความเสี่ยงการทุจริตในหน่วยงานภาครัฐ", "รายงานผลการดำเนินการตามแผนบริหารจัดการความเสี่ยงการทุจริตของหน่วยงาน",
    "แผนปฏิบัติการป้องกันการทุจริต", "รายงานผลการดำเนินการป้องกันการทุจริต", "การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร",
    "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
)  # fmt: skip


def text(th: str, en: str = "English text") -> Text:
    return Text(th=th, en=en)


def ruleset(calendar: Calendar | None = None) -> Ruleset:
    """26 items in the sizes of FY2569, one concept each with two elements."""
    subs = [sub for sub, size in SIZES.items() for _ in range(size)]
    concepts = {f"concept_{number}": _concept(f"concept_{number}", TITLES[number - 1]) for number in range(1, 27)}
    return Ruleset(
        fiscal_year=2569,
        sources=(SourceRef(id="made-up", title="เกณฑ์ตัวอย่างสำหรับการทดสอบ"),),
        calendar=calendar or Calendar(note=text("ควรตรวจกับประกาศของสำนักงาน ป.ป.ช.")),
        weights=Weights(iit=30, eit=30, oit=40, confidence="high", sources=("made-up",)),
        grade_scale=GradeScale(
            title=text("ระดับ"),
            grades=tuple(
                Grade(name=name, total=total, confidence="low", source="ตัวอย่าง") for name, total in (("ผ่าน", 85), ("ไม่ผ่าน", 0))
            ),
        ),
        split=Split(confidence="high", sources=("made-up",)),
        sub_indicators={
            name: SubIndicator(title=text(SUB_TITLES[name]), indicator="9" if name[0] == "9" else "10")
            for name in SIZES
        },
        requirements=tuple(_requirement(number, sub) for number, sub in enumerate(subs, 1)),
        concepts=concepts,
        sha256="ab12" * 16,
    )


def _concept(name: str, title: str) -> Concept:
    return Concept(
        name=name, title=text(title), effort=2, why=text("ประชาชนต้องตรวจสอบได้"), owner=text("สำนักปลัด", "Office of the clerk"),
        where=text(f"เมนู ITA/OIT ปีงบประมาณ พ.ศ. 2569 หัวข้อ{title}", "ITA menu"), terms=(title,),
        parts={
            "chart": PartRule(
                title=text("แผนผังที่แบ่งฝ่ายการเมืองและฝ่ายประจำ", "chart"),
                fix=text("เพิ่มแผนผังเป็นข้อความหรือภาพที่มีคำอธิบาย", "Add the chart"),
            ),
            "phone": PartRule(
                title=text("หมายเลขโทรศัพท์ของแต่ละคน", "phone number"),
                fix=text("เพิ่มหมายเลขโทรศัพท์ของแต่ละคน", "Add phone numbers"),
            ),
        },
        source="made-up", confidence="medium",
    )  # fmt: skip


def _requirement(number: int, sub: str) -> Requirement:
    return Requirement(
        code=f"O{number}", concept=f"concept_{number}", title=text(TITLES[number - 1], f"Item {number}"),
        sub_indicator=sub, parts=("chart", "phone"), period="current", confidence="medium", title_confidence="medium",
        sources=("made-up",), fiscal_year=2569,
    )  # fmt: skip


def quote(words: str, *, page: int = 0, url: str = f"{SITE}/ita/2569", kind: str = "page") -> Quote:
    return Quote(url=url, text=words, kind=kind, sha256=SHA, page=page)  # type: ignore[arg-type]


def passed(reason: str = "found", **more: object) -> Check:
    return Check(outcome=Outcome.PASS, reason=reason, **more)  # type: ignore[arg-type]


def failed(reason: str, **more: object) -> Check:
    return Check(outcome=Outcome.FAIL, reason=reason, **more)  # type: ignore[arg-type]


def unknown(reason: str, **more: object) -> Check:
    return Check(outcome=Outcome.UNKNOWN, reason=reason, **more)  # type: ignore[arg-type]


NOT_JUDGED = Check(outcome=Outcome.NOT_APPLICABLE, reason="not_judged")
LONG_URL = f"{SITE}/wp-content/uploads/2026/02/" + "%E0%B8%A3%E0%B8%B2%E0%B8%A2%E0%B8%87%E0%B8%B2%E0%B8%99" * 9 + ".pdf"


def verdict(number: int, kind: str = "pass", **more: object) -> Verdict:
    """A verdict of one kind for item `number` of `ruleset()`: the kinds are the statuses."""
    rule = ruleset().requirements[number - 1]
    checks = CHECKS[kind](rule.title.th)
    fields: dict[str, object] = {
        "code": rule.code, "concept": rule.concept, "title": rule.title.th, "sub_indicator": rule.sub_indicator,
        "url": f"{SITE}/ita/2569/{rule.code.lower()}", "found_by": "menu", "confidence": 0.85,
        "searched": tuple(f"{SITE}/page/{n}" for n in range(1, 9)), **checks, **more,
    }  # fmt: skip
    return Verdict(**fields)  # type: ignore[arg-type]


def _pass(title: str) -> dict[str, object]:
    chart = Part(id="chart", found=True, quote="แผนผังโครงสร้างส่วนราชการ")
    parts = (chart, Part(id="phone", found=True, quote="โทร. 0 2000 0000"))
    return {
        "present": passed(evidence=(quote(title),)), "complete": passed("all_parts", parts=parts),
        "current": passed("right_year", required="FY2569", found=("FY2569",), quote="ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"),
        "depth": "full",
    }  # fmt: skip


def _incomplete(title: str) -> dict[str, object]:
    parts = (
        Part(id="chart", found=True, quote="โครงสร้างการแบ่งส่วนราชการ", url=LONG_URL, page=3),
        Part(id="phone", found=False),
    )
    words = quote("นายตัวอย่าง สมมุติ ปลัดองค์การบริหารส่วนตำบล", page=3, url=LONG_URL, kind="file")
    return {
        "present": passed(evidence=(quote(title, page=3, url=LONG_URL, kind="file"),)),
        "complete": failed("part_missing", parts=parts, evidence=(words,)),
        "current": passed("standing"), "url": LONG_URL, "depth": "full",
    }  # fmt: skip


def _outdated(title: str) -> dict[str, object]:
    words = f"{title} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    shown = quote(words, page=1, kind="file")
    return {
        "present": passed(evidence=(shown,)),
        "complete": failed("part_missing", parts=(Part(id="chart", found=False), Part(id="phone", found=None))),
        "current": failed("wrong_year", required="FY2569", found=("FY2567",), quote=words, evidence=(shown,)),
    }  # fmt: skip


def _missing(title: str) -> dict[str, object]:
    return {
        "present": failed("not_found"), "complete": NOT_JUDGED, "current": NOT_JUDGED, "url": None, "found_by": None,
        "confidence": 0.6,
    }  # fmt: skip


def _broken(title: str) -> dict[str, object]:
    link = quote(title, kind="link")
    return {
        "present": failed("broken_link", params={"detail": "HTTP 404"}, evidence=(link,)), "complete": NOT_JUDGED,
        "current": NOT_JUDGED, "confidence": 0.9,
    }  # fmt: skip


def _unknown(title: str) -> dict[str, object]:
    return {
        "present": passed(evidence=(quote(title, kind="link"),)),
        "complete": unknown("unreadable", params={"detail": "ไฟล์สแกนเป็นภาพ"}),
        "current": unknown("year_uncertain", required="FY2568"), "confidence": 0.4,
    }  # fmt: skip


CHECKS = {
    "pass": _pass, "incomplete": _incomplete, "outdated": _outdated, "missing": _missing, "broken": _broken,
    "unknown": _unknown,
}  # fmt: skip
USUAL = ("pass", "incomplete", "pass", "outdated", "pass", "unknown", "pass", "missing", "pass", "broken")


def verdicts() -> tuple[Verdict, ...]:
    """26 verdicts of every kind."""
    return tuple(verdict(number, USUAL[number % len(USUAL)]) for number in range(1, 27))


def artifact(path: str = "/ita/2569", kind: str = "page", **more: object) -> Artifact:
    evidence = Evidence(
        url=SITE + path, fetched_at="2026-02-02T09:00:00+07:00", sha256=SHA, warc_file="pages.warc.gz", warc_offset=1234
    )  # fmt: skip
    fields: dict[str, object] = {
        "url": SITE + path, "kind": kind, "media_type": "text/html", "title": "", "blocks": (), "links": (),
        "evidence": evidence, **more,
    }  # fmt: skip
    return Artifact(**fields)  # type: ignore[arg-type]


def snapshot(**more: object) -> Snapshot:
    scan = tuple(PageText(number=number, method="ocr", confidence=0.7, text="...") for number in (1, 2))
    pages = (artifact(), artifact("/home", rendered=True))
    fields: dict[str, object] = {
        "agency": Agency(name="องค์การบริหารส่วนตำบลบ้านตัวอย่าง", kind="sao", url=f"{SITE}/"),
        "snapshot_id": "20260202-090000-tambon-example", "started_at": "2026-02-02T09:00:00+07:00",
        "finished_at": "2026-02-02T09:12:30+07:00", "exhausted": True, "requests": 212,
        "artifacts": (*pages, artifact("/a.pdf", "file", pages=scan), artifact("/b.png", "image")),
        "failures": (
            Failure(url=LONG_URL, kind="http_error", detail="HTTP 404"),
            Failure(url=f"{SITE}/old", kind="http_error", detail="HTTP 500"),
            Failure(url="https://docs.example.com/form", kind="off_site", detail=""),
        ),
        "findings": (SiteFinding(kind="certificate_expired", url=f"{SITE}/", detail="expired 2025-12-31"),), **more,
    }  # fmt: skip
    return Snapshot(**fields)  # type: ignore[arg-type]
