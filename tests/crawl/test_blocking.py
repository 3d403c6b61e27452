import pytest

from crawler.blocking import disguise, refusal

_COMPLAINT_FORM = """<form><input type="text" name="name"><textarea></textarea><div class="g-recaptcha"></div>
<label>กรอก captcha ตามภาพ</label></form>"""


def _of(title: str, text: str, code: str = "", links: int = 0) -> str:
    return disguise(title, f"<title>{title}</title>{text}{code}", links, lambda: text)


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue", "window._cf_chl_opt={}"),
        ("Attention Required! | Cloudflare", "Sorry, you have been blocked", ""),
        ("bandee.go.th", "Checking your browser before accessing bandee.go.th.", ""),
        ("Sucuri WebSite Firewall - Access Denied", "Access Denied", ""),
        ("", "Request unsuccessful. Incapsula incident ID: 1-2", ""),
        ("ตรวจสอบ", "กรุณายืนยันว่าคุณเป็นมนุษย์", ""),
        ("", "", '<div class="h-captcha"></div>'),
        ("Account Suspended", "This Account has been suspended. Contact your hosting provider", ""),
        ("แจ้งเตือน", "เว็บไซต์นี้ถูกระงับการให้บริการชั่วคราว", ""),
        ("bandee.com", "This domain is for sale! Buy this domain", ""),
        ("Apache2 Debian Default Page: It works", "It works! Apache2 Debian Default Page", ""),
    ],
)
def test_pages_that_are_not_the_site(title: str, text: str, code: str) -> None:
    assert _of(title, text, code)


@pytest.mark.parametrize(
    ("title", "text", "code", "links"),
    [
        ("แจ้งเรื่องร้องเรียน", "แบบฟอร์มร้องเรียน กรอก captcha", _COMPLAINT_FORM, 2),
        ("แจ้งเรื่องร้องเรียน", "แบบฟอร์มร้องเรียน", _COMPLAINT_FORM, 60),
        ("ข่าว", "การตรวจสอบ checking your browser " * 3, "", 40),
        ("อบต.บ้านดี", "เว็บไซต์ขององค์การบริหารส่วนตำบล", '<script src="/cdn-cgi/challenge-platform/x.js"></script>', 3),
        ("ข่าว", "ผู้รับจ้างถูกระงับ " + "เนื้อหาข่าว " * 300, "", 3),
    ],
)
def test_ordinary_pages(title: str, text: str, code: str, links: int) -> None:
    assert not _of(title, text, code, links)


def test_refusals() -> None:
    assert refusal(403) == "HTTP 403"
    assert refusal(200, "challenge") == "Cloudflare challenge"
    assert refusal(200) == refusal(404) == refusal(500) == ""
