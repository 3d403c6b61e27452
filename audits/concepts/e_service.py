"""E-Service: a service that citizens can use online, a guide to it, and figures of its use.

Downloading a paper form, a link to a national system or a complaint form is not an online service of this body.
"""

import re

from audits.bundle import Bundle, Exhibit, quote_of
from audits.case import Case, Judgement, judgement
from audits.naming import STRONG
from audits.online_use import VISITS, figures_in, guide_in
from audits.signals import chat_link, form_fields, form_link, is_form, login_form, looks_like_form
from audits.verdict import Check, Outcome, Part, Quote
from crawler.artifacts import Block, Link
from crawler.thai import ascii_digits, key

_SERVICE = re.compile(r"e-?service|บริการออนไลน์|คำร้อง|คำขอ|ยื่น|ขอรับ|ขอใช้|ขออนุญาต|จองคิว|จอง|แจ้งซ่อม|ลงทะเบียน|บริการ")
_COMPLAINT = re.compile(
    r"ร้องเรียน|ทุจริต|ร้องทุกข์|แจ้งเบาะแส|ถูกร้อง|ถูกกล่าวหา|ความคิดเห็น|กระทู้|ความพึงพอใจ|แบบสำรวจ|แบบสอบถาม|ติดต่อสอบถาม|ติชม"
)
_NATIONAL = re.compile(
    r"egov|govchannel|gprocurement|dla\.go\.th|dopa\.go\.th|rd\.go\.th|bora|laas|thaid|mea\.or\.th|pea\.co\.th|sso\.go\.th|biz\.govchannel|bizportal|citizen\s?info|ทางรัฐ"
)
_GUIDE = re.compile(r"คู่มือ|ขั้นตอนการ(?:ใช้|ขอ|ยื่น|รับ)|วิธี(?:การ)?(?:ใช้|ยื่น|ขอ)|แนะนำการใช้")
_STATISTICS = re.compile(r"สถิติ|จำนวน(?:ผู้(?:ขอ)?(?:รับ|ใช้)บริการ|คำร้อง|คำขอ|ครั้ง|เรื่อง)|รายงานผลการให้บริการ")
_STAFF = re.compile(r"เจ้าหน้าที่|บุคลากร|พนักงาน|ผู้ดูแลระบบ|admin|สมาชิกเว็บ|อินทราเน็ต|intranet")
_ONLINE = re.compile(r"e-?service|ออนไลน์|online|อิเล็กทรอนิกส์")
_REQUESTS = re.compile(r"คำร้อง|คำขอ|ขอรับบริการ|ผู้(?:ขอ)?(?:รับ|ใช้)บริการ|เรื่องที่|e-?service")
_PAPER = re.compile(r"\.(?:pdf|docx?|xlsx?)(?:$|\?)")
_STEP = re.compile(r"(?:^|[\s(])(?:ขั้นตอนที่|ขั้นที่)?\s*\d{1,2}\s*[.):]")
_COUNT = re.compile(r"^\s*\d[\d,]{0,8}\s*(?:ครั้ง|ราย|คน|เรื่อง|รายการ|คำขอ|คำร้อง)?\s*$")
_COUNTED = re.compile(r"(\d[\d,]{0,8})\s*(?:ครั้ง|ราย(?!งาน)|คน|เรื่อง|คำขอ|คำร้อง)")


def judge(case: Case) -> Judgement | None:
    """Judge all pages that offer services online together."""
    bundles = [bundle for bundle in case.all_bundles() if bundle.candidate.score >= 0.4][:10]
    services = [bundle for bundle in bundles if bundle.candidate.concept == case.requirement.concept]
    if not services:
        return None
    guide, statistics = _guide(bundles), _statistics(bundles)
    for bundle in services:
        service, works = _service(case, bundle)
        if service is not None:
            shown = Part(id="online_service", found=works or None, quote=service.text, url=service.url)
            present = Check(outcome=Outcome.PASS, reason="found", evidence=(service,), quote=service.text)
            return judgement(case, bundle, (shown, guide, statistics), present)
    entry = _entry(services) if guide.found and statistics.found else None
    if entry is not None:
        bundle, quote = entry
        shown = Part(id="online_service", found=True, quote=quote.text, url=quote.url)
        present = Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=quote.text)
        return judgement(case, bundle, (shown, guide, statistics), present)
    return _without_service(case, services[0], guide, statistics)


