"""Paper is made white before recognition, and ink stays ink."""

import io

import numpy as np
from PIL import Image

from crawler.extract.paper import whitened
from tests.extract.pdf_files import sheet


def pgm(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PPM")
    return out.getvalue()


def test_shadow_over_a_page_is_taken_off() -> None:
    page = np.asarray(sheet(150), np.float32)
    shadow = np.linspace(1.0, 0.45, page.shape[1], dtype=np.float32)
    worn = Image.fromarray((page * shadow).astype(np.uint8))
    even = np.asarray(Image.open(io.BytesIO(whitened(pgm(worn)))))
    paper, ink = page == 255, page < 60
    assert np.percentile(np.asarray(worn)[paper], 5) < 130 < 245 < np.percentile(even[paper], 5)
    assert np.percentile(even[ink], 95) < 110


def test_pale_ink_becomes_black_and_an_empty_page_stays_empty() -> None:
    page = sheet(150)
    pale = page.point([150 + level * 100 // 255 for level in range(256)])
    even = np.asarray(Image.open(io.BytesIO(whitened(pgm(pale)))))
    assert even[np.asarray(page) < 60].max() < 60 and even[np.asarray(page) == 255].min() > 200
    empty = Image.fromarray(np.random.default_rng(3).integers(225, 245, (900, 700), dtype=np.uint8))
    assert np.asarray(Image.open(io.BytesIO(whitened(pgm(empty))))).min() > 200


def test_black_and_tiny_pictures_pass() -> None:
    for size in ((1, 1), (7, 300), (300, 300)):
        black = Image.new("L", size)
        assert Image.open(io.BytesIO(whitened(pgm(black)))).size == size
