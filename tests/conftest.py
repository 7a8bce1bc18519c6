"""What holds for all tests.

How hard the property tests try: `HYPOTHESIS_PROFILE` is `dev` (the default), `ci` or `thorough`.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from coverage import Coverage
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

pytest_plugins = ["tests.support.postgres_fixtures", "tests.support.server_fixtures"]

CORE = ("domain", "application")
OF_THE_CORE = tuple(Path(__file__).with_name(name) for name in CORE)


def pytest_configure(config: pytest.Config) -> None:
    """Load the core while it is watched; what is loaded with the tests is not."""
    config.addinivalue_line("markers", "exhaustive: tries a million inputs; the examples beside it cover the code")
    for package in map(import_module, CORE):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Finding the tests covers nothing and takes twice as long when it is watched."""
    with unwatched():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """The core is covered by its own tests; watching it in all the others finds nothing and doubles their time."""
    counts = any(map(item.path.is_relative_to, OF_THE_CORE)) and not item.get_closest_marker("exhaustive")
    with nullcontext() if counts else unwatched():
        return (yield)


@contextmanager
def unwatched() -> Iterator[None]:
    """Measure no coverage inside the block: a worker of pytest-xdist has two measurements, one under the other."""
    stopped = []
    while watching := Coverage.current():
        watching.stop()
        stopped.append(watching)
    try:
        yield
    finally:
        for watching in reversed(stopped):
            watching.start()
