"""A database with 50,000 tasks and one with none."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from adapters.postgres import ConnectionSettings
from tests.support.postgres_fixtures import execute, with_database

FILL = """
INSERT INTO users SELECT lpad(to_hex(n), 32, '0')::uuid, 'u' || n || '@example.com', 'x', now(), NULL, 1
FROM generate_series(1, 200) AS n;
INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, due_on, completed_at, created_at,
                   updated_at, version, words, terms, title_key, derived_version)
SELECT lpad(to_hex(u), 32, '0')::uuid, gen_random_uuid(), 'title ' || t, NULL,
       (ARRAY['todo', 'in_progress', 'cancelled'])[t % 3 + 1], t % 4,
       CASE WHEN t % 2 = 0 THEN now() + t * interval '1 hour' END,
       CASE WHEN t % 4 = 1 THEN current_date + t END, NULL,
       now() - t * interval '1 minute', now() - t * interval '1 second', 1,
       '', (mark || ' ' || mark || 'title:2 ' || mark || t || ':3')::tsvector, 'title 0ā' || t, 1
FROM generate_series(1, 200) AS u, generate_series(1, 250) AS t,
     LATERAL translate(encode(substr(decode(lpad(to_hex(u), 6, '0'), 'hex'), 1, 3), 'base64'), '+/', '-_') AS mark
ORDER BY u, t;
INSERT INTO projects (user_id, id, name, created_at, updated_at, version)
SELECT lpad(to_hex(u), 32, '0')::uuid, gen_random_uuid(), 'project ' || p, now(), now(), 1
FROM generate_series(1, 200) AS u, generate_series(1, 20) AS p;
INSERT INTO change_counters SELECT lpad(to_hex(u), 32, '0')::uuid, 250 FROM generate_series(1, 200) AS u;
INSERT INTO changes (user_id, number, object_id, object_kind, effect, version_after, at, fields)
SELECT user_id, row_number() OVER (PARTITION BY user_id ORDER BY id), id, 'task', 'created', 1, created_at, '{}'
FROM tasks;
ANALYZE;
"""


@pytest.fixture(scope="module")
async def filled(postgres_url: str, template: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a database with 50,000 tasks."""
    database = f"{template}_plans"
    execute(postgres_url, f"CREATE DATABASE {database} TEMPLATE {template}")
    connection = await asyncpg.connect(with_database(postgres_url, database))
    await connection.execute(FILL)
    yield connection
    await connection.close()
    execute(postgres_url, f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(scope="module")
async def store_connection(
    filled: asyncpg.Connection, postgres_url: str, template: str
) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the store makes it, to the database with 50,000 tasks."""
    assert not filled.is_closed()
    connection = await ConnectionSettings(url=with_database(postgres_url, f"{template}_plans")).connect()
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def empty(postgres_url: str, template: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the store makes it, to a database in which nothing has been yet."""
    database = f"{template}_empty"
    execute(postgres_url, f"CREATE DATABASE {database} TEMPLATE {template}")
    connection = await ConnectionSettings(url=with_database(postgres_url, database)).connect()
    yield connection
    await connection.close()
    execute(postgres_url, f"DROP DATABASE {database} WITH (FORCE)")
