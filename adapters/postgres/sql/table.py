"""How the entities of one class become the rows of one table, and back."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from operator import attrgetter
from typing import Any, Generic, TypeAlias

from attrs import field, frozen

from domain.ports.stored import E, Stored

Row: TypeAlias = Sequence[Any]
"""The values of a table's columns, in their order."""


class Type(Enum):
    """The types of columns."""

    UUID = auto()
    TEXT = auto()
    SORTED_TEXT = auto()
    """Text that is compared by code point, in the database as in Python."""
    TIME = auto()
    DATE = auto()
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


def foreign_key_name(table: Table[Any], attribute: str) -> str:
    """Return the name of the constraint that an attribute refers to another row."""
    return f"{table.name}_{table.column_of(attribute)}_fkey"
