"""Mail addresses as somebody typed them into the settings."""

from email.errors import ObsoleteHeaderDefect
from email.headerregistry import Address, HeaderRegistry


class AddressError(ValueError):
    """Not an address that mail can be sent to; the message says why. Raised by `mailbox`."""


def mailbox(text: str) -> Address:
    """One address, alone or as `name <address>`. Raises AddressError."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise AddressError(f"{text!r} holds a control character")
    header = HeaderRegistry()("to", text)
    # A dot in a name ("ผอ.กองคลัง") is old-fashioned by the standard, not wrong.
    defects = [defect for defect in header.defects if not isinstance(defect, ObsoleteHeaderDefect)]
    found: tuple[Address, ...] = getattr(header, "addresses", ())
    if defects or len(found) != 1 or not found[0].username:
        raise AddressError(f"{text!r} is not one mail address; write it like ita@example.go.th")
    address = found[0]
    if not address.addr_spec.isascii():
        raise AddressError(f"{text!r} has other than Latin letters in the address, which most mail servers refuse")
    labels = address.domain.split(".")
    if len(labels) < 2 or not all(label.strip("-") == label and label.replace("-", "").isalnum() for label in labels):
        raise AddressError(f"{text!r} is not a mail address; write it like ita@example.go.th")
    return address
