"""The tables of tasks, changes and counters, compared by SQL: what no request of a client could hide."""

import asyncpg

QUERIES = {
    "tasks whose last change is missing or has another version": """
        WITH last AS (
            SELECT DISTINCT ON (user_id, object_id) * FROM changes ORDER BY user_id, object_id, number DESC
        )
        SELECT count(*) FROM tasks LEFT JOIN last ON last.user_id = tasks.user_id AND object_id = tasks.id
        WHERE version_after IS DISTINCT FROM tasks.version OR last.number IS NULL
    """,
    "last changes whose task is missing, or is there after its deletion": """
        WITH last AS (
            SELECT DISTINCT ON (user_id, object_id) * FROM changes ORDER BY user_id, object_id, number DESC
        )
        SELECT count(*) FROM last LEFT JOIN tasks ON tasks.user_id = last.user_id AND tasks.id = object_id
        WHERE tasks.version IS DISTINCT FROM version_after
    """,
    "changes that do not begin with the version with which the one before ended": """
        SELECT count(*) FROM (
            SELECT version_before, version_after, coalesce(lag(version_after) OVER own, lag(version_before) OVER own)
                AS last, lag(version_after) OVER own AS present
            FROM changes WINDOW own AS (PARTITION BY user_id, object_id ORDER BY number)
        ) AS pairs
        WHERE version_before IS DISTINCT FROM present
            OR (version_after IS NOT NULL AND version_after <> coalesce(last, 0) + 1)
    """,
    "numbers that are missing": """
        SELECT coalesce(sum(latest - found), 0) FROM (
            SELECT max(number) AS latest, count(*) AS found FROM changes GROUP BY user_id HAVING max(number) <> count(*)
        ) AS gaps
    """,
    "counters that differ from the last number": """
        SELECT count(*) FROM change_counters
        FULL JOIN (SELECT user_id, max(number) AS number FROM changes GROUP BY user_id) AS last USING (user_id)
        WHERE coalesce(latest, 0) <> coalesce(number, 0)
    """,
}
"""Each counts what must not be."""
COMMIT_DELAYS = """
    CREATE FUNCTION delay_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF random() < 0.05 THEN PERFORM pg_sleep(random() * 0.02); END IF;
            RETURN NULL;
        END
    $$;
    CREATE CONSTRAINT TRIGGER tasks_commit_delay AFTER INSERT OR UPDATE OR DELETE ON tasks
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delay_commit();
"""
"""A few of the commits wait for up to 20 ms when everything else is done."""


async def contradictions(database_url: str) -> dict[str, int]:
    """Return what the tables contradict each other in, and how often; empty if they agree."""
    connection = await asyncpg.connect(database_url, timeout=30)
    try:
        found = {meaning: int(await connection.fetchval(query)) for meaning, query in QUERIES.items()}
    finally:
        await connection.close()
    return {meaning: number for meaning, number in found.items() if number}


async def run_sql(database_url: str, statements: str) -> None:
    """Run statements on a connection of their own."""
    connection = await asyncpg.connect(database_url, timeout=30)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
