"""Which year a list follows: whole lists, parts of them, the tables of real reports, and lists of other schemes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.document_numbering import blocks_of, identify_document
from audits.numbering import identify, known_titles, years_of_span
from audits.numbering_rows import ListRow, cited_rows, rows_of, spans_of
from audits.requirement import known_years, load_ruleset
from audits.titles import number_of

TITLES = known_titles()
YEARS = known_years()


def rows(*pairs: tuple[str, str]) -> tuple[ListRow, ...]:
    return tuple(ListRow(code, title) for code, title in pairs)


def list_of(year: int, template: str = "{code} {title}") -> tuple[ListRow, ...]:
    items = load_ruleset(year).requirements
    return rows_of(template.format(code=item.code, number=number_of(item), title=item.title.th) for item in items)


def same_lists(year: int) -> tuple[int, ...]:
    """The years whose list is word for word that of a year."""
    own = [(item.code, item.title.th) for item in load_ruleset(year).requirements]
    return tuple(
        other for other in YEARS if [(item.code, item.title.th) for item in load_ruleset(other).requirements] == own
    )


@pytest.mark.parametrize(
    "template",
    ["{code} {title}", "{code}\t{title}\t100.00", "| {code} | {title} | 0.00 |", "- ข้อ {code} {title} ได้คะแนน 0"],
)
@pytest.mark.parametrize("year", YEARS)
def test_a_whole_list_is_of_its_year(year: int, template: str) -> None:
    found = identify(list_of(year, template), TITLES)
    assert found.years == same_lists(year)
    assert found.confidence > 0.65
    assert found.misplaced == ()


@pytest.mark.parametrize("year", YEARS)
def test_bare_numbers_with_titles_tell_the_year_too(year: int) -> None:
    found = identify(list_of(year, "{number}. {title}"), TITLES)
    assert year in found.years
    assert len(found.years) <= 3


@settings(max_examples=60, deadline=None)
@given(year=st.sampled_from(YEARS), count=st.integers(5, 12), seed=st.integers(0, 10_000))
def test_a_part_of_a_list_never_excludes_its_year(year: int, count: int, seed: int) -> None:
    part = random.Random(seed).sample(list_of(year), count)
    found = identify(part, TITLES, claimed=year)
    assert year in found.years
    assert found.misplaced == ()


@settings(max_examples=40, deadline=None)
@given(
    years=st.sampled_from([(one, two) for one in YEARS for two in YEARS if one >= 2566 and two >= 2566 and one != two]),
    seed=st.integers(0, 10_000),
)
def test_every_row_of_another_year_is_named_with_its_right_code(years: tuple[int, int], seed: int) -> None:
    follows, claimed = years
    part = random.Random(seed).sample(list_of(follows), 10)
    found = identify(part, TITLES, claimed=claimed)
    items = {item.code: item for item in load_ruleset(follows).requirements}
    told = {item.code: item for item in load_ruleset(claimed).requirements}
    for wrong in found.misplaced:
        assert follows in wrong.years and claimed not in wrong.years
        asked = wrong.code_in(claimed)
        assert asked is None or items[wrong.row.code].concept in told[asked].family
    for row in set(part) - {wrong.row for wrong in found.misplaced}:
        assert items[row.code].concept in told[row.code].family or items[row.code].title.th == told[row.code].title.th


# A table of zero items: the document speaks of the result of 2565, its codes carry the titles of 2566.
TABLE_2566_TITLES = """
ตัวชี้วัดที่ 9 ได้คะแนนรวมที่ 74.48 คะแนน\t-O01 โครงสร้าง ได้คะแนนที่ 0 คะแนน\tให้ผู้รับผิดชอบลงข้อมูล\tO01 โครงการปรับปรุงเว็บไซต์
\t-O02 ข้อมูลผู้บริหาร ได้คะแนนที่ 0 คะแนน\t-หน่วยงานต้องแสดงข้อมูลผู้บริหารสูงสุด
ตัวชี้วัดที่ 10 การป้องกันการทุจริต\t-O11 แผนดำเนินงานและการใช้งบประมาณประจำปี ได้คะแนนที่ 0 คะแนน\tO11 ศึกษาแนวทางการจัดทำแผนดำเนินงาน
<p>-O13 รายงานผลการดำเนินงาน ได้คะแนนที่ 0 คะแนน</p>\t<p>อย่างน้อย 1 คู่มือ</p>
<p>-O17 รายงานผลการสำรวจความพึงพอใจการให้บริการ ได้คะแนนที่ 0 คะแนน</p>\t
<p>-O18 E-Service ได้คะแนนที่ 0 คะแนน</p>\t<p>O18โครงการปรับปรุงระบบเว็บไซต์</p>
<p>-O20 ประกาศต่าง ๆ เกี่ยวกับการจัดซื้อจัดจ้าง ได้คะแนนที่ 0 คะแนน</p>\t
\t<p>-O28 ช่องทางการแจ้งเรื่องร้องเรียน และทุจริตมิชอบ ได้คะแนนที่ 0 คะแนน</p>\t
"""
COMMENT_OF_2565 = (
    "โดยเฉพาะในข้อ ๐01 ๐02 ๐11 ๐13 และ 028 ตัวอย่าง ข้อ ๐1 หน่วยงานต้องแสดงโครงสร้างการแบ่งส่วนราชการของหน่วยงาน โดยทำในรูปแบบผัง"
    " ข้อ ๐2 หน่วยงานต้องแสดงข้อมูลของผู้บริหารสูงสุดของหน่วยงาน โดยอย่างน้อยประกอบด้วย"
    " ข้อ ๐11หน่วยงานต้องแสดงความก้าวหน้าในการดำเนินงานตามแผนดำเนินงานประจำปีในข้อ ๐10 โดยมีรายละเอียด"
)


def test_codes_of_one_year_with_titles_of_the_next() -> None:
    found = identify(rows_of(TABLE_2566_TITLES.splitlines()), TITLES, claimed=2565)
    assert found.years == (2566,)
    assert {wrong.row.code: wrong.code_in(2565) for wrong in found.misplaced} == {
        "O11": "O10", "O13": "O12", "O17": "O16", "O18": "O17", "O20": "O22", "O28": "O30",
    }  # fmt: skip
    assert all(wrong.years == (2566,) for wrong in found.misplaced)
    assert identify(rows_of(TABLE_2566_TITLES.splitlines()), TITLES).misplaced == ()


def test_a_comment_and_a_table_of_two_years_in_one_document() -> None:
    parts = identify_document(blocks_of(f"{COMMENT_OF_2565}\n\n{TABLE_2566_TITLES}"), TITLES, claimed=2565)
    assert [part.kind for part in parts] == ["citations", "list"]
    comment, table = parts
    assert 2565 in comment.numbering.years and 2566 not in comment.numbering.years
    assert comment.numbering.misplaced == ()
    assert table.numbering.years == (2566,)
    assert len(table.numbering.misplaced) == 6


# Titles as recognition garbled them: a wrong word, a letter of another script, a lost consonant.
GARBLED_2566 = rows(
    ("O11", "แผนดำเนินงานและการใช้งบประมาณประจำปี"), ("O21", "สรุปผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดुरายเดือน"),
    ("O31", "ประกาศเจตนาธรรมเนียมนโยบาย No Gift Policy จากการปฏิบัติหน้าที่"), ("O39", "ประมวลจริยธรรมสำหรับเจ้าหน้าที่ของรัฐ"),
    ("O42", "มาตรการส่งเสริมคุณธรรมและความโปร่งใภายในหน่วยงาน"), ("O20", "ประกาศต่างๆ เกี่ยวกับการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ"),
)  # fmt: skip


def test_garbled_titles_are_recognised() -> None:
    found = identify(GARBLED_2566, TITLES)
    assert found.years == (2566,)
    assert found.named == len(GARBLED_2566)
    assert found.evidence[0].official == len(GARBLED_2566)


PLAN_OF_OLDER_CODES = (
    "โดยจัดทำข้อมูลรายละเอียดแผนการใช้จ่ายงบประมาณประจำปีของหน่วยงาน สอดคล้องกับตัวชี้วัดที่ 9 ข้อ ๐18 และจัดทำรายงานความก้าวหน้าในการดำเนินงานตามแผนการใช้จ่ายงบประมาณประจำปี"
    " สอดคล้องกับตัวชี้วัดที่ 9 ข้อ ๐19 จัดทำข้อมูลรายละเอียดแผนการจัดซื้อจัดจ้างหรือแผนการจัดหาพัสดุ สอดคล้องกับตัวชี้วัดที่ 9 ข้อ ๐21 – ๐23"
    " จัดทำรายงานผลการจัดซื้อจัดจ้างหรือจัดหาพัสดุประจำปีของหน่วยงาน สอดคล้องกับตัวชี้วัดที่ 9 ข้อ ๐24 และเผยแพร่"
)


def test_scores_of_one_year_and_a_plan_that_cites_older_codes() -> None:
    table = "\n\n".join(
        "ข้อ\tคำถาม\tคะแนน\nI1\tเจ้าหน้าที่ปฏิบัติงานเป็นไปตามขั้นตอน มากน้อยเพียงใด\t86.35\n"
        + "\n".join(f"{row.code}\t{row.title}\t100.00" for row in part)
        for part in (list_of(2566)[10:14], list_of(2566)[33:35], list_of(2566)[18:26])
    )
    parts = identify_document(blocks_of(f"{table}\n\n{PLAN_OF_OLDER_CODES}"), TITLES, claimed=2566)
    assert [(part.kind, part.numbering.years) for part in parts] == [
        ("list", (2566,)),
        ("citations", (2562, 2563, 2564, 2565)),
    ]
    assert parts[0].blocks == (0, 1, 2)
    assert parts[0].numbering.misplaced == ()
    wrong = {item.row.code: item.code_in(2566) for item in parts[1].numbering.misplaced}
    assert (wrong["O18"], wrong["O21"], wrong["O24"]) == ("O11", "O19", "O22")


ADVICE_OF_2568 = (
    "จึงพัฒนาช่องทางการให้บริการในรูปแบบออนไลน์ หรือ E- Service (อ้างอิงจาก ๐๑๐) ไว้ในคู่มือหรือ แนวทางการปฏิบัติงาน (อ้างอิงจาก ๐๘)"
    " หรือคู่มือ การขอรับบริการ (อ้างอิง จาก ๐๙) ควรจัดทำ แผนการจัดซื้อจัดจ้างฯ (อ้างอิงจาก ๐๑๒ ,๐๑๓)"
    " ควรทบทวนแนวปฏิบัติสำหรับ การจัดการเรื่องร้องเรียนการ ทุจริต (อ้างอิงจาก ๐๑๗) และมีช่องทางการร้องเรียนที่สะดวก (อ้างอิงจาก ๐๑๘)"
)


def test_advice_of_one_year_and_a_checklist_of_the_next() -> None:
    document = f"{ADVICE_OF_2568}\n\n๑. Checklist Audit: ตรวจสอบรายการ ข้อมูล 0๑-0๒๖ ตาม ปฏิทิน"
    parts = identify_document(blocks_of(document), TITLES, claimed=2568)
    assert [(part.kind, part.numbering.years) for part in parts] == [("citations", (2568,)), ("span", (2569,))]


@pytest.mark.parametrize(
    ("text", "years"),
    [("O1–O26", (2569,)), ("O1-O28", (2568,)), ("O1 ถึง O35", (2567,)), ("O1-O48", (2562,)), ("O1-O43", (2563, 2564, 2565, 2566)), ("O3-O26", ()), ("O1-O27", ())],
)  # fmt: skip
def test_a_range_over_a_whole_list_bounds_the_year(text: str, years: tuple[int, ...]) -> None:
    ((first, last),) = spans_of(text)
    found = years_of_span(first, last, TITLES)
    assert found.years == years
    assert found.confidence <= 0.6


def test_codes_without_titles_tell_little() -> None:
    assert identify(rows(*((f"O{number}", "") for number in range(1, 27))), TITLES).years == (2569,)
    assert identify(rows(("O40", ""), ("O44", ""), ("O48", "")), TITLES).years == (2562,)
    assert identify(rows(("O1", ""), ("O2", ""), ("O3", "")), TITLES).years == ()
    assert identify((), TITLES).years == ()


def test_nearly_identical_years_are_told_apart_by_their_few_own_titles() -> None:
    shared = [row for row in list_of(2565) if row.number <= 28]
    assert identify(shared, TITLES).years == (2563, 2564, 2565)
    (own,) = (row for row in list_of(2565) if row.number == 34)
    found = identify([*shared, own], TITLES)
    assert found.years == (2565,)
    assert found.confidence < identify(list_of(2566), TITLES).confidence


def test_a_page_of_one_year_with_a_row_of_another() -> None:
    page = [row for row in list_of(2569) if row.number != 11]
    (kept,) = (row for row in list_of(2568) if row.number == 11)
    found = identify([*page, kept], TITLES)
    assert found.years == (2569,)
    assert [wrong.row for wrong in found.misplaced] == [kept]
    assert found.misplaced[0].years == (2568,)
    assert found.misplaced[0].code_in(2569) == "O10"


OTHER_LISTS = {
    "indicators of the assessment": [
        "1\tการปฏิบัติหน้าที่\t94.81", "2\tการใช้งบประมาณ\t90.48", "3\tการใช้อำนาจ\t91.37", "4\tการใช้ทรัพย์สินของราชการ\t85.85",
        "5\tการแก้ไขปัญหาการทุจริต\t87.49", "6\tคุณภาพการดำเนินงาน\t89.79", "7\tประสิทธิภาพการสื่อสาร\t85.78",
        "8\tการปรับปรุงการทำงาน\t84.50", "9\tการเปิดเผยข้อมูล\t93.00", "10\tการป้องกันการทุจริต\t100.00",
    ],
    "hospital": [
        "MOIT 1 หน่วยงานมีการวางระบบโดยการกำหนดมาตรการการเผยแพร่ข้อมูลต่อสาธารณะ", "MOIT 2 หน่วยงานมีการเปิดเผยข้อมูลข่าวสารที่เป็นปัจจุบัน",
        "MOIT 3 รายงานการวิเคราะห์ผลการจัดซื้อจัดจ้าง", "MOIT 4 มีการวางระบบการจัดซื้อจัดจ้าง", "MOIT 5 สรุปผลการจัดซื้อจัดจ้างรายเดือน",
        "MOIT 6 นโยบายการบริหารทรัพยากรบุคคล", "EB10 แนวปฏิบัติการจัดการเรื่องร้องเรียน", "EB 11 ช่องทางการร้องเรียน",
    ],
    "vocational college": [
        "O1 ประวัติสถานศึกษา", "O2 หลักสูตรที่เปิดสอน", "O3 ปฏิทินการศึกษา", "O4 ผลงานนักเรียน นักศึกษา", "O5 รายงานการประเมินตนเอง (SAR)",
        "O6 โครงสร้างการบริหารสถานศึกษา", "O7 ทุนการศึกษา", "O8 แผนการรับนักเรียน", "O9 ครูและบุคลากรทางการศึกษา", "O10 อาคารสถานที่",
    ],
    "performance assessment of local governments": [
        "008การจัดทำแผนที่ภาษีและทะเบียนทรัพย์สิน", "009การบริหารจัดการขยะมูลฝอย", "010มีการจัดทำฐานข้อมูลเปิดภาครัฐ", "011การจัดเก็บรายได้",
        "012การดูแลผู้สูงอายุ", "013ศูนย์พัฒนาเด็กเล็ก",
    ],
    "chapters of a site": ["1. ประวัติความเป็นมา", "2. สภาพทั่วไป", "3. ข่าวประชาสัมพันธ์", "4. ภาพกิจกรรม", "5. กระดานสนทนา", "6. ติดต่อเรา", "7. ข้อมูลผู้บริหาร"],
    "information centre": ["มาตรา 7(1) โครงสร้างและการจัดองค์กร", "มาตรา 7(2) สรุปอำนาจหน้าที่", "มาตรา 9(1) ผลการพิจารณา", "มาตรา 9(4) คู่มือ", "มาตรา 9(8) สขร.1"],
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_LISTS)
def test_lists_of_other_schemes_follow_no_year(name: str) -> None:
    found = identify(rows_of(OTHER_LISTS[name]), TITLES)
    assert found.years == ()
    assert found.confidence < 0.4
    assert identify_document([OTHER_LISTS[name]], TITLES) == ()


def test_rows_of_several_layouts() -> None:
    assert rows_of(["O1 | โครงสร้าง | https://example.go.th | O2 | ข้อมูลผู้บริหาร"]) == rows(
        ("O1", "โครงสร้าง"), ("O2", "ข้อมูลผู้บริหาร")
    )
    assert rows_of(["**O8 Q&A** 0.00", "ปี 2568", "โทร. 043-123456"]) == rows(("O8", "Q&A"))
    assert rows_of(["1. O1 โครงสร้าง แสดงแผนผังโครงสร้าง"]) == rows(("O1", "โครงสร้าง"))
    assert rows_of(["(019-022) การจัดซื้อจัดจ้าง"]) == ()
    assert rows_of(["5\tQ&A"]) == (ListRow("O5", "Q&A", weak=True),)


def test_cited_codes_take_the_words_before_or_behind_them() -> None:
    assert cited_rows(
        "ควรปรับปรุง ข้อ O8 Q&A ไม่แสดงช่องทาง และข้อ O25 หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล องค์ประกอบไม่ครบ"
    ) == rows(("O8", "Q&A"), ("O25", "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล"))
    assert cited_rows("จัดทำคู่มือการปฏิบัติงาน (อ้างอิงจาก ๐๘)") == rows(("O8", "คู่มือการปฏิบัติงาน"))
    assert cited_rows("ประชุมวันที่ 14 กุมภาพันธ์ 2566 โทร. 043-123456") == ()


def test_a_checklist_is_no_title() -> None:
    listed = rows(*((row.code, f"Checklist {row.title}") for row in list_of(2566)))
    found = identify(listed, TITLES)
    assert (found.years, found.named, found.rows) == ((), 0, 43)


def test_two_lists_of_two_years_stay_apart() -> None:
    document = "\n\n".join("\n".join(f"{row.code} {row.title}" for row in list_of(year)[8:]) for year in (2566, 2568))
    parts = identify_document(blocks_of(document), TITLES)
    assert [(part.blocks, part.numbering.years) for part in parts] == [((0,), (2566,)), ((1,), (2568,))]
    assert all(part.numbering.misplaced == () for part in parts)


def test_two_rows_are_too_few() -> None:
    assert identify(list_of(2566)[10:12], TITLES).years == ()
    assert identify(list_of(2566)[10:13], TITLES).years == (2566,)
    assert identify(list_of(2566, "{number}. {title}")[10:15], TITLES).years == ()
    assert identify(list_of(2566, "{number}. {title}")[10:16], TITLES).years == (2566,)


def test_a_list_of_familiar_titles_in_another_order_follows_no_year() -> None:
    titles = [row.title for row in list_of(2566)]
    mixed = [ListRow(f"O{number}", titles[number - 1]) for number in (1, 2, 3, 5, 6, 7)]
    mixed += [ListRow(f"O{number}", titles[(number * 7 + 3) % 43]) for number in (4, 8, 9, 10, 12)]
    found = identify(mixed, TITLES)
    assert (found.evidence[0].fitting, found.evidence[0].against) == (6, 5)
    assert found.years == ()


def test_a_few_known_titles_among_many_others_are_chance() -> None:
    others = [ListRow(f"O{number}", "กิจกรรมของสถานศึกษา") for number in range(5, 44)]
    found = identify([*list_of(2566)[:3], *others], TITLES)
    assert (found.named, found.rows) == (3, 42)
    assert found.years == ()
    assert found.confidence < 0.35


def test_numbered_headings_do_not_disturb_a_list_of_codes() -> None:
    headings = rows_of(["11. E-Service", "12. โครงสร้าง", "13. ข้อมูลผู้บริหาร", "14. Q&A"])
    found = identify([*headings, *list_of(2566)[10:16]], TITLES)
    assert found.years == (2566,)
    assert found.misplaced == ()
    assert (
        identify_document(
            [
                [
                    *(f"{row.number}. {row.title}" for row in headings),
                    *(f"{row.code} {row.title}" for row in list_of(2566)[10:16]),
                ]
            ],
            TITLES,
        )[0].numbering.misplaced
        == ()
    )
