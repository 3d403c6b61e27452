"""Social network: an account of the body itself, linked from its site; share buttons and other bodies' pages are none."""

import re
from collections.abc import Iterator

from audits.case import Case, Judgement, judgement
from audits.match import Candidate
from audits.signals import social_account
from audits.site import Target
from audits.verdict import Check, FoundBy, Outcome, Part, Quote
from audits.wordings import NO_MATCH
from crawler.artifacts import Artifact, Link
from crawler.thai import key

_BODY = re.compile(
    r"(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\.?|อบจ\.?|เทศบาล(?:ตำบล|เมือง|นคร)?|ทต\.|ทม\.|ทน\.|กรม|กระทรวง|สำนักงาน|จังหวัด|อำเภอ|โรงพยาบาล"
    r"|โรงเรียน|สถานีตำรวจ|ป\.ป\.ช\.?)\s*([ก-๎]{2,})"
)
_OTHERS = re.compile(r"เครือข่าย|หน่วยงานที่เกี่ยวข้อง|หน่วยงานภายนอก|ลิงก์?ที่น่าสนใจ|weblink", re.IGNORECASE)


def judge(case: Case) -> Judgement | None:
    """Look for an account on every page, the frame of the site included: an icon in the footer is the usual place."""
    found = next(_accounts(case), None)
    if found is not None:
        return _shown(case, *found)
    parts = (Part(id="account", found=None if _hidden(case) else False),)
    return judgement(case, case.own[0], parts) if case.own else None


def _accounts(case: Case) -> Iterator[tuple[Artifact, Link, FoundBy]]:
    """Links to an own account: of the index page, then the home page, then anywhere."""
    indexes = [index.artifact for index in case.matcher.year_indexes]
    home = [case.site.home] if case.site.home is not None else []
    for page in (*indexes, *home, *case.site.pages):
        for link in page.links:
            if social_account(link.url) and _own(case, page, link):
                yield page, link, "index_page" if page in indexes else "menu"


def _own(case: Case, page: Artifact, link: Link) -> bool:
    """Whether nothing says that the account is another body's: its words, its heading, a page of network links."""
    words = " ".join((link.text, link.hint, link.row))
    if _OTHERS.search(key(f"{link.section} {'' if case.site.is_menu(link) else page.title}")):
        return False
    name = key(case.site.snapshot.agency.name)
    named = [match[1] for match in _BODY.finditer(key(words))]
    return not named or any(other in name or name.endswith(other) for other in named)


def _hidden(case: Case) -> bool:
    """Whether the account may stand where we could not read."""
    return any(bundle.unreadable for bundle in case.own)


def _shown(case: Case, page: Artifact, link: Link, found_by: FoundBy) -> Judgement:
    words = link.text or link.hint or link.row or link.section
    quote = Quote(
        url=page.url, text=f"{words} → {link.url}".removeprefix(" → "), kind="link", sha256=page.evidence.sha256
    )
    candidate = Candidate(
        concept=case.requirement.concept, url=link.url, label=words, via=page.url, found_by=found_by, score=NO_MATCH.score,
        exact=False, target=Target(None, "off_site"),
    )  # fmt: skip
    return Judgement(
        candidate=candidate,
        present=Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=quote.text),
        complete=Check(
            outcome=Outcome.PASS, reason="all_parts", quote=quote.text,
            parts=(Part(id="account", found=True, quote=quote.text, url=page.url),),
        ),
        current=Check(outcome=Outcome.NOT_APPLICABLE, reason="standing", required=case.as_of.isoformat()),
        url=page.url,
    )  # fmt: skip
