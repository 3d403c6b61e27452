"""Corruption-complaint channel: an online channel of the body itself, apart from the one for general complaints."""

import re

from audits.bundle import Bundle, Exhibit, quote_of
from audits.case import Case, Judgement, judgement
from audits.signals import (
    chat_link,
    email_in,
    form_fields,
    form_link,
    is_form,
    is_picture,
    looks_like_form,
    national_channel,
)
from audits.verdict import Check, Outcome, Part, Quote
from crawler.artifacts import Block, Link
from crawler.thai import key

_CORRUPTION = re.compile(r"ทุจริต|ประพฤติมิชอบ|คอร์รัปชัน|สินบน|corruption|fraud")
_GENERAL = re.compile(
    r"ไฟฟ้าสาธารณะ|ไฟฟ้าดับ|ขยะ|ถนนชำรุด|ซ่อม(?:แซม)?ถนน|น้ำประปา|เหตุรำคาญ|สุนัขจรจัด|ร้องทุกข์ทั่วไป|เรื่องราวร้องทุกข์|ร้องเรียนทั่วไป|ร้องเรียน/ร้องทุกข์|เดือดร้อนรำคาญ"
)
_OTHER_SERVICE = re.compile(
    r"ซ่อม|ไฟฟ้า|ขยะ|น้ำ|ถนน|คำร้อง|คำขอ|สมัคร|แบบสำรวจ|แบบสอบถาม|พึงพอใจ|ความคิดเห็น|ภาษี|จองคิว|ทะเบียน|เบี้ยยังชีพ|ลงนาม"
)
_CORRUPTION_FIELDS = re.compile(r"ผู้ถูกร้อง|ผู้ถูกกล่าวหา|ข้อกล่าวหา|พฤติการณ์|พยานหลักฐาน")
_NATIONAL = re.compile(r"nacc\.go\.th|pacc\.go\.th|ป\.ป\.ช|ป\.ป\.ท|ปปช|ปปท|1205|1206")


def judge(case: Case) -> Judgement | None:
    """Judge the pages that can be the channel; the one that is apart and online wins."""
    bundles = [bundle for bundle in case.own if bundle.candidate.score >= 0.3][:8]
    made = [(_rank(case, bundle), _judge_bundle(case, bundle)) for bundle in bundles]
    if not made:
        return None
    return max(made, key=lambda item: item[0])[1]


def _rank(case: Case, bundle: Bundle) -> tuple[int, int, int, float]:
    online, _ = _online(case, bundle)
    candidate = bundle.candidate
    return (int(_is_apart(bundle)) + int(bool(online)), int(bool(online)), -candidate.trust, candidate.score)


def _judge_bundle(case: Case, bundle: Bundle) -> Judgement:
    online, quote = _online(case, bundle)
    apart = _is_apart(bundle)
    national = _national(case, bundle)
    if not apart:
        general = quote is not None or _GENERAL.search(key(" ".join(block.text for block in bundle.blocks)))
        check = Check(
            outcome=Outcome.FAIL,
            reason="general_complaint_only" if general else "wrong_content",
            params={"url": bundle.main.url},
            quote=_heading(bundle.exhibits[0]),
        )
        return judgement(case, bundle, (), check)
    parts = (_online_part(bundle, online, quote), _apart_part(bundle), national)
    shown = quote or quote_of(bundle.exhibits[0], None, _heading(bundle.exhibits[0]))
    if online is None and quote is None:
        return (
            judgement(case, bundle, parts)
            if not _tells_channels(bundle)
            else judgement(case, bundle, parts, _shown(shown))
        )
    return judgement(case, bundle, parts, _shown(shown))


def _shown(quote: Quote) -> Check:
    return Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=quote.text)


def _tells_channels(bundle: Bundle) -> bool:
    """Whether the page at least tells channels (post, telephone) for corruption complaints."""
    text = key(" ".join(block.text for block in bundle.blocks))
    return len(text) > 120 and bool(re.search(r"โทร|ไปรษณีย์|ด้วยตนเอง|สายด่วน", text)) and bool(_CORRUPTION.search(text))


def _online_part(bundle: Bundle, online: bool | None, quote: Quote | None) -> Part:
    if quote is None:
        # a poster may say in its picture what the page does not say in words
        hidden = bool(bundle.unreadable or bundle.recognised) or any(is_picture(block) for block in bundle.blocks)
        return Part(id="online_channel", found=None if hidden else False)
    return Part(id="online_channel", found=online, quote=quote.text, url=quote.url)


