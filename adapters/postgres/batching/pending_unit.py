"""A unit of work that waits for its commit."""

import asyncio
import re
from collections.abc import Sequence
from time import monotonic

from attrs import define

from adapters.postgres.batching.observing import Batch
from adapters.postgres.sql.table import foreign_key_name
from adapters.postgres.sql.tables import TABLES
from domain.ports.change_set import ChangeSet
from domain.ports.stored import Entity

_REFERENCES = {
    foreign_key_name(table, attribute): ([table.key[0], table.column_of(attribute)], TABLES[target].name)
    for table in TABLES.values()
    for attribute, target in table.stored.references.items()
}
"""The columns of each foreign key between belongings of a user, and the table to which it refers."""
_NAMED_VALUES = re.compile(r"\(([^()]*)\)=\((.*)\)", re.DOTALL)


@define(eq=False)
class PendingUnit:
    """A unit of work that waits for its commit, and the future of its caller."""

    changes: ChangeSet
    done: asyncio.Future[None]
    since: float
    caller: object
    """What identifies the caller, to the observer."""

    def resolve(self, error: BaseException | None) -> None:
        """Report the commit, or the error, to the caller, unless it was cancelled."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)

    def entity_of(self, error: BaseException) -> Entity:
        """Return the entity that an error is about: the one whose values it names, else any of its table, else any."""
        entities = [change.entity for change in self.changes]
        table = getattr(error, "table_name", None)
        # The one part of the message that is not translated: `(email)=(ada@example.com)`.
        match = _NAMED_VALUES.search(getattr(error, "detail", None) or "")
        columns, values = (match[1].split(", "), match[2]) if match else ([], "")
        # A broken reference names the columns of the end that is at fault, but always the table of the referring end.
        referring, target = _REFERENCES.get(getattr(error, "constraint_name", None) or "", (columns, table))
        if columns != referring:
            table = target
        candidates = [entity for entity in entities if TABLES[type(entity)].name == table] or entities
        return next((entity for entity in candidates if _as_database_text(entity, columns) == values), candidates[0])


def _as_database_text(entity: Entity, columns: Sequence[str]) -> str:
    """Return the values of some columns as the database writes them; unique columns are texts and UUIDs."""
    table = TABLES[type(entity)]
    values = dict(zip(table.columns, table.row(entity), strict=True))
    return ", ".join(str(values.get(column)) for column in columns)


def finished_batch(units: Sequence[PendingUnit], began: float) -> Batch:
    """Return the event of a batch whose callers all have their result."""
    return Batch(
        size=len(units),
        callers=[unit.caller for unit in units],
        since=units[0].since,
        began=began,
        ended=monotonic(),
        failures=[error for unit in units if not unit.done.cancelled() and (error := unit.done.exception())],
    )
