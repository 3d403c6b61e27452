import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import canonical, join, normalise_url


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("HTTP://WWW.Example.GO.TH:80/a/../b/./c?utm_source=x&id=2#top", "http://www.example.go.th/b/c?id=2"),
        ("https://example.go.th:443", "https://example.go.th/"),
        ("https://example.go.th:8443/", "https://example.go.th:8443/"),
        ("http://example.go.th/ก ข", "http://example.go.th/%E0%B8%81%20%E0%B8%82"),
        ("http://example.go.th/%e0%b8%81%41", "http://example.go.th/%E0%B8%81A"),
        ("http://example.go.th/x;jsessionid=1F?sid=7", "http://example.go.th/x?sid=7"),
        ("http://example.go.th/?PHPSESSID=abc&b=1&a=2", "http://example.go.th/?b=1&a=2"),
        ("http://example.go.th/?sid=0123456789abcdef0123456789", "http://example.go.th/"),
        ("http://user:word@example.go.th/", "http://example.go.th/"),
        ("javascript:void(0)", None),
        ("mailto:a@example.go.th", None),
        ("ftp://example.go.th/", None),
        ("http://", None),
        ("http://exa mple.go.th/", None),
        ("http://[::1", None),
        ("http://example.go.th:99999/", None),
    ],
)
def test_one_form(given_url: str, expected: str | None) -> None:
    assert normalise_url(given_url) == expected


def test_scheme_and_www_do_not_make_another_page() -> None:
    names = {canonical(f"{scheme}://{www}example.go.th/a?b=1") for scheme in ("http", "https") for www in ("", "www.")}
    assert len(names) == 1
    assert canonical("http://example.go.th/a") != canonical("http://example.go.th/b")


def test_links_are_joined_and_queries_sent_in_the_page_encoding() -> None:
    assert join("http://example.go.th/a/b", " ../c.php?x=1 ") == "http://example.go.th/c.php?x=1"
    assert join("http://example.go.th/a/", "\\d\\e.pdf") == "http://example.go.th/d/e.pdf"
    assert join("http://example.go.th/", "?q=ก", "cp874") == "http://example.go.th/?q=%A1"
    assert join("http://example.go.th/", "#x") is None


_TEXT = st.text(max_size=40)


@given(st.one_of(_TEXT, st.builds("http://{0}/{1}?{2}#{3}".format, st.sampled_from(["a.th", "www.a.th:80", "[::1]:8"]),
                                  _TEXT, _TEXT, _TEXT)))  # fmt: skip
def test_normalising_is_idempotent_and_never_fails(url: str) -> None:
    once = normalise_url(url)
    if once is not None:
        assert normalise_url(once) == once
        assert once.isascii()
        assert canonical(once) == canonical(url)


@given(st.text(alphabet="/.%2eE;=&?aก jsessionid", max_size=30))
def test_normalising_difficult_paths_is_idempotent(path: str) -> None:
    once = normalise_url("http://example.go.th/" + path)
    assert once is not None
    assert normalise_url(once) == once
