"""Reading the record: the changes after a number, with the changed objects."""

from asyncio import gather
from collections.abc import Sequence
from itertools import chain
from uuid import UUID

from attrs import frozen

from application.changes.objects import repository_of
from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.recorded_change import ChangesGone, RecordedChange
from domain.ids import UserId
from domain.ports import Begin, Work


@frozen(kw_only=True)
class Changes:
    """Changes after a number, and the changed objects as they are now."""

    changes: Sequence[RecordedChange]
    objects: Sequence[RecordedObject]
    deleted: Sequence[tuple[ObjectKind, UUID]]
    """The changed objects that do not exist."""
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
            changed = dict.fromkeys((change.object_kind, change.object_id) for change in changes)
            objects = await _present(work, owner, tuple(changed))
        present = {(ObjectKind.of(each), each.id) for each in objects}
        return Changes(
            changes=changes,
            objects=objects,
            deleted=[each for each in changed if each not in present],
            next=changes[-1].number if changes else since,
            latest=latest,
        )


async def _present(work: Work, owner: UserId, changed: Sequence[tuple[ObjectKind, UUID]]) -> Sequence[RecordedObject]:
    ids = {kind: [id_ for of, id_ in changed if of is kind] for kind in dict.fromkeys(kind for kind, _ in changed)}
    return list(
        chain.from_iterable(
            await gather(*(repository_of(work, kind).with_ids(some, owner=owner) for kind, some in ids.items()))
        )
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
