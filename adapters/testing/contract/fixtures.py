"""The fixtures of the suite: a store's test class provides `begin`, and everything else is made with it."""

import pytest
import pytest_asyncio

from adapters.testing.builders import a_user
from adapters.testing.contract.promises import Promises
from adapters.testing.units import add
from domain.ids import UserId
from domain.ports import Begin


class StoreFixtures(Promises):
    """What every part of the contract starts from."""

    @pytest.fixture
    def begin(self) -> Begin:
        """Return the way to begin a unit of work on the store under test; a subclass overrides this fixture.

        The store may hold other data: every test adds users of its own and reads nothing else.
        """
        pytest.fail("Override the fixture `begin`: it returns the way to begin a unit of work on your store.")

    @pytest_asyncio.fixture
    async def owner(self, begin: Begin) -> UserId:
        """Return a user of which the store holds nothing else."""
        user = a_user()
        await add(begin, user)
        return user.id
