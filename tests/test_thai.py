"""Thai words, years and months: the forms that real sites write, and properties that hold for any text."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.thai import (
    Month,
    ascii_digits,
    find_years,
    fiscal_year_months,
    fiscal_year_of,
    is_sound,
    key,
    months_in,
    normalise,
    repair_mojibake,
    skeleton,
    words,
)

THAI = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E5B)] + list(" 0123456789.()/-"), max_size=60)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("อํานาจหน้าที่", "อำนาจหน้าที่"),
        ("ด าเนินงาน", "ดำเนินงาน"),
        ("ส านักปลัด", "สำนักปลัด"),
        ("ประจ\ufffdาปี", "ประจำปี"),
        ("ด\ufffdำเนินงาน", "ดำเนินงาน"),
        ("เเผนพัฒนา", "แผนพัฒนา"),
        ("เม่ือ", "เมื่อ"),
        ("นํ้า", "น้ำ"),
        ("กำาหนด", "กำหนด"),
        ("ที่่ตั้ง", "ที่ตั้ง"),
        ("รอง\u200bปลัด", "รองปลัด"),
        ("พ.ศ.\u00a02569", "พ.ศ. 2569"),
        ("check_circle ดาวน์โหลด", "ดาวน์โหลด"),
    ],
)
def test_words_are_repaired(written: str, meant: str) -> None:
    assert normalise(written) == meant


@given(THAI)
def test_normalise_and_key_are_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert key(key(text)) == key(text)


@given(st.one_of(THAI, st.text(alphabet="กธน เแาำะัิืุ็่้์ํ\ufffd\uf70a\u200b_à¸êa\U0001f600", max_size=12)))
def test_sound_text_needs_no_repair_and_unsound_text_gets_it(text: str) -> None:
    single = " ".join(text.split())
    if is_sound(single):
        assert words._normalised(single) == single == repair_mojibake(single)
    assert normalise(text) == words._normalised(single)


def test_nearly_all_written_thai_is_sound() -> None:
    assert is_sound("ประกาศองค์การบริหารส่วนตำบล เรื่อง เนื้อหาแผนพัฒนาท้องถิ่น (พ.ศ. 2566-2570) ฯลฯ โทร. ๐ ๔๒๓๑ ๑๒๓๔")
    assert not any(map(is_sound, ("ด าเนินงาน", "นํ้า", "เเผน", "กำาหนด", "ที่่", "ก\u200bข", "à¸ªà¸³", "เธชเธณ")))


@given(THAI)
def test_digits_keep_their_places(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)
    assert not any(letter in ascii_digits(text) for letter in "๐๑๒๓๔๕๖๗๘๙")


@given(THAI, THAI)
def test_a_part_stays_a_part_without_marks(before: str, after: str) -> None:
    word = "แผนปฏิบัติการป้องกันการทุจริต"
    assert skeleton(word) in skeleton(before + " " + word + " " + after)


def test_spaces_between_thai_words_mean_nothing() -> None:
    assert key("แผน การ ดำเนินงาน") == key("แผนการดำเนินงาน")
    assert key("No Gift Policy") == "no gift policy"


def test_wrong_table_is_undone() -> None:
    assert repair_mojibake("อบต.ทดสอบ".encode().decode("latin-1")) == "อบต.ทดสอบ"
    assert repair_mojibake("สำนักงาน".encode("cp874").decode("latin-1")) == "สำนักงาน"
    assert repair_mojibake("Café") == "Café"


def roles(text: str) -> list[tuple[int, str]]:
    return [(mention.year, mention.role) for mention in find_years(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("แผนพัฒนาท้องถิ่น (พ.ศ. 2566 – 2570)", [(2566, "span_start"), (2570, "span_end")]),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", [(2569, "fiscal_year")]),
        ("ITA 2569", [(2569, "fiscal_year")]),
        ("ปี 68", [(2568, "fiscal_year")]),
        ("ปีงบประมาณ พ.ศ. 2568 \n โครงการอบรม", [(2568, "fiscal_year")]),  # what is counted stands behind its number
        ("ประจำปีงบประมาณ 2568\nคนไทยไม่ทนต่อการทุจริต", [(2568, "fiscal_year")]),
        ("ปี 68 คน ปี 45 โครงการ", []),
        ("พระราชบัญญัติเทศบาล พ.ศ. 2496", [(2496, "law")]),
        ("ระเบียบกระทรวงมหาดไทย ว่าด้วยวิธีการงบประมาณ พ.ศ. 2563", [(2563, "law")]),
        ("15 มกราคม 2568", [(2568, "date")]),
        ("29/8/2566 11:14:11", [(2566, "date")]),
        ("สงวนลิขสิทธิ์ 2565", []),
        ("ผู้เข้าชมทั้งหมด 2568", []),
        ("โทร. 0-2568-2569", []),
        ("งบประมาณ 2,569,000 บาท", []),
    ],
)
def test_years_and_their_roles(text: str, expected: list[tuple[int, str]]) -> None:
    assert roles(text) == [item for item in expected if item[0] >= 2530]


@pytest.mark.parametrize("text", ["งบประมาณ 2568 บาท", "งบประมาณ 2568-บาท", "งบประมาณ 2568.50 บาท"])
def test_money_is_no_fiscal_year(text: str) -> None:
    assert "fiscal_year" not in {role for _, role in roles(text)}


def test_date_of_october_lies_in_the_next_fiscal_year() -> None:
    assert find_years("5 ตุลาคม 2568")[0].fiscal_year == 2569


@given(st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2080, 12, 31)))
def test_every_day_lies_in_one_month_of_its_fiscal_year(day: datetime.date) -> None:
    assert Month(day.year + 543, day.month) in fiscal_year_months(fiscal_year_of(day))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("สขร.1 ประจำเดือนตุลาคม 2568", {Month(2568, 10)}),
        ("เดือน ต.ค. 68", {Month(2568, 10)}),
        ("ตุลาคม - ธันวาคม 2568", {Month(2568, 10), Month(2568, 11), Month(2568, 12)}),
        ("ธ.ค. 68 - ก.พ. 69", {Month(2568, 12), Month(2569, 1), Month(2569, 2)}),
    ],
)
def test_months(text: str, months: set[Month]) -> None:
    assert months_in(text) == months


@given(st.text(max_size=200))
def test_nothing_breaks_the_readers(text: str) -> None:
    normalise(text)
    key(text)
    find_years(text)
    months_in(text)
