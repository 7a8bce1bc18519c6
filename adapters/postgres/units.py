"""Units of work on their way into the database."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from attrs import define

from adapters.postgres.observing import Group
from adapters.postgres.rows import ALL
from domain.work import Entity, Notebook


@define(eq=False)
class Unit:
    """A unit of work that waits to be committed, and who waits for it."""

    notebook: Notebook
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

    def entity_in(self, table: str | None) -> Entity:
        """The entity that a database error about a table is about."""
        entities = [note.entity for note in self.notebook]
        return next((entity for entity in entities if ALL[type(entity)].table.name == table), entities[0])


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
