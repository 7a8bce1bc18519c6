"""Hypothesis strategies for instants, days, time zones and due dates."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters.testing.builders import NOON
from domain.day import FIRST_DAY, LAST_DAY
from domain.moment import EARLIEST, LATEST
from domain.tasks.due import Due, DueBound
from domain.zone import zone_named

MICROSECOND = timedelta(microseconds=1)

moments = st.one_of(
    st.integers((EARLIEST - NOON) // MICROSECOND, (LATEST - NOON) // MICROSECOND - 1).map(
        lambda n: NOON + n * MICROSECOND
    ),
    st.sampled_from([EARLIEST, LATEST - MICROSECOND]),
)
near_moments = st.integers(0, 3).map(lambda n: NOON + n * MICROSECOND)
"""Few and close together, so that they meet."""

days = st.dates(FIRST_DAY, LAST_DAY) | st.sampled_from([FIRST_DAY, LAST_DAY])
near_days = st.integers(-1, 2).map(lambda n: NOON.date() + timedelta(days=n))
zones = st.sampled_from(
    [
        *("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati"),
        *("America/Sao_Paulo", "America/St_Johns", "America/Toronto", "Pacific/Apia", "Africa/Monrovia"),
    ]
)
"""Names of time zones, of which some skip or repeat midnight, or have skipped a day."""

due_times = st.none() | near_moments | moments

due_dates = st.one_of(
    st.fixed_dictionaries({"due_at": due_times, "due_on": st.none()}),
    st.fixed_dictionaries({"due_at": st.none(), "due_on": near_days | days}),
)
"""The values of both fields, of which one is None."""


def due_bounds(make: Callable[[Due, ZoneInfo], DueBound]) -> SearchStrategy[DueBound]:
    """Bounds in any zone, of which many lie close to the dates of tasks."""
    return st.builds(make, near_moments | moments | near_days | days, zones.map(zone_named))
