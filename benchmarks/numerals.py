"""How well years of scans are read: `python -m benchmarks.numerals FOLDER_OF_FONTS [--pages N] [--curve FILE.svg]`.

Three tables, all of typefaces that took no part in training or calibration (`training.typefaces.UNSEEN`): single digits,
years in single lines, and years of whole generated pages from the picture to the text beside what Tesseract alone makes
of them. The curve compares the confidence that is told with the share that is right.
"""

import argparse
from collections import defaultdict
from pathlib import Path

from benchmarks.measures import distance
from benchmarks.numeral_pages import WEARS, Counted, read_page
from benchmarks.reliability import curve
from crawler.extract.numerals import RELIABLE
from training.lines import Wear
from training.trials import Trial, digits_read, trials
from training.typefaces import UNSEEN, Face, faces

# Heights of a consonant in pixels when 14 to 20 points are scanned.
_SIZES = {"300 dpi": (24, 36), "200 dpi": (16, 24), "150 dpi": (12, 18), "100 dpi": (8, 12)}
_DAMAGE = {"light": (0.0, 0.2), "moderate": (0.2, 0.5), "heavy": (0.5, 0.9)}
_COMMON, _REST = "150 dpi up, moderate at most", "the rest"


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:8.2f}" if whole else "       -"


def _common(size: str, damage: str) -> bool:
    """What the aims speak of: 150 dpi and up, moderate damage or less."""
    return size != "100 dpi" and damage != "heavy"


def digit_table(seen: list[Face], lines: int) -> None:
    """Single digits, one look each, no threshold: by size and damage, then by typeface."""
    print(f"{'single digits':28}  digits  right %")
    families: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    halves = {_COMMON: [0, 0], _REST: [0, 0]}
    for size, (least, most) in _SIZES.items():
        for damage, (low, high) in _DAMAGE.items():
            total = wrong = 0
            for family, digits, read in digits_read(seen, Wear(low, high, least, most), lines, 11):
                errors = min(distance(digits, read), len(digits))
                total, wrong = total + len(digits), wrong + errors
                if _common(size, damage):
                    families[family][0] += len(digits)
                    families[family][1] += errors
            print(f"{size + ', ' + damage:28}{total:8}{_share(total - wrong, total)}", flush=True)
            half = halves[_COMMON if _common(size, damage) else _REST]
            half[:] = half[0] + total, half[1] + wrong
    for family, (total, wrong) in (halves | families).items():
        print(f"{family:28}{total:8}{_share(total - wrong, total)}")


def line_table(seen: list[Face], lines: int) -> list[Trial]:
    """Years in single lines at the shipped threshold, by size and damage, then by typeface. `invented`: answers where no
    year stood."""
    print(f"\n{'years of lines':28}   years  answ. %  right %  wrong  invented")
    halves: dict[str, list[Trial]] = {_COMMON: [], _REST: []}
    for size, (least, most) in _SIZES.items():
        for damage, (low, high) in _DAMAGE.items():
            found = list(trials(seen, Wear(low, high, least, most), lines, 12))
            _tell_trials(f"{size}, {damage}", found)
            halves[_COMMON if _common(size, damage) else _REST] += found
    for name, part in halves.items():
        _tell_trials(name, part)
    for family in UNSEEN:
        _tell_trials(family, [trial for trial in halves[_COMMON] if trial.family == family])
    return halves[_COMMON] + halves[_REST]


def _tell_trials(name: str, found: list[Trial]) -> None:
    years = [trial for trial in found if trial.truth]
    answered = [trial for trial in years if trial.confidence >= RELIABLE]
    right = sum(trial.answer == trial.truth for trial in answered)
    invented = sum(trial.confidence >= RELIABLE and not trial.truth for trial in found)
    shares = f"{_share(len(answered), len(years))} {_share(right, len(answered))}"
    print(f"{name:28}{len(years):8} {shares}{len(answered) - right:7}{invented:10}", flush=True)


def page_table(seen: list[Face], pages: int) -> None:
    """Whole pages at the shipped threshold: by damage, then by typeface (without the two worst kinds of damage)."""
    print(f"\n{'whole pages':28}   years Tesser. %  answ. %  right %  wrong invented ms/page")
    by_family: dict[str, Counted] = defaultdict(Counted)
    mistakes: list[str] = []
    for name, wear in WEARS.items():
        total = Counted()
        for family in UNSEEN:
            styles = [face for face in seen if face.family == family]
            for number in range(pages if styles else 0):
                counted = read_page(styles[number % len(styles)], wear, 100 + number)
                total.add(counted)
                if not name.startswith(("worn", "pale")):
                    by_family[family].add(counted)
        _tell_pages(name, total)
        mistakes += total.mistakes
    for family, counted in by_family.items():
        _tell_pages(family, counted)
    print("\n".join(mistakes))


def _tell_pages(name: str, counted: Counted) -> None:
    right = counted.answered - counted.wrong
    print(
        f"{name:28}{counted.years:8}  {_share(counted.alone, counted.years)} {_share(counted.answered, counted.years)}"
        f" {_share(right, counted.answered)}{counted.wrong:7}{counted.invented:9}"
        f"{1000 * counted.seconds / max(counted.pages, 1):8.0f}",
        flush=True,
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("fonts", type=Path)
    words.add_argument("--lines", type=int, default=320, help="for each size and damage")
    words.add_argument("--pages", type=int, default=1, help="of each typeface and damage")
    words.add_argument("--curve", type=Path, help="where to draw confidence against truth (SVG)")
    given = words.parse_args()
    seen = faces(UNSEEN, given.fonts)
    print(f"{len({face.family for face in seen})} typefaces in {len(seen)} styles, threshold {RELIABLE}\n")
    digit_table(seen, given.lines)
    found = line_table(seen, given.lines)
    if given.curve:
        given.curve.write_text(curve(found), encoding="utf-8")
    page_table(seen, given.pages)


if __name__ == "__main__":
    main()
