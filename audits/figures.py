"""Figures as offices write them, for patterns: sums of money, months, and how often a page was looked at."""

import re

AMOUNT = r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
MONEY = re.compile(rf"{AMOUNT}|\d+(?:\.\d+)?\s*ล้าน")
# A month, whole or cut, whichever it is; crawler.thai tells which.
MONTH = (
    r"(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา"
    r"|ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)"
)
VIEWS = r"เข้าชม|ดาวน์โหลด|เยี่ยมชม|\bviews?\b|\bhits?\b"
