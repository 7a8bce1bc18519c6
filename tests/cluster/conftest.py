"""A PostgreSQL cluster of Debian's packages. These tests run with `make test-cluster` only."""

import pytest

from tests.support.suites import deselect_unless_asked


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cluster: builds a cluster; runs when asked for (make test-cluster)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    deselect_unless_asked("cluster", config, items)
