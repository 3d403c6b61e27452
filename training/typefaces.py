"""The typefaces that generated text is set in, and which of them the numeral reader may see while it learns.

Debian's `fonts-thai-tlwg`, and the open Thai families of the npm registry (5.2.7 to 5.3.0), each in a folder of its
name: `npm pack @fontsource/NAME; tar xzf fontsource-NAME-*.tgz -C FOLDER/NAME --strip-components=2 package/files`.
No font is part of this repository.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

TLWG = Path("/usr/share/fonts/truetype/tlwg")
# Never seen in training nor in choosing the threshold; Laksaman and Sarabun have the look of official papers.
UNSEEN = (
    "laksaman", "sarabun", "norasi", "garuda", "kinnari", "umpush", "niramit", "k2d", "mitr", "trirong", "prompt",
    "noto-serif-thai", "noto-sans-thai", "noto-sans-thai-looped", "ibm-plex-sans-thai-looped", "bai-jamjuree",
)  # fmt: skip
# Seen by nobody but the calibration.
CALIBRATION = ("loma", "krub", "pridi", "anuphan", "fahkwang")
TRAINING = (
    "sawasdee", "waree", "purisa", "tlwgmono", "tlwgtypewriter", "tlwgtypist", "tlwgtypo", "kanit", "kodchasan", "mali",
    "athiti", "itim", "taviraj", "chonburi", "maitree", "sriracha", "charm", "chakra-petch", "koho",
    "ibm-plex-sans-thai", "pattaya", "charmonman", "playpen-sans-thai",
)  # fmt: skip
_TLWG_NAME = re.compile(r"^([A-Za-z]+)(?:-(Bold|Light|Oblique|Italic|BoldOblique|BoldItalic|LightOblique))?\.ttf$")
_STYLES = {"300": "light", "400": "regular", "700": "bold"}
_THAI = re.compile("[\u0e01-\u0e5b]")


@dataclass(frozen=True)
class Face:
    """One style of a family. Web fonts keep Thai letters and Latin ones, with the Arabic digits, in two files."""

    family: str
    style: str
    thai: Path
    latin: Path
    _sizes: dict[int, "Sized"] = field(default_factory=dict, compare=False)

    def at(self, size: int) -> "Sized":
        if size not in self._sizes:
            self._sizes[size] = Sized(self, size)
        return self._sizes[size]


class Sized:
    """A face at one size in pixels."""

    def __init__(self, face: Face, size: int) -> None:
        layout = ImageFont.Layout.BASIC
        self.thai = ImageFont.truetype(face.thai, size, layout_engine=layout)
        self.latin = (
            self.thai if face.latin == face.thai else ImageFont.truetype(face.latin, size, layout_engine=layout)
        )
        _, self.top, _, self.bottom = self.thai.getbbox("นมก", anchor="ls")

    def of(self, letter: str) -> ImageFont.FreeTypeFont:
        return self.thai if _THAI.match(letter) else self.latin

    @property
    def height(self) -> float:
        """Of a Thai consonant without tails."""
        return self.bottom - self.top

    def width(self, letter: str) -> float:
        return _width(self.of(letter), letter)


@lru_cache(maxsize=100_000)
def _width(font: ImageFont.FreeTypeFont, letter: str) -> float:
    return float(font.getlength(letter))


def faces(names: tuple[str, ...], folder: Path, *, light: bool = False) -> list[Face]:
    """The styles at hand of the families `names`; those of the npm registry lie in `folder`, and come with their
    `light` ones only where asked for: papers are hardly set in them, but they are what poor print looks like."""
    return [face for face in (*_debian(), *_npm(folder, light)) if face.family in names]


def _debian() -> list[Face]:
    found = []
    for path in sorted(TLWG.glob("*.ttf")):
        name = _TLWG_NAME.match(path.name)
        if name and "Oblique" not in path.name:
            found.append(Face(name[1].lower(), (name[2] or "Regular").lower(), path, path))
    return found


def _npm(folder: Path, light: bool) -> list[Face]:
    found = []
    for path in sorted(folder.glob("*/*-thai-[347]00-normal.woff2")):
        weight = path.name.split("-")[-2]
        latin = path.with_name(path.name.replace(f"-thai-{weight}", f"-latin-{weight}"))
        if latin.is_file() and (light or weight != "300"):
            found.append(Face(path.parent.name, _STYLES[weight], path, latin))
    return found
