"""The name of a file as a person reads it, from its address."""

import re
from urllib.parse import unquote, urlsplit

from crawler.thai import normalise

# The number of an order or letter with its calendar year ("คำสั่ง412-2568") says nothing of the subject's year.
_NUMBERED = re.compile(r"(?<!\d)\d{3,} 25\d\d(?!\d)")


def file_name(url: str) -> str:
    """The last part of an address, decoded, without its ending; separators become blanks."""
    name = normalise(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
    return _NUMBERED.sub(" ", name.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))
