"""Reading the record: changes after a number, all objects at one moment, and the history of one task."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from uuid import UUID

from attrs import frozen

from domain.changes.past import PastTask, combined
from domain.changes.recorded_change import LAST_NUMBER, ChangesGone, Effect, RecordedChange
from domain.ids import TaskId, UserId
from domain.ports import Begin, Work
from domain.tasks.task import Task, TaskNotFound

PAGE = 100
"""Changes that are read at once: one has up to 16 KB."""


@frozen(kw_only=True)
class Changes:
    """Changes after a number, and the changed tasks as they are now."""

    changes: Sequence[RecordedChange]
    tasks: Sequence[Task]
    deleted: Sequence[UUID]
    """The changed tasks that do not exist."""
    next: int
    """Where the next read begins."""
    latest: int
    """The number of the last change of the account."""

    @property
    def more(self) -> bool:
        """Whether there are further changes."""
        return self.next < self.latest


@frozen
class ReadChanges:
    """Read the changes after a number."""

    begin: Begin

    async def __call__(self, owner: UserId, since: int, limit: int) -> Changes:
        """Return at most `limit` changes; raise `ChangesGone` if the record does not have the next one any more."""
        async with self.begin() as work:
            changes, latest = await changes_after(work, owner, since, limit)
            ids = dict.fromkeys(TaskId(change.object_id) for change in changes)
            tasks = await work.tasks.with_ids(tuple(ids), owner=owner)
        present = {task.id for task in tasks}
        return Changes(
            changes=changes,
            tasks=tasks,
            deleted=[each for each in ids if each not in present],
            next=changes[-1].number if changes else since,
            latest=latest,
        )


async def changes_after(work: Work, owner: UserId, since: int, limit: int) -> tuple[Sequence[RecordedChange], int]:
    """Return the changes after a number, and the number of the last one; raise `ChangesGone`."""
    latest = await work.changes.latest(owner)
    changes = await work.changes.after(since, owner=owner, limit=limit)
    if changes:
        latest = max(latest, changes[-1].number)
    # Sweeping may leave a gap after a change that is kept.
    if since > latest or (since < latest and (not changes or changes[-1].number != since + len(changes))):
        raise ChangesGone
    return changes, latest


@frozen(kw_only=True)
class SnapshotPosition:
    """Where the next page of a snapshot begins."""

    number: int
    """The moment of the snapshot: all changes up to this one are in it, and no others."""
    after: UUID
    """The last id of the page before."""


@frozen(kw_only=True)
class SnapshotPage:
    """Some of the tasks at the moment of a snapshot, in the order of their ids."""

    number: int
    tasks: Sequence[Task]
    next: SnapshotPosition | None


@frozen
class ReadSnapshot:
    """Read all tasks of an account as they were at one moment, in pages."""

    begin: Begin

    async def __call__(self, owner: UserId, position: SnapshotPosition | None, limit: int) -> SnapshotPage:
        """Return a page of the snapshot that began with the first page; raise `ChangesGone` if that was too long ago.

        Changes since then are reverted, so all pages together show the moment of the first.
        """
        async with self.begin() as work:
            latest = await work.changes.latest(owner)
            number, after = (position.number, position.after) if position else (latest, None)
            present = await work.tasks.by_id(owner=owner, after=after, limit=limit + 1)
            last = present[limit - 1].id if len(present) > limit else None
            past = {task.id: PastTask(task) for task in present[:limit]}
            async with aclosing(_since(work, owner, number, after, last)) as changes:
                async for change in changes:
                    if len(past) > len(present) + limit:
                        break  # objects come in the order of their ids: the page is full of deleted ones
                    past.setdefault(TaskId(change.object_id), PastTask(None)).revert(change)
            await changes_after(work, owner, number, 1)
        ids = sorted(past)
        page = ids[:limit]
        more = last is not None or len(ids) > limit
        return SnapshotPage(
            number=number,
            tasks=[task for each in page if (task := past[each].task)],
            next=SnapshotPosition(number=number, after=page[-1]) if more else None,
        )


async def _since(
    work: Work, owner: UserId, number: int, after_id: UUID | None, last: UUID | None
) -> AsyncGenerator[RecordedChange, None]:
    """Yield one change for each object after one id and up to another: everything after a number combined."""
    whole: RecordedChange | None = None
    position = None if after_id is None else (after_id, LAST_NUMBER)
    while page := await work.changes.of_objects(position, last, owner=owner, after=number, limit=PAGE):
        for change in page:
            if whole and whole.object_id == change.object_id:
                _ensure_consecutive(whole, change)
                whole = combined(whole, change)
                continue
            if whole:
                yield whole
            whole = change
        position = page[-1].object_id, page[-1].number
    if whole:
        yield whole


@frozen(kw_only=True)
class HistoryPage:
    """Some of the changes of one task, the newest first."""

    changes: Sequence[RecordedChange]
    next: int | None
    """The next page consists of the changes before this number."""


@frozen
class ReadHistory:
    """Read the changes of one task, even if it was deleted."""

    begin: Begin

    async def __call__(self, owner: UserId, task_id: TaskId, before: int | None, limit: int) -> HistoryPage:
        """Return a page; raise `TaskNotFound` if there is neither a change nor a task."""
        async with self.begin() as work:
            found = await work.changes.of_object(task_id, owner=owner, before=before, limit=limit + 1)
            if not found and not await work.changes.of_object(task_id, owner=owner, before=None, limit=1):
                await work.tasks.get(task_id, owner=owner)
        page = found[:limit]
        return HistoryPage(changes=page, next=page[-1].number if len(found) > limit else None)


@frozen
class ReadPastTask:
    """Read a task as it was, at the cost of the changes since then."""

    begin: Begin

    async def version(self, owner: UserId, task_id: TaskId, version: int) -> Task:
        """Return a version of a task; raise `TaskNotFound`, or `ChangesGone` if the record does not reach that far."""
        async with self.begin() as work:
            past = PastTask(present := await _find(work, owner, task_id))
            if present and version >= present.version:
                if version == present.version:
                    return present
                raise TaskNotFound(task_id=task_id)
            earliest = present.version if present else None
            async with aclosing(newest_first(work, owner, task_id)) as changes:
                async for change in changes:
                    past.revert(change)
                    if change.version_before == version and (task := past.task):
                        return task
                    earliest = change.version_before or change.version_after
        if earliest and version < earliest:
            raise ChangesGone
        raise TaskNotFound(task_id=task_id)

    async def at(self, owner: UserId, task_id: TaskId, moment: datetime) -> Task:
        """Return a task as the last change up to a moment left it; raise `TaskNotFound` or `ChangesGone`."""
        async with self.begin() as work:
            past = PastTask(await _find(work, owner, task_id))
            reaches_back = is_restored = False
            async with aclosing(newest_first(work, owner, task_id)) as changes:
                async for change in changes:
                    if reaches_back := change.at <= moment:
                        break
                    past.revert(change)
                    is_restored = change.effect is Effect.RESTORED
        task = past.task
        if is_restored and not reaches_back:
            raise ChangesGone
        if task is None or (task.created_at > moment and not reaches_back):
            raise TaskNotFound(task_id=task_id)
        if task.updated_at > moment and not reaches_back:
            raise ChangesGone
        return task


async def _find(work: Work, owner: UserId, task_id: TaskId) -> Task | None:
    return next(iter(await work.tasks.with_ids((task_id,), owner=owner)), None)


async def newest_first(work: Work, owner: UserId, object_id: UUID) -> AsyncGenerator[RecordedChange, None]:
    """Yield all changes of an object, read a few at a time; raise `ChangesGone` if one is missing in between."""
    before: int | None = None
    newer: RecordedChange | None = None
    while page := await work.changes.of_object(object_id, owner=owner, before=before, limit=PAGE):
        for change in page:
            if newer:
                _ensure_consecutive(change, newer)
            yield change
            newer = change
        before = page[-1].number


def _ensure_consecutive(first: RecordedChange, second: RecordedChange) -> None:
    """Raise `ChangesGone` if a change of the same object between two of them was swept or never recorded."""
    if second.version_before is not None and first.version_after != second.version_before:
        raise ChangesGone
