"""Made-up lines of official papers, dense in numbers: years, dates, spans, codes, sums, and words around them."""

import random

THAI = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans("0123456789", THAI)
_CUES = (
    "พ.ศ. ", "พ.ศ.", "ปีงบประมาณ พ.ศ. ", "ประจำปี ", "ประจำปีงบประมาณ ", "ปี ", "ประจำปี พ.ศ. ", "งบประมาณ ",
    "ปีงบฯ ", "(พ.ศ. ",
    "มกราคม ", "กุมภาพันธ์ ", "มีนาคม ", "เมษายน ", "พฤษภาคม ", "มิถุนายน ", "กรกฎาคม ", "สิงหาคม ", "กันยายน ", "ตุลาคม ",
    "พฤศจิกายน ", "ธันวาคม ", "ม.ค. ", "ก.ย.", "ต.ค. ", "",
)  # fmt: skip
_WORDS = (
    "แผนปฏิบัติการป้องกันการทุจริต", "รายงานผลการดำเนินงาน", "องค์การบริหารส่วนตำบล", "เทศบาลตำบล", "จัดซื้อจัดจ้าง", "เรื่อง",
    "รอบ ๖ เดือน",
    "ข้อบัญญัติ", "โครงการ", "จำนวน", "บาท", "ไตรมาสที่", "ครั้งที่", "ลงวันที่", "ที่", "ฉบับที่", "และ", "ของ", "ถึง", "หน้า", "ข้อ",
    "แก้ไขเพิ่มเติม",
    "นโยบายไม่รับของขวัญ", "คุณธรรมและความโปร่งใส", "สรุปผล", "ร้อยละ", "ประกาศ ณ วันที่", "กอง", "ส่วนราชการ", "หมู่ที่", "พัฒนาท้องถิ่น",
    "ITA", "OIT", "No Gift Policy", "LPA", "www.", "EB",
)  # fmt: skip
_LETTERS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮะาเแโใไๆฯ"
_MARKS = "ัิีึืุู็่้๊์ํ"
# What poor print makes alike, most of all in thin and in loopless typefaces.
_ALIKE = (
    "๓๗", "๔๕", "๔๕๙", "๕๔๘", "๖๒", "๘๔", "๗๙๓", "๖๐๑", "๔ดต", "๗ฑณ", "๕ฐ", "๖วอ", "๘ฐ", "๓ฒ", "0869", "17", "356",
)  # fmt: skip


def line(dice: random.Random) -> str:
    """One line: pieces in any order, two thirds of them numbers, in Thai digits more often than in Arabic ones."""
    pieces = []
    for _ in range(dice.randint(3, 5)):
        number = dice.choice((_year, _year, _span, _date, _any, _any, _sum, _code))(dice)
        pieces.append(number.translate(_TO_THAI) if dice.random() < 0.65 else number)
        if dice.random() < 0.6:
            pieces.append(_word(dice))
    blank = dice.choice((" ", " ", "  ", ""))
    return blank.join(pieces)


def alike(dice: random.Random) -> str:
    """One line of numbers whose characters are easily mistaken for each other."""
    pieces = []
    for _ in range(dice.randint(3, 6)):
        letters = dice.choice(_ALIKE)
        pieces.append("".join(dice.choice(letters) for _ in range(dice.randint(2, 6))))
        if dice.random() < 0.3:
            pieces.append(_word(dice))
    return dice.choice((" ", " ", "  ", "-", "/")).join(pieces)


def _word(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return dice.choice(_WORDS)
    letters = []
    for _ in range(dice.randint(1, 7)):
        letters.append(dice.choice(_LETTERS))
        if dice.random() < 0.3 and letters[-1] not in "ะาเแโใไๆฯ":
            letters.append(dice.choice(_MARKS))
    return "".join(letters)


def _year(dice: random.Random) -> str:
    number = dice.randint(2540, 2590) if dice.random() < 0.5 else dice.randint(2000, 2999)
    return dice.choice(_CUES) + str(number) + dice.choice(("", "", ")", " "))


def _span(dice: random.Random) -> str:
    first = dice.randint(2540, 2585)
    return f"({first}{dice.choice(('-', '–', ' - ', ' – ', ' ถึง '))}{first + dice.randint(1, 5)})"


def _date(dice: random.Random) -> str:
    return f"{dice.randint(1, 31)} {dice.choice(_CUES[10:25])}{dice.randint(2540, 2590)}"


def _any(dice: random.Random) -> str:
    return "".join(dice.choice("0123456789") for _ in range(dice.randint(1, 7)))


def _sum(dice: random.Random) -> str:
    return f"{dice.randint(1, 999)},{dice.randint(0, 999):03d}" + dice.choice(("", ".00", ".50", ".-", " บาท"))


def _code(dice: random.Random) -> str:
    return dice.choice(("{}.{}", "{}/{}", "O{}-{}", "ที่ {}/{}", "{}-{}")).format(
        dice.randint(1, 99), dice.randint(1, 2590)
    )
