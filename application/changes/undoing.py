"""Undoing changes by further changes."""

from asyncio import gather
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from itertools import takewhile
from typing import TypeAlias
from uuid import UUID

from attrs import evolve, frozen

from application.changes.history import PAGE, newest_first
from application.changes.objects import repository_of
from application.changes.references import keep_references
from application.changes.undone_structure import keep_structure
from application.operations.writing import write_difference
from application.retry import retry_on_conflict
from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangeNotFound, ChangesGone, RecordedChange
from domain.changes.undo import MAX_LATER_CHANGES, MAX_UNDONE_GROUP, TooManyLaterChanges, Undo, undone
from domain.ids import UserId
from domain.ports import Begin, Clock, Work
from domain.tasks.group import TooManyTasks
from domain.unset import UNSET

Key: TypeAlias = tuple[ObjectKind, UUID]


@frozen
class UndoChanges:
    """Undo changes, all or none; status rules do not apply, because the earlier state was reached before."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, command: Undo) -> tuple[RecordedChange, ...]:
        """Return the new changes, one for each object that differs now.

        Raises `UndoConflict`, `UndoBreaksStructure`, `ChangeNotFound`, or `ChangesGone` if the record does not have a
        change any more.
        """
        async with self.begin() as work:
            await self.within(work, actor, command)
        return tuple(work.changes.recorded())

    async def within(self, work: Work, actor: Actor, command: Undo) -> None:
        """The same as a part of a larger unit of work, whose commit numbers the changes."""
        owner = actor.user_id
        outline, latest = await work.outlines.find(owner), await work.changes.latest(owner)
        targets: defaultdict[Key, list[RecordedChange]] = defaultdict(list)
        for change in await _targets(work, owner, command, latest):
            targets[change.object_kind, change.object_id].append(change)
        # In this order: a change that is committed in between is found in the record, or makes the write lose.
        present = await _present(work, owner, targets)
        records = await _records(work, targets, latest)
        at = self.now()
        after = {key: undone(some, records[key], present.get(key), at) for key, some in targets.items()}
        await keep_references(work, owner, present, after)
        for key, some in targets.items():
            provenance = actor.provenance(at, undoes=tuple(each.number for each in some))
            write_difference(repository_of(work, key[0]), present.get(key), after[key], provenance)
        await keep_structure(work, owner, outline, [(present.get(key), state) for key, state in after.items()])
        work.changes.number()


def numbered_after(latest: int, changes: Sequence[RecordedChange]) -> tuple[RecordedChange, ...]:
    """Return changes with the numbers that they get if they are the next ones to be committed."""
    return tuple(evolve(change, number=number) for number, change in enumerate(changes, start=latest + 1))


async def _targets(work: Work, owner: UserId, command: Undo, latest: int) -> Sequence[RecordedChange]:
    """Return the changes to undo, in ascending order."""
    if command.numbers is not UNSET:
        return await gather(*(_target(work, owner, number, latest) for number in sorted(command.numbers)))
    assert command.group is not UNSET  # noqa: S101 - the command has one of both
    return await _group(work, await _target(work, owner, command.group, latest))


async def _target(work: Work, owner: UserId, number: int, latest: int) -> RecordedChange:
    if number > latest:
        raise ChangeNotFound(number=number)
    change = await work.changes.numbered(number, owner=owner)
    if change is None:
        raise ChangesGone
    return change


async def _group(work: Work, member: RecordedChange) -> Sequence[RecordedChange]:
    """Return all changes that were made with one of them, in ascending order; raise `TooManyTasks`."""
    group = [member]
    first = member.number
    while first > 1:
        before = max(first - 1 - PAGE, 0)
        page = await work.changes.after(before, owner=member.owner, limit=first - 1 - before)
        earlier = [each for each in page if each.number < first]  # where old changes were swept, later ones follow
        made = list(takewhile(member.is_made_with, reversed(earlier)))
        group = [*reversed(made), *group]
        _ensure_bounded(group)
        if len(made) < PAGE:
            break
        first = group[0].number
    while page := await work.changes.after(group[-1].number, owner=member.owner, limit=PAGE):
        made = list(takewhile(member.is_made_with, page))
        group += made
        _ensure_bounded(group)
        if len(made) < len(page):
            break
    return group


def _ensure_bounded(group: Sequence[RecordedChange]) -> None:
    if len(group) > MAX_UNDONE_GROUP:
        raise TooManyTasks(limit=MAX_UNDONE_GROUP)


async def _present(work: Work, owner: UserId, keys: Iterable[Key]) -> dict[Key, RecordedObject]:
    """Return those of some objects that exist."""
    ids: defaultdict[ObjectKind, list[UUID]] = defaultdict(list)
    for kind, object_id in keys:
        ids[kind].append(object_id)
    found = await gather(*(repository_of(work, kind).with_ids(some, owner=owner) for kind, some in ids.items()))
    return {(kind, each.id): each for kind, objects in zip(ids, found, strict=True) for each in objects}


async def _records(
    work: Work, targets: Mapping[Key, Sequence[RecordedChange]], latest: int
) -> Mapping[Key, list[RecordedChange]]:
    """Return the changes of each object from its first target on, in ascending order; raise `TooManyLaterChanges`."""
    room = MAX_LATER_CHANGES + sum(map(len, targets.values()))
    first = min(some[0].number for some in targets.values())
    if len(targets) > 1 and latest - first < room:
        return await _records_together(work, targets, first)
    records = {}
    for key, some in targets.items():
        records[key] = await _record_from(work, some[0], room)
        room -= len(records[key])
    return records


async def _records_together(
    work: Work, targets: Mapping[Key, Sequence[RecordedChange]], first: int
) -> Mapping[Key, list[RecordedChange]]:
    """Read the whole record since the first change; raise `ChangesGone` if one is missing."""
    records: dict[Key, list[RecordedChange]] = {key: [] for key in targets}
    owner, number = next(iter(targets.values()))[0].owner, first - 1
    while page := await work.changes.after(number, owner=owner, limit=PAGE):
        for change in page:
            number += 1
            if change.number != number:
                raise ChangesGone
            key = change.object_kind, change.object_id
            if key in records and change.number >= targets[key][0].number:
                records[key].append(change)
    return records


async def _record_from(work: Work, first: RecordedChange, room: int) -> list[RecordedChange]:
    """Return the changes of an object from one on, in ascending order; raise `TooManyLaterChanges`."""
    changes: list[RecordedChange] = []
    newer = newest_first(work, first.owner, first.object_kind, first.object_id)
    async with aclosing(newer) as newer:
        async for change in newer:
            if change.number < first.number:
                break
            changes.append(change)
            if len(changes) > room:
                raise TooManyLaterChanges
    return changes[::-1]
