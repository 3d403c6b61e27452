"""Builds tests/sample/site/ from its sources: `python -m tests.sample.build`.

Needs Chromium and the fonts of fonts-thai-tlwg. The built site is committed, so that serving it needs neither; the
same sources, browser and fonts give the same bytes.
"""

import shutil

from playwright.sync_api import sync_playwright

from tests.sample.documents import write_documents
from tests.sample.pages import write_pages
from tests.sample.pictures import write_pictures
from tests.sample.sources import SITE

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def build() -> None:
    """Replaces the whole site folder."""
    if SITE.exists():
        shutil.rmtree(SITE)
    write_pages()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=CHROMIUM_FLAGS
        )
        write_pictures(browser)
        write_documents(browser)
        browser.close()


if __name__ == "__main__":
    build()
    files = [path for path in SITE.rglob("*") if path.is_file()]
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.2f} MB in {SITE}")
