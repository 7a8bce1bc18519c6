"""The statements of `tree_queries`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Executable,
    FromClause,
    Integer,
    Select,
    TableValuedAlias,
    Text,
    Uuid,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)

from adapters.postgres.sql.composing.parameters import many
from adapters.postgres.sql.schema import readable, tasks
from adapters.postgres.sql.tree_queries import TASK_PROGRESS, TASKS_ABOVE, TASKS_BELOW


def composed_trees() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    yield TASKS_ABOVE.id, _above()
    yield TASKS_BELOW.id, _below()
    yield TASK_PROGRESS.id, _progress()


def _above() -> Executable:
    given = many(owner=Uuid(), ids=Text())
    root, parent = _each(given.c.ids), tasks.alias("parent")
    first = _looked_up(tasks, root, tasks.c.user_id == given.c.owner, tasks.c.id == root.c.id, given=given)
    found = first.cte("found", recursive=True, nesting=True)
    upwards = _looked_up(parent, found, parent.c.user_id == found.c.user_id, parent.c.id == found.c.parent_id)
    # Without duplicates, however many of the tasks have the same one above them.
    return _for_each(given, select(found.union(upwards)))


def _below() -> Executable:
    given = many(owner=Uuid(), ids=Text(), limit=Integer())
    root, child = _each(given.c.ids), tasks.alias("child")
    first = _looked_up(tasks, root, tasks.c.user_id == given.c.owner, tasks.c.parent_id == root.c.id, given=given)
    found = first.cte("found", recursive=True, nesting=True)
    downwards = _looked_up(child, found, child.c.user_id == found.c.user_id, child.c.parent_id == found.c.id)
    # The limit stops the recursion.
    return _for_each(given, select(found.union(downwards)).limit(given.c.limit))


def _progress() -> Executable:
    given = many(owner=Uuid(), parent=Uuid())
    done = tasks.c.status == literal_column("'done'")
    counted = (
        select(func.count().filter(done).label("done"), func.count().label("total"))
        .where(tasks.c.user_id == given.c.owner, tasks.c.parent_id == given.c.parent)
        .lateral("counted")
    )
    return select(*counted.c).select_from(given.join(counted, true())).order_by(given.c.n)


def _looked_up(
    table: FromClause, source: FromClause, *conditions: ColumnElement[bool], given: FromClause | None = None
) -> Select[Any]:
    """Return the rows that meet the conditions, looked up for one row of the source after the other.

    The offset says so to the planner, which may otherwise read all tasks of a user once instead.
    """
    outer = [source] if given is None else [source, given]
    rows = select(*(table.c[each.name] for each in readable(tasks))).where(*conditions).offset(literal_column("0"))
    each = rows.correlate(*outer).lateral("each")
    found = select(*each.c).select_from(source.join(each, true()))
    return found if given is None else found.correlate(given)


def _for_each(given: TableValuedAlias, found: Select[Any]) -> Executable:
    """Return the rows that belong to each of the given keys, followed by the number of the key."""
    rows = found.correlate(given).lateral("rows")
    return select(*rows.c, given.c.n).select_from(given.join(rows, true())).order_by(given.c.n)


def _each(ids: ColumnElement[str]) -> TableValuedAlias:
    """Return a row for each of several ids."""
    listed = cast(func.string_to_array(ids, literal_column("','")), ARRAY(Uuid()))
    return func.unnest(listed).table_valued(column("id", Uuid())).render_derived(name="root")
