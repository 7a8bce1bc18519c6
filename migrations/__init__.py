"""The history of the schema, shipped with the product.

`upgrade(url)` brings a database to the newest revision; any number of
processes may do so at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from taskapi import guard

guard(__name__, "domain", "application", "adapters")

__all__ = ["check", "downgrade", "head", "upgrade"]

HERE = Path(__file__).parent
_ONE_AT_A_TIME = Lock()
"""Alembic keeps the present migration in global variables."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at an asyncpg URL to a revision.

    Blocks until it is done, in coroutines too; `await asyncio.to_thread(migrations.upgrade, url)` does not block the
    event loop.
    """
    _run(lambda: command.upgrade(_config(url), revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to a revision (`base` for an empty one); this loses data."""
    _run(lambda: command.downgrade(_config(url), revision))


def check(url: str) -> None:
    """Raise `alembic.util.CommandError` if the tables differ from `adapters.postgres.sql.schema`."""
    _run(lambda: command.check(_config(url)))


def head() -> str:
    """The newest revision."""
    revision = ScriptDirectory(str(HERE)).get_current_head()
    if revision is None:
        raise RuntimeError("there is no migration")
    return revision


def _run(migrate: Callable[[], None]) -> None:
    """Run a command of Alembic, in a thread of its own if this one has an event loop: Alembic starts another one."""
    with _ONE_AT_A_TIME:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            migrate()
        else:
            with ThreadPoolExecutor(1, "migrations") as pool:
                pool.submit(migrate).result()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config
