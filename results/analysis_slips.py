"""What fingers do to a number: how a typed figure may have come from the one that was meant."""

from fractions import Fraction

from results.scoring import rounded


def slip(typed: Fraction, meant: Fraction) -> str:
    """ "dropped" a digit, "added" one, "swapped" two neighbours, "digit": one is another, "point": it is misplaced;
    empty when none of these explains it."""
    if not typed or not meant:
        return ""
    one, two = _digits(typed), _digits(meant)
    if one.lstrip("0").rstrip("0") == two.lstrip("0").rstrip("0"):
        return "point"
    if one in _shorter(two) or one.lstrip("0") in _shorter(two):
        return "dropped"
    if two in _shorter(one):
        return "added"
    if len(one) == len(two):
        differing = [place for place, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        if len(differing) == 1:
            return "digit"
        if len(differing) == 2 and differing[1] == differing[0] + 1 and one[differing[0]] == two[differing[1]]:
            return "swapped" if one[differing[1]] == two[differing[0]] else ""
    return ""


def _digits(figure: Fraction) -> str:
    return f"{rounded(figure):.2f}".replace(".", "")


def _shorter(digits: str) -> set[str]:
    return {digits[:place] + digits[place + 1 :] for place in range(len(digits))}
