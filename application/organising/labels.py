"""Listing the labels of an account, and changing one of them in every task that has it."""

from collections.abc import Sequence

from attrs import frozen

from application.retry import retry_on_conflict
from domain.changes.provenance import Actor
from domain.ids import UserId
from domain.ports import Begin, Clock, Work
from domain.tasks.filter import TaskFilter
from domain.tasks.group import MAX_GROUP, TooManyTasks
from domain.tasks.labels import LabelCount, LabelNotFound, label_key, replaced_label
from domain.tasks.task import TaskEdit


@frozen
class ListLabels:
    """List the labels of the actor's tasks, with the number of tasks that have each."""

    begin: Begin

    async def __call__(self, actor: UserId, after: str | None, limit: int) -> Sequence[LabelCount]:
        """Return at most `limit` labels in the order of their keys, after a label."""
        async with self.begin() as work:
            return await work.tasks.labels(owner=actor, after=label_key(after or ""), limit=limit)


@frozen
class RenameLabel:
    """Give a label another name in every task that has it, by one change for each, in one group."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, label: str, name: str) -> LabelCount:
        """Return the label under its new name; raise `LabelNotFound` or `TooManyTasks`.

        Tasks that have a label of the new name as well keep that one, in its spelling.
        """
        async with self.begin() as work:
            return await self.within(work, actor, label, name)

    async def within(self, work: Work, actor: Actor, label: str, name: str) -> LabelCount:
        """The same as a part of a larger unit of work."""
        await _replace(work, actor, self.now, label, name)
        either = TaskFilter(labels=frozenset({label_key(label), label_key(name)}))
        return LabelCount(name, await work.tasks.count(either, owner=actor.user_id))


@frozen
class DeleteLabel:
    """Take a label off every task that has it, by one change for each, in one group."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, label: str) -> None:
        """Raise `LabelNotFound` or `TooManyTasks`."""
        async with self.begin() as work:
            await self.within(work, actor, label)

    async def within(self, work: Work, actor: Actor, label: str) -> None:
        """The same as a part of a larger unit of work."""
        await _replace(work, actor, self.now, label, None)


async def _replace(work: Work, actor: Actor, now: Clock, label: str, new: str | None) -> None:
    key = label_key(label)
    tasks = await work.tasks.with_label(key, owner=actor.user_id, limit=MAX_GROUP + 1)
    if not tasks:
        raise LabelNotFound(label=label)
    if len(tasks) > MAX_GROUP:
        raise TooManyTasks
    provenance = actor.provenance(now())
    for task in tasks:
        edited = task.edited(TaskEdit(labels=replaced_label(task.labels, key, new)), at=provenance.at)
        if edited is not task:
            work.tasks.save(edited, provenance, before=task)
