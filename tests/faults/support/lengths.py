"""How much of a thing: enough to see it work in every test run, or as much as was promised (marked `long`)."""

from typing import Any

import pytest


def short(*values: object) -> Any:
    """Parameters of every test run."""
    return pytest.param(*values, id="short")


def long(*values: object, seconds: int = 400) -> Any:
    """Parameters of `make test-faults`, and how long the test may take."""
    return pytest.param(*values, id="long", marks=pytest.mark.long(seconds=seconds))
