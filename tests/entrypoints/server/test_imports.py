"""Each process imports only what it needs, which keeps memory and start-up time small."""

import subprocess
import sys

import pytest

MAKING_STATEMENTS = frozenset({"sqlalchemy", "alembic"})
ANSWERING = frozenset({"litestar", "cattrs", "jwt", "argon2", "dependency_injector"})
TELLING = frozenset({"prometheus_client", "opentelemetry"})
"""Imported only if metrics or traces are enabled."""

AS_INSTALLED = "import sys; sys.modules['fastapi'] = None"
"""FastAPI is a development dependency; dependency-injector imports it where it is installed."""


@pytest.mark.parametrize(
    ("modules", "needless"),
    [
        ("domain, application", MAKING_STATEMENTS | ANSWERING | TELLING | {"asyncpg"}),
        ("entrypoints.settings, adapters.postgres_server", MAKING_STATEMENTS | ANSWERING | TELLING | {"asyncpg"}),
        ("adapters.postgres", MAKING_STATEMENTS | ANSWERING | TELLING),
        ("entrypoints.cli.commands.serve, entrypoints.server.supervisor", MAKING_STATEMENTS | ANSWERING | TELLING),
        ("entrypoints.server.worker", MAKING_STATEMENTS | TELLING),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(modules: str, needless: frozenset[str]) -> None:
    program = f"{AS_INSTALLED}; import sys, {modules}; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert not needless & set(done.stdout.split())


def test_the_program_has_no_use_for_coloured_tracebacks() -> None:
    program = """
import sys
from contextlib import suppress
from entrypoints.cli import main

sys.argv = ["taskapi", "--version"]
with suppress(SystemExit):
    main()
import structlog
print(*sys.modules)
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert not any(name.startswith("rich.") for name in done.stdout.split())
