"""What holds for the tests of tasks."""

import pytest

from domain.tasks import folding, title_order, words


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Compute anew what tests that are not measured have left in caches: otherwise coverage depends on their order."""
    for module in (folding, title_order, words):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
