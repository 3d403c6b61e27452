"""What the command line says, in Thai and English. Reports have their own words (results.wording)."""

from typing import Literal

Lang = Literal["th", "en"]

_TEXTS: dict[str, tuple[str, str]] = {
    "trying": ("ไม่ได้ระบุ http/https: ใช้ {url}", "no scheme given: using {url}"),
    "year_assumed": (
        "ยังไม่มีเกณฑ์ของปีงบประมาณ {wanted} จึงตรวจตามเกณฑ์ปี {year} (กำหนดเองได้ด้วย --year; ปีที่มี: {known})",
        "there are no rules for fiscal year {wanted} yet, so {year} is used (choose with --year; known: {known})",
    ),
    "starting": ("เริ่มตรวจ {url} ปีงบประมาณ {year} ณ วันที่ {as_of}", "auditing {url}, fiscal year {year}, as of {as_of}"),
    "resuming": ("ทำต่อจากหลักฐานเดิม {folder}", "going on with the evidence in {folder}"),
    "nothing_to_resume": (
        "ไม่มีการตรวจที่ค้างอยู่ของเว็บไซต์นี้ จึงเริ่มใหม่",
        "nothing unfinished of this site was found, so the audit starts anew",
    ),
    "progress": (
        "หน้า {pages} · ไฟล์ {files} · ไม่สำเร็จ {failed} · รออีก {queued} · ตัดสินแล้ว {settled}/{items} ข้อ · เหลือประมาณ {left} · {url}",
        "pages {pages} · files {files} · failed {failed} · queued {queued} · settled {settled}/{items} · about {left} left · {url}",
    ),
    "reading": ("กำลังอ่านเอกสาร: {url}", "reading: {url}"),
    "judging": ("อ่านครบแล้ว กำลังตัดสิน {items} ข้อ", "all read, judging {items} items"),
    "written": ("เขียนรายงาน: {path}", "report written: {path}"),
    "summary": (
        "ผ่าน {passed} · ไม่ครบ {incomplete} · ไม่เป็นปัจจุบัน {outdated} · ไม่พบ {missing} · ยังบอกไม่ได้ {unknown} → คะแนน OIT {low}–{high}",
        "pass {passed} · incomplete {incomplete} · outdated {outdated} · missing {missing} · unknown {unknown} → OIT {low}–{high}",
    ),
    "home_failed": (
        "เปิดหน้าแรกของ {url} ไม่ได้: {why} ทุกข้อจึงเป็น “ยังบอกไม่ได้” (รายงานถูกเขียนไว้แล้ว)",
        "the home page of {url} could not be had: {why}; every item is therefore unknown (the report was written)",
    ),
    "interrupted": (
        "หยุดตามคำสั่ง เก็บสิ่งที่อ่านแล้วไว้ใน {folder} ทำต่อได้ด้วยคำสั่งเดิมพร้อม --resume",
        "stopped; what was fetched is kept in {folder}; the same command with --resume goes on",
    ),
    "rebuilt": ("สร้างฐานข้อมูล {path} ใหม่จากหลักฐาน {count} ชุด", "rebuilt {path} from {count} snapshots"),
    "rebuilt_words": (
        "มาตรการและผลการพิจารณาของเจ้าหน้าที่ไม่ได้อยู่ในหลักฐาน: นำมาจากฐานข้อมูลเดิมด้วย oit measures export --format json แล้ว oit measures import",
        "measures and decisions of people are not in the evidence: take them from the old database with oit measures export --format json, then oit measures import",
    ),
    "skipped": ("ข้าม {folder}: {why}", "skipped {folder}: {why}"),
    "seconds": ("{n} วินาที", "{n} s"),
    "minutes": ("{n} นาที", "{n} min"),
    "dns": ("ไม่พบชื่อเครื่องแม่ข่ายนี้ในระบบชื่อโดเมน (ตรวจตัวสะกดของที่อยู่)", "the host name does not resolve (check its spelling)"),
    "timeout": (
        "เครื่องแม่ข่ายไม่ตอบในเวลาที่กำหนด หรือปฏิเสธการเชื่อมต่อ",
        "the server did not answer in time or refused the connection",
    ),
    "tls": ("ต่อแบบปลอดภัย (TLS) ไม่สำเร็จ", "the secure (TLS) connection failed"),
    "blocked": (
        "เครื่องแม่ข่ายปิดกั้นโปรแกรม (หน้าตรวจสอบผู้ใช้หรือสั่งห้าม)",
        "the server blocks programs (challenge page or refusal)",
    ),
    "http_error": ("เครื่องแม่ข่ายตอบด้วยข้อผิดพลาด", "the server answers with an error"),
    "robots": ("robots.txt ของเว็บไซต์ไม่อนุญาตให้โปรแกรมอ่าน", "the site's robots.txt forbids reading"),
    "too_large": ("หน้าแรกใหญ่เกินขีดจำกัด", "the home page is over the size limit"),
    "not_a_page": ("หน้าแรกไม่ใช่หน้าเว็บ (เป็นไฟล์ชนิดอื่น)", "the home page is not a web page but a file of another kind"),
    "empty": ("หน้าแรกไม่มีข้อความและลิงก์", "the home page has no text and no links"),
    "off_site": (
        "หน้าแรกส่งต่อไปยังเว็บไซต์อื่น ให้ระบุที่อยู่นั้นแทน",
        "the home page leads to another site: give that address instead",
    ),
}


def say(code: str, lang: Lang, **values: object) -> str:
    """One sentence. Values are put in once; words of a website in them are never looked at as a template."""
    text = _TEXTS[code][0 if lang == "th" else 1]
    return text.format(**{name: _one_line(value) for name, value in values.items()})


def why(problem: str, lang: Lang) -> str:
    """The sentence for a home page problem such as "dns: NXDOMAIN"; the technical detail follows in brackets."""
    code, _, detail = problem.partition(":")
    known = say(code.strip(), lang) if code.strip() in _TEXTS else code.strip()
    return f"{known} ({_one_line(detail.strip())})" if detail.strip() else known


def _one_line(value: object) -> str:
    """Terminal-safe: no control characters (a site's words must not move the cursor or change colours)."""
    return "".join(letter if letter.isprintable() else " " for letter in str(value))
