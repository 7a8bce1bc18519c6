"""Units of work on their way into the database."""

import asyncio
import re
from collections.abc import Sequence
from time import monotonic

from attrs import define

from adapters.postgres.batching.observing import Group
from adapters.postgres.sql.rows import ALL
from domain.ports.change_set import ChangeSet, Entity

_NAMED = re.compile(r"\(([^()]*)\)=\((.*)\)", re.DOTALL)


@define(eq=False)
class Unit:
    """A unit of work that waits to be committed, and who waits for it."""

    change_set: ChangeSet
    done: asyncio.Future[None]
    since: float
    caller: object
    """Who it is, to the observer."""

    def answer(self, error: BaseException | None) -> None:
        """Tell whoever waits, unless they have left, that it was committed or why not."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)

    def entity_meant(self, error: BaseException) -> Entity:
        """The entity that an error is about: the one whose values it names, or else any of its table, or any."""
        entities = [change.entity for change in self.change_set]
        table = getattr(error, "table_name", None)
        candidates = [entity for entity in entities if ALL[type(entity)].table == table] or entities
        # The one part of the message that no language changes: `(email)=(ada@example.com)`.
        named = _NAMED.search(getattr(error, "detail", None) or "")
        if named is None:
            return candidates[0]
        columns, values = named[1].split(", "), named[2]
        return next((entity for entity in candidates if _written(entity, columns) == values), candidates[0])


def _written(entity: Entity, columns: Sequence[str]) -> str:
    """The values of some columns as the database writes them: what is unique here are texts and UUIDs."""
    rows = ALL[type(entity)]
    values = dict(zip(rows.columns, rows.row(entity), strict=True))
    return ", ".join(str(values[column]) for column in columns)


def group_of(batch: Sequence[Unit], began: float) -> Group:
    """What became of a batch, all of which has been answered."""
    return Group(
        size=len(batch),
        callers=[unit.caller for unit in batch],
        since=batch[0].since,
        began=began,
        ended=monotonic(),
        failures=[error for unit in batch if not unit.done.cancelled() and (error := unit.done.exception())],
    )
