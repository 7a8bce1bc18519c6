"""Parameters, most of which are arrays: one per column, so that one statement serves one row or hundreds."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Executable,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    column,
    func,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from adapters.postgres.statements import Statement

_DIALECT = dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so


def compiled(statement: Executable) -> Statement:
    """The text of a Core statement whose parameters are all `bindparam`s."""
    text: SQLCompiler = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]  # every executable has it
    if constants := [name for name, bind in text.binds.items() if not bind.required]:
        raise ValueError(f"nothing would fill these parameters: {', '.join(constants)}; write literal_column()")
    lines = (line.strip() for line in str(text).splitlines())
    return Statement("\n".join(filter(None, lines)), tuple(text.positiontup or ()))


def many(**columns: TypeEngine[Any]) -> TableValuedAlias:
    """A table made of parameters: one array per column, all of one length, and the row's number as `n` (from 1)."""
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in columns.items())
    named = (column(name, kind) for name, kind in columns.items())
    return func.unnest(*arrays).table_valued(*named, with_ordinality="n").render_derived(name="given")


def equal(left: Sequence[ColumnElement[Any]], right: Sequence[ColumnElement[Any]]) -> list[ColumnElement[bool]]:
    """Conditions that make two rows of columns equal, one by one."""
    return [a == b for a, b in zip(left, right, strict=True)]


def plain(kind: Any) -> Any:
    """The type of a parameter: text vectors are written out, collations belong to columns."""
    return Text() if isinstance(kind, TSVECTOR | Text) else kind


def readable(table: Table) -> list[Column[Any]]:
    """The columns of an entity: all but what only searches use."""
    return [each for each in table.columns if not isinstance(each.type, TSVECTOR)]
