"""The description of each table fits its entity and the SQLAlchemy table made of it."""

from typing import Any

import pytest
from attrs import fields

from adapters.postgres.sql.schema import metadata, readable
from adapters.postgres.sql.table import Table
from adapters.postgres.sql.tables import TABLES
from domain.ports.stored import STORED
from tests.support.builders import a_receipt, a_session, a_task, a_token, a_user, an_allowance

BUILDERS = (a_user, a_session, a_token, a_task, a_receipt, an_allowance)
ENTITIES = {type(entity): entity for entity in (build() for build in BUILDERS)}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_holds_every_attribute(table: Table[Any]) -> None:
    assert {each.attribute for each in table.fields} == {each.name for each in fields(table.stored.entity)}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_key_comes_first_and_the_search_column_last(table: Table[Any]) -> None:
    declared = metadata.tables[table.name]
    names = [column.name for column in declared.columns]

    assert list(table.columns) == names
    assert [column.name for column in declared.primary_key] == names[: len(table.key)] == list(table.key)
    assert [column.name for column in readable(declared)] == [each.column for each in table.fields]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_row_becomes_the_same_entity_again(table: Table[Any]) -> None:
    entity = ENTITIES[table.stored.entity]

    assert table.decode(table.row(entity)) == entity


def test_tables_are_written_in_the_order_of_the_descriptions() -> None:
    assert list(TABLES) == list(STORED)
