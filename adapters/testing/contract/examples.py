"""How many examples the property tests of the suite try: as many as the Hypothesis profile loaded at import.

There is no deadline, because a store may be slow. The examples of a test share its fixtures: each example adds users of
its own and reads nothing else. A test runs in several classes, one for each store.
"""

from hypothesis import HealthCheck, settings

examples = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.differing_executors,
    ],
)

a_fifth = settings(examples, max_examples=max(1, examples.max_examples // 5))
"""For tests that run once for every order."""

half = settings(examples, max_examples=max(1, examples.max_examples // 2), report_multiple_bugs=False)
"""For the state machine: each of its examples is a sequence of units of work."""
