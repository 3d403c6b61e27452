"""The same loopback sites and crawls as the tests of the crawl."""

from tests.crawl.conftest import run, serve

__all__ = ["run", "serve"]
