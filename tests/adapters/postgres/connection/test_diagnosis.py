"""The diagnosis of a database."""

from adapters.postgres.connection import diagnosis
from adapters.postgres.sql.tables import RECORD_TABLES, TABLES


def test_rights_are_checked_on_every_table() -> None:
    assert sorted(diagnosis.TABLES) == sorted(table.name for table in (*TABLES.values(), *RECORD_TABLES))
