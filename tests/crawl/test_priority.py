from crawler.priority import Promise, is_vague, mentions

_PROMISE = Promise([("แผนดำเนินงานประจำปี", 10), ("คู่มือประชาชน", 5)])
_AT = "http://a.th/"


def test_words_looked_for_come_before_ordinary_links_and_archives_last() -> None:
    wanted = _PROMISE.of(_AT + "x", "แผนดำเนินงานประจำปี 2569")
    lighter = _PROMISE.of(_AT + "x", "คู่มือประชาชน")
    plain = _PROMISE.of(_AT + "x", "เกี่ยวกับเรา")
    archive = _PROMISE.of(_AT + "calendar?month=3", "ถัดไป")
    assert wanted > lighter > plain > archive


def test_an_index_of_the_assessment_and_its_item_codes_are_opened_early() -> None:
    assert _PROMISE.of(_AT + "x", "ITA 2569") > _PROMISE.of(_AT + "x", "แผนดำเนินงานประจำปี")
    assert _PROMISE.of(_AT + "x", "O12 รายการ") > _PROMISE.of(_AT + "x", "รายการ")
    assert _PROMISE.of(_AT + "digital", "digital") == _PROMISE.of(_AT + "y", "y")


def test_slugs_that_lost_their_vowels_are_recognised() -> None:
    assert _PROMISE.of(_AT + "แผนดำเนนงานประจำป-2569", "") > _PROMISE.of(_AT + "อนๆ", "")


def test_documents_of_promising_pages_and_rows_around_vague_labels() -> None:
    assert _PROMISE.of(_AT + "1.pdf", "ดาวน์โหลด", parent=500) > _PROMISE.of(_AT + "1.pdf", "ดาวน์โหลด", parent=100)
    assert _PROMISE.of(_AT + "d?id=1", "ดาวน์โหลด", "แผนดำเนินงานประจำปี 2569") > _PROMISE.of(_AT + "d?id=1", "ดาวน์โหลด")
    assert is_vague("ดาวน์โหลด ")
    assert not is_vague("แผนพัฒนา")


def test_mentions_compares_without_marks() -> None:
    assert mentions(["คณะผู้บริหาร"], ["ผบรหาร"])
    assert not mentions(["ข่าว"], ["ผบรหาร"])
