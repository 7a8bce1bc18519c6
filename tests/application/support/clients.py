"""Random commands of clients on a `RecordedWorld`."""

from contextlib import suppress
from uuid import UUID

from attrs import frozen
from hypothesis import strategies as st

from domain.changes.provenance import Actor
from domain.errors import Conflict, NotFound
from domain.ids import SessionId, TaskId
from domain.tasks.task import TaskEdit
from tests.application.support.recorded_world import RecordedWorld
from tests.support.changes.recorded_account import edits

SLOTS = 6
"""So many tasks there can be at once."""


@frozen
class ClientCommand:
    """What a client does with a task, if that is possible: an edit creates a task that does not exist."""

    slot: int
    edit: TaskEdit | None = None
    undo: int | None = None
    """Selects the change to undo; without an edit and without this, the task is deleted."""

    async def run(self, world: RecordedWorld, actor: Actor) -> None:
        """Change the world, or leave it as it is."""
        task_id, length = TaskId(UUID(int=self.slot)), len(world.recorded(actor))
        with suppress(Conflict, NotFound):
            if self.undo is not None and length:
                await world.undoes(Actor(actor.user_id, SessionId(UUID(int=7))), 1 + self.undo % length)
            elif self.edit is None:
                await world.deletes(actor, task_id)
            elif task_id in world.tasks_of(actor):
                await world.edits(actor, task_id, title=self.edit.title, status=self.edit.status)
            else:
                await world.creates(actor, id=task_id, title=self.edit.title or "New")


_slots = st.integers(1, SLOTS)
client_commands = st.one_of(
    st.builds(ClientCommand, _slots, edits),
    st.builds(ClientCommand, _slots, edits),
    st.builds(ClientCommand, _slots, undo=st.integers(0, 40)),
    st.builds(ClientCommand, _slots),
)
