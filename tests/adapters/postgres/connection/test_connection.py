"""An outage is logged once when it begins and once when it ends, also with a proxy in front of the database."""

import pytest

from adapters.postgres.connection.connection import Connection, ConnectionSettings, Outage


async def test_a_pooler_that_lets_us_in_is_not_the_database(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage()
    connection = Connection(ConnectionSettings(url=database_url), outage)
    caplog.set_level("WARNING")
    for _ in range(3):
        outage.began(ConnectionResetError("gone"))
        connection.drop()
        await connection.connect()
    while_away = caplog.messages.copy()
    await connection.execute("SELECT 1")
    await connection.execute("SELECT 1")
    await connection.close()

    assert while_away == ["the database cannot be reached: ConnectionResetError: gone"]
    assert caplog.messages[1:] == ["the database is back"]
