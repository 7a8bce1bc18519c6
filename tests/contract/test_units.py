"""The unit of work: what was noted takes effect when the block is left, all of it or nothing."""

import pytest
from attrs import evolve

from domain.accounts.user import UserNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind
from domain.ports.stored import key_of
from tests.contract.support.things import Make, of_every_kind, of_every_kind_with_an_owner
from tests.support.builders import a_task, a_user, a_user_id, an_allowance
from tests.support.units import add, change, commit, found, look_up


class Away(Exception):
    pass


@of_every_kind
async def test_what_was_noted_is_there_when_the_block_has_been_left(begin: Begin, owner: UserId, make: Make) -> None:
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
    begin: Begin, owner: UserId, make: Make, change_kind: ChangeKind
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


async def test_a_block_without_notes_can_be_left_either_way(begin: Begin) -> None:
    async with begin():
        pass
    with pytest.raises(Away):
        async with begin():
            raise Away


@of_every_kind
async def test_reads_inside_a_block_do_not_see_its_own_notes(begin: Begin, owner: UserId, make: Make) -> None:
    thing = make(owner)
    await add(begin, thing)

    async with begin() as work:
        change(work, ChangeKind.SAVE, evolve(thing, version=2))
        assert await found(work, key_of(thing)) == thing


async def test_reads_inside_a_block_see_what_others_have_committed_meanwhile(begin: Begin, owner: UserId) -> None:
    task = a_task(owner=owner)
    await add(begin, task)

    async with begin() as work:
        assert await work.tasks.get(task.id, owner=owner) == task
        await commit(begin, (ChangeKind.SAVE, evolve(task, version=2)))
        assert await work.tasks.get(task.id, owner=owner) == evolve(task, version=2)


@of_every_kind_with_an_owner
async def test_nothing_is_made_for_a_user_who_is_not_there(begin: Begin, make: Make) -> None:
    thing, other = make(a_user_id()), an_allowance()

    with pytest.raises(UserNotFound):
        await add(begin, other, thing)

    assert await look_up(begin, key_of(thing)) is None
    assert await look_up(begin, key_of(other)) is None


@of_every_kind_with_an_owner
async def test_a_user_and_what_belongs_to_them_are_made_together_in_whatever_order(begin: Begin, make: Make) -> None:
    user = a_user()
    thing = make(user.id)

    await add(begin, thing, user)

    assert await look_up(begin, key_of(thing)) == thing


@of_every_kind
async def test_two_notes_on_one_entity_are_refused_on_the_spot(begin: Begin, owner: UserId, make: Make) -> None:
    thing = make(owner)

    with pytest.raises(ValueError, match="is written twice"):
        await add(begin, a_task(owner=owner), thing, evolve(thing, version=2))

    assert await look_up(begin, key_of(thing)) is None
