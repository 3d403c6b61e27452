"""The addresses that an office entered, or will enter, in ITAS: a CSV or XLSX with the columns code and url.

Titles may stand above the header, other columns beside them. Nothing is left out silently: what cannot be used is
refused with its row.
"""

import re
from pathlib import Path

from audits.requirement import Ruleset
from crawler.item_codes import CodeError, find_item
from crawler.messages import Lang
from crawler.options import wrong
from crawler.score_sheets import Sheet, SheetsError, read_sheets
from crawler.thai import key
from results.wording import phrase

_CODE_NAMES = ("code", "ข้อ", "ข้อที่", "รหัส", "รหัสข้อ", "item", "o", "oit")
_URL_NAMES = ("url", "ลิงก์", "ลิงค์", "link", "ที่อยู่", "address")
_SOME_URL = ("url", "ลิงก์", "ลิงค์", "link")
_MOST_TITLES = 15  # rows above the header: a title, the name of the office
_NOTHING = re.compile(r"[-–—.\s]*|ไม่มี")
_BOOK = "declared"


class DeclaredError(Exception):
    """A declared list that cannot be used; names file, row and what to do. Raised by `read_declared`."""


def declared_from(path: Path | None, ruleset: Ruleset, lang: Lang) -> dict[str, str]:
    """The declared addresses of an office by code; none without a file. A bad file is a usage error."""
    if path is None:
        return {}
    try:
        return read_declared(path, ruleset, lang)
    except DeclaredError as error:
        raise wrong("--declared", str(error)) from error


def read_declared(path: Path, ruleset: Ruleset, lang: Lang = "th") -> dict[str, str]:
    """Code → address. Rows without an address are skipped; an unknown code or a bad address is refused, and so is a
    second address of one item."""
    rows, code_column, url_column = _table(path, lang)
    declared: dict[str, str] = {}
    for number, row in rows:
        code_text, url = (row[column].strip() if column < len(row) else "" for column in (code_column, url_column))
        if not code_text or _NOTHING.fullmatch(url):
            continue
        code, address = _code(path, number, code_text, ruleset, lang), _address(path, number, url, lang)
        if declared.setdefault(code, address) != address:
            raise _refused("twice", path, lang, row=str(number), code=code)
    if not declared:
        raise _refused("no_address", path, lang)
    return declared


def _refused(problem: str, path: Path, lang: Lang, **values: str) -> DeclaredError:
    return DeclaredError(phrase(_BOOK, problem, lang, file=str(path), **values))


def _table(path: Path, lang: Lang) -> tuple[list[tuple[int, list[str]]], int, int]:
    """The rows below the header with their numbers, and the columns of code and address."""
    sheets = _sheets(path, lang)
    for sheet in sheets:
        for place, (_, header) in enumerate(sheet.rows[:_MOST_TITLES]):
            columns = _columns(header)
            if columns:
                return list(sheet.rows[place + 1 :]), *columns
    number, header = sheets[0].rows[0]
    raise _refused("columns", path, lang, row=str(number), found=", ".join(header)[:120])


def _sheets(path: Path, lang: Lang) -> list[Sheet]:
    """The tables that have any rows."""
    try:
        sheets = [sheet for sheet in read_sheets(path) if sheet.rows]
    except SheetsError as error:
        raise DeclaredError(phrase("scoring", error.problem, lang, file=str(path), why=error.why)) from error
    if not sheets:
        raise _refused("empty", path, lang)
    return sheets


def _columns(header: list[str]) -> tuple[int, int] | None:
    """Where code and address stand; an address column may say more ("URL ที่เผยแพร่") where it is the only one."""
    names = [key(name).strip() for name in header]
    code = next((i for i, name in enumerate(names) if name in map(key, _CODE_NAMES)), None)
    url = next((i for i, name in enumerate(names) if name in map(key, _URL_NAMES)), None)
    wider = [i for i, name in enumerate(names) if any(word in name for word in map(key, _SOME_URL))]
    if url is None and len(wider) == 1:
        url = wider[0]
    return None if code is None or url is None else (code, url)


def _code(path: Path, number: int, text: str, ruleset: Ruleset, lang: Lang) -> str:
    try:
        return find_item(text, ruleset, lang).code
    except CodeError as error:
        raise _refused("code", path, lang, row=str(number), why=str(error)) from error


def _address(path: Path, number: int, url: str, lang: Lang) -> str:
    if not re.match(r"https?://[^\s/]+", url):
        raise _refused("no_web_address", path, lang, row=str(number), url=url[:80])
    if re.search(r"[\s,;]https?://", url):
        raise _refused("several", path, lang, row=str(number))
    return url
