"""Programs that read foreign files reach nothing."""

import sys

import pytest

from crawler.extract.document import run_tool, without_network
from tests.crawl.conftest import Opener
from tests.hostile.conftest import serve  # noqa: F401 - a fixture

ASKS = "import sys, urllib.request as r; sys.stdout.write(r.urlopen(sys.stdin.read(), timeout=5).read().decode())"


@pytest.mark.skipif(not without_network(), reason="this system lets no program be cut off from the network")
def test_a_tool_cannot_ask_a_server(serve: Opener) -> None:  # noqa: F811
    site = serve({"/": "secret"})
    code, output, _ = run_tool([sys.executable, "-c", ASKS], site.url.encode(), 20, memory=2**31)
    assert code != 0 and output == b""
    assert site.hits == []


def test_a_tool_that_is_not_there_is_named() -> None:
    assert run_tool(["no-such-tool-here"], b"", 5) == (127, b"", "no-such-tool-here is not installed")
