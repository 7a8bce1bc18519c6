"""A fresh world for every test."""

import pytest

from tests.application.support.world import World


@pytest.fixture
def world() -> World:
    return World()
