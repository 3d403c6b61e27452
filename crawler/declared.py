"""The addresses that an office entered, or will enter, in ITAS: a CSV or XLSX with the columns code and url."""

import re
from pathlib import Path

from audits.requirement import Ruleset
from crawler.item_codes import CodeError, find_item
from crawler.messages import Lang
from crawler.options import wrong
from crawler.score_sheets import SheetsError, read_sheets
from crawler.thai import key
from results.wording import phrase

_CODE_NAMES = ("code", "ข้อ", "รหัส", "item", "o")
_URL_NAMES = ("url", "ลิงก์", "ลิงค์", "link", "ที่อยู่", "address")


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
    """Code → address. Rows without an address are skipped; an unknown code or a bad address is refused."""
    rows = _rows(path, lang)
    if not rows:
        raise DeclaredError(f"{path}: the file is empty; it needs the columns code and url")
    code_column, url_column = _columns(path, *rows[0])
    declared: dict[str, str] = {}
    for number, row in rows[1:]:
        code_text = row[code_column] if code_column < len(row) else ""
        url = row[url_column].strip() if url_column < len(row) else ""
        if not code_text.strip() or not url:
            continue
        declared[_code(path, number, code_text, ruleset, lang)] = _address(path, number, url)
    return declared


def _rows(path: Path, lang: Lang) -> list[tuple[int, list[str]]]:
    """The rows of the first table that has any, with their numbers."""
    try:
        sheets = read_sheets(path)
    except SheetsError as error:
        raise DeclaredError(phrase("scoring", error.problem, lang, file=str(path), why=error.why)) from error
    return list(sheets[0].rows) if sheets else []


def _columns(path: Path, number: int, header: list[str]) -> tuple[int, int]:
    names = [key(name).strip() for name in header]
    code = next((i for i, name in enumerate(names) if name in map(key, _CODE_NAMES)), None)
    url = next((i for i, name in enumerate(names) if name in map(key, _URL_NAMES)), None)
    if code is None or url is None:
        found = ", ".join(header)[:120]
        raise DeclaredError(f"{path}: row {number} must name the columns code and url; it has: {found}")
    return code, url


def _code(path: Path, number: int, text: str, ruleset: Ruleset, lang: Lang) -> str:
    try:
        return find_item(text, ruleset, lang).code
    except CodeError as error:
        raise DeclaredError(f"{path}: row {number}: {error}") from error


def _address(path: Path, number: int, url: str) -> str:
    if not re.match(r"https?://[^\s/]+", url):
        raise DeclaredError(f"{path}: row {number}: {url[:80]!r} is not a web address (http:// or https://)")
    return url
