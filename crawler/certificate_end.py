"""The last day of a site's certificate, whether or not it can be trusted."""

import socket
import ssl
from datetime import date

from cryptography import x509

from results.periods import BANGKOK

_TIMEOUT = 10.0  # seconds


def certificate_end(host: str, port: int) -> date | None:
    """The day on which the certificate of an https host ends; None when nobody tells. Blocks up to ten seconds."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT) as plain,
            context.wrap_socket(plain, server_hostname=host) as safe,
        ):
            found = safe.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(found).not_valid_after_utc.astimezone(BANGKOK).date() if found else None
    except (OSError, ValueError):
        return None
