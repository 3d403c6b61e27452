"""No Gift Policy: declared by the executive in office."""

from audits.case import Case, Judgement
from audits.general import corrected_judgement
from audits.signature import signed_by_head


def judge(case: Case) -> Judgement | None:
    """The general way, with the name in the declaration held against the head whom the site presents."""
    return corrected_judgement(case, signed_by_head(case, "declaration"))
