"""Writes the HTML pages, the style sheet, the script-built page's data, robots.txt and sitemap.xml."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tests.sample.sources import CONTENT, HERE, SITE, data, environment, fragment

NEWS_PER_PAGE = 8
# Real site maps lag behind: these were added after the vendor made it.
NOT_IN_SITEMAP = {"webboard/topic-112.html", "news/690417-songkran.html"}


def write_pages() -> None:
    """Writes every page and the small text files of the site."""
    paths = []
    for path, meta, body in _pages():
        _write_page(path, meta, body)
        paths.append(path)
    _write("css/style.css", (HERE / "data" / "style.css").read_text(encoding="utf-8"))
    _write("js/complaints.js", (HERE / "data" / "complaints.js").read_text(encoding="utf-8"))
    _write("data/complaints-2568.json", json.dumps(data("complaints"), ensure_ascii=False, indent=1) + "\n")
    _write_crawler_files(sorted(paths))


def _pages() -> Iterator[tuple[str, dict[str, Any], Markup]]:
    for source in sorted(CONTENT.rglob("*.html")):
        meta, body = fragment(source, {})
        yield source.relative_to(CONTENT).as_posix(), meta, body
    yield from _news()
    for year, entries in data("ita").items():
        title = f"การเปิดเผยข้อมูลสาธารณะ (OIT) ประจำปีงบประมาณ พ.ศ. {year}"
        yield f"ita/{year}.html", {"title": title}, _render("ita.html", year=year, entries=entries)


def _news() -> Iterator[tuple[str, dict[str, Any], Markup]]:
    items = data("news")
    pages = -(-len(items) // NEWS_PER_PAGE)
    for page in range(1, pages + 1):
        shown = items[(page - 1) * NEWS_PER_PAGE : page * NEWS_PER_PAGE]
        path = "news/index.html" if page == 1 else f"news/page-{page}.html"
        body = _render("news_list.html", items=shown, page=page, pages=pages)
        yield path, {"title": "ข่าวประชาสัมพันธ์"}, body
    for item in items:
        yield f"news/{item['id']}.html", {"title": item["title"]}, _render("news_item.html", item=item)


def _render(template: str, **words: Any) -> Markup:
    return Markup(environment().get_template(template).render(**words))


def _write_page(path: str, meta: dict[str, Any], body: Markup) -> None:
    charset = meta.get("charset", "utf-8")
    html = environment().get_template("layout.html").render(
        path=path, title=meta["title"], body=body, charset=charset, scripts=meta.get("scripts", [])
    )
    target = SITE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    codec = "cp874" if charset == "windows-874" else charset
    target.write_bytes(html.encode(codec, errors="xmlcharrefreplace"))


def _write_crawler_files(paths: list[str]) -> None:
    base = data("agency")["base"]
    _write("robots.txt", f"User-agent: *\nDisallow: /admin/\n\nSitemap: {base}/sitemap.xml\n")
    urls = "".join(f" <url><loc>{base}/{path}</loc></url>\n" for path in paths if path not in NOT_IN_SITEMAP)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    _write("sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{urls}</urlset>\n')


def _write(path: str, text: str) -> None:
    target: Path = SITE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
