"""The history of the schema, shipped with the product.

`upgrade(url)` brings a database to the newest revision; any number of
processes may do so at once.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from taskapi import guard

guard(__name__, "domain", "application", "adapters")

HERE = Path(__file__).parent


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at an asyncpg URL to a revision; blocks, and needs a thread without an event loop."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to a revision (`base` for an empty one); this loses data."""
    command.downgrade(_config(url), revision)


def check(url: str) -> None:
    """Raise `alembic.util.CommandError` if the tables differ from `adapters.postgres.sql.schema`."""
    command.check(_config(url))


def head() -> str:
    """The newest revision."""
    revision = ScriptDirectory(str(HERE)).get_current_head()
    if revision is None:
        raise RuntimeError("there is no migration")
    return revision


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config