def _entry(services: list[Bundle]) -> tuple[Bundle, Quote] | None:
    """A service of this body's own behind a login of citizens; its guide and the figures of its use show what we cannot
    try."""
    for bundle in services:
        for exhibit in bundle.exhibits:
            block = login_form(exhibit) if exhibit.artifact.kind == "page" else None
            about = key(f"{exhibit.heading} {exhibit.label}")
            if block is None or _COMPLAINT.search(about) or _STAFF.search(about):
                continue
            if (_SERVICE.search(about) or "ชำระ" in about) and (_ONLINE.search(about) or "ระบบ" in about):
                return bundle, quote_of(exhibit, block, f"{exhibit.heading} [{block.text}]")
    return None


def _service(case: Case, bundle: Bundle) -> tuple[Quote | None, bool]:
    """Something in the bundle by which a citizen requests a service online, and whether anything sends it."""
    idle: Quote | None = None
    for exhibit in bundle.exhibits:
        if exhibit.artifact.kind != "page":
            continue
        forms = [block for block in exhibit.blocks if _is_service_form(exhibit, block, bundle)]
        block = next((block for block in forms if is_form(block)), None) or next(iter(forms), None)
        if block is not None:
            fields = ", ".join(name for field in form_fields(block) if (name := field.split(":", 1)[1]))
            idle = quote_of(exhibit, block, f"{exhibit.heading} [{fields or block.text}]")
            if is_form(block):
                return idle, True
        for link in case.site.content_links(exhibit.artifact):
            if _is_service_link(link, bundle):
                return quote_of(exhibit, None, f"{link.text or link.hint or link.section} → {link.url}"), True
        frame = next((block for block in exhibit.blocks if block.kind == "frame" and form_link(block.url)), None)
        if frame is not None and not _COMPLAINT.search(key(exhibit.heading)):
            return quote_of(exhibit, frame, f"{exhibit.heading} → {frame.url}"), True
    return idle, False


def _is_service_form(exhibit: Exhibit, block: Block, bundle: Bundle) -> bool:
    if not looks_like_form(block):
        return False
    words = key(" ".join([exhibit.heading, block.text[:300], *block.fields]))
    about = key(f"{bundle.candidate.label} {exhibit.heading} {exhibit.label}")
    return not _COMPLAINT.search(words) and bool(_SERVICE.search(words) or _SERVICE.search(about))


def _is_service_link(link: Link, bundle: Bundle) -> bool:
    words = key(f"{link.text} {link.hint} {link.row}")
    if _COMPLAINT.search(words) or not (form_link(link.url) or chat_link(link.url)):
        return False
    return form_link(link.url) or bool(_ONLINE.search(words + key(bundle.candidate.label)))


def _guide(bundles: list[Bundle]) -> Part:
    """A guide to the online service: a file, a page of its own, or steps under a heading of the service's page."""
    for bundle in bundles:
        for exhibit in bundle.exhibits:
            quote = _guide_in(bundle, exhibit) or _told_guide(bundle, exhibit)
            if quote is not None:
                return Part(id="user_guide", found=True, quote=quote.text, url=quote.url)
    return Part(id="user_guide", found=_unseen(bundles))


def _guide_in(bundle: Bundle, exhibit: Exhibit) -> Quote | None:
    label = key(exhibit.label) if not exhibit.main else ""
    if _GUIDE.search(label) and (_ONLINE.search(label) or _is_service(bundle)):
        return quote_of(exhibit, None, exhibit.label)
    for block in exhibit.blocks:
        text = key(block.text)
        if (
            len(text) < 120
            and block.kind != "row"
            and _GUIDE.search(text)
            and (_ONLINE.search(text) or _is_service(bundle))
        ) and _tells_steps(_after(exhibit, block)):
            return quote_of(exhibit, block, block.text)
    return None


def _told_guide(bundle: Bundle, exhibit: Exhibit) -> Quote | None:
    """A guide that is not called one, where a service is offered and nothing else is spoken of."""
    about = key(f"{exhibit.label} {exhibit.heading}")
    apart = _COMPLAINT.search(about) or exhibit.artifact.ocr
    return guide_in(exhibit) if bundle.candidate.concept == "e_service" and not apart else None


def _is_service(bundle: Bundle) -> bool:
    return bundle.candidate.concept == "e_service" and bundle.candidate.score >= STRONG


