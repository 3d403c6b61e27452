"""Structure: a chart with the political and the permanent side, its divisions, and the duties as a text of their own."""

import re
from dataclasses import replace

from audits.bundle import Bundle, Exhibit, quote_of
from audits.case import Case, Judgement, judgement, whole_page
from audits.find_words import find_words
from audits.naming import STRONG
from audits.people import people_of
from audits.signals import is_picture
from audits.site import is_placeholder_text
from audits.verdict import Check, Outcome, Part, Quote
from crawler.artifacts import Block
from crawler.thai import key, skeleton

_POLITICAL = re.compile(
    r"นายก(?:องค์การ|อบต|เทศมนตรี|อบจ)|รองนายก|สภา(?:องค์การบริหาร|เทศบาล|ท้องถิ่น|อบต|อบจ)|ฝ่ายการเมือง|ประธานสภา|คณะผู้บริหาร"
)
_PERMANENT = re.compile(
    r"(?<!สำนัก)ปลัด(?:องค์การ|เทศบาล|อบต|อบจ)|สำนัก(?:งาน)?ปลัด|กองคลัง|กองช่าง|ฝ่าย(?:ข้าราชการ)?ประจำ|กองการศึกษา|ส่วนการคลัง"
)
_DIVISION = re.compile(
    r"สำนัก(?:งาน)?ปลัด|กองคลัง|กองช่าง|กองการศึกษา|กองสาธารณสุข|กองสวัสดิการ|กองยุทธศาสตร์|กองการเจ้าหน้าที่|กองวิชาการ|กองประปา|กองส่งเสริม"
    r"|หน่วยตรวจสอบภายใน|ส่วนการคลัง|ส่วนโยธา|ส่วนการศึกษา|ส่วนสาธารณสุข|ส่วนสวัสดิการ|กองสารสนเทศ|กองป้องกัน|สำนักช่าง|สำนักคลัง|สำนักการศึกษา"
)
_DUTY = re.compile(
    r"จัดให้มี|บำรุง|รักษาความสะอาด|ส่งเสริม|ป้องกัน|คุ้มครอง|มีหน้าที่|มีอำนาจ|อำนาจหน้าที่|หน้าที่และอำนาจ|จัดทำแผน|รับผิดชอบ|ดูแล|สนับสนุน"
)
# What the law gives a local government to do, by its everyday names.
_FIELD = re.compile(
    r"ถนน|ทางเท้า|ทางบก|ระบายน้ำ|น้ำ(?:สะอาด|ประปา|อุปโภค|เสีย)|(?<=[\s,])(?:ทาง|น้ำ|ไฟ)(?=[\s,])|ไฟทาง|ไฟฟ้า|แสงสว่าง|ขยะ|มูลฝอย|โรค|ภัย|ศูนย์เด็ก|เด็ก|ผู้สูงอายุ|พิการ"
    r"|ด้อยโอกาส|ประเพณี|ศาสนา|วัฒนธรรม|การศึกษา|ตลาด|ท่องเที่ยว|อาชีพ|สิ่งแวดล้อม|สุขภาพ|สุขาภิบาล|ความสะอาด|ความปลอดภัย|ข้อบัญญัติ|เทศบัญญัติ"
)
_ORGAN = re.compile(r"^\W*(?:อำนาจ\S{0,6}ของ)?\W*(?:ท่าน)?(?:นายก|สภา|ปลัด)")
_POWER = re.compile(
    r"อนุมัติ|อนุญาต|เห็นชอบ|สั่ง|แต่งตั้ง|บังคับบัญชา|ควบคุม|ข้อบัญญัติ|เทศบัญญัติ|กำหนดนโยบาย|วางระเบียบ|ติดตาม|บริหารตามนโยบาย|ตรวจสอบการ|ลงนามในนาม|กระทู้"
)
_BOUND = re.compile(
    r"มี(?:อำนาจ|หน้าที่)|อำนาจ(?:ของ|หน้าที่|อนุมัติ|และ)|หน้าที่(?:และ|ของ|ดูแล|ต้อง)|ภารกิจ|รับผิดชอบ|ต้อง(?:ทำ|จัด)|อาจทำ|ทำหน้าที่|จัดให้มี|กฎหมาย"
)
_MANY_FIELDS, _SOME_FIELDS = 5, 3
_SAYS_DUTY = re.compile(r"หน้าที่|มาตรา|อำนาจ|ภารกิจ")
# The name of a unit or of its work ("งานป้องกันและบรรเทาสาธารณภัย") is a box of the chart, not a duty of the body.
_UNIT = re.compile(r"\W*(?:งาน|ฝ่าย|กอง|สำนัก|ส่วน|หน่วย|แผนก|กลุ่ม|นาย|นาง|ตำแหน่ง|ผู้อำนวยการ|หัวหน้า)")
_SECTION = re.compile(r"มาตรา\s*(\d+)")
_CHART_NAME = re.compile(r"struct|chart|\borg|โครงสร้าง|แผนผัง|แผนภูมิ|ผังองค์กร")
_ENOUGH_DIVISIONS = 3
_WEAK = 0.35  # a weak label will do: the text itself must say duties
_SHORT = 90  # letters: a box of a chart or an entry of a list, not a sentence about it


