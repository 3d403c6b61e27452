"""The name of a file as a person reads it, from its address."""

from urllib.parse import unquote, urlsplit

from crawler.thai import normalise


def file_name(url: str) -> str:
    """The last part of an address, decoded, without its ending; separators become blanks."""
    name = normalise(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
    return name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
