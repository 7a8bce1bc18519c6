"""From Core to text."""

from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler

from adapters.postgres.sql.statements import Statement

_DIALECT = dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so


def compiled(statement: Executable) -> Statement:
    """The text of a Core statement whose parameters are all `bindparam`s."""
    text: SQLCompiler = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]  # every executable has it
    if constants := [name for name, bind in text.binds.items() if not bind.required]:
        raise ValueError(f"nothing would fill these parameters: {', '.join(constants)}; write literal_column()")
    lines = (line.strip() for line in str(text).splitlines())
    return Statement("\n".join(filter(None, lines)), tuple(text.positiontup or ()))
