"""Office files are zip packages: written without the clock, so that equal reports are equal files."""

import io
import zipfile


def undated(package: bytes) -> bytes:
    """The same package with a fixed day on every member of its directory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