def _online(case: Case, bundle: Bundle) -> tuple[bool | None, Quote | None]:
    """A form or chat is an online channel; a mail address alone, or a form that nothing seems to send, may be one
    (None: a person should try)."""
    seen: Quote | None = None
    for exhibit in bundle.exhibits:
        if exhibit.artifact.kind != "page" or (not exhibit.main and not _about_corruption(exhibit)):
            continue
        block = _form(exhibit)
        if block is not None:
            fields = ", ".join(name for field in form_fields(block) if (name := field.split(":", 1)[1]))
            seen = quote_of(exhibit, block, f"{_heading(exhibit)} [{fields or block.text}]")
            if is_form(block):
                return True, seen
        address = _channel_address(case, exhibit)
        if address is not None:
            return True, quote_of(exhibit, None, address)
    return None, seen or _mail(bundle)


def _form(exhibit: Exhibit) -> Block | None:
    """The form for corruption complaints; where a page has several, the one that says so, and one that works."""
    forms = [block for block in exhibit.blocks if looks_like_form(block)]
    telling = [block for block in forms if _CORRUPTION.search(key(block.text)) or _asks_for_conduct(block)]
    return next(iter(sorted(telling or forms, key=lambda block: not is_form(block))), None)


def _asks_for_conduct(block: Block) -> bool:
    return bool(_CORRUPTION_FIELDS.search(key(" ".join(block.fields))))


def _mail(bundle: Bundle) -> Quote | None:
    for exhibit in bundle.exhibits:
        mail = next((block for block in exhibit.blocks if email_in(block.text)), None)
        if mail is not None:
            return quote_of(exhibit, mail, mail.text)
    return None


def _channel_address(case: Case, exhibit: Exhibit) -> str | None:
    """A public form or chat that this page offers for corruption complaints."""
    page_about_it = bool(_CORRUPTION.search(key(exhibit.heading)))
    for block in exhibit.blocks:
        if block.kind == "frame" and form_link(block.url) and page_about_it:
            return f"{exhibit.heading} → {block.url}"
    for link in case.site.content_links(exhibit.artifact):
        if (form_link(link.url) or chat_link(link.url)) and _is_for_it(link, page_about_it):
            return f"{link.text or link.hint or link.section} → {link.url}"
    return None


def _is_for_it(link: Link, page_about_it: bool) -> bool:
    """A form named for something else (a lamp to be repaired) is not the channel, on whatever page it stands."""
    words = key(f"{link.text} {link.hint} {link.row}")
    if _CORRUPTION.search(words):
        return True
    return page_about_it and not _GENERAL.search(words) and not _OTHER_SERVICE.search(words)


def _about_corruption(exhibit: Exhibit) -> bool:
    """Whether a page says in its heading, title or form that it is for corruption complaints."""
    words = key(" ".join([_heading(exhibit), *_form_words(exhibit)]))
    return bool(_CORRUPTION.search(words) or _CORRUPTION_FIELDS.search(words))


def _form_words(exhibit: Exhibit) -> list[str]:
    return [text for block in exhibit.blocks if block.kind == "form" for text in (block.text[:300], *block.fields)]


def _is_apart(bundle: Bundle) -> bool:
    """A page for corruption complaints that does not at the same time take complaints on lamps and refuse."""
    exhibit = bundle.exhibits[0]
    text = key(" ".join(block.text for block in exhibit.blocks))
    own_words = key(_heading(exhibit)) if _heading(exhibit) else ""
    if not (_CORRUPTION.search(own_words) or _CORRUPTION_FIELDS.search(text) or _CORRUPTION.search(text[:400])):
        return False
    offered = key(" ".join(_form_words(exhibit)))
    return not (_GENERAL.search(offered) and not _CORRUPTION_FIELDS.search(offered))


def _apart_part(bundle: Bundle) -> Part:
    exhibit = bundle.exhibits[0]
    return Part(id="separate", found=True, quote=_heading(exhibit)[:160], url=exhibit.artifact.url)


def _heading(exhibit: Exhibit) -> str:
    """The heading that names corruption, else the page's own."""
    return next((text for text in exhibit.headings if _CORRUPTION.search(key(text))), exhibit.heading)


def _national(case: Case, bundle: Bundle) -> Part:
    for exhibit in bundle.exhibits:
        for link in case.site.content_links(exhibit.artifact):
            if national_channel(link.url):
                return Part(id="national_links", found=True, quote=link.text or link.url, url=exhibit.artifact.url,
                            required=False)  # fmt: skip
        block: Block | None = next((item for item in exhibit.blocks if _NATIONAL.search(item.text)), None)
        if block is not None:
            return Part(
                id="national_links", found=True, quote=block.text[:160], url=exhibit.artifact.url, required=False
            )
    return Part(id="national_links", found=False, required=False)
