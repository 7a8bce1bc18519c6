"""The description of each table fits its entity and the SQLAlchemy table made of it."""

from typing import Any
from uuid import UUID

import pytest
from attrs import evolve, fields
from hypothesis import given

from adapters.postgres.sql.schema import metadata, readable
from adapters.postgres.sql.table import Table
from adapters.postgres.sql.tables import RECORD_TABLES, TABLES
from adapters.postgres.sql.tables.record import CHANGES
from adapters.testing.builders import (
    NOON,
    a_project,
    a_receipt,
    a_session,
    a_task,
    a_token,
    a_user,
    a_user_id,
    an_allowance,
)
from adapters.testing.strategies import tasks
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangeCounter, RecordedChange
from domain.ids import SessionId, TokenId
from domain.ports.stored import STORED
from domain.tasks.outline import Outline
from domain.tasks.status import Status
from domain.tasks.task import Task


def a_change() -> RecordedChange:
    actor = Actor(a_user_id(), SessionId(UUID(int=1)), TokenId(UUID(int=2)), "request 1")
    before = a_task(description="x", due_at=NOON, creation_digest=bytes(range(32)))
    after = evolve(before, version=2, title="\u00c9", due_at=None, status=Status.DONE, completed_at=NOON)
    return evolve(RecordedChange.of(before, after, actor.provenance(NOON, undoes=(3, 2**40))), number=7)


def a_counter() -> ChangeCounter:
    return ChangeCounter(a_user_id(), 2**40)


def an_outline() -> Outline:
    return Outline(owner=a_user_id(), version=7)


BUILDERS = (a_user, a_project, an_outline, a_session, a_token, a_task, a_receipt, an_allowance, a_change, a_counter)
PROVENANCE = Actor(a_user_id()).provenance(NOON)
ALL_TABLES = (*TABLES.values(), *RECORD_TABLES)
ENTITIES: dict[type, Any] = {type(entity): entity for entity in (build() for build in BUILDERS)}


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_a_table_holds_every_attribute(table: Table[Any]) -> None:
    assert {each.attribute for each in table.fields} == {each.name for each in fields(table.stored.entity)}


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_the_key_comes_first_and_the_search_column_last(table: Table[Any]) -> None:
    declared = metadata.tables[table.name]
    names = [column.name for column in declared.columns]

    assert list(table.columns) == names
    assert [column.name for column in declared.primary_key] == names[: len(table.key)] == list(table.key)
    assert [column.name for column in readable(declared)] == [each.column for each in table.fields]


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_a_row_becomes_the_same_entity_again(table: Table[Any]) -> None:
    entity = ENTITIES[table.stored.entity]

    assert table.decode(table.row(entity)) == entity


@pytest.mark.parametrize(
    "change", [RecordedChange.of(None, a_task(), PROVENANCE), RecordedChange.of(a_task(), None, PROVENANCE)]
)
def test_the_row_of_a_change_keeps_missing_values(change: RecordedChange) -> None:
    assert CHANGES.decode(CHANGES.row(change)) == change


@given(tasks(), tasks())
def test_the_row_of_a_change_keeps_every_value(before: Task, after: Task) -> None:
    change = RecordedChange.of(before, after, PROVENANCE)

    assert CHANGES.decode(CHANGES.row(change)) == change


def test_tables_are_written_in_the_order_of_the_descriptions() -> None:
    assert list(TABLES) == list(STORED)
