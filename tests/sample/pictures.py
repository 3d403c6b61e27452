"""Draws the site's pictures (emblem, portraits, news photographs, map) as SVG and saves them through the browser."""

import io
import random
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.sample.sources import SITE, data

SKINS = ["#e2b48c", "#d29f77", "#c68f66", "#edc6a2"]


def write_pictures(browser: Browser) -> None:
    """Writes every picture under images/."""
    _save(browser, "images/emblem.png", 140, 140, _emblem())
    _save(browser, "images/map.png", 560, 340, _map())
    _save(browser, "images/doc.png", 20, 20, _icon())
    _save(browser, "images/bg.png", 12, 12, '<circle cx="2" cy="2" r="1" fill="#c6d8bb"/>')
    people = data("people")
    for person in people["political"] + people["permanent"]:
        picture = _portrait(person["id"], not person["name"].startswith("นาย"))
        _save(browser, f"images/staff/{person['id']}.png", 110, 138, picture)
    for item in data("news"):
        if item.get("photo"):
            _save(browser, f"images/news/{item['id']}.jpg", 480, 270, _scene(item["id"], 480, 270, people=True))
    _save(browser, "images/news/cover.jpg", 740, 240, _scene("cover", 740, 240, people=False))


def _save(browser: Browser, path: str, width: int, height: int, shapes: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{shapes}</svg>'
    page.set_content(f'<style>body{{margin:0}}svg{{display:block}}</style>{svg}')
    image = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
    page.close()
    target: Path = SITE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".jpg":
        image.convert("RGB").save(target, quality=72)
    else:
        image.quantize(128).save(target, optimize=True)


def _emblem() -> str:
    rice = "".join(
        f'<ellipse cx="{70 + side * (8 + step * 3)}" cy="{112 - step * 9}" rx="3.5" ry="7" fill="#e7c64a" '
        f'transform="rotate({side * 25} {70 + side * (8 + step * 3)} {112 - step * 9})"/>'
        for side in (-1, 1)
        for step in range(6)
    )
    return (
        '<circle cx="70" cy="70" r="67" fill="#14491f" stroke="#e7c64a" stroke-width="5"/>'
        '<circle cx="70" cy="48" r="24" fill="#fff3b0"/><circle cx="80" cy="43" r="22" fill="#14491f"/>'
        f'<path d="M14 92 Q70 70 126 92 Q110 130 70 134 Q30 130 14 92" fill="#38802c"/>{rice}'
    )


def _portrait(name: str, woman: bool) -> str:
    luck = random.Random(name)
    skin, wide, high = luck.choice(SKINS), luck.uniform(19, 23), luck.uniform(24, 28)
    hair = (
        f'<path d="M{55 - wide - 6} 92 V52 Q55 8 {55 + wide + 6} 52 V92 Z" fill="#241a14"/>'
        if woman
        else f'<path d="M{55 - wide - 2} 58 Q{55 - wide} 22 55 22 Q{55 + wide} 22 {55 + wide + 2} 58 Z" fill="#1d1612"/>'
    )
    return (
        f'<rect width="110" height="138" fill="{luck.choice(["#5b8fc7", "#4b7fb5", "#6fa0cf"])}"/>{hair}'
        f'<rect x="47" y="80" width="16" height="24" fill="{skin}"/>'
        f'<ellipse cx="55" cy="62" rx="{wide}" ry="{high}" fill="{skin}"/>'
        f'<path d="M{55 - wide} 52 Q55 {luck.uniform(28, 40)} {55 + wide} 52 Q55 24 {55 - wide} 52" fill="#1d1612"/>'
        '<circle cx="47" cy="62" r="2"/><circle cx="63" cy="62" r="2"/>'
        '<path d="M48 76 Q55 81 62 76" stroke="#8a4b3a" stroke-width="2" fill="none"/>'
        '<path d="M8 138 Q12 100 45 97 L55 108 L65 97 Q98 100 102 138 Z" fill="#f7f4ea" stroke="#ccc"/>'
        '<rect x="18" y="104" width="14" height="6" fill="#c9a227"/><rect x="78" y="104" width="14" height="6" fill="#c9a227"/>'
        '<path d="M55 108 V138" stroke="#ccc"/>'
    )


def _scene(name: str, width: int, height: int, people: bool) -> str:
    luck = random.Random(name)
    ground = height * 0.55
    rows = "".join(
        f'<path d="M0 {ground + step * 14} Q{width / 2} {ground + step * 14 - luck.uniform(4, 16)} {width} '
        f'{ground + step * 14} V{height} H0 Z" fill="hsl({luck.uniform(80, 105):.0f} 45% {52 - step * 4}%)"/>'
        for step in range(8)
    )
    crowd = "".join(
        f'<g transform="translate({luck.uniform(20, width - 40):.0f} {luck.uniform(height * 0.55, height - 75):.0f})">'
        f'<circle cx="12" cy="8" r="8" fill="{luck.choice(SKINS)}"/>'
        f'<rect y="17" width="24" height="38" rx="8" fill="hsl({luck.randrange(360)} 45% 55%)"/></g>'
        for _ in range(16 if people else 0)
    )
    return (
        f'<rect width="{width}" height="{height}" fill="#b9dcf2"/>'
        f'<circle cx="{width * luck.uniform(0.2, 0.8):.0f}" cy="{height * 0.25}" r="26" fill="#fff1a8"/>{rows}{crowd}'
    )


def _map() -> str:
    words = [(300, 150, "อบต.ทุ่งจันทร์ฉาย"), (90, 70, "บึงจันทร์ฉาย"), (420, 300, "ไปอำเภอเมืองตัวอย่าง"), (40, 250, "วัดบ้านทุ่ง")]
    labels = "".join(f'<text x="{x}" y="{y}" font-family="Laksaman" font-size="20">{word}</text>' for x, y, word in words)
    return (
        '<rect width="560" height="340" fill="#eef3e4"/><ellipse cx="130" cy="80" rx="100" ry="50" fill="#a9d3ea"/>'
        '<path d="M0 290 L250 180 L560 260" stroke="#fff" stroke-width="16" fill="none"/>'
        '<path d="M0 290 L250 180 L560 260" stroke="#d9b44a" stroke-width="9" fill="none"/>'
        '<path d="M250 180 L260 0" stroke="#ccc" stroke-width="7"/>'
        f'<path d="M280 165 l-8 -22 a12 12 0 1 1 16 0 Z" fill="#c62828"/>{labels}'
    )


def _icon() -> str:
    return (
        '<path d="M4 1 h8 l4 4 v14 h-12 Z" fill="#fff" stroke="#888"/>'
        '<rect x="2" y="9" width="15" height="7" fill="#c62828"/>'
    )
