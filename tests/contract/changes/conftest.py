"""The record is kept by several processes together, so undoing is tested on two as well."""

import pytest

from adapters.testing.builders import a_user
from adapters.testing.units import add
from domain.ids import UserId
from domain.ports import Begin


@pytest.fixture(params=["memory", "postgres", "two_processes"])
def begin(request: pytest.FixtureRequest) -> Begin:
    """The way to begin a unit of work, on one store or on two that share a database."""
    begin: Begin = request.getfixturevalue(request.param).begin
    return begin


@pytest.fixture
async def owner(begin: Begin) -> UserId:
    """A user of whom the store holds nothing else."""
    user = a_user()
    await add(begin, user)
    return user.id
