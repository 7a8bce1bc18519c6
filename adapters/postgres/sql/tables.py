"""How entities become rows: one description of each table, from which everything else is derived.

`schema` makes the SQLAlchemy tables of it, `composing` the statements, `batching.domain_errors` the meaning of broken
constraints. Processes that serve load this module, but not SQLAlchemy.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from operator import attrgetter
from typing import Any, Generic, TypeAlias

from attrs import field, frozen

from adapters.postgres.sql.earlier_terms import earlier_vector
from adapters.postgres.sql.search_terms import vector
from domain.accounts.user import Email
from domain.ports.stored import ALLOWANCE, RECEIPT, SESSION, STORED, TASK, USER, E, Entity, Stored
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import Task
from domain.tasks.title_order import title_key

Row: TypeAlias = Sequence[Any]
"""The values of a table's columns, in their order."""


class Type(Enum):
    """The types of columns."""

    UUID = auto()
    TEXT = auto()
    SORTED_TEXT = auto()
    """Text that is compared by code point, in the database as in Python."""
    TIME = auto()
    SMALL_INTEGER = auto()
    INTEGER = auto()
    BIG_INTEGER = auto()
    BYTES = auto()
    TERMS = auto()
    """Terms with their positions, for searches (`tsvector`)."""


@frozen
class Field:
    """A column, and the attribute that it holds."""

    column: str
    type: Type
    nullable: bool = False
    attribute: str = ""
    """Named like the column, unless given."""
    encode: Callable[[Any], Any] | None = None
    """From the attribute's value to the column's; without it they are the same."""
    decode: Callable[[Any], Any] | None = None
    comment: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.attribute:
            object.__setattr__(self, "attribute", self.column)


@frozen
class DerivedField(Generic[E]):
    """A column that is computed from an entity and that only queries use; it is never read back."""

    column: str
    type: Type
    value: Callable[[E], Any]
    default: str
    """What it has in rows of a release that did not know it, as SQL."""
    comment: str


