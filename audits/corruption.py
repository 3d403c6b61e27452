"""Words about corruption in a document, apart from the names of sections, plans and bodies that fight it."""

import re
from collections.abc import Iterable

from audits.bundle import Exhibit
from crawler.thai import key

_CORRUPTION = re.compile(r"ทุจริต|มิชอบ|สินบน|คอร์?รัปชั่?น|เรียกรับ|(?:กระทำ|ประพฤติ)ผิดวินัย")
_AGAINST = re.compile(
    r"(?:ไร้|ปลอด|ไม่ทน(?:ต่อ)?)\s*(?:การ)?(?:ทุจริต|คอร์รัปชัน)"
    r"|(?:ป้องกัน|ปราบปราม|ต่อต้าน|ต้าน)(?:และ(?:ป้องกัน|ปราบปราม|แก้ไข\S{0,6}?))*\s*(?:การ|ปัญหาการ)?(?:ทุจริต|คอร์รัปชัน)"
)


def names_corruption(texts: Iterable[str]) -> bool:
    """Whether any of several texts speaks of corruption itself."""
    return any(_CORRUPTION.search(_AGAINST.sub("", key(text))) for text in texts)


def own_texts(exhibit: Exhibit) -> list[str]:
    """What an exhibit says itself, without its links."""
    return [block.text for block in exhibit.blocks if block.text and not block.links]
