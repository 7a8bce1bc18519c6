"""The statements that write the record, and those of `change_queries`.

A change gets its number in the transaction that makes it: one row of each account counts, and is locked from then on
until the commit. So the numbers have no gaps and follow the order of the commits.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Executable,
    FromClause,
    Integer,
    Table,
    Text,
    Uuid,
    and_,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.types import BigInteger, TypeEngine

from adapters.postgres.sql.change_queries import (
    ACCOUNTS_WITH_CHANGES,
    CHANGES_AFTER,
    CHANGES_OF_OBJECT,
    CHANGES_OF_OBJECTS,
    PROJECTS_BY_ID,
    TASKS_BY_ID,
)
from adapters.postgres.sql.composing.locking import rows, with_references_locked, with_users_locked
from adapters.postgres.sql.composing.paging import rows_of_each
from adapters.postgres.sql.composing.parameters import many, many_of
from adapters.postgres.sql.composing.writes import RECORDED, add_alone, given_for
from adapters.postgres.sql.schema import change_counters, changes, metadata, projects, tasks
from adapters.postgres.sql.tables import TABLES
from adapters.postgres.sql.writes import APPEND, CHANGE_PREFIX, POSITION, RECORDED_CLASSES, recorded_id
from domain.ports.change_set import ChangeKind

NUMBERED = ("user_id", "number")
DETAILS = [each for each in changes.columns if each.name not in (*NUMBERED, "object_id")]


def composed_changes() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    others = {f"{CHANGE_PREFIX}{each.name}": each.type for each in DETAILS} | {POSITION: Integer()}
    for table in (metadata.tables[each.name] for entity, each in TABLES.items() if entity in RECORDED_CLASSES):
        for kind, compose in RECORDED.items():
            given = rows(given_for(kind, table, **others))
            source = _locked(table, given) if kind is ChangeKind.ADD else given
            yield recorded_id(table.name, kind), _recorded(given, compose(table, source).cte("written"))
        given = rows(given_for(ChangeKind.ADD, table, **others))
        written = add_alone(table, _locked(table, given)).cte("written")
        yield recorded_id(table.name, ChangeKind.ADD, alone=True), _recorded(given, written)
    yield APPEND, _append(rows(many_of([changes.c.user_id, changes.c.object_id], **others)))
    yield CHANGES_AFTER.id, _after()
    yield CHANGES_OF_OBJECT.id, _of_object()
    yield CHANGES_OF_OBJECTS.id, _of_objects()
    yield TASKS_BY_ID.id, _by_id(tasks)
    yield PROJECTS_BY_ID.id, _by_id(projects)
    yield ACCOUNTS_WITH_CHANGES.id, _accounts_with_changes()


def _locked(table: Table, given: CTE) -> CTE:
    return with_references_locked(table, with_users_locked(given))


def _recorded(given: CTE, written: CTE) -> Executable:
    """Write objects and record what took effect."""
    source = given.join(written, and_(written.c.user_id == given.c.user_id, written.c.id == given.c.id))
    appended = _numbered(given, given.c.id, source, written).returning(changes.c.number).cte("appended")
    return select(written.c.user_id, written.c.id).add_cte(appended)


def _append(given: CTE) -> Executable:
    """Record changes of objects that were written before in the same transaction; return their numbers."""
    return _numbered(given, given.c.object_id, given, given).returning(
        changes.c.user_id, changes.c.object_kind, changes.c.object_id, changes.c.number
    )


def _numbered(given: CTE, object_id: ColumnElement[Any], source: FromClause, counted: CTE) -> Insert:
    """Insert the changes of `source`; `counted` has one row for each of them."""
    added = select(counted.c.user_id, func.count()).group_by(counted.c.user_id).order_by(counted.c.user_id)
    statement = insert(change_counters).from_select(["user_id", "latest"], added)
    latest = (
        statement.on_conflict_do_update(
            index_elements=[change_counters.c.user_id],
            set_={"latest": change_counters.c.latest + statement.excluded.latest},
        )
        .returning(change_counters.c.user_id, change_counters.c.latest)
        .cte("latest")
    )
    remaining = func.row_number().over(partition_by=given.c.user_id, order_by=given.c[POSITION].desc())
    values = {
        "user_id": given.c.user_id,
        "number": latest.c.latest + literal_column("1") - remaining,
        "object_id": object_id,
        **{each.name: given.c[f"{CHANGE_PREFIX}{each.name}"] for each in DETAILS},
    }
    rows = select(*values.values()).select_from(source.join(latest, latest.c.user_id == given.c.user_id))
    return insert(changes).from_select(list(values), rows)


def _after() -> Executable:
    given = many(owner=Uuid(), after=BigInteger(), limit=Integer())
    return rows_of_each(
        given, changes, changes.c.user_id == given.c.owner, changes.c.number > given.c.after, order=[changes.c.number]
    )


def _of_object() -> Executable:
    given = many(owner=Uuid(), object_kind=Text(), object_id=Uuid(), before=BigInteger(), limit=Integer())
    return rows_of_each(
        given,
        changes,
        changes.c.user_id == given.c.owner,
        changes.c.object_id == given.c.object_id,
        changes.c.object_kind == given.c.object_kind,
        changes.c.number < given.c.before,
        order=[changes.c.number.desc()],
    )


def _of_objects() -> Executable:
    bounds: dict[str, TypeEngine[Any]] = {"after_object": Uuid(), "after_number": BigInteger(), "last": Uuid()}
    given = many(owner=Uuid(), object_kind=Text(), **bounds, after=BigInteger(), limit=Integer())
    return rows_of_each(
        given,
        changes,
        changes.c.user_id == given.c.owner,
        tuple_(changes.c.object_id, changes.c.number) > tuple_(given.c.after_object, given.c.after_number),
        changes.c.object_id <= given.c.last,
        changes.c.object_kind == given.c.object_kind,
        changes.c.number > given.c.after,
        order=[changes.c.object_id, changes.c.number],
    )


def _by_id(table: Table) -> Executable:
    given = many(owner=Uuid(), first=Uuid(), after=Uuid(), limit=Integer())
    return rows_of_each(
        given,
        table,
        table.c.user_id == given.c.owner,
        table.c.id >= given.c.first,
        table.c.id.is_distinct_from(given.c.after),
        order=[table.c.id],
    )


def _accounts_with_changes() -> Executable:
    columns: dict[str, TypeEngine[Any]] = {"owner": Uuid(), "read_up_to": BigInteger()}
    given = many(**columns)
    return (
        select(change_counters.c.user_id)
        .select_from(given)
        .where(change_counters.c.user_id == given.c.owner, change_counters.c.latest > given.c.read_up_to)
    )