@frozen(eq=False)
class Table(Generic[E]):
    """The table of one class of entities."""

    stored: Stored[E]
    name: str
    fields: tuple[Field, ...]
    """In the order of the columns, those of the key first."""
    derived: tuple[DerivedField[E], ...] = ()
    """The last columns."""
    decode: Callable[[Row], E] = field(init=False)
    """Returns the entity of a row, which may have more values than the table has fields."""
    _read: Callable[[E], tuple[Any, ...]] = field(init=False)
    _encoders: tuple[tuple[int, Callable[[Any], Any]], ...] = field(init=False)

    @decode.default
    def _compiled_decoder(self) -> Callable[[Row], E]:
        """One expression, as attrs compiles its initializers: decoding is on the path of every task of every list."""
        names: dict[str, Any] = {"entity": self.stored.entity}
        arguments = []
        for index, each in enumerate(self.fields):
            value = f"row[{index}]"
            if each.decode is not None:
                names[f"decode_{index}"] = each.decode
                value = f"decode_{index}({value})"
            arguments.append(f"{each.attribute}={value}")
        decoder: Callable[[Row], E] = eval(f"lambda row: entity({', '.join(arguments)})", names)  # noqa: S307 - made of names in this module
        return decoder

    @_read.default
    def _attribute_reader(self) -> Callable[[E], tuple[Any, ...]]:
        return attrgetter(*(each.attribute for each in self.fields))

    @_encoders.default
    def _encoders_by_index(self) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
        return tuple((index, each.encode) for index, each in enumerate(self.fields) if each.encode is not None)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in their order."""
        return (*(each.column for each in self.fields), *(each.column for each in self.derived))

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return tuple(map(self.column_of, self.stored.key))

    def column_of(self, attribute: str) -> str:
        """Return the column that holds an attribute."""
        return next(each.column for each in self.fields if each.attribute == attribute)

    def row(self, entity: E) -> Row:
        """Return the values of all columns."""
        values = list(self._read(entity))
        for index, encode in self._encoders:
            values[index] = encode(values[index])
        values += [each.value(entity) for each in self.derived]
        return values


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


STATUSES = {status.value: status for status in Status}
"""A lookup takes a tenth of the time of `Status(...)`."""

USERS = Table(
    USER,
    "users",
    (
        Field("id", Type.UUID),
        Field("email", Type.SORTED_TEXT, decode=Email),
        Field("password_hash", Type.TEXT),
        Field("created_at", Type.TIME),
        Field("disabled_at", Type.TIME, nullable=True),
        Field("version", Type.INTEGER),
    ),
)
SESSIONS = Table(
    SESSION,
    "sessions",
    (
        Field("user_id", Type.UUID),
        Field("id", Type.UUID),
        Field("created_at", Type.TIME),
        Field("last_used_at", Type.TIME),
        Field("expires_at", Type.TIME),
        Field("ended_at", Type.TIME, nullable=True),
        Field("user_agent", Type.TEXT, nullable=True),
        Field("address", Type.TEXT, nullable=True),
        Field("generation", Type.INTEGER),
        Field("token_digest", Type.BYTES),
        Field("rotated_at", Type.TIME, nullable=True),
        Field("sealed_successor", Type.BYTES, nullable=True),
        Field("version", Type.INTEGER),
    ),
)
TASKS: Table[Task] = Table(
    TASK,
    "tasks",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("id", Type.UUID),
        Field("title", Type.SORTED_TEXT),
        Field("description", Type.TEXT, nullable=True),
        Field("status", Type.TEXT, decode=STATUSES.__getitem__),
        Field(
            "priority",
            Type.SMALL_INTEGER,
            encode=attrgetter("rank"),
            decode=tuple(Priority).__getitem__,
            comment="rank: 0 low, 1 medium, 2 high, 3 critical",
        ),
        Field("due_at", Type.TIME, nullable=True),
        Field("completed_at", Type.TIME, nullable=True),
        Field("created_at", Type.TIME),
        Field("updated_at", Type.TIME),
        Field("version", Type.INTEGER),
        Field("creation_digest", Type.BYTES, nullable=True),
    ),
    derived=(
        DerivedField("words", Type.TERMS, earlier_vector, "''", "terms as the release before defines them"),
        DerivedField("terms", Type.TERMS, vector, "''", "terms and positions as domain.tasks.words defines them"),
        DerivedField("title_key", Type.SORTED_TEXT, lambda task: title_key(task.title), "''", "the order of titles"),
        DerivedField("derived_version", Type.INTEGER, attrgetter("version"), "0", "the version they were derived from"),
    ),
)
RECEIPTS = Table(
    RECEIPT,
    "receipts",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("route", Type.TEXT),
        Field("key", Type.TEXT),
        Field("fingerprint", Type.BYTES),
        Field("status", Type.SMALL_INTEGER, attribute="code"),
        Field(
            "headers",
            Type.TEXT,
            attribute="metadata",
            encode=json.dumps,
            decode=_headers,
            comment="JSON array of [name, value]",
        ),
        Field("body", Type.BYTES, attribute="content"),
        Field("created_at", Type.TIME),
        Field("version", Type.INTEGER),
    ),
)
ALLOWANCES = Table(
    ALLOWANCE,
    "allowances",
    (
        Field("subject", Type.SORTED_TEXT),
        Field("used", Type.BIG_INTEGER),
        Field("since", Type.TIME),
        Field("until", Type.TIME),
        Field("version", Type.INTEGER),
    ),
)


def _by_entity(tables: Iterable[Table[Any]]) -> Mapping[type[Entity], Table[Any]]:
    by_entity = {table.stored.entity: table for table in tables}
    return {kind: by_entity[kind] for kind in STORED}


TABLES = _by_entity((USERS, SESSIONS, TASKS, RECEIPTS, ALLOWANCES))
"""All tables, in the order in which every commit writes them."""
