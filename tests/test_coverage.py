"""Measuring coverage slows everything down: only the tests of the core pay for it."""

from coverage import Coverage


def test_outside_the_core_nothing_is_measured() -> None:
    assert Coverage.current() is None
