"""Undoing changes by further changes."""

from asyncio import gather
from collections import defaultdict
from collections.abc import Sequence
from contextlib import aclosing
from uuid import UUID

from attrs import evolve, frozen

from application.changes.history import newest_first
from application.changes.objects import repository_of
from application.retry import retry_on_conflict
from domain.changes.kinds import ObjectKind, RecordedT
from domain.changes.provenance import Actor, Provenance
from domain.changes.recorded_change import ChangeNotFound, ChangesGone, RecordedChange
from domain.changes.undo import MAX_LATER_CHANGES, TooManyLaterChanges, Undo, undone
from domain.ids import UserId
from domain.ports import Begin, Clock, RecordedRepository, Work


@frozen
class UndoChanges:
    """Undo changes, all or none; status rules do not apply, because the earlier state was reached before."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, command: Undo) -> tuple[RecordedChange, ...]:
        """Return the new changes, one for each object that differs now.

        Raises `UndoConflict`, `ChangeNotFound`, or `ChangesGone` if the record does not have a change any more.
        """
        async with self.begin() as work:
            await self.within(work, actor, command)
        return tuple(work.changes.recorded())

    async def within(self, work: Work, actor: Actor, command: Undo) -> None:
        """The same as a part of a larger unit of work, whose commit numbers the changes."""
        latest = await work.changes.latest(actor.user_id)
        targets: defaultdict[tuple[ObjectKind, UUID], list[RecordedChange]] = defaultdict(list)
        for change in await gather(
            *(_target(work, actor.user_id, number, latest) for number in sorted(command.numbers))
        ):
            targets[change.object_kind, change.object_id].append(change)
        at, room = self.now(), MAX_LATER_CHANGES + len(command.numbers)
        for (kind, object_id), of_object in targets.items():
            repository = repository_of(work, kind)
            # In this order: a change that is committed in between is found in the record, or makes the write lose.
            present = next(iter(await repository.with_ids((object_id,), owner=actor.user_id)), None)
            record = await _record_from(work, of_object[0], room)
            room -= len(record)
            after = undone(of_object, record, present, at)
            _write(repository, present, after, actor.provenance(at, undoes=tuple(each.number for each in of_object)))
        work.changes.number()


def _write(
    repository: RecordedRepository[RecordedT], before: RecordedT | None, after: RecordedT | None, provenance: Provenance
) -> None:
    if before is None:
        if after is not None:
            repository.add(after, provenance)
    elif after is None:
        repository.remove(before, provenance)
    elif after is not before:
        repository.save(after, provenance, before=before)


def numbered_after(latest: int, changes: Sequence[RecordedChange]) -> tuple[RecordedChange, ...]:
    """Return changes with the numbers that they get if they are the next ones to be committed."""
    return tuple(evolve(change, number=number) for number, change in enumerate(changes, start=latest + 1))


async def _target(work: Work, owner: UserId, number: int, latest: int) -> RecordedChange:
    if number > latest:
        raise ChangeNotFound(number=number)
    change = await work.changes.numbered(number, owner=owner)
    if change is None:
        raise ChangesGone
    return change


async def _record_from(work: Work, first: RecordedChange, room: int) -> list[RecordedChange]:
    """Return the changes of an object from one on, in ascending order; raise `TooManyLaterChanges`."""
    changes: list[RecordedChange] = []
    async with aclosing(newest_first(work, first.owner, first.object_kind, first.object_id)) as newer:
        async for change in newer:
            if change.number < first.number:
                break
            changes.append(change)
            if len(changes) > room:
                raise TooManyLaterChanges
    return changes[::-1]
