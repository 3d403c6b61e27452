import pytest

from crawler.scope import Scope, is_login, is_public_address, is_skipped


@pytest.mark.parametrize(
    ("seed", "inside", "outside"),
    [
        ("https://www.bandee.go.th/", ["http://bandee.go.th/a", "https://eservice.bandee.go.th/", "http://www.bandee.go.th:8080/"],
         ["https://notbandee.go.th/", "https://bandee.go.th.example.com/", "https://go.th/", "https://dla.go.th/"]),
        ("https://ita.bandee.go.th/", ["https://www.bandee.go.th/", "https://bandee.go.th/"], ["https://other.go.th/"]),
        ("https://bandee.sisaket.go.th/", ["https://www.bandee.sisaket.go.th/"], ["https://sisaket.go.th/"]),
        ("https://site.github.io/", ["https://site.github.io/a"], ["https://other.github.io/"]),
        ("https://sites.google.com/view/bandee/home", ["https://sites.google.com/view/bandee", "https://sites.google.com/view/bandee/o1"],
         ["https://sites.google.com/view/bandee2/", "https://sites.google.com/view/other/", "https://sites.google.com/"]),
        ("http://127.0.0.1:8000/", ["http://127.0.0.1:8000/a"],
         ["http://127.0.0.1:8001/", "http://127.0.0.1/", "http://localhost:8000/", "http://2130706433:8000/"]),
        ("http://localhost:8000/", ["http://localhost:8000/a"], ["http://localhost:9000/", "http://x.localhost:8000/"]),
        ("http://[::1]:8000/", ["http://[::1]:8000/a"], ["http://[::1]:8001/", "http://127.0.0.1:8000/"]),
        ("http://203.0.113.9/", ["http://203.0.113.9/a"], ["http://203.0.113.9:8080/", "http://203.0.113.10/"]),
    ],
)  # fmt: skip
def test_what_belongs_to_the_site(seed: str, inside: list[str], outside: list[str]) -> None:
    scope = Scope.of(seed)
    assert [url for url in inside if not scope.contains(url)] == []
    assert [url for url in outside if scope.contains(url)] == []


def test_scope_as_written_into_the_evidence() -> None:
    assert Scope.of("https://www.bandee.go.th/").hosts == ["bandee.go.th", ".bandee.go.th"]
    assert Scope.of("http://127.0.0.1:8000/").hosts == ["127.0.0.1:8000"]


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "::1", "fe80::1", "fc00::1",
                "::ffff:127.0.0.1", "::ffff:10.0.0.1", "0.0.0.0", "224.0.0.1", "100.64.0.1", "nonsense"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "::ffff:0:169.254.169.254", "fec0::1",
                                     "2002:7f00:1::", "192.0.0.192", "::ffff:192.0.0.192"])  # fmt: skip
def test_other_spellings_of_private_addresses(address: str) -> None:
    assert not is_public_address(address)


def test_public_addresses() -> None:
    assert is_public_address("64:ff9b::808:808")
    assert is_public_address("::ffff:8.8.8.8")
    assert is_public_address("8.8.8.8")
    assert is_public_address("2001:4860:4860::8888")


def test_doors_for_members_and_things_without_words_are_not_opened() -> None:
    for path in ("/wp-login.php", "/wp-admin/x", "/admin", "/admin/", "/login.php", "/user/login", "/a/logout",
                 "/index.php?option=com_users&view=login", "/style.css", "/film.MP4", "/setup.exe"):  # fmt: skip
        assert is_skipped("http://a.th" + path), path
    for path in ("/administration/structure", "/loginfo", "/file.pdf", "/news/admin-order.html", "/x.jpg", "/a.zip"):
        assert not is_skipped("http://a.th" + path), path
    assert is_login("http://a.th/login")
