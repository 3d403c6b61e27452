"""The reader of item codes: every spelling reads back, and other numbers never become codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.codes import HIGHEST, expand, leading_code, read_codes, split_label
from audits.requirement import known_years, load_ruleset

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
CODES = sorted({int(item.code[1:]) for year in known_years() for item in load_ruleset(year).requirements})

# Spellings that are codes wherever they stand, and those that are only a number.
STRONG = {
    "O1": lambda n: f"O{n}",
    "O01": lambda n: f"O{n:02}",
    "o1": lambda n: f"o{n}",
    "O 6 ::": lambda n: f"O {n} ::",
    "O2 :": lambda n: f"O{n} :",
    "O29 -": lambda n: f"O{n} -",
    "o-21": lambda n: f"o-{n}",
    "O.5": lambda n: f"O.{n}",
    "OIT 3": lambda n: f"OIT {n}",
    "OIT1": lambda n: f"OIT{n}",
    "ข้อ O1": lambda n: f"ข้อ O{n}",
    "ข้อ ๐๑": lambda n: f"ข้อ ๐{n}".translate(THAI),
    "(O15)": lambda n: f"(O{n})",
    "O๑": lambda n: f"O{n}".translate(THAI),
    "๐1": lambda n: f"๐{n}",
    "๐01": lambda n: f"๐{n:02}",
    "๐๑": lambda n: f"๐{n}".translate(THAI),
    "๐๐๑": lambda n: f"๐{n:02}".translate(THAI),
    "0๑": lambda n: "0" + str(n).translate(THAI),
    "001": lambda n: f"0{n:02}",
    "ข้อ 01": lambda n: f"ข้อ 0{n}",
    "๐ ๒๕": lambda n: f"๐ {n}".translate(THAI),
    "Cyrillic": lambda n: f"О{n}",
    "Greek": lambda n: f"Ο{n}",
    "full-width": lambda n: f"Ｏ{n}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
}
WEAK = {
    "10": lambda n: f"{n}",
    "5.": lambda n: f"{n}.",
    "๑๐": lambda n: str(n).translate(THAI),
    "ข้อ 10": lambda n: f"ข้อ {n}",
    "(10)": lambda n: f"({n})",
}
WORDS = st.lists(
    st.sampled_from(
        [
            "แผน",
            "รายงาน",
            "โครงสร้าง",
            "นโยบาย",
            "คู่มือ",
            "ประกาศ",
            "ผลการดำเนินงาน",
            "และ",
            "ของ",
            "ประชาชน",
            "No Gift Policy",
            "Q&A",
        ]
    ),
    max_size=6,
).map(" ".join)
numbers = st.sampled_from(CODES)


def test_no_year_has_more_items_than_the_reader_knows() -> None:
    assert max(CODES) <= HIGHEST


@pytest.mark.parametrize("spelling", STRONG)
@given(number=numbers)
def test_every_spelling_of_every_code_reads_back_alone(spelling: str, number: int) -> None:
    written = STRONG[spelling](number)
    mention = leading_code(written)
    assert mention is not None
    assert (mention.number, mention.weak) == (number, False)
    assert written[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("spelling", STRONG)
@given(before=WORDS, number=numbers, after=WORDS)
def test_every_spelling_of_every_code_reads_back_inside_text(
    spelling: str, before: str, number: int, after: str
) -> None:
    text = f"{before} {STRONG[spelling](number)} {after}"
    assert [mention.number for mention in read_codes(text) if not mention.weak] == [number]
    assert all(text[mention.start : mention.end] == mention.text for mention in read_codes(text))


@pytest.mark.parametrize("spelling", WEAK)
@given(before=WORDS, number=numbers, after=WORDS)
def test_a_number_alone_is_kept_and_marked_weak(spelling: str, before: str, number: int, after: str) -> None:
    written = WEAK[spelling](number)
    alone = leading_code(written)
    assert alone is not None
    assert (alone.number, alone.weak) == (number, True)
    assert [(item.number, item.weak) for item in read_codes(f"{before} {written} {after}")] == [(number, True)]


@pytest.mark.parametrize(
    ("label", "code", "weak", "title"),
    [
        ("O10 E-Service", "O10", False, "E-Service"),
        ("O18E-Service", "O18", False, "E-Service"),
        ("O8Q&A", "O8", False, "Q&A"),
        ("017-งบหน้า68.pdf", "O17", False, "งบหน้า68.pdf"),
        ("o10-20210401.pdf", "O10", False, "20210401.pdf"),
        ("029ประกาศ.pdf", "O29", False, "ประกาศ.pdf"),
        ("30การประเมินความเสี่ยงการทุจริต", "O30", True, "การประเมินความเสี่ยงการทุจริต"),
        ("17. E-Service", "O17", True, "E-Service"),
        ("19 แผนการจัดซื้อจัดจ้าง", "O19", True, "แผนการจัดซื้อจัดจ้าง"),
        ("14 รายการการจัดซื้อจัดจ้าง", "O14", True, "รายการการจัดซื้อจัดจ้าง"),
        ("12 รายงานผลการดำเนินงานประจำปี", "O12", True, "รายงานผลการดำเนินงานประจำปี"),
        ("15 ข้อมูลเชิงสถิติการให้บริการ", "O15", True, "ข้อมูลเชิงสถิติการให้บริการ"),
        ("-O11 แผนดำเนินงาน", "O11", False, "แผนดำเนินงาน"),
        ("1. O1 โครงสร้าง", "O1", False, "โครงสร้าง"),
        ("๐ ๒๕ แผน ป้องกันการทุจริต", "O25", False, "แผน ป้องกันการทุจริต"),
        ("(019-022) การจัดซื้อจัดจ้าง", "O19", False, "การจัดซื้อจัดจ้าง"),
        ("010มีการจัดทำฐานข้อมูลเปิด", "O10", False, "มีการจัดทำฐานข้อมูลเปิด"),
        ("ITA O1", "O1", False, ""),
    ],
)
def test_a_label_is_split_into_code_and_title(label: str, code: str, weak: bool, title: str) -> None:
    mention, rest = split_label(label)
    assert mention is not None
    assert (mention.code, mention.weak, rest) == (code, weak, title)


NEVER = [
    "043-123456", "081-234-5678", "08x-xxx-xxxx", "0-4203-9209", "02 123 4567", "053 123456", "1205", "3/4/2566", "15 ม.ค. 2567",
    "5 มกราคม", "660527", "2567-01-05", "01/02/2567", "10,000", "12%", "ร้อยละ 12", "9.1", "4.2", "3.1", "1.2.3", "2568", "ปี 68", "ปี 63",
    "MOIT 3", "MOIT1", "MOIT 1, 2 และ 3", "EB10", "EB 10", "EEB 13", "มาตรา 9(1)", "มาตรา 7, 9 และ 11", "มาตรา ๙ วรรคหนึ่ง (๘)", "ข้อ 9(3)",
    "I1", "I30", "i๓๐", "E1", "E15", "สขร.1", "ฉบับที่ 3", "ครั้งที่ 2", "หมู่ที่ 4", "รอบ 6 เดือน", "4 ปี", "412/2568", "40000", "09.30 น.", "09:30",
    "หมู่ 4", "ตัวชี้วัดที่ 10", "IMG_001.jpg", "00", "49", "068", "O49", "O0", "O2O", "O365", "CO2", "โทร. 043 123 456 ต่อ 12", "10 คน",
]  # fmt: skip


@pytest.mark.parametrize("text", NEVER)
def test_other_numbers_are_no_codes_strong_or_weak(text: str) -> None:
    assert leading_code(text) is None
    assert read_codes(f"ข้อมูล {text} ของหน่วยงาน") == ()
    assert read_codes(text.translate(THAI)) == () or text in ("00", "068")


two, four = st.integers(0, 99), st.integers(0, 9999)
PHONES = st.one_of(
    st.builds("0{:02}-{:03}{:03}".format, st.integers(20, 99), st.integers(0, 999), st.integers(0, 999)),
    st.builds("0{:02} {:03} {:04}".format, st.integers(60, 99), st.integers(0, 999), four),
    st.builds("0-{:04}-{:04}".format, four, four),
    st.builds("โทร. 0{:02} {:03} {:03}".format, st.integers(20, 99), st.integers(0, 999), st.integers(0, 999)),
    st.builds("0{:09}".format, st.integers(200000000, 999999999)),
)
MONTHS = st.sampled_from(["มกราคม", "ม.ค.", "กุมภาพันธ์", "ก.พ.", "ต.ค.", "พ.ย.", "ธันวาคม"])
DATES = st.one_of(
    st.builds("{:02}/{:02}/{}".format, st.integers(1, 31), st.integers(1, 12), st.integers(2550, 2575)),
    st.builds("{}-{:02}-{:02}".format, st.integers(2010, 2030), st.integers(1, 12), st.integers(1, 31)),
    st.builds("{} {} {}".format, st.integers(1, 31), MONTHS, st.integers(2550, 2575)),
    st.builds("{:02} {} {}".format, st.integers(1, 31), MONTHS, st.integers(50, 75)),
)
OTHERS = st.one_of(
    st.builds("{}.{}".format, st.integers(1, 12), st.integers(1, 30)),
    st.builds("{}.{}.{}".format, st.integers(1, 12), st.integers(1, 30), st.integers(1, 9)),
    st.builds("MOIT {}".format, st.integers(1, 26)),
    st.builds("MOIT{}".format, st.integers(1, 26)),
    st.builds("EB{}, EB {} และ {}".format, st.integers(1, 26), st.integers(1, 26), st.integers(1, 26)),
    st.builds("มาตรา {} ({}), ({})".format, st.integers(1, 40), st.integers(1, 9), st.integers(1, 9)),
    st.builds("มาตรา {} และ {}".format, st.integers(1, 40), st.integers(1, 40)),
    st.builds("I{} ถึง E{}".format, st.integers(1, 30), st.integers(1, 15)),
    st.builds("{}/{}".format, st.integers(1, 999), st.integers(2550, 2575)),
)


@given(before=WORDS, other=st.one_of(PHONES, DATES, OTHERS), after=WORDS, thai=st.booleans())
def test_telephones_dates_sections_and_other_lists_never_give_a_strong_code(
    before: str, other: str, after: str, thai: bool
) -> None:
    other = other.translate(THAI) if thai else other
    assert [mention for mention in read_codes(f"{before} {other} {after}") if not mention.weak] == []
    assert leading_code(other) is None


@given(st.text(alphabet="Oo0๐19๑๙ -–(),./:ขอ้ทีMI", max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    for mention in read_codes(text):
        assert text[mention.start : mention.end] == mention.text
        assert 1 <= mention.number <= HIGHEST
    leading_code(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("O01,O02,O11และO28", [1, 2, 11, 28]),
        ("ข้อ ๐1,๐2,๐28 และ ๐20", [1, 2, 28, 20]),
        ("ข้อ ๐๐๑, ๐๐๒, ๐๑๑ และ ๐๒๘ นั้น", [1, 2, 11, 28]),
        ("ในข้อ ๐01 ๐02 ๐11 ๐13 ๐17 และ 028 ตัวอย่าง ข้อ ๐11หน่วยงาน", [1, 2, 11, 13, 17, 28, 11]),
        ("(อ้างอิงจาก ๐๑๒ ,๐๑๓)", [12, 13]),
        ("/O1-41MC66/O17MC66.html", [1, 17]),
        ("https://example.go.th/ita/O18?id=10", [18]),
        ("o 12 โครงการ o 1 ตุลาคม 2568", []),
        ("OIT 9.1 และ OIT 10 ข้อ", []),
    ],
)
def test_lists_of_codes(text: str, codes: list[int]) -> None:
    assert [mention.number for mention in read_codes(text) if not mention.weak] == codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("รายการ O1–O26 ตามปฏิทิน", range(1, 27)),
        ("ข้อมูล 0๑-0๒๖ ตาม", range(1, 27)),
        ("O๑ ถึง O๔๓", range(1, 44)),
        ("(019-022)", range(19, 23)),
        ("O1-26", range(1, 27)),
        ("ข้อ ๐21 – ๐23 และ O30", [21, 22, 23, 30]),
    ],
)
def test_ranges(text: str, expected: list[int]) -> None:
    mentions = read_codes(text)
    assert not any(mention.weak for mention in mentions)
    assert expand(mentions) == tuple(expected)


def test_a_range_that_runs_backwards_is_none() -> None:
    assert all(mention.range_end is None for mention in read_codes("O26-O1"))
