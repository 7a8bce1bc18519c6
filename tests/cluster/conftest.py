"""A PostgreSQL cluster of Debian's packages. These tests run with `make test-cluster` only."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cluster: builds a cluster; runs when asked for (make test-cluster)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "cluster" in config.option.markexpr:
        return
    clustered = [item for item in items if item.get_closest_marker("cluster")]
    config.hook.pytest_deselected(items=clustered)
    items[:] = [item for item in items if item not in clustered]
