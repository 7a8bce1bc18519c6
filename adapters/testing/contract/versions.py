"""Optimistic concurrency: a write based on a stale version raises `VersionConflict`."""

import pytest
from attrs import evolve

from adapters.testing.builders import a_task
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.kinds import Make, of_every_kind
from adapters.testing.units import add, commit, look_up
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import key_of


class VersionContract(StoreFixtures):
    """Every write is a compare-and-swap on the version."""

    @of_every_kind
    async def test_of_two_saves_of_one_version_only_the_first_succeeds(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(owner)
        await add(begin, thing)
        heir = evolve(thing, version=2)

        await commit(begin, (ChangeKind.SAVE, heir))
        with pytest.raises(VersionConflict) as refusal:
            await commit(begin, (ChangeKind.SAVE, heir))

        assert refusal.value.entity == heir
        assert await look_up(begin, key_of(thing)) == heir

    @pytest.mark.parametrize("version", [1, 3, 4])
    @of_every_kind
    async def test_only_the_next_version_is_saved(self, begin: Begin, owner: UserId, make: Make, version: int) -> None:
        thing = evolve(make(owner), version=2)
        await add(begin, thing)

        if version == 3:
            await commit(begin, (ChangeKind.SAVE, evolve(thing, version=3)))
        else:
            with pytest.raises(VersionConflict):
                await commit(begin, (ChangeKind.SAVE, evolve(thing, version=version)))
            assert await look_up(begin, key_of(thing)) == thing

    @pytest.mark.parametrize("change_kind", [ChangeKind.REMOVE, ChangeKind.EXPECT])
    @pytest.mark.parametrize("version", [1, 3])
    @of_every_kind
    async def test_only_the_current_version_can_be_removed_or_expected(
        self, begin: Begin, owner: UserId, make: Make, version: int, change_kind: ChangeKind
    ) -> None:
        thing = evolve(make(owner), version=2)
        await add(begin, thing)

        with pytest.raises(VersionConflict) as refusal:
            await commit(begin, (change_kind, evolve(thing, version=version)))

        assert refusal.value.entity == evolve(thing, version=version)
        assert await look_up(begin, key_of(thing)) == thing

    @pytest.mark.parametrize("change_kind", [ChangeKind.SAVE, ChangeKind.REMOVE, ChangeKind.EXPECT])
    @of_every_kind
    async def test_a_missing_entity_cannot_be_saved_removed_or_expected(
        self, begin: Begin, owner: UserId, make: Make, change_kind: ChangeKind
    ) -> None:
        gone, never = make(owner), make(owner)
        await add(begin, gone)
        await commit(begin, (ChangeKind.REMOVE, gone))

        for thing in (gone, never):
            for version in (1, 2):
                with pytest.raises(VersionConflict):
                    await commit(begin, (change_kind, evolve(thing, version=version)))

    @of_every_kind
    async def test_a_met_expectation_changes_nothing(self, begin: Begin, owner: UserId, make: Make) -> None:
        thing, task = make(owner), a_task(owner=owner)
        await add(begin, thing)

        await commit(begin, (ChangeKind.EXPECT, thing), (ChangeKind.ADD, task))

        assert await look_up(begin, key_of(thing)) == thing
        assert await look_up(begin, key_of(task)) == task

    @of_every_kind
    async def test_an_existing_entity_cannot_be_added_again(self, begin: Begin, owner: UserId, make: Make) -> None:
        thing = make(owner)
        await add(begin, thing)
        again = evolve(thing, version=7)

        with pytest.raises(VersionConflict) as refusal:
            await add(begin, again)

        assert refusal.value.entity == again
        assert await look_up(begin, key_of(thing)) == thing

    @of_every_kind
    async def test_a_removed_entity_can_be_added_again(self, begin: Begin, owner: UserId, make: Make) -> None:
        thing = make(owner)
        await add(begin, thing)
        await commit(begin, (ChangeKind.REMOVE, thing))

        await add(begin, thing)

        assert await look_up(begin, key_of(thing)) == thing
