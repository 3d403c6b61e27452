"""Thai text in its one home: repair and comparison of words, Buddhist-era years, months and dates.

Extraction and judgement both use it, so that a word is normalised in one way only.
"""

from crawler.thai.dates import MONTHS, Month, fiscal_year_months, fiscal_year_of, months_in
from crawler.thai.words import ascii_digits, has_thai, is_sound, key, normalise, repair_mojibake, skeleton
from crawler.thai.years import YearMention, find_years

__all__ = [
    "MONTHS",
    "Month",
    "YearMention",
    "ascii_digits",
    "find_years",
    "fiscal_year_months",
    "fiscal_year_of",
    "has_thai",
    "is_sound",
    "key",
    "months_in",
    "normalise",
    "repair_mojibake",
    "skeleton",
]
