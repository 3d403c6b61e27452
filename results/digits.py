"""Thai digits for memoranda: dates, counts, scores and years; addresses and codes stay as they are typed."""

import re

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# An address up to the next blank, a status code of the web, or a run of visible ASCII. A run with a Latin letter in it
# (item code, e-mail, host, file name) would be another thing with other digits.
_TOKEN = re.compile(r"(?:https?://|www\.)\S+|\(?HTTP \d{3}|[!-~]+")
_LATIN = re.compile(r"[A-Za-z@]")


def thai_digits(text: str) -> str:
    """The text with Thai digits, except in addresses, e-mails, file names and codes such as O12."""
    return _TOKEN.sub(lambda token: _converted(token[0]), text)


def _converted(token: str) -> str:
    return token if _LATIN.search(token) else token.translate(_THAI)
