"""Which reader reads which format, and what their failures mean. Runs inside the killable program `office_child`."""

from collections.abc import Callable, Iterable

from lxml import etree
from python_calamine import CalamineError, PasswordError

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.delimited import read_table, read_text
from crawler.extract.docx import read_docx, read_word_xml
from crawler.extract.opendocument import read_opendocument
from crawler.extract.package import BROKEN, Locked, TooLarge
from crawler.extract.pptx import read_pptx
from crawler.extract.saved_html import read_mhtml, read_saved_html
from crawler.extract.spreadsheet_xml import read_spreadsheet_xml
from crawler.extract.spreadsheets import read_spreadsheet
from crawler.extract.word97 import read_docbook

READERS: dict[str, Callable[[bytes], Iterable[PageText]]] = {
    "docx": read_docx,
    "word_xml": read_word_xml,
    "pptx": read_pptx,
    "odt": read_opendocument,
    "odp": read_opendocument,
    "xlsx": read_spreadsheet,
    "xlsb": read_spreadsheet,
    "xls": read_spreadsheet,
    "ods": read_spreadsheet,
    "excel_xml": read_spreadsheet_xml,
    "html": read_saved_html,
    "saved_html": read_saved_html,
    "mhtml": read_mhtml,
    "docbook": read_docbook,
    "txt": read_text,
    "csv": read_table,
    "tsv": read_table,
}
_DAMAGED = (*BROKEN, etree.XMLSyntaxError, CalamineError)


def read(body: bytes, kind: str) -> tuple[tuple[PageText, ...], str]:
    """The pages of one file, and why there are none (or not all)."""
    try:
        pages, detail = _kept(READERS[kind](body))
    except (Locked, PasswordError):
        return (), "encrypted"
    except (TooLarge, MemoryError):
        return (), "too_large"
    except _DAMAGED as error:
        return (), f"damaged: {type(error).__name__}"
    return pages, detail if pages else "empty"


def _kept(found: Iterable[PageText]) -> tuple[tuple[PageText, ...], str]:
    """The pages up to the number of characters and cells that one file is worth."""
    pages: list[PageText] = []
    characters, cells = limits.MAX_TEXT, limits.MAX_CELLS
    for item in found:
        if item.text:
            pages.append(item)
        characters -= len(item.text) + 1
        cells -= item.text.count("|") + item.text.count("\n") + 1 if item.method == "cells" else 0
        if characters <= 0 or cells <= 0:
            return tuple(pages), "cut"
    return tuple(pages), ""
