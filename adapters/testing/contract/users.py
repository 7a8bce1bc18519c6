"""Users: unique e-mail addresses, and removal together with all data."""

import pytest
from attrs import evolve

from adapters.testing.builders import NOON, SECOND, a_session, a_task, a_user, a_user_id, an_email
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.kinds import ALL
from adapters.testing.units import add, commit, look_up
from domain.accounts.user import EmailTaken, UserNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity, key_of


class UserContract(StoreFixtures):
    """E-mail addresses are unique, and data are removed together with their user."""

    async def test_a_user_is_found_by_id_and_by_email_address(self, begin: Begin) -> None:
        user, other = a_user(disabled_at=NOON), a_user()
        await add(begin, user, other)

        async with begin() as work:
            assert await work.users.get(user.id) == user
            assert await work.users.with_email(user.email) == user

    async def test_a_missing_user_is_not_found_by_id_or_email_address(self, begin: Begin) -> None:
        async with begin() as work:
            assert await work.users.with_email(an_email()) is None
            with pytest.raises(UserNotFound):
                await work.users.get(a_user_id())

    async def test_all_users_are_listed_oldest_first(self, begin: Begin) -> None:
        users = [a_user(created_at=NOON + n * SECOND) for n in (2, 0, 1, 1)]
        await add(begin, *users)

        async with begin() as work:
            everybody = await work.users.all()

        assert [user for user in everybody if user in users] == sorted(
            users, key=lambda user: (user.created_at, user.id)
        )

    async def test_a_second_user_with_the_same_email_address_is_rejected(self, begin: Begin) -> None:
        user, second = a_user(), a_user()
        await add(begin, user)

        with pytest.raises(EmailTaken) as refusal:
            await add(begin, evolve(second, email=user.email))

        assert refusal.value.email == user.email
        async with begin() as work:
            assert await work.users.with_email(user.email) == user

    @pytest.mark.parametrize("place", range(3))
    async def test_the_error_names_the_email_address_that_is_taken_among_several(
        self, begin: Begin, place: int
    ) -> None:
        user, *others = sorted((a_user() for _ in range(4)), key=lambda user: user.id)
        await add(begin, user)
        others[place] = evolve(others[place], email=user.email)

        with pytest.raises(EmailTaken) as refusal:
            await add(begin, *others)

        assert refusal.value.email == user.email

    @pytest.mark.parametrize("place", range(3))
    async def test_the_error_names_the_entity_that_already_exists_among_several(self, begin: Begin, place: int) -> None:
        owner = a_user()
        tasks = sorted((a_task(owner=owner.id) for _ in range(3)), key=lambda task: task.id)
        await add(begin, owner, tasks[place])

        with pytest.raises(VersionConflict) as refusal:
            await add(begin, *tasks)

        assert refusal.value.entity == tasks[place]

    async def test_two_users_with_the_same_email_address_in_one_unit_are_rejected(self, begin: Begin) -> None:
        user, second = a_user(), a_user()

        with pytest.raises(EmailTaken):
            await add(begin, user, evolve(second, email=user.email))

        assert await look_up(begin, key_of(user)) is None

    async def test_a_user_can_change_to_a_free_email_address_only(self, begin: Begin) -> None:
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

    async def test_an_email_address_is_free_after_its_user_was_removed(self, begin: Begin) -> None:
        user, second = a_user(), a_user()
        await add(begin, user)
        await commit(begin, (ChangeKind.REMOVE, user))

        await add(begin, evolve(second, email=user.email))

        assert await look_up(begin, key_of(user)) is None

    @pytest.mark.parametrize("removal_first", [True, False])
    async def test_an_email_address_is_not_free_within_the_unit_that_removes_its_user(
        self, begin: Begin, *, removal_first: bool
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

    async def test_removing_a_user_removes_their_data_and_nothing_else(self, begin: Begin, owner: UserId) -> None:
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
    async def test_data_removed_with_their_user_cannot_be_written_or_expected_in_the_same_unit(
        self, begin: Begin, change_kind: ChangeKind
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

    async def test_nothing_is_added_for_a_user_removed_in_the_same_unit(self, begin: Begin) -> None:
        user = a_user()
        await add(begin, user)

        with pytest.raises(UserNotFound):
            await commit(begin, (ChangeKind.ADD, a_session(user_id=user.id)), (ChangeKind.REMOVE, user))

        assert await look_up(begin, key_of(user)) == user
