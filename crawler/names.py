"""The name of a file as a person reads it, from its address."""

import re
from urllib.parse import unquote, urlsplit

from crawler.thai import normalise

# The number of an order or letter with its calendar year ("คำสั่ง412-2568") says nothing of the subject's year.
_FISCAL_START = 10  # October
_BUDDHIST = 2400
_NO_NAME = re.compile(  # possessive: hostile words cost no time
    r"(?:\b(?=\d*[a-f])[0-9a-f]{8,}\b|[\W\d_]|\b(?:images?|img|pictures?|pic|photo|banner|menu|icon|button|btn|dsc|untitled|unnamed|slide)"
    r"|(?<=\.)(?:png|jpe?g|gif|webp)\b|รูป|ภาพ|เมนู|ปุ่ม|แบนเนอร์|ไอคอน)*+"
)
_NUMBERED = re.compile(r"(?<!\d)\d{3,} 25\d\d(?!\d)")


# Names that systems give to uploads: 20240104093000.pdf, 660405_hr.pdf (B.E.), a_290323_131415.pdf.
_STAMPS = (
    re.compile(r"(?<!\d)(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?:\d{4,6})?(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>25[5-9]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?:\d{4,6})?(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>[5-7]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?=_|$)"),
)


def uploaded_in(url: str) -> int | None:
    """The fiscal year (B.E.) in which a file's name, or the folder of its month, says it was put up; None when neither
    says so. A document cannot tell of a year that began long after."""
    path = unquote(urlsplit(url).path)
    folder = re.search(r"/uploads/(20[0-4]\d)/(0[1-9]|1[0-2])/", path)
    if folder:
        return int(folder[1]) + 543 + (int(folder[2]) >= _FISCAL_START)
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for pattern in _STAMPS:
        match = pattern.search(name)
        if match:
            year = int(match["y"])
            year += 2500 if year < 100 else 543 if year < _BUDDHIST else 0
            return year + (int(match["m"]) >= _FISCAL_START)
    return None


def is_no_name(words: str) -> bool:
    """Whether words name nothing: there are none, or only what a program or a hurried hand calls a picture."""
    return _NO_NAME.fullmatch(words.strip().lower()) is not None


def file_name(url: str) -> str:
    """The last part of an address, decoded, without its ending; separators become blanks."""
    name = normalise(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
    return _NUMBERED.sub(" ", name.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))
