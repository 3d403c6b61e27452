"""A short-lived program of its own: one picture of any kind (from standard input) as a grey one (PGM) fit to recognise.

    picture_child.py LEAST MOST       the longer side of the result is LEAST to MOST pixels

Started by path, importing nothing of this package: foreign pixels are unpacked here, in bounded time and memory.
"""

import io
import sys

from PIL import Image, ImageFile, ImageOps

_MOST_ENLARGED = 3.0
_STRIP = 500  # rows


def prepared(picture: Image.Image, least: int, most: int) -> Image.Image:
    """The first frame on white, upright as its camera says, in grey, neither huge nor tiny."""
    picture.draft("L", (most, most))  # JPEG only: unpacked at an eighth where that is enough
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith(("I", "F")):
        picture = _grey_of_deep(picture)
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    grey, longest = _on_white(picture) if see_through else picture.convert("L"), max(picture.size)
    factor = min(most / longest, max(1.0, min(least / longest, _MOST_ENLARGED)))
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    return grey if size == grey.size else grey.resize(size, Image.Resampling.LANCZOS)


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture that shows through, in grey on white; in strips, because whole copies of a large one fill memory."""
    grey = Image.new("L", picture.size)
    for top in range(0, picture.height, _STRIP):
        layer = picture.crop((0, top, picture.width, min(top + _STRIP, picture.height))).convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        white.alpha_composite(layer)
        grey.paste(white.convert("L"), (0, top))
    return grey


def _grey_of_deep(picture: Image.Image) -> Image.Image:
    """A picture of 16 or more bits a pixel: its range as 256 steps of grey (a plain conversion would clip it)."""
    deep = picture.convert("F")
    low, high = deep.getextrema()
    return deep.point(lambda value: value * (255 / max(high - low, 1)) - low * 255 / max(high - low, 1)).convert("L")


def main(arguments: list[str]) -> int:
    """Exit code 0, 4 for bytes that are no picture, 5 for a picture whose end is missing (what is there is written),
    6 for one that does not fit into the memory allowed.
    """
    least, most = (int(argument) for argument in arguments)
    body, code = sys.stdin.buffer.read(), 0
    Image.MAX_IMAGE_PIXELS = None  # the caller has looked at the size, and memory is limited
    try:
        try:
            grey = prepared(Image.open(io.BytesIO(body)), least, most)
        except OSError:
            ImageFile.LOAD_TRUNCATED_IMAGES, code = True, 5
            grey = prepared(Image.open(io.BytesIO(body)), least, most)
    except MemoryError:
        return 6
    except (OSError, ValueError, SyntaxError, ArithmeticError):
        return 4
    sys.stdout.buffer.write(b"P5 %d %d 255\n" % grey.size + grey.tobytes())
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