def _after(exhibit: Exhibit, start: Block) -> tuple[Block, ...]:
    """What stands under a heading or line, up to the next heading that is not below it."""
    blocks = exhibit.blocks[exhibit.blocks.index(start) + 1 :][:80]
    level = start.level or 9
    end = next((i for i, block in enumerate(blocks) if block.kind == "heading" and block.level <= level), len(blocks))
    return blocks[:end]


def _tells_steps(blocks: tuple[Block, ...]) -> bool:
    text = " ".join(block.text for block in blocks if block.kind in ("text", "item"))
    return len(_STEP.findall(ascii_digits(text))) >= 2 or len(text) >= 200


def _statistics(bundles: list[Bundle]) -> Part:
    """Figures of the use of the online service: words of counting over a table with numbers in it."""
    for bundle in bundles:
        for exhibit in bundle.exhibits:
            if not exhibit.readable or exhibit.artifact.ocr:
                continue
            for block in exhibit.blocks:
                if _opens_statistics(block, exhibit) and _has_figures(exhibit, block):
                    quote = quote_of(exhibit, block, block.text)
                    return Part(id="usage_statistics", found=True, quote=quote.text, url=quote.url, page=quote.page)
            told = figures_in(exhibit) if bundle.candidate.concept == "e_service" else None
            if told is not None:
                return Part(id="usage_statistics", found=True, quote=told.text, url=told.url, page=told.page)
    return Part(id="usage_statistics", found=_unseen(bundles))


def _opens_statistics(block: Block, exhibit: Exhibit) -> bool:
    text = key(block.text)
    if len(text) > 200 or not _STATISTICS.search(text) or VISITS.search(text) or _COMPLAINT.search(text):
        return False
    return bool(_ONLINE.search(text) or _ONLINE.search(key(f"{exhibit.label} {exhibit.heading}")))


def _has_figures(exhibit: Exhibit, start: Block) -> bool:
    """Counts that are not all zero stand under the words: several in table rows, or one in a line with its unit."""
    numbers: list[int] = []
    counted: list[int] = []
    below = _after(exhibit, start)
    if any(VISITS.search(key(block.text)) for block in below) and not _REQUESTS.search(_words(below)):
        return False  # of the website, not of the service
    for block in below:
        if block.kind == "row":
            cells = block.cells or tuple(part.strip() for part in block.text.split("|"))
            numbers += [int(cell.replace(",", "")) for cell in cells[1:] if _COUNT.match(ascii_digits(cell))]
        elif block.kind in ("text", "item"):
            counted += [int(found.replace(",", "")) for found in _COUNTED.findall(ascii_digits(block.text))]
    return (len(numbers) >= 2 and any(numbers)) or any(counted)


def _words(blocks: tuple[Block, ...]) -> str:
    return key(" ".join(block.text for block in blocks))


def _unseen(bundles: list[Bundle]) -> bool | None:
    """None when something that could not be read or fetched may hold the part."""
    for bundle in (bundle for bundle in bundles if bundle.candidate.score >= STRONG):
        if bundle.unreadable or bundle.recognised:
            return None
        if any(not lost.target.dead for lost in bundle.lost):
            return None
    return False


def _without_service(case: Case, bundle: Bundle, guide: Part, statistics: Part) -> Judgement | None:
    """Name what stands in place of an online service."""
    check = _stand_in(case, bundle)
    return (
        judgement(case, bundle, (Part(id="online_service", found=False), guide, statistics), check) if check else None
    )


def _stand_in(case: Case, bundle: Bundle) -> Check | None:
    exhibit = bundle.exhibits[0]
    links = case.site.content_links(bundle.main)
    params = {"url": bundle.main.url}
    if login_form(exhibit) is not None:
        return Check(outcome=Outcome.UNKNOWN, reason="login_wall", params=params, quote=bundle.candidate.label)
    papers = [link for link in links if _is_paper(case, link)]
    national = [link for link in links if _NATIONAL.search(link.url.lower()) and not case.site.in_scope(link.url)]
    if papers and not national:
        return Check(outcome=Outcome.FAIL, reason="form_download_only", params=params,
                     quote=papers[0].text or papers[0].row)  # fmt: skip
    if national:
        return Check(outcome=Outcome.FAIL, reason="national_system_only", params=params,
                     quote=national[0].text or national[0].url)  # fmt: skip
    return None


def _is_paper(case: Case, link: Link) -> bool:
    artifact = case.site.target(link.url).artifact
    return bool(_PAPER.search(link.url.lower())) or (artifact is not None and artifact.kind == "file")
