"""The record is kept by several processes together, so it is tested on two as well."""

import pytest

from domain.ports import Begin


@pytest.fixture(params=["memory", "postgres", "two_processes"])
def begin(request: pytest.FixtureRequest) -> Begin:
    """The way to begin a unit of work, on one store or on two that share a database."""
    begin: Begin = request.getfixturevalue(request.param).begin
    return begin
