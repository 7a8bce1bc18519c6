"""The tables of tasks, projects and outlines."""

from collections.abc import Iterable
from operator import attrgetter

from adapters.postgres.sql.earlier_terms import earlier_vector
from adapters.postgres.sql.search_terms import vector
from adapters.postgres.sql.table import DerivedField, Field, Table, Type
from domain.ports.stored import (
    OUTLINE,
    PROJECT,
    TASK,
)
from domain.tasks.labels import label_key
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import Task
from domain.tasks.title_order import title_key


def _joined_labels(labels: Iterable[str]) -> str | None:
    return "\n".join(labels) or None


def _labels(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def position_bytes(position: str | None) -> bytes | None:
    """Return the bytes of a key of `domain.position`."""
    return None if position is None else bytes.fromhex(position)


def _position(key: bytes | None) -> str | None:
    return None if key is None else key.hex()


POSITION = Field(
    "position",
    Type.BYTES,
    nullable=True,
    encode=position_bytes,
    decode=_position,
    comment="the key that a move set",
)


def _joined_keys(task: Task) -> str:
    return "\n".join(map(label_key, task.labels))


STATUSES = {status.value: status for status in Status}
"""A lookup takes a tenth of the time of `Status(...)`."""
PROJECTS = Table(
    PROJECT,
    "projects",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("id", Type.UUID),
        Field("name", Type.TEXT),
        Field("description", Type.TEXT, nullable=True),
        Field("color", Type.TEXT, nullable=True),
        Field("archived_at", Type.TIME, nullable=True),
        POSITION,
        Field("created_at", Type.TIME),
        Field("updated_at", Type.TIME),
        Field("version", Type.INTEGER),
        Field("creation_digest", Type.BYTES, nullable=True),
    ),
)
OUTLINES = Table(
    OUTLINE,
    "outlines",
    (Field("user_id", Type.UUID, attribute="owner"), Field("version", Type.INTEGER)),
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
        Field("due_on", Type.DATE, nullable=True),
        Field("project_id", Type.UUID, nullable=True),
        Field("parent_id", Type.UUID, nullable=True),
        Field(
            "labels", Type.TEXT, nullable=True, encode=_joined_labels, decode=_labels, comment="separated by line feeds"
        ),
        POSITION,
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
        DerivedField("label_keys", Type.SORTED_TEXT, _joined_keys, "''", "the keys of the labels, in the same order"),
        DerivedField("derived_version", Type.INTEGER, attrgetter("version"), "0", "the version they were derived from"),
    ),
)
