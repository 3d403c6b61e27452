"""One line of a manifest → the event in it. A folder may come from anywhere: what a line must hold is looked at before
anything is made of it.
"""

import json
import re
from typing import Any

from crawler.urls import host_of

VERSION = 1
_WEB = re.compile(r"https?://[^/]")
_LARGEST = 1 << 62
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
Shape = dict[str, type]


def _all(kind: type, names: str) -> Shape:
    return dict.fromkeys(names.split(), kind)


_NEEDED: dict[str, Shape] = {
    "start": _all(str, "url snapshot_id started_at") | _all(int, "version warc_end"),
    "response": _all(str, "url role content_type sha256 at") | _all(int, "status size offset length"),
    "failure": _all(str, "url kind detail at"),
    "finding": _all(str, "kind url detail"),
}
_OPTIONAL: dict[str, Shape] = {
    "start": {"scope": list, "options": dict},
    "response": _all(str, "via location label") | {"redirected_from": list},
    "finish": _all(str, "at reason home_problem") | _all(int, "requests rendered left") | {"exhausted": bool},
}


def read_event(line: bytes) -> dict[str, Any]:
    """The event of a line. Raises ValueError when there is none, or not all of it; a start of another version is only
    looked at for its version."""
    try:
        event = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(event, dict):
        raise ValueError("no event")
    if _SURROGATE.search(line):
        json.dumps(event, ensure_ascii=False).encode()  # half a character can be neither stored nor shown
    if not _is_whole(event):
        raise ValueError("not all of an event")
    return event


def _is_whole(event: dict[str, Any]) -> bool:
    kind = event.get("event")
    if not isinstance(kind, str) or (kind == "start" and event.get("version") != VERSION):
        return isinstance(kind, str)
    needed, optional = _NEEDED.get(kind, {}), _OPTIONAL.get(kind, {})
    if not all(name in event for name in needed):
        return False
    if kind in ("start", "response") and not _is_address(str(event["url"])):
        return False
    return all(_fits(event[name], shape) for name, shape in (needed | optional).items() if name in event)


def _is_address(url: str) -> bool:
    return _WEB.match(url) is not None and host_of(url) != ""


def _fits(value: object, shape: type) -> bool:
    if shape is list and isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST
    return isinstance(value, shape)
