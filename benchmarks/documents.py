"""Documents with a known text, as an invented local government would publish them.

The text is the same wherever it is drawn (PDF, scan, office file); numbers and years change with the seed.
"""

import random
from dataclasses import dataclass

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
BODY = "องค์การบริหารส่วนตำบลบ้านน้ำฉ่ำ"
PLACE = "อำเภอคำม่วงงาม จังหวัดสมมติธานี"
KEYWORDS = (
    "แผนปฏิบัติการป้องกันการทุจริต", "ปีงบประมาณ", "แผนการใช้จ่ายงบประมาณ", "รายงานผลการดำเนินงาน", "คู่มือการปฏิบัติงาน",
    "คู่มือการให้บริการ", "จัดซื้อจัดจ้าง", "การจัดหาพัสดุ", "ทรัพยากรบุคคล", "ประมวลจริยธรรม", "เรื่องร้องเรียนการทุจริต",
    "ประเมินความเสี่ยง", "ไม่รับของขวัญ", "ข้อบัญญัติ", "โครงสร้าง", "อำนาจหน้าที่", "แผนพัฒนาท้องถิ่น", "การมีส่วนร่วม",
    "ความพึงพอใจ", "ช่องทาง",
)  # fmt: skip
LATIN_WORDS = ("No Gift Policy", "E-Service", "e-bidding")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row being the head."""

    rows: tuple[tuple[str, ...], ...]


Page = tuple[Line | Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file as a site would send it, and what stands in it; `ignored` are letters that belong to the format."""

    name: str
    body: bytes
    truth: str
    pages: int = 1
    ignored: str = ""


def text_of(pages: tuple[Page, ...]) -> str:
    """The words of pages in reading order, a line for each paragraph and row."""
    lines: list[str] = []
    for page in pages:
        for item in page:
            lines += [item.text] if isinstance(item, Line) else [" | ".join(row) for row in item.rows]
    return "\n".join(lines)


def document(seed: int) -> tuple[Page, ...]:
    """Four pages: an announcement, a plan with a table, a report with a table, rules of integrity."""
    dice = random.Random(seed)
    year = 2569 - seed % 4
    return (_announcement(year, dice), _plan(year, dice), _report(year, dice), _integrity(year, dice))


def _thai(number: object) -> str:
    return str(number).translate(THAI_DIGITS)


def _money(dice: random.Random, thai: bool = False) -> str:
    amount = f"{dice.randrange(10_000, 9_000_000):,}.{dice.choice(('00', '50', '25'))}"
    return _thai(amount) if thai else amount


def _announcement(year: int, dice: random.Random) -> Page:
    number, day = _thai(dice.randrange(10, 400)), _thai(dice.randrange(1, 29))
    return (
        Line(f"ประกาศ{BODY}", heading=True),
        Line(f"เรื่อง การใช้แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {_thai(year)}", heading=True),
        Line(f"ที่ สธ {_thai(7)}๒๔๐๑/{number} {BODY} {PLACE}"),
        Line("ตามพระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. ๒๕๓๗ และที่แก้ไขเพิ่มเติมถึง (ฉบับที่ ๗) พ.ศ. ๒๕๖๒ "
             f"มาตรา ๖๗ และมาตรา ๖๘ กำหนดอำนาจหน้าที่ของ{BODY}ไว้ และเพื่อให้การดำเนินงานด้านการป้องกันการทุจริต"
             "เป็นไปอย่างมีประสิทธิภาพ จึงจัดทำแผนปฏิบัติการป้องกันการทุจริตให้สอดคล้องกับแผนพัฒนาท้องถิ่นและข้อบัญญัติงบประมาณรายจ่าย"),
        Line(f"๑. ประกาศนี้เรียกว่า “ประกาศ{BODY} ว่าด้วยการป้องกันการทุจริต”"),
        Line(f"๒. ให้ใช้บังคับตั้งแต่วันที่ ๑ ตุลาคม {_thai(year - 1)} ถึงวันที่ ๓๐ กันยายน {_thai(year)} เป็นต้นไป"),
        Line("๓. ให้ทุกส่วนราชการตามโครงสร้างของหน่วยงาน ได้แก่ สำนักปลัด กองคลัง กองช่าง และกองการศึกษา ศาสนาและวัฒนธรรม "
             "ถือปฏิบัติตามคู่มือการปฏิบัติงานและคู่มือการให้บริการประชาชนอย่างเคร่งครัด"),
        Line("๔. ผู้ใดพบเห็นการกระทำที่ไม่ถูกต้อง แจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบได้ทางช่องทางที่กำหนดไว้ท้ายประกาศนี้"),
        Line("จึงประกาศให้ทราบโดยทั่วกัน"),
        Line(f"ประกาศ ณ วันที่ {day} เดือน ธันวาคม พ.ศ. {_thai(year - 1)}"),
        Line(f"นายก{BODY}"),
    )  # fmt: skip


