"""Checks a site's certificate the way a browser does; the crawl itself goes on whatever the answer is."""

import ssl
from dataclasses import dataclass

from crawler.handshake import SECONDS, handshake

_KINDS = {10: "certificate_expired", 18: "certificate_self_signed", 19: "certificate_self_signed",
          62: "certificate_wrong_host", 64: "certificate_wrong_host"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CertificateProblem:
    """`kind` is certificate_expired, certificate_self_signed, certificate_wrong_host or certificate_invalid."""

    kind: str
    detail: str


def check_certificate(host: str, port: int, seconds: float = SECONDS) -> CertificateProblem | None:
    """What is wrong with the certificate of an https host; None when nothing is, or when it cannot be asked.

    Blocks for so many seconds at most; failing connections are the crawl's business.
    """
    context = ssl.create_default_context()
    try:
        with handshake(host, port, context, seconds):
            return None
    except ssl.SSLCertVerificationError as error:
        kind = _KINDS.get(error.verify_code, "certificate_invalid")
        return CertificateProblem(kind=kind, detail=error.verify_message or str(error))
    except (OSError, ValueError):
        return None
