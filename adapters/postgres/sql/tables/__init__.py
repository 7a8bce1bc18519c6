"""How entities become rows: one description of each table, from which everything else is derived.

`schema` makes the SQLAlchemy tables of it, `composing` the statements, `batching.domain_errors` the meaning of broken
constraints. Processes that serve load this package, but not SQLAlchemy.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from adapters.postgres.sql.table import Table
from adapters.postgres.sql.tables.accounts import ALLOWANCES, PERSONAL_ACCESS_TOKENS, RECEIPTS, SESSIONS, USERS
from adapters.postgres.sql.tables.record import CHANGE_COUNTERS, CHANGES
from adapters.postgres.sql.tables.tasks import OUTLINES, PROJECTS, TASKS
from domain.ports.stored import STORED, Entity


def _by_entity(tables: Iterable[Table[Any]]) -> Mapping[type[Entity], Table[Any]]:
    by_entity = {table.stored.entity: table for table in tables}
    return {kind: by_entity[kind] for kind in STORED}


TABLES = _by_entity((USERS, SESSIONS, PERSONAL_ACCESS_TOKENS, PROJECTS, OUTLINES, TASKS, RECEIPTS, ALLOWANCES))
"""All tables that units of work write, in the order in which every commit writes them."""
RECORD_TABLES: tuple[Table[Any], ...] = (CHANGE_COUNTERS, CHANGES)
"""The tables that commits write after the tasks."""
