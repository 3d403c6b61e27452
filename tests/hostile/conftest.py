from tests.crawl.conftest import serve  # noqa: F401 - a fixture
