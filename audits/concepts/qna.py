"""Questions and answers: the channel must be one in which the office answers."""

from audits.bundle import Bundle
from audits.case import Case, Judgement
from audits.general import corrected_judgement
from audits.two_way import two_way
from audits.verdict import Part


def judge(case: Case) -> Judgement | None:
    """The general way, with the channel itself looked for by its answers."""
    return corrected_judgement(case, lambda bundle, parts: tuple(answered(case, part, bundle) for part in parts))


def answered(case: Case, part: Part, bundle: Bundle) -> Part:
    """The part "two-way", found only where somebody answers."""
    if part.id.rpartition(".")[2] != "two_way":
        return part
    quote = two_way(case.site, (bundle,))
    if quote is None:
        hidden = bool(bundle.unreadable) or not bundle.main.readable
        return Part(id=part.id, found=None if hidden else False, required=part.required)
    return Part(id=part.id, found=True, quote=quote.text, url=quote.url, page=quote.page, required=part.required)
