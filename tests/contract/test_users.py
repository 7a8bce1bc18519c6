"""Users: one for each e-mail address, and nothing of theirs outlives them."""

import pytest
from attrs import evolve

from domain.accounts.user import EmailTaken, UserNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity, key_of
from tests.contract.support.things import ALL
from tests.support.builders import NOON, SECOND, a_session, a_task, a_user, a_user_id, an_email
from tests.support.units import add, commit, look_up


async def test_a_user_is_found_by_id_and_by_address(begin: Begin) -> None:
    user, other = a_user(disabled_at=NOON), a_user()
    await add(begin, user, other)

    async with begin() as work:
        assert await work.users.get(user.id) == user
        assert await work.users.with_email(user.email) == user


async def test_nobody_is_found_where_nobody_is(begin: Begin) -> None:
    async with begin() as work:
        assert await work.users.with_email(an_email()) is None
        with pytest.raises(UserNotFound):
            await work.users.get(a_user_id())


async def test_everybody_is_listed_oldest_first(begin: Begin) -> None:
    users = [a_user(created_at=NOON + n * SECOND) for n in (2, 0, 1, 1)]
    await add(begin, *users)

    async with begin() as work:
        everybody = await work.users.all()

    assert [user for user in everybody if user in users] == sorted(users, key=lambda user: (user.created_at, user.id))


async def test_a_second_user_with_one_address_is_refused(begin: Begin) -> None:
    user, second = a_user(), a_user()
    await add(begin, user)

    with pytest.raises(EmailTaken) as refusal:
        await add(begin, evolve(second, email=user.email))

    assert refusal.value.email == user.email
    async with begin() as work:
        assert await work.users.with_email(user.email) == user


@pytest.mark.parametrize("place", range(3))
async def test_of_several_users_in_one_unit_the_one_is_named_whose_address_is_taken(begin: Begin, place: int) -> None:
    user, *others = sorted((a_user() for _ in range(4)), key=lambda user: user.id)
    await add(begin, user)
    others[place] = evolve(others[place], email=user.email)

    with pytest.raises(EmailTaken) as refusal:
        await add(begin, *others)

    assert refusal.value.email == user.email


@pytest.mark.parametrize("place", range(3))
async def test_of_several_things_in_one_unit_the_one_is_named_that_is_there_already(begin: Begin, place: int) -> None:
    owner = a_user()
    tasks = sorted((a_task(owner=owner.id) for _ in range(3)), key=lambda task: task.id)
    await add(begin, owner, tasks[place])

    with pytest.raises(VersionConflict) as refusal:
        await add(begin, *tasks)

    assert refusal.value.entity == tasks[place]


async def test_two_users_with_one_address_in_one_unit_are_refused(begin: Begin) -> None:
    user, second = a_user(), a_user()

    with pytest.raises(EmailTaken):
        await add(begin, user, evolve(second, email=user.email))

    assert await look_up(begin, key_of(user)) is None


async def test_a_user_can_take_an_address_that_is_free_and_no_other(begin: Begin) -> None:
    user, second = a_user(), a_user()
    await add(begin, user, second)
    moved = evolve(user, email=an_email(), version=2)

    with pytest.raises(EmailTaken) as refusal:
        await commit(begin, (ChangeKind.SAVE, evolve(user, email=second.email, version=2)))
    await commit(begin, (ChangeKind.SAVE, moved))

    assert refusal.value.email == second.email
    async with begin() as work:
        assert await work.users.with_email(moved.email) == moved
        assert await work.users.with_email(user.email) is None


async def test_an_address_is_free_when_its_user_is_gone(begin: Begin) -> None:
    user, second = a_user(), a_user()
    await add(begin, user)
    await commit(begin, (ChangeKind.REMOVE, user))

    await add(begin, evolve(second, email=user.email))

    assert await look_up(begin, key_of(user)) is None


@pytest.mark.parametrize("removal_first", [True, False])
async def test_an_address_is_not_free_before_the_unit_that_removes_its_user_is_over(
    begin: Begin, *, removal_first: bool
) -> None:
    user, second = a_user(), a_user()
    await add(begin, user)
    unit: list[tuple[ChangeKind, Entity]] = [
        (ChangeKind.REMOVE, user),
        (ChangeKind.ADD, evolve(second, email=user.email)),
    ]

    with pytest.raises(EmailTaken):
        await commit(begin, *(unit if removal_first else reversed(unit)))

    assert await look_up(begin, key_of(user)) == user


async def test_what_belongs_to_a_user_goes_with_them_and_nothing_else(begin: Begin, owner: UserId) -> None:
    user = a_user()
    belongings: list[Entity] = [make(user.id) for name, make in ALL.items() if name not in {"user", "allowance"}]
    bystanders: list[Entity] = [make(owner) for make in ALL.values()]
    await add(begin, user, *belongings, *bystanders)

    await commit(begin, (ChangeKind.REMOVE, user))

    for entity in (user, *belongings):
        assert await look_up(begin, key_of(entity)) is None
    for entity in bystanders:
        assert await look_up(begin, key_of(entity)) == entity


@pytest.mark.parametrize("change_kind", [ChangeKind.SAVE, ChangeKind.REMOVE, ChangeKind.EXPECT])
async def test_what_goes_with_its_user_cannot_be_written_or_expected_in_the_same_unit(
    begin: Begin, change_kind: ChangeKind
) -> None:
    user = a_user()
    task = a_task(owner=user.id)
    await add(begin, user, task)

    with pytest.raises(VersionConflict):
        await commit(
            begin,
            (change_kind, evolve(task, version=2 if change_kind is ChangeKind.SAVE else 1)),
            (ChangeKind.REMOVE, user),
        )

    assert await look_up(begin, key_of(task)) == task


async def test_nothing_is_made_for_a_user_who_goes_in_the_same_unit(begin: Begin) -> None:
    user = a_user()
    await add(begin, user)

    with pytest.raises(UserNotFound):
        await commit(begin, (ChangeKind.ADD, a_session(user_id=user.id)), (ChangeKind.REMOVE, user))

    assert await look_up(begin, key_of(user)) == user
