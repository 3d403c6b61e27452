"""Old formats → OpenDocument by LibreOffice, where it is installed: RTF, PPT, and DOC that antiword cannot read.

OpenDocument and not plain text, because in it tables are still tables. The profile is made for one file and thrown
away: no macro runs, and nothing that a document names is fetched.
"""

import tempfile
from pathlib import Path

from crawler.extract import limits
from crawler.extract.document import run_tool

_TARGETS = {"doc": "odt", "rtf": "odt", "ppt": "odp"}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
    "</item>\n"
)
_SAFE = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # a proxy that is not there: no address can be reached
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def can_convert(kind: str) -> bool:
    """Whether LibreOffice is asked about files of this kind at all."""
    return kind in _TARGETS


def converted(body: bytes, kind: str) -> tuple[int, str, bytes]:
    """Exit code (127: not installed, 124: too slow), the new kind and its bytes, empty when there are none."""
    target = _TARGETS[kind]
    with tempfile.TemporaryDirectory(prefix="oit-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{kind}"
        source.write_bytes(body)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=item, value=value) for path, item, value in _SAFE)
        settings.write_text(_SETTINGS.format(items=items), encoding="utf-8")
        command = [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", target, "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        code, said, error = run_tool(command, b"", limits.OFFICE_SECONDS, limits.CONVERTER_MEMORY)
        if b"no export filter" in said or "no export filter" in error:
            code = 127  # LibreOffice is there without the part for this kind (Impress is a package of its own)
        made = folder / "out" / f"document.{target}"
        return code, target, made.read_bytes() if made.is_file() and made.stat().st_size <= limits.MAX_UNPACKED else b""
