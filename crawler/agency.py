"""Which body a site belongs to, from its own words: the name that most of its pages carry."""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.artifacts import Agency, Artifact
from crawler.thai import normalise

_KINDS = (
    ("sao", r"องค์การบริหารส่วนตำบล|อบต\.?"),
    ("pao", r"องค์การบริหารส่วนจังหวัด|อบจ\.?"),
    ("city_municipality", r"เทศบาลนคร"),
    ("town_municipality", r"เทศบาลเมือง"),
    ("tambon_municipality", r"เทศบาลตำบล|ทต\."),
)
_FULL = {"อบต": "องค์การบริหารส่วนตำบล", "อบจ": "องค์การบริหารส่วนจังหวัด", "ทต": "เทศบาลตำบล"}
_NAME = re.compile(
    r"(องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|อบต\.|อบจ\.|ทต\.)\s*"
    r"([\u0e01-\u0e4e]{2,30})"
)
_NOT_A_NAME = ("ที่", "และ", "หรือ", "ต้อง", "มี", "ใน", "ของ", "ให้", "เป็น", "ได้", "ทุก", "ทั้ง", "พ.ศ", "จะ", "กับ",
               "เรื่อง", "เพื่อ", "สมาชิก", "นี้", "แห่ง", "ตาม", "โดย", "คือ")  # fmt: skip
# Words that follow a name without a blank and do not belong to it.
_TAIL = re.compile(r"(?:อำเภอ|จังหวัด|ตำบล|ยินดี|ขอ|สำนักงาน|เลขที่|โทร|พันธกิจ|วิสัยทัศน์).*$")


def agency_of(seed: str, home: Artifact | None, artifacts: Iterable[Artifact]) -> Agency:
    """Name and kind of the body behind `seed`; the host stands in when no page names one."""
    votes: Counter[str] = Counter()
    for artifact in artifacts:
        if artifact.kind == "page":
            weight = 10 if home is not None and artifact.url == home.url else 1
            for name in {*names_in(artifact.title), *_in_frame(artifact)}:
                votes[name] += weight
    host = urlsplit(seed).hostname or seed
    if not votes:
        return Agency(name=home.title if home and home.title else host, kind="other", url=seed)
    name = max(votes, key=lambda candidate: (votes[candidate], -len(candidate), candidate))
    return Agency(name=name, kind=kind_of_name(name), url=seed)


def _in_frame(artifact: Artifact) -> set[str]:
    """Names in headings, menus and footers: there a page says whose it is."""
    texts = (block.text for block in artifact.blocks if block.kind == "heading" or block.place != "content")
    return {name for text in texts if len(text) < 300 for name in names_in(text)}


def names_in(text: str) -> set[str]:
    """Full names of local governments in a text, abbreviations written out."""
    found: set[str] = set()
    for match in _NAME.finditer(normalise(text)):
        kind, name = match[1].rstrip("."), _TAIL.sub("", match[2])
        if len(name) >= 2 and not name.startswith(_NOT_A_NAME):
            found.add(_FULL.get(kind, kind) + name)
    return found


def kind_of_name(name: str) -> str:
    """The contract's word for a kind of body: sao, pao, tambon_municipality, ..."""
    return next((kind for kind, pattern in _KINDS if re.match(pattern, name)), "other")