def judge(case: Case) -> Judgement | None:
    """Judge the best page with a chart, with duties from it or from the page of duties."""
    best: tuple[int, Judgement] | None = None
    for bundle in case.own[:6]:
        if bundle.candidate.score < STRONG:
            continue
        made = _judge_bundle(case, bundle)
        worth = sum(part.found is True for part in made.complete.parts) * 2 + (made.present.outcome is Outcome.PASS)
        if best is None or worth > best[0]:
            best = (worth, made)
    return best[1] if best else None


def _judge_bundle(case: Case, bundle: Bundle) -> Judgement:
    duties = _duties(case, bundle)
    chart, how = _chart(bundle)
    if chart is None:
        if duties.found and any(exhibit.readable for exhibit in bundle.exhibits) and _is_about_structure(bundle):
            parts = (Part(id="chart", found=False), *_contents(bundle, ""), duties)
            return judgement(case, bundle, parts, _found(duties, bundle))
        return judgement(case, bundle, (Part(id="chart", found=_maybe(bundle)), *_contents(bundle, ""), duties))
    shown = Part(id="chart", found=True, quote=chart.text, url=chart.url, page=chart.page)
    present = Check(outcome=Outcome.PASS, reason="found", evidence=(chart,), quote=chart.text)
    made = judgement(case, bundle, (shown, *_contents(_with_picture(case, bundle), how), duties), present)
    if how == "picture" and made.complete.outcome is Outcome.UNKNOWN:
        return replace(made, complete=replace(made.complete, reason="image_only", params={"url": chart.url}))
    return made


def _found(part: Part, bundle: Bundle) -> Check:
    exhibit = bundle.exhibits[0]
    quote = quote_of(exhibit, None, part.quote)
    return Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=part.quote)


def _is_about_structure(bundle: Bundle) -> bool:
    return find_words(bundle.exhibits, ("โครงสร้าง",)) is not None


def _maybe(bundle: Bundle) -> bool | None:
    return None if bundle.unreadable or bundle.lost else False


def _chart(bundle: Bundle) -> tuple[Quote | None, str]:
    """The chart and how it shows: in words (boxes, lists, tables) or as a picture."""
    for exhibit in bundle.exhibits:
        boxes = _boxes(exhibit)
        if len({_DIVISION.search(key(block.text))[0] for block in boxes}) >= _ENOUGH_DIVISIONS:  # type: ignore[index]
            words = " · ".join(block.text for block in boxes[:4])
            return quote_of(exhibit, boxes[0], words), "words"
    for exhibit in bundle.exhibits:
        if exhibit.artifact.kind == "image" or _is_recognised_chart(exhibit):
            return quote_of(exhibit, None, exhibit.label or exhibit.artifact.url), "picture"
        picture = _picture(exhibit) if exhibit.main else None
        if picture is not None:
            return quote_of(exhibit, picture, picture.text or picture.url), "picture"
    return None, ""


def _boxes(exhibit: Exhibit) -> list[Block]:
    """Short passages that name a division: what a chart drawn in words consists of.

    The posts of persons shown by name are none: a list of staff under this heading is not a chart.
    """
    if exhibit.artifact.ocr:
        return []
    posts = {person.position for person in people_of(exhibit) if person.name}
    return [
        block
        for block in exhibit.blocks
        if block.kind in ("text", "item", "heading")
        and len(block.text) <= _SHORT
        and _DIVISION.search(key(block.text))
        and not any(post and post in block.text for post in posts)
    ]


def _picture(exhibit: Exhibit) -> Block | None:
    """The picture that a chart may be: one that says so, else one below the heading of the page."""
    pictures = [block for block in exhibit.blocks if is_picture(block)]
    heading = next((i for i, block in enumerate(exhibit.blocks) if block.kind == "heading"), 0)
    below = [block for block in exhibit.blocks[heading:] if is_picture(block)]
    telling = [block for block in pictures if _CHART_NAME.search(key(f"{block.text} {block.url}"))]
    return next(iter(telling or below), None)