def _plan(year: int, dice: random.Random) -> Page:
    works = ("จ้างซ่อมแซมถนนลูกรัง หมู่ที่ ๔", "ซื้อน้ำยาเคมีกำจัดยุง", "จ้างขุดลอกลำห้วยคำหวาน", "ซื้อวัสดุสำนักงาน", "จ้างทำป้ายประชาสัมพันธ์",
             "ซื้อครุภัณฑ์คอมพิวเตอร์ ๓ เครื่อง", "จ้างก่อสร้างระบบประปาหมู่บ้าน")  # fmt: skip
    ways = ("เฉพาะเจาะจง", "คัดเลือก", "e-bidding")
    rows = tuple((_thai(index), work, _money(dice), dice.choice(ways), f"{dice.choice(('ม.ค.', 'มี.ค.', 'ธ.ค.'))} {_thai(year % 100)}")
                 for index, work in enumerate(works, 1))  # fmt: skip
    return (
        Line(f"แผนการจัดซื้อจัดจ้างและแผนการจัดหาพัสดุ ประจำปีงบประมาณ พ.ศ. {year}", heading=True),
        Line(f"ตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560 มาตรา 11 {BODY} "
             "ขอเผยแพร่แผนการใช้จ่ายงบประมาณและแผนการจัดซื้อจัดจ้าง ดังนี้"),
        Table((("ลำดับ", "ชื่อรายการ", "งบประมาณ (บาท)", "วิธีจัดหา", "เดือน"), *rows)),
        Line(f"รวมทั้งสิ้น {len(rows)} รายการ เป็นเงิน {_money(dice)} บาท จากเงินรายได้และเงินอุดหนุนทั่วไป"),
        Line("หมายเหตุ แผนนี้อาจเปลี่ยนแปลงได้ตามความจำเป็น โดยต้องได้รับความเห็นชอบจากสภาท้องถิ่นก่อนดำเนินการทุกครั้ง"),
        Line("ผู้ที่สนใจสอบถามได้ที่งานพัสดุ กองคลัง โทร. 0-4399-0123 ต่อ 14 ในวันและเวลาราชการ"),
    )  # fmt: skip


