"""The order of the tests: those that wait longest begin first, so that none of them is left alone at the end."""

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a slow one proves nothing
settings.load_profile("any machine")

_FIRST = ("tests/hostile/", "tests/fleet/", "tests/command/", "tests/crawl/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((n for n, start in enumerate(_FIRST) if item.nodeid.startswith(start)), len(_FIRST)))
