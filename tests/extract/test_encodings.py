"""Bytes in any table and mixture → the words that were meant, through the reader of pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.decode import decode
from crawler.extract.html import read_html
from crawler.thai import ascii_digits, key, normalise, repair_mojibake, skeleton

WORDS = "ข้อมูลผู้บริหาร สำนักปลัด"
URL = "https://www.example.go.th/"
UTF8, TIS = WORDS.encode(), WORDS.encode("cp874")


def words(body: bytes, content_type: str = "text/html") -> list[str]:
    return [block.text for block in read_html(body, content_type, URL).blocks]


def as_latin(raw: bytes) -> str:
    """As a browser shows it under Windows-1252: five codes stay what they are."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def as_thai(raw: bytes) -> str:
    return "".join(bytes((byte,)).decode("cp874", "ignore") or chr(byte) for byte in raw)


@pytest.mark.parametrize("declared", ["", "utf-8", "tis-620", "windows-874", "iso-8859-11", "iso-8859-1", "utf-16", "nonsense",
                                      "hex", "punycode", "undefined"])  # fmt: skip
@pytest.mark.parametrize("body", [UTF8, TIS])
@pytest.mark.parametrize("where", ["header", "meta", "late meta"])
def test_bytes_count_more_than_what_is_declared(body: bytes, declared: str, where: str) -> None:
    page = b"<p>" + body + b"</p>"
    if where == "header":
        assert words(page, f"text/html; charset={declared}" if declared else "text/html") == [WORDS]
        return
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'.encode()
    filler = b"<!-- " + b"x" * 6000 + b" -->" if where == "late meta" else b""
    assert words(b"<html><head>" + filler + meta + b"</head><body>" + page) == [WORDS]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
def test_utf16_with_and_without_its_mark(encoding: str, mark: bool) -> None:
    assert words((("\ufeff" if mark else "") + f"<html><body><p>{WORDS}</p></body></html>").encode(encoding)) == [WORDS]


def test_curly_quotes_of_a_word_processor() -> None:
    body = b"<p>\x93" + TIS + b"\x94 \x96 \x85</p>"
    assert words(body, "text/html; charset=tis-620") == [f"“{WORDS}” – …"]
    assert words(b"<p>" + UTF8 + b" \x93x\x94</p>", "text/html; charset=utf-8") == [f"{WORDS} “x”"]


def test_two_tables_on_one_page_each_decoded_for_itself() -> None:
    menu = "© 2569 รถ".encode()
    body = b"<p>" + UTF8 + b"</p><p>" + TIS + b"</p><p>" + UTF8 + b" : " + TIS + b"</p><p>" + menu + b"</p>"
    assert words(body) == [WORDS, WORDS, f"{WORDS} : {WORDS}", "© 2569 รถ"]


def test_a_letter_cut_in_the_middle_costs_only_itself() -> None:
    assert words(b"<p>" + UTF8[:-1] + b"...</p><p>" + UTF8 + b"</p>") == [f"{WORDS[:-1]}\ufffd...", WORDS]


def test_short_page_that_could_be_either_follows_its_declaration() -> None:
    short = b"<p>" + "ยก".encode("cp874") + b"</p>"  # two letters that are one character in UTF-8
    assert words(short, "text/html; charset=tis-620") == ["ยก"]
    assert words("<p>© 2569</p>".encode(), "text/html; charset=tis-620") == ["© 2569"]
    assert words("ปี".encode("cp874")) == ["ปี"]


@pytest.mark.parametrize("show", [as_latin, lambda raw: raw.decode("latin-1"), as_thai])
@pytest.mark.parametrize("text", [WORDS, "ภาษีโรงเรือน “สุจริต” พ.ศ. ๒๕๖๙ (ก.ค.) - อนุญาต", "อบต."])
def test_utf8_that_was_stored_as_another_table(show: object, text: str) -> None:
    wrong = show(text.encode())  # type: ignore[operator]
    assert words(f"<p>{wrong}</p><p>ก่อน {wrong} หลัง</p>".encode()) == [text, f"ก่อน {text} หลัง"]


