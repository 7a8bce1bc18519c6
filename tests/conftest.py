"""How hard the property tests try: `HYPOTHESIS_PROFILE` is `dev` (the default), `ci` or `thorough`."""

import os

from hypothesis import HealthCheck, settings

# The machine may be shared and slow: a time limit for each example would report the neighbours.
# Examples share the fixtures of their test: each makes what it needs and looks at nothing else.
settings.register_profile(
    "dev",
    deadline=None,
    max_examples=50,
    stateful_step_count=20,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# The same examples in every run: a change is judged by what it changed, and `thorough` goes exploring.
settings.register_profile("ci", settings.get_profile("dev"), max_examples=200, derandomize=True, database=None)
settings.register_profile("thorough", settings.get_profile("dev"), max_examples=5_000, stateful_step_count=50)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))

pytest_plugins = ["tests.postgres_fixtures"]