def _report(year: int, dice: random.Random) -> Page:
    subjects = ("ด้านการให้บริการ", "ด้านน้ำและไฟฟ้าสาธารณะ", "ด้านการจัดเก็บรายได้", "ด้านป้องกันโรคและสิ่งแวดล้อม")
    rows = tuple((subject, _thai(dice.randrange(40, 900)), f"{dice.randrange(70, 99)}.{dice.randrange(10, 99)}", "สำเร็จตามเป้าหมาย")
                 for subject in subjects)  # fmt: skip
    return (
        Line(f"รายงานผลการดำเนินงาน ประจำปี พ.ศ. {_thai(year - 1)} (รอบ ๑๒ เดือน)", heading=True),
        Line("๑. ผลการสำรวจความพึงพอใจของผู้รับบริการ ณ จุดบริการและผ่านระบบ E-Service", heading=True),
        Table((("งานบริการ", "จำนวนผู้ใช้ (ราย)", "ร้อยละ", "ผลสัมฤทธิ์"), *rows)),
        Line("๒. การบริหารและพัฒนาทรัพยากรบุคคล", heading=True),
        Line(f"บุคลากรทั้งหมด {_thai(dice.randrange(30, 90))} คน ได้รับการฝึกอบรมตามประมวลจริยธรรมสำหรับเจ้าหน้าที่ของรัฐครบทุกตำแหน่ง "
             "โดยเริ่มตั้งแต่ผู้บริหาร ปลัด ผู้อำนวยการกอง หัวหน้าฝ่าย พนักงานจ้างตามภารกิจ และพนักงานจ้างทั่วไป"),
        Line("๓. การเปิดโอกาสให้เกิดการมีส่วนร่วม", heading=True),
        Line(f"จัดประชุมประชาคมเพื่อจัดทำแผนพัฒนาท้องถิ่น (พ.ศ. {_thai(year - 3)} - {_thai(year + 1)}) เมื่อวันที่ {_thai(dice.randrange(1, 29))} ก.พ. {_thai(year - 1)} "
             "มีผู้เข้าร่วมทั้งชายและหญิง ผู้สูงอายุ คนพิการ ผู้นำชุมชน และกลุ่มอาชีพ ข้อเสนอทั้งหมดนำไปปรับปรุงข้อบัญญัติแล้ว"),
        Line("๔. ผลการประเมินความเสี่ยงการทุจริตและเรื่องร้องเรียนการทุจริต", heading=True),
        Line(f"ไม่มีเรื่องร้องเรียนการทุจริต จำนวน ๐ เรื่อง มีเรื่องร้องเรียนทั่วไป {_thai(dice.randrange(5, 30))} เรื่อง ดำเนินการแล้วเสร็จทุกเรื่อง"),
    )  # fmt: skip


def _integrity(year: int, dice: random.Random) -> Page:
    return (
        Line(f"นโยบายไม่รับของขวัญ (No Gift Policy) จากการปฏิบัติหน้าที่ ประจำปีงบประมาณ พ.ศ. {_thai(year)}", heading=True),
        Line(f"{BODY} ประกาศเจตนารมณ์ว่า ผู้บริหาร สมาชิกสภา พนักงาน และลูกจ้างทุกคน จะไม่รับของขวัญทุกชนิดทั้งก่อน ขณะ และหลังปฏิบัติหน้าที่"),
        Line("มาตรการและช่องทาง", heading=True),
        Line("(ก) ทำการประเมินความเสี่ยงทุกไตรมาส และรายงานผลการดำเนินงานต่อผู้กำกับดูแลภายใน ๑๕ วัน"),
        Line("(ข) เพิ่มช่องทางแจ้งเบาะแส: ไปรษณีย์ ตู้ ปณ. ๙ ปณจ.คำม่วงงาม, เว็บไซต์ และสายด่วน โทร. ๐-๔๓๙๙-๐๑๒๓"),
        Line(f"(ค) ให้สำนักปลัด อบต. เก็บสถิติ ปีที่ผ่านมามีผู้แจ้ง {_thai(dice.randrange(1, 20))} ครั้ง เป็นชื่อจริง {_thai(dice.randrange(1, 9))} ครั้ง"),
        Line("ฯพณฯ ผู้ว่าราชการจังหวัดกำชับให้ ทำจริง ซื่อสัตย์ โปร่งใส ฯลฯ และน้อมนำหลักปรัชญาของเศรษฐกิจพอเพียงมาใช้ เรื่อย ๆ ไป"),
        Line(f"ประกาศ ณ วันที่ ๕ มกราคม พ.ศ. {_thai(year)}"),
    )  # fmt: skip
