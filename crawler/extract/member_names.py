"""Names of members of a ZIP as their maker meant them: most programs do not say in which table they are written."""

import re
import zipfile

from crawler.thai import has_thai, normalise

_UTF8_FLAG = 0x800
_LONGEST = 200


def shown_name(info: zipfile.ZipInfo) -> str:
    """A member's name for people. It is never used as a path."""
    return normalise(re.sub(r"[\\/]+", "/", _decoded(info)))[:_LONGEST]


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_FLAG or info.orig_filename.isascii():
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for table in ("utf-8", "cp874"):
        try:
            name = raw.decode(table)
        except UnicodeDecodeError:
            continue
        if has_thai(name):
            return name
    return info.orig_filename
