"""The unit of work: recorded changes are committed when the block is left normally."""

import pytest
from attrs import evolve

from adapters.testing.builders import a_task, a_user, a_user_id, an_allowance
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.kinds import Make, of_every_kind, of_every_kind_with_an_owner
from adapters.testing.units import add, change, commit, found, look_up
from domain.accounts.user import UserNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind
from domain.ports.stored import key_of


class Away(Exception):
    pass


class UnitOfWorkContract(StoreFixtures):
    """Recorded changes take effect when the block is left, together or not at all."""

    @of_every_kind
    async def test_recorded_changes_are_visible_when_the_block_has_been_left(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(owner)
        await add(begin, thing)
        assert await look_up(begin, key_of(thing)) == thing

        await commit(begin, (ChangeKind.SAVE, evolve(thing, version=2)))
        assert await look_up(begin, key_of(thing)) == evolve(thing, version=2)

        await commit(begin, (ChangeKind.REMOVE, evolve(thing, version=2)))
        assert await look_up(begin, key_of(thing)) is None

    @of_every_kind
    @pytest.mark.parametrize("change_kind", [ChangeKind.SAVE, ChangeKind.REMOVE])
    async def test_a_block_left_by_an_exception_leaves_no_trace(
        self, begin: Begin, owner: UserId, make: Make, change_kind: ChangeKind
    ) -> None:
        old, new = make(owner), make(owner)
        await add(begin, old)

        async def leave() -> None:
            async with begin() as work:
                change(work, ChangeKind.ADD, new)
                change(work, change_kind, evolve(old, version=2 if change_kind is ChangeKind.SAVE else 1))
                raise Away

        with pytest.raises(Away):
            await leave()

        assert await look_up(begin, key_of(old)) == old
        assert await look_up(begin, key_of(new)) is None

    async def test_a_block_without_changes_can_be_left_normally_and_by_an_exception(self, begin: Begin) -> None:
        async with begin():
            pass
        with pytest.raises(Away):
            async with begin():
                raise Away

    @of_every_kind
    async def test_reads_inside_a_block_do_not_see_its_own_changes(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(owner)
        await add(begin, thing)

        async with begin() as work:
            change(work, ChangeKind.SAVE, evolve(thing, version=2))
            assert await found(work, key_of(thing)) == thing

    async def test_reads_inside_a_block_see_what_other_units_have_committed_meanwhile(
        self, begin: Begin, owner: UserId
    ) -> None:
        task = a_task(owner=owner)
        await add(begin, task)

        async with begin() as work:
            assert await work.tasks.get(task.id, owner=owner) == task
            await commit(begin, (ChangeKind.SAVE, evolve(task, version=2)))
            assert await work.tasks.get(task.id, owner=owner) == evolve(task, version=2)

    @of_every_kind_with_an_owner
    async def test_nothing_is_added_for_a_user_that_does_not_exist(self, begin: Begin, make: Make) -> None:
        thing, other = make(a_user_id()), an_allowance()

        with pytest.raises(UserNotFound):
            await add(begin, other, thing)

        assert await look_up(begin, key_of(thing)) is None
        assert await look_up(begin, key_of(other)) is None

    @of_every_kind_with_an_owner
    async def test_a_user_and_their_data_are_added_together_in_any_order(self, begin: Begin, make: Make) -> None:
        user = a_user()
        thing = make(user.id)

        await add(begin, thing, user)

        assert await look_up(begin, key_of(thing)) == thing

    @of_every_kind
    async def test_a_second_change_of_one_entity_in_a_unit_is_rejected_immediately(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(owner)

        with pytest.raises(ValueError, match="is written twice"):
            await add(begin, a_task(owner=owner), thing, evolve(thing, version=2))

        assert await look_up(begin, key_of(thing)) is None
