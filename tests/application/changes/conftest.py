"""A fresh world with a record for every test."""

import pytest

from domain.accounts.user import User
from domain.changes.provenance import Actor
from tests.application.support.recorded_world import RecordedWorld


@pytest.fixture
def world() -> RecordedWorld:
    return RecordedWorld()


@pytest.fixture
async def ada(world: RecordedWorld) -> User:
    return await world.has_user()


@pytest.fixture
def actor(ada: User) -> Actor:
    return Actor(ada.id)
