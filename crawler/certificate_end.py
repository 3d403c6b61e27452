"""The last day of a site's certificate, whether or not it can be trusted."""

import ssl
from datetime import date

from cryptography import x509

from crawler.handshake import SECONDS, handshake
from results.periods import BANGKOK


def certificate_end(host: str, port: int, seconds: float = SECONDS) -> date | None:
    """The day on which the certificate of an https host ends; None when nobody tells in time."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with handshake(host, port, context, seconds) as safe:
            found = safe.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(found).not_valid_after_utc.astimezone(BANGKOK).date() if found else None
    except (OSError, ValueError):
        return None
