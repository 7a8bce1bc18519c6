"""Reading all objects of an account at one moment."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from uuid import UUID

from attrs import frozen

from application.changes.history import PAGE, ensure_consecutive
from application.changes.objects import repository_of
from application.changes.reading import changes_after
from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.past import PastObject, combined
from domain.changes.recorded_change import LAST_NUMBER, RecordedChange
from domain.ids import UserId
from domain.ports import Begin, Work

ORDER = (ObjectKind.PROJECT, ObjectKind.TASK)
"""So that what others refer to comes before them."""


@frozen(kw_only=True)
class SnapshotPosition:
    """Where the next page of a snapshot begins."""

    number: int
    """The moment of the snapshot: all changes up to this one are in it, and no others."""
    kind: ObjectKind
    after: UUID | None
    """The last id of this kind on the page before, if there was one."""


@frozen(kw_only=True)
class SnapshotPage:
    """Some of the objects at the moment of a snapshot, by kind and in the order of their ids."""

    number: int
    objects: Sequence[RecordedObject]
    next: SnapshotPosition | None


@frozen
class ReadSnapshot:
    """Read all objects of an account as they were at one moment, in pages."""

    begin: Begin

    async def __call__(self, owner: UserId, position: SnapshotPosition | None, limit: int) -> SnapshotPage:
        """Return a page of the snapshot that began with the first page; raise `ChangesGone` if that was too long ago.

        Changes since then are reverted, so all pages together show the moment of the first.
        """
        async with self.begin() as work:
            latest = await work.changes.latest(owner)
            if position is None:
                position = SnapshotPosition(number=latest, kind=ORDER[0], after=None)
            number, objects, after = position.number, list[RecordedObject](), position.after
            next_: SnapshotPosition | None = None
            for kind in ORDER[ORDER.index(position.kind) :]:
                some, next_ = await _page(work, owner, SnapshotPosition(number=number, kind=kind, after=after), limit)
                objects += (each for each in some if each)
                limit -= len(some)
                if next_:
                    break
                after = None
            await changes_after(work, owner, number, 1)
        return SnapshotPage(number=number, objects=objects, next=next_)


async def _page(
    work: Work, owner: UserId, position: SnapshotPosition, limit: int
) -> tuple[Sequence[RecordedObject | None], SnapshotPosition | None]:
    """Return objects of one kind, None for each that did not exist, and where the next ones begin if there are any."""
    repository = repository_of(work, position.kind)
    present = await repository.by_id(owner=owner, after=position.after, limit=limit + 1)
    if present and not limit:
        return (), position
    last = present[limit - 1].id if len(present) > limit else None
    past = {each.id: PastObject(each) for each in present[:limit]}
    async with aclosing(_since(work, owner, position, last)) as changes:
        async for change in changes:
            if len(past) > len(present) + limit:
                break  # objects come in the order of their ids: the page is full of deleted ones
            past.setdefault(change.object_id, PastObject(None)).revert(change)
    ids = sorted(past)
    page = ids[:limit]
    objects = [past[each].state for each in page]
    if last is None and len(ids) <= limit:
        return objects, None
    return objects, SnapshotPosition(
        number=position.number, kind=position.kind, after=page[-1] if page else position.after
    )


async def _since(
    work: Work, owner: UserId, position: SnapshotPosition, last: UUID | None
) -> AsyncGenerator[RecordedChange, None]:
    """Yield one change for each object after a position and up to another: everything since the snapshot combined."""
    whole: RecordedChange | None = None
    after = None if position.after is None else (position.after, LAST_NUMBER)
    while page := await work.changes.of_objects(
        position.kind, after, last, owner=owner, after=position.number, limit=PAGE
    ):
        for change in page:
            if whole and whole.object_id == change.object_id:
                ensure_consecutive(whole, change)
                whole = combined(whole, change)
                continue
            if whole:
                yield whole
            whole = change
        after = page[-1].object_id, page[-1].number
    if whole:
        yield whole
