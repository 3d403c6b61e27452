import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.loopback import Crawl, Route, Site, crawl

Opener = Callable[..., Site]
Runner = Callable[..., Crawl]


@pytest.fixture
def serve() -> Iterator[Opener]:
    """Open sites that are closed when the test ends."""
    opened: list[Site] = []

    def opener(routes: dict[str, Route] | None = None, tls: ssl.SSLContext | None = None) -> Site:
        opened.append(Site(routes, tls))
        return opened[-1]

    yield opener
    for site in opened:
        site.close()


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    """Crawl an address with the real process into a folder of this test."""

    def runner(url: str, name: str = "snapshot", **options: Any) -> Crawl:
        return crawl(tmp_path / name, url, **options)

    return runner
