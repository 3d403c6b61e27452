"""The few words on a small picture (a button of a menu), by recognition, without digits: those cannot be relied on."""

import json
import os
import re
import sys
from hashlib import sha256
from pathlib import Path

from crawler.extract import limits
from crawler.extract.document import run_tool
from crawler.extract.files import READER_VERSION
from crawler.extract.ocr import recognised_lines
from crawler.extract.pictures import CHILD, pixels_of
from crawler.extract.pieces import joined
from crawler.thai import normalise

_LEFT_OUT = re.compile(r"[0-9๐-๙]+|(?<=[ก-๎])\s+(?=[ก-๎])|[^\w\sก-๎.()/-]")  # digits, blanks strewn into words, specks
_THAI = re.compile("[ก-ฮ]")


def label_of(body: bytes, cache: Path | None) -> str:
    """What stands on a small picture; "" where nothing is read for sure. Remembered by content."""
    place = cache / f"{sha256(body).hexdigest()}-{READER_VERSION}-label.json" if cache else None
    if place and place.is_file():
        return _remembered(place)
    label = _read(body)
    if label is None:  # of this machine or hour
        return ""
    if place:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_suffix(f".{os.getpid()}.part")
        temporary.write_text(json.dumps({"kind": "label", "text": label}, ensure_ascii=False), encoding="utf-8")
        temporary.replace(place)
    return label


def _remembered(place: Path) -> str:
    try:
        return str(json.loads(place.read_text(encoding="utf-8"))["text"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ""


def _read(body: bytes) -> str | None:
    least, most = limits.LABEL_PIXELS
    if not least <= pixels_of(body) <= most:
        return ""
    command = [sys.executable, "-P", CHILD, str(limits.LABEL_LEAST_SIDE), str(limits.OCR_MOST_SIDE)]
    code, grey, _ = run_tool(command, body, limits.DRAW_SECONDS)
    if code != 0:
        return None if code == 124 else ""
    lines, confidence, problem = recognised_lines(grey, "6")
    if problem:
        return None
    if confidence < limits.LABEL_CONFIDENCE:
        return ""
    texts = (_LEFT_OUT.sub("", joined(line)).strip() for line in lines)
    told = (text for text in texts if len(_THAI.findall(text)) >= limits.LABEL_THAI)
    return normalise(" ".join(told))[: limits.LABEL_LETTERS]
