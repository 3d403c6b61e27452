"""Executives: each person of both sides with name, position, photograph and a contact of their own."""

from dataclasses import replace

from audits.bundle import Bundle, quote_of
from audits.case import Case, Judgement, judgement, whole_page
from audits.people import CORE, Person, Role, is_former, people_of
from audits.signals import is_picture
from audits.site import Site
from audits.verdict import Check, Outcome, Part

_SEVERAL = 2
_PAGES = 6  # the two sides often stand on different pages, divisions on more


def judge(case: Case) -> Judgement | None:
    """Judge all pages that present executives together; None leaves the item to the general rules."""
    bundles = [whole_page(case, bundle) for bundle in case.own if bundle.candidate.score >= 0.5][:_PAGES]
    together = _judge_pages(case, bundles)
    if together is None or together.complete.outcome is not Outcome.FAIL or len(bundles) < 2:
        return together
    # One page may say it all; a page left over from years ago beside it must not spoil that.
    alone = (_judge_pages(case, [bundle]) for bundle in bundles)
    return next((item for item in alone if item and item.complete.outcome is Outcome.PASS), together)


def _judge_pages(case: Case, bundles: list[Bundle]) -> Judgement | None:
    people = _distinct(bundles)
    core = [person for person in people if person.role in CORE]
    if not core:
        return _picture_only(case, bundles) or _council_only(case, bundles, people)
    first = next((person for person in core if person.role == "head"), core[0])
    main = next(bundle for bundle in bundles if first.exhibit in bundle.exhibits)
    unseen = _unseen(case) or _persons_in_pictures(case.site, bundles, people)
    parts = (*_sides(core, unseen), *_particulars(case.site, [person for person in core if not person.vacant]))
    quote = quote_of(first.exhibit, None, f"{first.name} {first.position}".strip())
    present = Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=quote.text)
    return judgement(case, main, parts, present)


def _council_only(case: Case, bundles: list[Bundle], people: list[Person]) -> Judgement | None:
    """A page that shows the members of the council and nobody who leads the office is the list of another item."""
    members = [person for person in people if person.name and person.role == "council"]
    if len(members) < _SEVERAL or any(person.role == "division" for person in people):
        return None
    first = members[0]
    main = next(bundle for bundle in bundles if first.exhibit in bundle.exhibits)
    quote = f"{first.name} {first.position}"
    params = {"url": first.exhibit.artifact.url, "title": quote}
    return judgement(case, main, (), Check(outcome=Outcome.FAIL, reason="wrong_content", params=params, quote=quote))


def _distinct(bundles: list[Bundle]) -> list[Person]:
    """Every person once; of two mentions the fuller one counts, with what only the other one tells."""
    found: dict[str, Person] = {}
    for bundle in bundles:
        for exhibit in bundle.exhibits:
            for person in people_of(exhibit) if exhibit.artifact.kind == "page" else ():
                if is_former(person):
                    continue
                name = person.name or f"vacant:{person.position}"
                found[name] = _merged(found[name], person) if name in found else person
    return list(found.values())


def _merged(one: Person, other: Person) -> Person:
    """One person from two mentions (a portrait on one page, the direct line on another); a vacant post has neither."""
    full, rest = (other, one) if _fullness(other) > _fullness(one) else (one, other)
    if full.vacant:
        return full
    return replace(full, photo=full.photo or rest.photo, contact=full.contact or rest.contact)


def _fullness(person: Person) -> int:
    return sum(map(bool, (person.position, person.photo, person.contact))) + (person.role in CORE)


def _sides(core: list[Person], unseen: bool) -> tuple[Part, ...]:
    roles: dict[str, tuple[Role, ...]] = {
        "top_executive": ("head",),
        "deputies": ("deputy_head", "deputy_clerk"),
        "political_side": ("head", "deputy_head"),
        "permanent_side": ("clerk", "deputy_clerk"),
    }
    return tuple(
        _who(name, [person for person in core if person.role in wanted], unseen) for name, wanted in roles.items()
    )


def _unseen(case: Case) -> bool:
    """Whether a page that is named for executives could not be looked at: it may show the other side."""
    named = [candidate for candidate in case.candidates[case.requirement.concept] if candidate.score >= 0.5]
    return any(candidate.target.artifact is None and not candidate.target.dead for candidate in named)


def _persons_in_pictures(site: Site, bundles: list[Bundle], people: list[Person]) -> bool:
    """Whether a page shows a picture that is nobody's portrait: the other side may stand in it, names and all."""
    portraits = {person.photo for person in people}
    pictures = (block for bundle in bundles for block in bundle.blocks if is_picture(block))
    return any(
        block.url not in portraits and site.target(block.url).why not in ("http_error", "soft_404") and not block.text
        for block in pictures
    )


def _who(name: str, people: list[Person], unseen: bool) -> Part:
    if not people:
        return Part(id=name, found=None if unseen else False)
    person = people[0]
    return Part(id=name, found=True, quote=f"{person.name or 'ว่าง'} {person.position}", url=person.exhibit.artifact.url)


def _particulars(site: Site, people: list[Person]) -> tuple[Part, ...]:
    return (
        _each("names", people, [bool(person.name) for person in people]),
        _each("positions", people, [bool(person.position) for person in people]),
        _each("photo", people, [_photo_shown(site, person, people) for person in people]),
        _each("contact", people, [bool(person.contact) for person in people]),
    )


def _each(name: str, people: list[Person], has: list[bool]) -> Part:
    """A part that every person must have; the quotation names who lacks it."""
    lacking = [person for person, there in zip(people, has, strict=True) if not there]
    if lacking or not people:
        words = ", ".join(f"{person.name} {person.position}".strip() for person in lacking[:6])
        return Part(id=name, found=False, quote=words, url=lacking[0].exhibit.artifact.url if lacking else "")
    first = people[0]
    shown = {"names": first.name, "positions": first.position, "photo": first.photo, "contact": first.contact}[name]
    return Part(id=name, found=True, quote=shown, url=first.exhibit.artifact.url)


def _photo_shown(site: Site, person: Person, people: list[Person]) -> bool:
    """A photograph that loads and is not one stand-in used for several persons."""
    if not person.photo:
        return False
    shared = sum(other.photo == person.photo for other in people) > 1
    return not shared and site.target(person.photo).why not in ("http_error", "soft_404")


def _picture_only(case: Case, bundles: list[Bundle]) -> Judgement | None:
    """A page of pictures with the names inside them: there, and to be looked at by a person."""
    for bundle in bundles:
        pictures = [block for block in bundle.blocks if is_picture(block)]
        if pictures and bundle.candidate.score >= 0.6 and not any(people_of(item) for item in bundle.exhibits):
            quote = quote_of(bundle.exhibits[0], pictures[0], pictures[0].text or pictures[0].url)
            check = Check(outcome=Outcome.UNKNOWN, reason="image_only", params={"url": bundle.main.url},
                          evidence=(quote,), quote=bundle.candidate.label)  # fmt: skip
            return judgement(case, bundle, (), check)
    return None
