"""The crowd in the schema that both peers share, and their tokens."""

from datetime import UTC, datetime, timedelta

import jwt

from benchmarks.contestants.contestant import BENCHMARKS, SECRET
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import DESCRIPTION, PRIORITIES, TITLE, Crowd, Population

USERS = """
INSERT INTO users (email, password_hash)
SELECT 'person' || n || '@example.org', 'never used' FROM generate_series(0, {users} - 1) n;
"""
TASKS = """
INSERT INTO tasks (user_id, title, description, priority, created_at, updated_at)
SELECT id, replace('{title}', '{{number}}', n::text), '{description}', ('{{{priorities}}}'::text[])[1 + n % 4], at, at
FROM users, generate_series(1, {tasks_each}) n, LATERAL (SELECT now() - n * interval '1 minute') AS moment (at)
ORDER BY n, id;
"""


def populate(cluster: Cluster, database: str, crowd: Crowd) -> Population:
    cluster.create(database)
    cluster.run(database, (BENCHMARKS / "peers" / "schema.sql").read_text())
    cluster.run(database, USERS.format(users=crowd.users))
    cluster.run(
        database,
        TASKS.format(
            title=TITLE, description=DESCRIPTION, priorities=",".join(PRIORITIES), tasks_each=crowd.tasks_each
        ),
    )
    cluster.settle(database)
    users = cluster.run(database, "SELECT id FROM users ORDER BY id")
    index = {user: place for place, user in enumerate(users)}
    rows = (row.split("|") for row in cluster.run(database, "SELECT user_id, id FROM tasks"))
    return Population(tuple(_token(user) for user in users), tuple((index[user], task) for user, task in rows))


def _token(user: str) -> str:
    now = datetime.now(UTC)
    return jwt.encode({"sub": user, "iat": now, "exp": now + timedelta(days=1)}, SECRET, algorithm="HS256")
