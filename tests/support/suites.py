"""Suites that run only when they are asked for by their marker."""

import pytest


def deselect_unless_asked(marker: str, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests with a marker, unless `-m` names it."""
    if marker in config.option.markexpr:
        return
    marked = [item for item in items if item.get_closest_marker(marker)]
    config.hook.pytest_deselected(items=marked)
    items[:] = [item for item in items if item not in marked]
