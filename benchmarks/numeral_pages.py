"""Whole generated pages for the numeral reader: drawn, scanned, recognised, dated."""

import io
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from benchmarks.scan_samples import Wear, worn
from crawler.extract.dated_text import dated
from crawler.extract.ocr import read_words
from crawler.extract.paper import whitened
from crawler.extract.skew import skew_of
from crawler.thai import ascii_digits
from training.texts import THAI
from training.typefaces import Face

_LINES = 18
_TO_THAI = str.maketrans("0123456789", THAI)
_PHRASES = (
    "แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {}", "รายงานผลการดำเนินงาน ประจำปี {}", "ประกาศ ณ วันที่ ๑ ตุลาคม {}", "ปีงบประมาณ พ.ศ. {} รอบ ๖ เดือน",
    "แผนพัฒนาท้องถิ่น (พ.ศ. {} - {})", "ตามพระราชบัญญัติ พ.ศ. {} และที่แก้ไขเพิ่มเติม", "ระหว่างวันที่ ๑๕ มีนาคม {} ถึงวันที่ ๒ เมษายน {}",
    "สรุปผลการจัดซื้อจัดจ้าง ปี {} จำนวน ๑๒๗ โครงการ", "ITA ประจำปี {} ข้อ ๓.๒", "ที่ ชม ๕๔๓๐๑/๒๑๗ ลงวันที่ ๙ มกราคม {}",
)  # fmt: skip
WEARS = {
    "clean 300 dpi": Wear(dpi=300),
    "clean 150 dpi": Wear(dpi=150),
    "moderate 300 dpi": Wear(dpi=300, skew=0.4, noise=24, contrast=0.85, stamp=True, quality=60),
    "moderate 200 dpi": Wear(dpi=200, skew=-0.7, noise=24, contrast=0.85, stamp=True, quality=60),
    "moderate 150 dpi": Wear(dpi=150, skew=0.5, noise=24, contrast=0.85, stamp=True, quality=60),
    "skewed 2 degrees": Wear(dpi=200, skew=2.0, noise=40, quality=60),
    "pale, JPEG 40, 150 dpi": Wear(dpi=150, skew=-1.0, noise=50, contrast=0.4, stamp=True, quality=40),
    "worn 100 dpi": Wear(dpi=100, skew=0.8, noise=50, contrast=0.8, stamp=True, quality=40),
}


@dataclass(frozen=True)
class Written:
    """A year on a page and its middle as shares of width and height."""

    year: int
    across: float
    down: float


def paper(face: Face, dpi: int, dice: random.Random) -> tuple[Image.Image, list[Written]]:
    """An A4 page of lines that name years, letters of 14 to 20 points as in official papers."""
    page = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), "white")
    pen, written = ImageDraw.Draw(page), []
    for number in range(_LINES):
        height = dice.choice((5.5, 6.2, 6.2, 7.0, 9.0)) / 72 * dpi  # of a consonant
        sized = face.at(round(height / face.at(100).height * 100))
        x, y = dice.uniform(0.8, 1.3) * dpi, (0.9 + number * 0.56) * dpi
        first = dice.randint(2550, 2578)
        years = iter((first, first + dice.randint(1, 5)))
        for part in dice.choice(_PHRASES).replace("{}", "\n{}\n").split("\n"):
            year = next(years) if part == "{}" else 0
            text = str(year) if year else part
            text = text.translate(_TO_THAI) if dice.random() < 0.75 or not year else text
            start = x
            for letter in text:
                pen.text((x, y), letter, font=sized.of(letter), anchor="ls", fill=0)
                x += 0 if letter in "ัิีึืฺุู็่้๊๋์ํ" else sized.width(letter)
            if year:
                written.append(Written(year, (start + x) / 2 / page.width, (y - sized.height / 2) / page.height))
    return page, written


def turned(place: Written, degrees: float, size: tuple[int, int]) -> Written:
    """Where a year stands after the page was laid askew."""
    angle, (width, height) = math.radians(degrees), size
    x, y = (place.across - 0.5) * width, (place.down - 0.5) * height
    across = (x * math.cos(angle) + y * math.sin(angle)) / width + 0.5
    return Written(place.year, across, (y * math.cos(angle) - x * math.sin(angle)) / height + 0.5)


@dataclass
class Counted:
    """What became of the years of some pages."""

    years: int = 0
    answered: int = 0
    wrong: int = 0
    invented: int = 0
    alone: int = 0  # right in Tesseract's own text
    pages: int = 0
    seconds: float = 0.0
    mistakes: list[str] = field(default_factory=list)

    def add(self, other: "Counted") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def read_page(face: Face, wear: Wear, seed: int) -> Counted:
    """One generated page from picture to years."""
    page, written = paper(face, wear.dpi, random.Random(seed))
    scan = worn(page, wear, seed).convert("L")
    held = io.BytesIO()
    scan.save(held, "JPEG", quality=wear.quality)
    scan = Image.open(held)
    longest = min(max(max(scan.size), 1750), 2500)
    scale = longest / max(scan.size)
    scan = scan.resize((round(scan.width * scale), round(scan.height * scale)), Image.Resampling.LANCZOS)
    plain = io.BytesIO()
    scan.save(plain, "PPM")
    words = read_words(plain.getvalue(), 1)
    counted = Counted(years=len(written), pages=1)
    if not words.page:
        return counted
    begun = time.process_time()
    done = dated(words.page, words.lines, Image.open(io.BytesIO(words.picture)))
    counted.seconds = time.process_time() - begun
    askew = wear.skew + skew_of(whitened(plain.getvalue()))  # skewed pages were turned straight before they were read
    left = [turned(place, askew, page.size) for place in written]
    counted.alone = sum((Counter(str(item.year) for item in written) & Counter(_runs(words.page.text))).values())
    for numeral in done.numerals:
        if not numeral.reliable:
            continue
        across, down = (numeral.box[0] + numeral.box[2]) / 2, (numeral.box[1] + numeral.box[3]) / 2
        near = [place for place in left if abs(place.across - across) < 0.03 and abs(place.down - down) < 0.012]
        if not near:
            counted.invented += 1
            continue
        left.remove(near[0])
        counted.answered += 1
        if near[0].year != numeral.year:
            counted.wrong += 1
            counted.mistakes.append(
                f"{face.family} {face.style}: {near[0].year} read as {numeral.year} ({numeral.confidence})"
            )
    return counted


def _runs(text: str) -> Iterator[str]:
    run = ""
    for letter in ascii_digits(text) + " ":
        if letter.isdigit():
            run += letter
        else:
            if len(run) == 4:
                yield run
            run = ""
