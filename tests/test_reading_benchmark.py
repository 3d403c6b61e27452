"""The benchmark of reading: its arithmetic is right and its documents are what they say."""

import random

import pytest

from benchmarks.documents import KEYWORDS, Sample, document, text_of
from benchmarks.measures import accuracy, distance, line_recall, nearest, squeezed, word_recall, year_recall
from benchmarks.office_samples import slides, values, word
from benchmarks.pdf_samples import legacy_latin, lost_sara_am, rubbish, windows_glyphs
from benchmarks.reading import Result, compared, judged
from benchmarks.web_samples import LINKS, SIZE, web_page
from crawler.thai import normalise


def _plain_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, row[0] = row[0], index
        for place, compared_with in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != compared_with))
    return row[-1]


def test_distance_is_that_of_the_textbook() -> None:
    dice = random.Random(5)
    for _ in range(200):
        one, other = ("".join(dice.choices("กขค", k=dice.randrange(12))) for _ in range(2))
        assert distance(one, other) == _plain_distance(one, other)
        assert nearest(one, other) == min(
            _plain_distance(one, other[start:end])
            for start in range(len(other) + 1)
            for end in range(start, len(other) + 1)
        )


@pytest.mark.parametrize(("read", "share"), [("ตำ บล", 1.0), ("ตาบล", 0.75), ("", 0.0), ("ตำบล" * 2, 0.5)])
def test_accuracy_counts_letters_and_not_blanks(read: str, share: float) -> None:
    assert accuracy("ตำบล", read) == share


def test_lines_may_stand_anywhere() -> None:
    assert line_recall("หนึ่ง\nสอง", "สอง\nหนึ่ง") == 1.0 > accuracy("หนึ่ง\nสอง", "สอง\nหนึ่ง")


def test_words_are_counted_by_place_and_bare_ones_without_marks() -> None:
    truth, read = "ช่องทาง และ ช่องทาง", "ช่ อง ทาง ชองทาง"
    assert word_recall(("ช่องทาง",), truth, read) == (1, 2)
    assert word_recall(("ช่องทาง",), truth, read, bare=True) == (2, 2)


def test_years_are_those_of_the_truth() -> None:
    assert year_recall("ปีงบประมาณ พ.ศ. ๒๕๖๙ และ พ.ศ. 2568", "ปีงบประมาณ พ.ศ. 2569 พ.ศ. 2525") == (1, 2)


def test_format_letters_are_not_compared() -> None:
    sample = Sample(name="a.csv", body=b"", truth="ก | 1,000", ignored=',"')
    assert compared([sample], ['ก,"1,000"'])["letters"] == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_documents_have_every_word_in_canonical_form(seed: int) -> None:
    text = text_of(document(seed))
    assert all(normalise(line) == line for line in text.splitlines())
    assert all(word in squeezed(text) for word in KEYWORDS) and text.count("ำ") > 50


def test_documents_and_pages_are_the_same_every_time() -> None:
    assert document(1) == document(1) != document(2)
    assert web_page(3, "mixed") == web_page(3, "mixed") != web_page(4, "mixed")


@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "mixed"])
def test_web_pages_have_their_size_and_links(encoding: str) -> None:
    body, text, links = web_page(0, encoding)
    assert len(links) == LINKS and SIZE <= len(body) < SIZE + 2000 and all(words in text for _, words in links)


def test_layers_say_what_writers_of_such_files_say() -> None:
    assert "".join(chr(lost_sara_am(ord(letter))) for letter in "ตำบล") == "ตาบล"
    assert "".join(chr(legacy_latin(ord(letter))) for letter in "ก1").encode("latin-1").decode("cp874") == "ก1"
    assert all(chr(rubbish(code)).isascii() for code in range(0xE01, 0xE5C))
    assert normalise(windows_glyphs("ป้องกัน ที่ ปี น้ำ")) == "ป้องกัน ที่ ปี น้ำ" != windows_glyphs("ป้องกัน ที่ ปี น้ำ")


def test_office_files_are_written() -> None:
    pages = document(0)
    assert word(pages)[:2] == slides(pages)[:2] == b"PK"
    assert values(pages, "cp874").decode("cp874") == values(pages, "utf-8").decode()


@pytest.mark.parametrize(
    ("kind", "letters", "seconds", "met"),
    [("docx", 1.0, 1.0, True), ("docx", 0.999, 0.1, False), ("pdf by Chromium", 0.996, 0.005, True),
     ("pdf by Chromium", 0.996, 0.02, False), ("scan moderate 200 dpi", 0.93, 0.5, True), ("html utf-8", 1.0, 0.003, False)],
)  # fmt: skip
def test_aims(kind: str, letters: float, seconds: float, met: bool) -> None:
    result = Result(kind=kind, files=1, letters=letters, any_order=1, words=1, bare=0.99, latin=1, years=1,
                    per_second=1 / seconds, seconds=seconds, megabytes=1, methods="")  # fmt: skip
    assert judged(result).met is met and judged(result).aim
