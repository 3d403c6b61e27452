"""`oit decode`: which zeros give the published figures, for people and for other programs."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rich.table import Table

from audits.requirement import Ruleset
from results.catalogue import printed
from results.decoding import Indicator, Near, Pattern, near, patterns, sizes_of, spans, years_attaining
from results.formats.json_report import CONTRACT
from results.score_text import number, split_remark
from results.scoring import rounded
from results.wording import Lang, phrase

_BOOK = "scoring"
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """One figure: the sizes it was tried with, every pattern that gives it, and, without any, what else it may be."""

    indicator: Indicator
    figure: Fraction
    sizes: Mapping[str, int]
    found: tuple[Pattern, ...]
    near: Near | None
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """All figures of one result. `years` are those that give every figure."""

    ruleset: Ruleset
    figures: tuple[Decoded, ...]
    years: tuple[int, ...]

    @property
    def attainable(self) -> bool:
        return all(decoded.found for decoded in self.figures)


def decode_figures(
    figures: Mapping[Indicator, Fraction], ruleset: Ruleset, excused: Sequence[str], rulesets: Sequence[Ruleset]
) -> Decoding:
    """Decode figures with one year's rules; `rulesets` are the years in which they are looked for, too."""
    decoded: list[Decoded] = []
    for indicator, figure in figures.items():
        sizes = sizes_of(ruleset, indicator, excused)
        found = patterns(sizes, figure)
        decoded.append(
            Decoded(
                indicator=indicator,
                figure=figure,
                sizes=sizes,
                found=found,
                near=None if found else near(sizes, figure),
                years=years_attaining({indicator: figure}, rulesets),
            )
        )
    return Decoding(ruleset=ruleset, figures=tuple(decoded), years=years_attaining(figures, rulesets))


def as_json(decoding: Decoding) -> str:
    """The decoding as JSON: fiscal_year, attainable, years (that give every figure), confidence of the split, and
    `indicators` by number with figure, sizes, count, patterns (zeros by sub-indicator, total, exact), ranges (least and
    most zeros), years, and near (swapped, below, above; null when there is a pattern)."""
    body = {
        "contract": CONTRACT,
        "fiscal_year": decoding.ruleset.fiscal_year,
        "attainable": decoding.attainable,
        "years": list(decoding.years),
        "confidence": {"split": decoding.ruleset.split.confidence},
        "indicators": {decoded.indicator: _document(decoded) for decoded in decoding.figures},
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _document(decoded: Decoded) -> dict[str, Any]:
    names = tuple(decoded.sizes)
    return {
        "figure": rounded(decoded.figure),
        "sizes": dict(decoded.sizes),
        "count": len(decoded.found),
        "patterns": [
            {
                "zeros": dict(zip(names, pattern.zeros, strict=True)),
                "total": pattern.total,
                "exact": f"{float(pattern.figure):.4f}",
            }
            for pattern in decoded.found
        ],
        "ranges": {
            name: {"low": low, "high": high}
            for name, (low, high) in zip(names, spans(decoded.found), strict=bool(decoded.found))
        },
        "years": list(decoded.years),
        "near": _near(decoded.near) if decoded.near else None,
    }


def _near(others: Near) -> dict[str, Any]:
    return {
        "swapped": [rounded(figure) for figure in others.swapped],
        "below": None if others.below is None else rounded(others.below),
        "above": None if others.above is None else rounded(others.above),
    }


def as_text(decoding: Decoding, lang: Lang) -> str:
    """The decoding as text for a terminal or a file."""
    return printed(*_parts(decoding, lang))


def _parts(decoding: Decoding, lang: Lang) -> Iterator[Table | str]:
    year = str(decoding.ruleset.fiscal_year)
    for decoded in decoding.figures:
        told = {"indicator": decoded.indicator, "figure": number(decoded.figure), "year": year}
        if decoded.found:
            yield phrase(_BOOK, "decode_title", lang, **told)
            yield from _found(decoded, lang)
        else:
            yield phrase(_BOOK, "decode_none", lang, **told)
            yield from _missing(decoded, lang)
        yield ""
    others = [each for each in decoding.years if each != decoding.ruleset.fiscal_year]
    if len(decoding.figures) == 1 and decoding.attainable and others:
        yield phrase(_BOOK, "decode_other_years", lang, years=_years(others))
    if len(decoding.figures) > 1:
        key = "decode_years_all" if decoding.years else "decode_no_year_all"
        yield phrase(_BOOK, key, lang, years=_years(decoding.years))
    if any(decoded.found for decoded in decoding.figures):
        yield phrase(_BOOK, "decode_warning", lang)
    yield from split_remark(decoding.ruleset, lang)


def _found(decoded: Decoded, lang: Lang) -> Iterator[Table | str]:
    yield _sizes(decoded, lang)
    if len(decoded.found) == 1:
        yield phrase(_BOOK, "decode_one", lang)
        yield from _lines(decoded, decoded.found[0], lang)
        return
    yield phrase(_BOOK, "decode_count", lang, count=str(len(decoded.found)))
    if len(decoded.found) > _SHOWN:
        yield phrase(_BOOK, "decode_shown", lang, shown=str(_SHOWN))
    yield _table(decoded, lang)
    ranges = ", ".join(
        f"{name}: {low}–{high}" if low != high else f"{name}: {low}"
        for name, (low, high) in zip(decoded.sizes, spans(decoded.found), strict=True)
    )
    yield phrase(_BOOK, "decode_ranges", lang, ranges=ranges)


def _sizes(decoded: Decoded, lang: Lang) -> str:
    return phrase(
        _BOOK, "decode_sizes", lang, sizes=", ".join(f"{name}: {size}" for name, size in decoded.sizes.items())
    )


def _lines(decoded: Decoded, pattern: Pattern, lang: Lang) -> Iterator[str]:
    """One pattern in words; sub-indicators without zeros are left out."""
    if not pattern.total:
        yield phrase(_BOOK, "decode_no_zero", lang)
    for (name, size), zeros in zip(decoded.sizes.items(), pattern.zeros, strict=True):
        if zeros:
            yield "  " + phrase(_BOOK, "decode_line", lang, name=name, zeros=str(zeros), size=str(size))


def _table(decoded: Decoded, lang: Lang) -> Table:
    table = Table(phrase(_BOOK, "col_pattern", lang))
    for name, size in decoded.sizes.items():
        table.add_column(f"{name} (/{size})", justify="right", no_wrap=True)
    table.add_column(phrase(_BOOK, "col_total_zeros", lang), justify="right")
    for place, pattern in enumerate(decoded.found[:_SHOWN], 1):
        table.add_row(str(place), *(str(zeros) for zeros in pattern.zeros), str(pattern.total))
    return table


def _missing(decoded: Decoded, lang: Lang) -> Iterator[str]:
    yield _sizes(decoded, lang)
    if decoded.years:
        yield phrase(_BOOK, "decode_years", lang, years=_years(decoded.years))
    else:
        yield phrase(_BOOK, "decode_no_year", lang)
    if decoded.near is None:
        return
    if decoded.near.swapped:
        yield phrase(_BOOK, "decode_swapped", lang, figures=_figures(decoded.near.swapped))
    nearest = [figure for figure in (decoded.near.below, decoded.near.above) if figure is not None]
    yield phrase(_BOOK, "decode_near", lang, figures=_figures(nearest))


def _figures(figures: Iterable[Fraction]) -> str:
    return ", ".join(number(figure) for figure in figures)


def _years(years: Iterable[int]) -> str:
    return ", ".join(map(str, years))
