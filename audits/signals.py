"""Structural evidence: telephone numbers, mail addresses, maps, forms, pictures, social pages, laws, spans of years."""

import re
from collections.abc import Callable

from audits import accounts, aims, procedure, purchases, tallies, telling
from audits.bundle import Bundle, Exhibit, quote_of
from audits.figures import AMOUNT
from audits.passages import SEVERAL
from audits.verdict import Quote
from crawler.artifacts import Block
from crawler.thai import ascii_digits, find_years, key

PHONE = re.compile(
    r"(?<![\d/.-])(?:\+66|0)[\s-]?\d{1,2}[\s-]?\d{3,4}[\s-]?\d{3,4}(?:\s*-\s*\d{1,2})?(?![\d/])|(?<!\d)1\d{3}(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+")
_FAX = re.compile(r"(?<!/)(?<!/\s)(?<!และ)(?:โทรสาร|แฟกซ์|แฟ็กซ์|\bfax)[^\d]{0,12}$", re.IGNORECASE)  # "Tel./fax" is both
_EMPTY_PHONE = re.compile(r"x{3}|-{3}", re.IGNORECASE)
_MAP = re.compile(
    r"maps\.google|google\.[a-z.]+/maps|goo\.gl/maps|maps\.app\.goo\.gl|openstreetmap|/maps\b|longdo\.com|leaflet"
)
_FORM_HOSTS = re.compile(
    r"docs\.google\.com/forms|forms\.gle|forms\.office\.com|forms\.microsoft\.com|surveymonkey|jotform|typeform"
)
_CHAT = re.compile(r"line\.me/(?:r/)?ti/p|lin\.ee|page\.line\.me|liff\.line\.me|m\.me/|tawk\.to|messenger\.com")
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)?(?:facebook\.com|fb\.com)/(?!(?:sharer?|share\.php|plugins|dialog|groups?|watch|photos?|events?|hashtag|login|policies|help"
    r"|v\d|tr)\b)(?:profile\.php\?id=\d|[\w.%-]{3,})|//fb\.me/\w|//(?:line\.me/(?:r/)?ti/p/|page\.line\.me/|lin\.ee/)\S"
    r"|youtube\.com/(?:@|c/|channel/|user/)\S|tiktok\.com/@|instagram\.com/(?!p/|reel)\w|//(?:www\.)?(?:twitter|x)\.com/(?!share|intent|hashtag)\w"
)
_NATIONAL = re.compile(r"//(?:[\w.-]+\.)?(?:(?:nacc|pacc|1111|opm|damrongdhama?)\.go\.th|1567)|damrongtham")
_ADDRESS = re.compile(
    r"\d+(?:/\d+)?\s*(?:(?:หมู่(?:ที่)?|ม\.)\s*\d+|(?:ถนน|ถ\.|ซอย|ซ\.))?.{0,60}?(?:ตำบล|ต\.|แขวง).{2,40}?(?:อำเภอ|อ\.|เขต).{2,60}?(?:จังหวัด|จ\.|กรุงเทพ|[1-9]\d{4}(?!\d))"
)
_LAW = re.compile(r"มาตรา\s*\d+|พระราชบัญญัติ|พ\.ร\.บ\.|ระเบียบ|กฎกระทรวง")
_NO_PORTRAIT = re.compile(
    r"no[-_]?(?:image|img|photo|pic|avatar)|blank|default|avatar|placeholder|dummy|nopic|silhouette|user[-_]?icon|anonymous",
    re.IGNORECASE,
)
_DECORATION = re.compile(
    r"logo|icon|banner|^head(?:er)?\d*[-_.]|^top\d*[-_.]|slide|footer|counter|flag|^menu|cookie|bg[-_.]|background|spacer|arrow|bullet|button|btn|line[-_.]|sprite|loading|\.svg$|pixel|new\.gif",
    re.IGNORECASE,
)
_SEARCH_FIELD = re.compile(r"search|ค้นหา|^text:(?:q|s|keyword)$")
MIN_FORM_FIELDS = 2
_MONEY = re.compile(AMOUNT)
_HEAD_OF_TABLE = 300  # letters
_ARROW = re.compile(procedure.ARROW)


def phone_in(text: str) -> str:
    """A telephone number in a text, as written, or "". Numbers left empty in a template are none."""
    if _EMPTY_PHONE.search(text) and not re.search(r"\d{6}", re.sub(r"\D", "", text)):
        return ""
    digits = ascii_digits(text)
    match = next((item for item in PHONE.finditer(digits) if not _FAX.search(digits[: item.start()])), None)
    if not match or (len(match[0]) == 4 and not re.search(r"สายด่วน|โทร", text)):
        return ""
    return match[0].strip()


def email_in(text: str) -> str:
    """A mail address in a text, or ""."""
    match = EMAIL.search(text)
    return match[0] if match else ""


def social_account(url: str) -> bool:
    """Whether an address is an account on a social network rather than a share button, a group, a post or a plugin."""
    return bool(_SOCIAL.search(url.lower()))


def holds_no_document(url: str) -> bool:
    """Whether an address elsewhere is a map, a chat or an account: something to see, never a document to read."""
    lowered = url.lower()
    return bool(_MAP.search(lowered) or _CHAT.search(lowered) or _SOCIAL.search(lowered))


def is_portrait(block: Block) -> bool:
    """Whether an image block can be a person's photograph rather than decoration or a stand-in."""
    name = block.url.rsplit("/", 1)[-1]
    return bool(block.url) and not _NO_PORTRAIT.search(name) and not _DECORATION.search(name)


def is_picture(block: Block) -> bool:
    """Whether an image block can carry information (not an icon or an ornament)."""
    return block.kind == "image" and bool(block.url) and not _DECORATION.search(block.url.rsplit("/", 1)[-1])


def form_fields(block: Block) -> tuple[str, ...]:
    """Names of the inputs that a citizen fills in; a search box is none."""
    return tuple(
        field
        for field in block.fields
        if not field.startswith(("label:", "unsendable:")) and not _SEARCH_FIELD.search(field.lower())
    )


def is_form(block: Block) -> bool:
    """A form that a citizen can fill in and send."""
    return looks_like_form(block) and "unsendable:" not in block.fields


def looks_like_form(block: Block) -> bool:
    """A form by its look, whether or not anything sends it (a script that we do not see may)."""
    return block.kind == "form" and len(form_fields(block)) >= MIN_FORM_FIELDS and not _is_login(block)


def _is_login(block: Block) -> bool:
    return any(field.startswith("password:") for field in block.fields)


def login_form(exhibit: Exhibit) -> Block | None:
    """The login form of a page, if it has one."""
    return next((block for block in exhibit.blocks if block.kind == "form" and _is_login(block)), None)


def form_link(url: str) -> bool:
    """Whether an address is a public form of a known form service."""
    return bool(_FORM_HOSTS.search(url.lower()))


def chat_link(url: str) -> bool:
    """Whether an address opens a chat with the office (LINE official account, Messenger)."""
    return bool(_CHAT.search(url.lower()))


def national_channel(url: str) -> bool:
    """Whether an address is the complaint channel of a national authority, which is nobody's own."""
    return bool(_NATIONAL.search(url.lower()))


# -- one function per signal ------------------------------------------------------------------------------------------


def _in_text(find: Callable[[str], str]) -> Callable[[Bundle], Quote | None]:
    def signal(bundle: Bundle) -> Quote | None:
        for exhibit in bundle.exhibits:
            for block in exhibit.blocks:
                if block.kind != "row" and block.text and find(block.text):
                    return quote_of(exhibit, block, block.text)
        return None

    return signal


def _in_rows(find: Callable[[str], str]) -> Callable[[Bundle], Quote | None]:
    """Of files and of the rows of a page; the cells of a page stand one by one."""

    def signal(bundle: Bundle) -> Quote | None:
        for exhibit in bundle.exhibits:
            for block in exhibit.blocks:
                if (block.kind == "row" or exhibit.artifact.kind == "file") and find(block.text):
                    return quote_of(exhibit, block, block.text)
        return None

    return signal


def _in_address(test: Callable[[str], bool]) -> Callable[[Bundle], Quote | None]:
    def signal(bundle: Bundle) -> Quote | None:
        for exhibit in bundle.exhibits:
            for block in exhibit.blocks:
                if block.kind == "frame" and test(block.url):
                    return quote_of(exhibit, block, block.text or block.url)
            for link in exhibit.artifact.links:
                if test(link.url):
                    return quote_of(exhibit, None, link.text or link.hint or link.url)
        return None

    return signal


def _form(bundle: Bundle) -> Quote | None:
    for exhibit in bundle.exhibits:
        for block in exhibit.blocks:
            if is_form(block):
                return quote_of(exhibit, block, block.text or ", ".join(block.fields))
    return _in_address(form_link)(bundle)


def _image(bundle: Bundle) -> Quote | None:
    for exhibit in bundle.exhibits:
        if exhibit.artifact.kind == "image":
            return quote_of(exhibit, None, exhibit.label or exhibit.artifact.url)
        for block in exhibit.blocks:
            if is_picture(block):
                return quote_of(exhibit, block, block.text or block.url)
    return None


def _spreadsheet(bundle: Bundle) -> Quote | None:
    for exhibit in bundle.exhibits:
        if exhibit.artifact.pages and all(page.method == "cells" for page in exhibit.artifact.pages):
            return quote_of(exhibit, None, exhibit.label or exhibit.artifact.title)
    return None


def _mail_link(bundle: Bundle) -> Quote | None:
    found = _in_text(email_in)(bundle)
    return found or _in_address(lambda url: url.startswith("mailto:") and "@" in url)(bundle)


def _span(text: str) -> str:
    return next((mention.text for mention in find_years(text) if mention.role == "span_end"), "")


def _dated_list(bundle: Bundle) -> Quote | None:
    """Several entries with a day each: what a list of news looks like, whatever it is about."""
    for exhibit in bundle.exhibits:
        dated = [block for block in exhibit.blocks if len(block.text) < 300 and _has_day(block.text)]
        if len(dated) >= SEVERAL:
            return quote_of(exhibit, dated[0], dated[0].text)
    return None


def _has_day(text: str) -> bool:
    return any(mention.role == "date" for mention in find_years(text))


def _amounts(bundle: Bundle) -> Quote | None:
    """Sums of money: several numbers with their thousands apart, as budget columns show them."""
    for exhibit in bundle.exhibits:
        sums = [block for block in exhibit.blocks if _MONEY.search(ascii_digits(block.text))]
        if sum(len(_MONEY.findall(ascii_digits(block.text))) for block in sums) > SEVERAL:
            return quote_of(exhibit, sums[0], sums[0].text[:160])
    return None


def _sequence(text: str) -> str:
    """Steps one after the other, joined by arrows."""
    return text if len(_ARROW.split(text)) > SEVERAL and all(step.strip() for step in _ARROW.split(text)) else ""


def _year_columns(text: str) -> str:
    """The head of columns for several years on end, as a plan over years has them for what is done in each."""
    years = [int(year) for year in re.findall(r"(?<!\d)25\d\d(?!\d)", ascii_digits(text))]
    runs = (years[at : at + 3] for at in range(len(years) - 2))
    return text if len(text) < _HEAD_OF_TABLE and any(b == a + 1 and c == b + 1 for a, b, c in runs) else ""


SIGNALS: dict[str, Callable[[Bundle], Quote | None]] = {
    "phone": _in_text(phone_in),
    "email": _mail_link,
    "photo": _image,
    "image": _image,
    "address": _in_text(lambda text: match[0] if (match := _ADDRESS.search(ascii_digits(text))) else ""),
    "map": _in_address(lambda url: bool(_MAP.search(url.lower()))),
    "form": _form,
    "social": _in_address(social_account),
    "spreadsheet": _spreadsheet,
    "law": _in_text(lambda text: match[0] if (match := _LAW.search(key(text))) else ""),
    "span": _in_text(_span),
    "dated_list": _dated_list,
    "amounts": _amounts,
    "sequence": _in_text(_sequence),
    "year_columns": _in_rows(_year_columns),
    "done": telling.done,
    "scheduled": telling.scheduled,
    "in_charge": telling.in_charge,
    "planned_work": telling.planned_work,
    "named_work": telling.named_work,
    "dos_donts": telling.dos_donts,
    "risky_acts": telling.risky_acts,
    "graded": telling.graded,
    "staffing_done": telling.staffing_done,
    "training_done": telling.training_done,
    "people_counted": telling.people_counted,
    "acted_on": telling.acted_on,
    "timed": procedure.timed,
    "stepwise": procedure.stepwise,
    "places": procedure.places,
    "papers": procedure.papers,
    "charged": procedure.charged,
    "ways_in": procedure.ways_in,
    "handled": procedure.handled,
    "counted": tallies.counted,
    "projects": accounts.projects,
    "timed_work": accounts.timed_work,
    "progress": accounts.progress,
    "spent": accounts.spent,
    "troubles": accounts.troubles,
    "by_method": purchases.by_method,
    "purchases": purchases.purchases,
    "aims": aims.aims,
    "several_years": aims.several_years,
}
