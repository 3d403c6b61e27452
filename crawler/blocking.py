"""Recognises answers that pretend to be the site: challenge pages, parked domains, suspended accounts.

A long page with many links is a real page whatever words occur in it; only short pages are judged by their words.
"""

import re
from collections.abc import Callable

_REFUSED = {401: "HTTP 401", 403: "HTTP 403", 407: "HTTP 407", 429: "HTTP 429", 451: "HTTP 451"}
# Written by the protection itself, never by an author: enough alone, on a page of any length.
_CHALLENGE_TITLE = re.compile(
    r"^(?:just a moment|attention required! \| cloudflare|ddos-guard|sucuri website firewall|security check required"
    r"|please wait\.\.\. \| cloudflare|access denied \| .* used cloudflare|one moment, please|human verification"
    r"|bot verification|are you (?:a )?(?:human|robot)|pardon our interruption)",
    re.IGNORECASE,
)
_CHALLENGE_CODE = (
    "_cf_chl_opt", "sucuri_cloudproxy_js", "window.gokuProps", "/_Incapsula_Resource?SWUDNSAI", "ddg-captcha",
)  # fmt: skip
_CHALLENGE_WORDS = re.compile(
    r"checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|checking if the site connection is secure"
    r"|enable javascript and cookies to continue|incapsula incident id|complete the security check|ddos protection by"
    r"|unusual traffic from your|กำลังตรวจสอบเบราว์เซอร์|ยืนยันว่าคุณไม่ใช่(?:โปรแกรม)?(?:หุ่นยนต์|บอท|โรบอท)|กรุณายืนยันว่าคุณเป็นมนุษย์",
    re.IGNORECASE,
)
_CAPTCHA = re.compile(r"g-recaptcha|h-captcha|cf-turnstile|captcha", re.IGNORECASE)
_OTHER_INPUT = re.compile(
    r"<textarea|<select|<input[^>]+type=[\"']?(?:text|email|tel|file|search|date|number|password)", re.IGNORECASE
)
_SUSPENDED = re.compile(
    r"account (?:has been )?suspended|this account has been suspended|site (?:is )?suspended|website suspended"
    r"|(?:บัญชี|เว็บไซต์|โดเมน)[^.]{0,30}(?:ถูกระงับ|หมดอายุ)|ถูกระงับการ(?:ให้บริการ|ใช้งาน)|bandwidth limit exceeded",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"domain (?:name )?(?:is|has been|may be) (?:parked|for sale|expired)|buy this domain"
    r"|this domain (?:name )?has expired"
    r"|parked (?:free|by|domain)|sedoparking|parkingcrew|hugedomains|website (?:is )?coming soon to this domain"
    r"|domain default page|default web site page|apache2 (?:debian|ubuntu) default page|welcome to nginx!"
    r"|iis windows server|web server's default page|future home of something quite cool",
    re.IGNORECASE,
)
_SHORT, _VERY_SHORT = 1500, 500  # characters of visible text
_FEW_LINKS = 15


def refusal(status: int, cloudflare_says: str = "") -> str:
    """What a status (and Cloudflare's own header `cf-mitigated`) says of being refused; "" when nothing."""
    if "challenge" in cloudflare_says:
        return "Cloudflare challenge"
    return _REFUSED.get(status, "")


def disguise(title: str, html: str, link_count: int, visible_text: Callable[[], str]) -> str:
    """What a page answered with success is instead of the site's own; "" for a real page.

    `visible_text` is asked only when the page has few links, because it costs as much as the parse.
    """
    if _CHALLENGE_TITLE.match(title):
        return f"challenge page: {title[:80]}"
    if link_count >= _FEW_LINKS:
        return ""
    code = next((mark for mark in _CHALLENGE_CODE if mark in html), "")
    text = visible_text()
    if len(text) > _SHORT:
        return ""
    if code:
        return f"challenge page ({code.strip('_/?')})"
    words = f"{title} {text}"
    for pattern, name in ((_CHALLENGE_WORDS, "challenge page"), (_SUSPENDED, "suspended"), (_PARKED, "parked")):
        if found := pattern.search(words):
            return f"{name}: {found[0][:80]}"
    if len(text) < _VERY_SHORT and link_count < 4 and _CAPTCHA.search(html) and not _OTHER_INPUT.search(html):
        return "captcha before the content"
    return ""
