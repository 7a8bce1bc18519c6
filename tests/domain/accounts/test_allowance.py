"""So many attempts in a window, and a true word about when the next one is worth it."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import MINUTE, NOON, SECOND
from domain.accounts.allowance import Allowance, Limit, TooManyAttempts

THREE = Limit(3, 15 * MINUTE)
INSTANT = timedelta(microseconds=1)

limits = st.builds(Limit, st.integers(1, 5), st.sampled_from([SECOND, MINUTE, 15 * MINUTE]))
pauses = st.sampled_from([timedelta(0), INSTANT, SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE])


def used_up(limit: Limit) -> Allowance:
    allowance = Allowance.opened("guess", limit, at=NOON)
    for _ in range(limit.count - 1):
        allowance = allowance.consumed(limit, at=NOON)
    return allowance


def test_the_first_use_opens_a_window() -> None:
    opened = Allowance.opened("guess", THREE, at=NOON)

    assert opened == Allowance(subject="guess", used=1, since=NOON, until=NOON + 15 * MINUTE, version=1)


def test_every_use_is_a_version() -> None:
    again = Allowance.opened("guess", THREE, at=NOON).consumed(THREE, at=NOON + MINUTE)

    assert (again.used, again.version, again.until) == (2, 2, NOON + 16 * MINUTE)


def test_what_is_used_up_says_truly_when_there_is_more() -> None:
    allowance = used_up(THREE)

    with pytest.raises(TooManyAttempts) as refusal:
        allowance.consumed(THREE, at=NOON + 14 * MINUTE)

    assert refusal.value.retry_after == 60.0
    assert str(refusal.value) == "too many attempts; retry in 60 s"


@given(limit=limits, pause=pauses)
def test_the_reported_waiting_time_is_exact(limit: Limit, pause: timedelta) -> None:
    allowance, at = used_up(limit), NOON + pause % limit.window

    with pytest.raises(TooManyAttempts) as refusal:
        allowance.consumed(limit, at=at)
    then = at + timedelta(seconds=refusal.value.retry_after)

    assert allowance.consumed(limit, at=then).used == 1
    with pytest.raises(TooManyAttempts):
        allowance.consumed(limit, at=then - INSTANT)


@given(limit=limits, steps=st.lists(pauses, max_size=40))
def test_no_stretch_as_long_as_a_window_admits_more_than_the_limit(limit: Limit, steps: list[timedelta]) -> None:
    at, allowance = NOON, Allowance.opened("guess", limit, at=NOON)
    admitted = [at]
    for step in steps:
        at += step
        try:
            allowance = allowance.consumed(limit, at=at)
        except TooManyAttempts:
            continue
        admitted.append(at)

    assert all(sum(first <= use < first + limit.window for use in admitted) <= limit.count for first in admitted)


def test_a_refusal_does_not_prolong_the_wait() -> None:
    allowance = used_up(THREE)
    for minute in range(15):
        with pytest.raises(TooManyAttempts):
            allowance.consumed(THREE, at=NOON + minute * MINUTE)

    assert allowance.consumed(THREE, at=NOON + 15 * MINUTE).used == 1


def test_what_turned_out_right_is_given_back() -> None:
    allowance = used_up(THREE).refunded()

    assert (allowance.used, allowance.version) == (2, 4)
    assert allowance.consumed(THREE, at=NOON).used == 3


def test_nothing_can_be_saved_up_by_giving_back() -> None:
    untouched = evolve(used_up(THREE), used=0)

    assert untouched.refunded().used == 0
