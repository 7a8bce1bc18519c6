"""The statements of `label_queries`; both read the index of the user's tasks that have labels."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Executable,
    Integer,
    Text,
    Uuid,
    any_,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from adapters.postgres.sql.composing.filters import lines
from adapters.postgres.sql.composing.parameters import many
from adapters.postgres.sql.label_queries import LABELS, TASKS_WITH_LABEL
from adapters.postgres.sql.schema import readable, tasks

HAS_LABELS = tasks.c.label_keys != literal_column("''")
"""Spelled as the condition of the index `tasks_with_labels`."""


def composed_labels() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    yield LABELS.id, _labels()
    yield TASKS_WITH_LABEL.id, _with_label()


def _labels() -> Executable:
    """Count each spelling, then each label; the most frequent spelling is its name."""
    given = many(owner=Uuid(), after=Text(), limit=Integer())
    label = (
        func.unnest(lines(tasks.c.labels), lines(tasks.c.label_keys))
        .table_valued(column("name", Text()), column("key", Text()))
        .render_derived(name="label")
    )
    key: ColumnElement[Any] = label.c.key.collate("C")
    spelled = (
        select(key.label("key"), label.c.name, func.count().label("count"))
        .select_from(tasks.join(label, true()))
        .where(tasks.c.user_id == given.c.owner, HAS_LABELS, key > given.c.after)
        .group_by(key, label.c.name)
        .correlate(given)
        .lateral("spelled")
    )
    by_frequency = aggregate_order_by(spelled.c.name, spelled.c.count.desc(), spelled.c.name.collate("C"))
    names = func.array_agg(by_frequency, type_=ARRAY(Text()))
    counted = (
        select(
            names[literal_column("1")].label("name"),
            cast(func.sum(spelled.c.count), Integer()).label("count"),
            spelled.c.key,
        )
        .group_by(spelled.c.key)
        .order_by(spelled.c.key)
        .limit(given.c.limit)
        .lateral("page")
    )
    found = select(counted.c.name, counted.c.count, given.c.n).select_from(given.join(counted, true()))
    return found.order_by(given.c.n)


def _with_label() -> Executable:
    given = many(owner=Uuid(), key=Text(), limit=Integer())
    found = (
        select(*readable(tasks))
        .where(tasks.c.user_id == given.c.owner, HAS_LABELS, given.c.key == any_(lines(tasks.c.label_keys)))
        .order_by(tasks.c.id)
        .limit(given.c.limit)
        .lateral("page")
    )
    return select(*found.c, given.c.n).select_from(given.join(found, true())).order_by(given.c.n)
