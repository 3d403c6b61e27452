"""Addresses made absolute the short way are those that the standard library gives."""

from urllib.parse import urldefrag, urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.extract.addresses import Addresses
from crawler.extract.limits import MAX_ADDRESS

BASES = (
    "https://www.example.go.th/a/page.php?id=1", "http://example.go.th", "http://example.go.th:80/x/../y;p/z.html#f",
    "http://[::1]/", "https://example.go.th/หน้า/แรก",
)  # fmt: skip
PIECES = (
    "http", "https", "mailto", "javascript", ":", "//", "/", "?", "#", ";", "a", "b.pdf", "..", ".", "[", "@", "%20", "ก",
    "example.go.th", "id=1", "&", "\\", ":80", "\x01", "ไฟล์.pdf",
)  # fmt: skip
HREF = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)


@given(st.sampled_from(BASES), HREF)
@example(BASES[0], "../f.pdf")
@example(BASES[0], "folder//f.pdf?x=/../y")
@example(BASES[2], "f.pdf")
@example(BASES[1], "f.pdf")
def test_addresses_are_those_of_the_standard_library(base: str, href: str) -> None:
    found = Addresses(base).of(href)
    if not found or href.startswith("#"):
        return
    assert found == urldefrag(urljoin(base, href))[0]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("href", ["/f.pdf", "f.pdf", "d/f.pdf?id=2", "https://other.go.th/ไฟล์.pdf", "mailto:a@b.go.th"])
def test_ordinary_links_lead_somewhere(base: str, href: str) -> None:
    assert Addresses(base).of(f" {href}\n") == urljoin(base, href)


@pytest.mark.parametrize("href", ["", " ", "#top", "javascript:void(0)", "http://[x", "/" + "y" * MAX_ADDRESS, "ftp://h/f"])
def test_links_that_lead_nowhere(href: str) -> None:
    assert Addresses(BASES[0]).of(href) == ""


@pytest.mark.parametrize("base", ["", "file:///x/y.html", "ftp://h/"])
def test_a_page_without_an_address_of_the_web_has_only_whole_links(base: str) -> None:
    assert [Addresses(base).of(href) for href in ("/f.pdf", "f.pdf", "https://h.go.th/f")] == ["", "", "https://h.go.th/f"]
