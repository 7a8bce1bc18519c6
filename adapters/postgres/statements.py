"""SQLAlchemy Core statements, compiled once to the text that asyncpg sends."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import ARRAY, ColumnElement, Executable, TableValuedAlias, Text, bindparam, column, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

_DIALECT = dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so


@frozen
class Statement:
    """SQL text with `$1` parameters, and the names of what goes there."""

    sql: str
    parameters: tuple[str, ...]

    @classmethod
    def compiled(cls, statement: Executable) -> "Statement":
        """Compile a Core statement whose parameters are all `bindparam`s."""
        compiled: SQLCompiler = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]  # every executable has it
        if constants := [name for name, bind in compiled.binds.items() if not bind.required]:
            raise ValueError(f"nothing would fill these parameters: {', '.join(constants)}; write literal_column()")
        return cls(str(compiled), tuple(compiled.positiontup or ()))

    def arguments(self, values: Mapping[str, object]) -> Sequence[object]:
        """The values in the order of the text."""
        return [values[name] for name in self.parameters]


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
