"""A unit of work is atomic, whichever of its changes fails and in whatever order they are recorded."""

from typing import Any

import pytest
from attrs import evolve

from adapters.testing.builders import a_session, a_task, a_user, a_user_id, an_allowance
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.kinds import ALL, Make, of_every_kind, of_every_kind_with_an_owner
from adapters.testing.units import add, commit, look_up
from domain.accounts.user import EmailTaken, UserNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity, key_of

WRONG_VERSIONS = [
    (ChangeKind.ADD, 1),
    (ChangeKind.SAVE, 1),
    (ChangeKind.SAVE, 3),
    (ChangeKind.REMOVE, 2),
    (ChangeKind.EXPECT, 2),
]


async def fails_whole(begin: Begin, owner: UserId, loser: tuple[ChangeKind, Entity]) -> Exception:
    """Commit units in which the change comes first and last among others; return the error when all are undone."""
    there: list[Any] = [make(owner) for make in ALL.values()]
    bystander = a_user()
    of_bystander = a_task(owner=bystander.id)
    await add(begin, *there, bystander, of_bystander)
    new: list[Entity] = [a_task(owner=owner), a_session(user_id=owner), an_allowance()]
    others: list[tuple[ChangeKind, Entity]] = [
        *((ChangeKind.SAVE, evolve(thing, version=2)) for thing in there),
        (ChangeKind.REMOVE, bystander),
        *((ChangeKind.ADD, thing) for thing in new),
    ]

    with pytest.raises((VersionConflict, UserNotFound, EmailTaken)) as first:
        await commit(begin, loser, *others)
    with pytest.raises(type(first.value)):
        await commit(begin, *others, loser)

    for thing in (*there, bystander, of_bystander):
        assert await look_up(begin, key_of(thing)) == thing
    for thing in new:
        assert await look_up(begin, key_of(thing)) is None
    return first.value


class AtomicityContract(StoreFixtures):
    """A unit of work is committed as a whole or not at all."""

    @of_every_kind
    @pytest.mark.parametrize(("change_kind", "version"), WRONG_VERSIONS)
    async def test_one_version_conflict_rolls_everything_back(
        self, begin: Begin, owner: UserId, make: Make, change_kind: ChangeKind, version: int
    ) -> None:
        thing = make(owner)
        await add(begin, thing)
        loser = evolve(thing, version=version)

        error = await fails_whole(begin, owner, (change_kind, loser))

        assert isinstance(error, VersionConflict)
        assert error.entity == loser
        assert await look_up(begin, key_of(thing)) == thing

    @of_every_kind_with_an_owner
    async def test_one_entity_of_a_missing_user_rolls_everything_back(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(a_user_id())

        error = await fails_whole(begin, owner, (ChangeKind.ADD, thing))

        assert isinstance(error, UserNotFound)
        assert await look_up(begin, key_of(thing)) is None

    async def test_one_taken_email_address_rolls_everything_back(self, begin: Begin, owner: UserId) -> None:
        first, second = a_user(), a_user()
        await add(begin, first)

        error = await fails_whole(begin, owner, (ChangeKind.ADD, evolve(second, email=first.email)))

        assert isinstance(error, EmailTaken)
        assert error.email == first.email
        assert await look_up(begin, key_of(second)) is None