def _with_picture(case: Case, bundle: Bundle) -> Bundle:
    """The bundle with the words that were recognised on the picture that its page shows as the chart."""
    main = bundle.exhibits[0]
    picture = _picture(main) if main.artifact.kind == "page" else None
    seen = case.site.target(picture.url).artifact if picture is not None else None
    if picture is None or seen is None or any(item.artifact.url == seen.url for item in bundle.exhibits):
        return bundle
    return replace(bundle, exhibits=(*bundle.exhibits, Exhibit(seen, picture.text, seen.blocks)))


def _is_recognised_chart(exhibit: Exhibit) -> bool:
    return exhibit.artifact.ocr and bool(re.search(skeleton("โครงสร้าง"), skeleton(_words(exhibit))))


def _words(exhibit: Exhibit) -> str:
    return " ".join(block.text for block in exhibit.blocks if block.text)


def _contents(bundle: Bundle, how: str) -> tuple[Part, ...]:
    """Divisions and both sides; what a picture does not tell in words stays open."""
    return (
        _seen("divisions", bundle, _DIVISION, how),
        _seen("political_side", bundle, _POLITICAL, how),
        _seen("permanent_side", bundle, _PERMANENT, how),
    )


def _seen(name: str, bundle: Bundle, pattern: re.Pattern[str], how: str) -> Part:
    for exhibit in bundle.exhibits:
        for block in exhibit.blocks:
            if block.kind != "row" and block.text and pattern.search(_read(exhibit, block)):
                quote = quote_of(exhibit, block, block.text)
                return Part(id=name, found=True, quote=quote.text, url=quote.url, page=quote.page)
    unclear = how == "picture" or bundle.recognised or bool(bundle.unreadable)
    return Part(id=name, found=None if unclear else False)


def _read(exhibit: Exhibit, block: Block) -> str:
    """The words of a passage; recognition puts blanks into words, and no name of the pattern needs one."""
    text = key(block.text)
    return text.replace(" ", "") if exhibit.artifact.ocr else text


# -- duties -----------------------------------------------------------------------------------------------------------


def _duties(case: Case, own: Bundle) -> Part:
    others = [bundle for bundle in case.bundles.get("authority", ()) if bundle.candidate.score >= _WEAK]
    hidden = False
    for bundle in (own, whole_page(case, own), *others[:5]):
        for exhibit in bundle.exhibits:
            found = _duty_text(exhibit)
            if found is not None:
                return Part(id="authority.duties", found=True, quote=found.text, url=found.url, page=found.page)
        hidden = hidden or (bundle is not own and bool(bundle.unreadable or bundle.recognised))
    lost = any(
        candidate.target.artifact is None and not candidate.target.dead
        for candidate in case.candidates.get("authority", ())
    )
    return Part(id="authority.duties", found=None if hidden or lost else False)


def _duty_text(exhibit: Exhibit) -> Quote | None:
    """A text that says what this body must and may do; a whole Act is none, nor is a list of divisions or staff."""
    if exhibit.artifact.ocr or not _SAYS_DUTY.search(key(_words(exhibit))) or _is_whole_act(exhibit):
        return None
    told = _told_duty(exhibit)
    if told is not None:
        return told
    passages = [block for block in exhibit.blocks if block.kind in ("text", "item") and _is_duty(block.text)]
    several = len(passages) >= 3 and sum(len(block.text) for block in passages) >= 120
    one = next((block for block in passages if len(set(_DUTY.findall(key(block.text)))) >= 3), None)
    chosen = passages[0] if several else one
    return quote_of(exhibit, chosen, chosen.text) if chosen else None


def _told_duty(exhibit: Exhibit) -> Quote | None:
    """Duties and powers in any words: many fields of public work, or what the organs decide and some of the fields."""
    blocks = [block for block in exhibit.blocks if block.kind in ("text", "item", "row") and not block.links]
    texts = [(block, key(block.text)) for block in blocks if not is_placeholder_text(block.text)]
    own = [(block, text) for block, text in texts if not _UNIT.match(text)]
    fields = {name for _, text in own for name in _FIELD.findall(text)}
    powers = {text: block for block, text in texts if _ORGAN.search(text) and _POWER.search(text)}
    bound = [block for block, text in own if _BOUND.search(text)]
    if len(fields) >= _MANY_FIELDS and bound:
        return quote_of(exhibit, bound[0], bound[0].text)
    if len(powers) >= 2 and len(fields) >= _SOME_FIELDS:
        first = next(iter(powers.values()))
        return quote_of(exhibit, first, first.text)
    return None


def _is_duty(text: str) -> bool:
    return bool(_DUTY.search(key(text))) and not _UNIT.match(key(text))


def _is_whole_act(exhibit: Exhibit) -> bool:
    text = key(_words(exhibit))
    return len(set(_SECTION.findall(text))) > 40 or (len(text) > 60_000 and "พระราชบัญญัติ" in text[:600])
