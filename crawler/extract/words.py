"""Words of a page as they are kept: decoded rightly, normalised once."""

from functools import lru_cache

from crawler.thai import is_sound, normalise, repair_mojibake


@lru_cache(maxsize=8192)  # a link's words are met twice, a menu's on every page
def clean(text: str) -> str:
    """One passage, mended and normalised."""
    single = " ".join(text.split())
    return single if is_sound(single) else normalise(repair_mojibake(text))
