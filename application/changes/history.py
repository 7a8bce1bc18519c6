"""The history of one object: its changes, and the object as it was."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Generic, cast
from uuid import UUID

from attrs import frozen

from application.changes.objects import repository_of
from domain.changes.kinds import ObjectKind, RecordedT
from domain.changes.past import PastObject
from domain.changes.recorded_change import ChangesGone, Effect, RecordedChange
from domain.ids import UserId
from domain.ports import Begin, Work

PAGE = 100
"""Changes that are read at once: one has up to 16 KB."""


@frozen(kw_only=True)
class HistoryPage:
    """Some of the changes of one object, the newest first."""

    changes: Sequence[RecordedChange]
    next: int | None
    """The next page consists of the changes before this number."""


@frozen
class ReadHistory:
    """Read the changes of one object, even if it was deleted."""

    begin: Begin
    kind: ObjectKind

    async def __call__(self, owner: UserId, object_id: UUID, before: int | None, limit: int) -> HistoryPage:
        """Return a page; raise `NotFound` if there is neither a change nor an object."""
        async with self.begin() as work:
            found = await work.changes.of_object(self.kind, object_id, owner=owner, before=before, limit=limit + 1)
            if not found:
                await self._ensure_exists(work, owner, object_id)
        page = found[:limit]
        return HistoryPage(changes=page, next=page[-1].number if len(found) > limit else None)

    async def _ensure_exists(self, work: Work, owner: UserId, object_id: UUID) -> None:
        """Raise `NotFound` if there is neither a change nor an object."""
        changes = await work.changes.of_object(self.kind, object_id, owner=owner, before=None, limit=1)
        if not changes and not await repository_of(work, self.kind).with_ids((object_id,), owner=owner):
            raise self.kind.not_found(object_id)


@frozen
class ReadPast(Generic[RecordedT]):
    """Read an object as it was, at the cost of the changes since then."""

    begin: Begin
    entity: type[RecordedT]

    @property
    def kind(self) -> ObjectKind:
        """The kind of the objects."""
        return ObjectKind.of_class(self.entity)

    async def version(self, owner: UserId, object_id: UUID, version: int) -> RecordedT:
        """Return a version of an object; raise `NotFound`, or `ChangesGone` if the record does not reach that far."""
        async with self.begin() as work:
            past = PastObject(present := await self._find(work, owner, object_id))
            if present and version >= present.version:
                if version == present.version:
                    return present
                raise self.kind.not_found(object_id)
            earliest = present.version if present else None
            async with aclosing(newest_first(work, owner, self.kind, object_id)) as changes:
                async for change in changes:
                    past.revert(change)
                    if change.version_before == version and (state := past.state):
                        return state
                    earliest = change.version_before or change.version_after
        if earliest and version < earliest:
            raise ChangesGone
        raise self.kind.not_found(object_id)

    async def at(self, owner: UserId, object_id: UUID, moment: datetime) -> RecordedT:
        """Return an object as the last change up to a moment left it; raise `NotFound` or `ChangesGone`."""
        async with self.begin() as work:
            past = PastObject(await self._find(work, owner, object_id))
            reaches_back = is_restored = False
            async with aclosing(newest_first(work, owner, self.kind, object_id)) as changes:
                async for change in changes:
                    if reaches_back := change.at <= moment:
                        break
                    past.revert(change)
                    is_restored = change.effect is Effect.RESTORED
        state = past.state
        if is_restored and not reaches_back:
            raise ChangesGone
        if state is None or (state.created_at > moment and not reaches_back):
            raise self.kind.not_found(object_id)
        if state.updated_at > moment and not reaches_back:
            raise ChangesGone
        return state

    async def _find(self, work: Work, owner: UserId, object_id: UUID) -> RecordedT | None:
        found = await repository_of(work, self.kind).with_ids((object_id,), owner=owner)
        return cast("RecordedT", found[0]) if found else None


async def newest_first(
    work: Work, owner: UserId, kind: ObjectKind, object_id: UUID
) -> AsyncGenerator[RecordedChange, None]:
    """Yield all changes of an object, read a few at a time; raise `ChangesGone` if one is missing in between."""
    before: int | None = None
    newer: RecordedChange | None = None
    while page := await work.changes.of_object(kind, object_id, owner=owner, before=before, limit=PAGE):
        for change in page:
            if newer:
                ensure_consecutive(change, newer)
            yield change
            newer = change
        before = page[-1].number


def ensure_consecutive(first: RecordedChange, second: RecordedChange) -> None:
    """Raise `ChangesGone` if a change of the same object between two of them was swept or never recorded."""
    if second.version_before is not None and first.version_after != second.version_before:
        raise ChangesGone
