"""One body, however the address of its site is typed: with or without https, www or the name of a page."""

from functools import lru_cache

from crawler.scope import Scope


@lru_cache(maxsize=20_000)  # a database of many bodies asks for the same few again and again
def body_of(url: str) -> str:
    """The name under which a body's measures and decisions are kept: what the site of this address covers."""
    try:
        site = Scope.of(url if "://" in url else f"http://{url}")
    except ValueError:  # no address at all: it is its own name
        return url.strip().lower()
    return f"{site.base}:{site.port}{site.path}" if site.port else f"{site.base}{site.path}"