def test_utf8_that_was_stored_so_twice() -> None:
    assert words(f"<p>{as_latin(as_latin(UTF8).encode())}</p>".encode()) == [WORDS]


def test_tis620_that_was_stored_as_latin() -> None:
    wrong = as_latin(TIS)
    assert words(f"<p>{wrong}</p><p>ก่อน {wrong}</p>".encode()) == [WORDS, f"ก่อน {WORDS}"]
    assert words(f'<p><img src=a alt="{wrong}"></p>'.encode()) == [WORDS]


@pytest.mark.parametrize("text", ["Café São Tomé", "сайт", "“นโยบาย” – ก", "½¾¼ ±°", "เธอเนรมิต อเนกประสงค์", "ÄÖÜ"[:2], "תשובה"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert repair_mojibake(text) == text


# The rows of a list of forms met on municipal sites: what is written, and what it must compare equal to.
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("อํานาจ กําหนด ดําเนินงาน ตําบล ชําฆ้อ", "อำนาจกำหนดดำเนินงานตำบลชำฆ้อ"),
        ("ด าเนิน จ านวน ส านักงาน อ าเภอ ค าน า", "ดำเนินจำนวนสำนักงานอำเภอคำนำ"),
        ("ด�ำเนินงาน ประจ�าปี เม่ือ เพ่ือ", "ดำเนินงานประจำปีเมื่อเพื่อ"),
        ("เเละ เเผน พัสดุเเละวิธี", "และแผนพัสดุและวิธี"),
        ("Êӹѡ¡ÒÃ", "สำนักการ"),
        ("à¸­à¸š", "อบ"),
        ("รองปล</span><span>ั</span><span>ดเทศบาล", "รองปลัดเทศบาล"),
        ("๒๕61 ๒๕6๔", "2561 2564"),
        ("พ.ศ.\u00a02567", "พ.ศ.2567"),
        ("พ.ศ .2567", "พ.ศ.2567"),
        ("พ.ศ. ๒๕๖๗", "พ.ศ.2567"),
        ("พศ. 2567", "พ.ศ.2567"),
        ("รอง\u200bปลัด  เทศบาล", "รองปลัดเทศบาล"),
        ("📊 ดูสถิติร้องเรียน", "ดูสถิติร้องเรียน"),
        ("★ ข่าว", "ข่าว"),
        ("▶ ข่าว", "ข่าว"),
        (":: ข่าว ::", "ข่าว"),
        ("» ข่าว", "ข่าว"),
    ],
)
def test_forms_of_real_sites_compare_equal(written: str, meant: str) -> None:
    (block,) = words(f"<p><span>{written}</span></p>".encode())
    assert key(block) == key(meant) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ปงี บประมาณ", "ปีงบประมาณ"), ("ทอ้ งถนิ่", "ท้องถิ่น"), ("การทจุ รติ", "การทุจริต"),
        ("แนวปฏบตการจดการรองเรยนการทจรต", "แนวปฏิบัติการจัดการร้องเรียนการทุจริต"),
    ],
)  # fmt: skip
def test_lost_and_moved_marks_compare_without_marks(written: str, meant: str) -> None:
    assert skeleton(written) == skeleton(meant)


def test_thai_digits_inside_one_number() -> None:
    assert ascii_digits(normalise("๒๕61")) == "2561"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=hex", "text/html; charset=utf-16", "text/html; charset=gb2312"]))
def test_any_bytes_are_decoded(body: bytes, content_type: str) -> None:
    decode(body, content_type)
    decode(UTF8 + body + TIS, content_type)


@given(st.text(max_size=200))
def test_mending_is_stable(text: str) -> None:
    once = repair_mojibake(text)
    assert key(key(once)) == key(once)
