"""What an operator does with accounts."""

import pytest

from adapters.testing.builders import HOUR, NOON
from application import ListUsers
from domain.accounts.password import Password, WrongCredentials
from domain.accounts.session import InvalidToken, Session
from domain.accounts.user import Email, EmailTaken, User, UserNotFound
from domain.errors import InvalidInput
from domain.tasks.task import Task
from tests.application.support.world import ADA, BEN, ELSEWHERE, HOME, OTHER_PASSWORD, PASSWORD, World
from tests.support.violations import place_of

UNKNOWN_USER = Email("nobody@example.com")


async def test_an_operator_opens_accounts_that_work(world: World) -> None:
    user = await world.create_user(ADA, PASSWORD)

    assert await world.find_user(ADA) == user
    await world.signs_in()


async def test_an_operator_is_bound_by_the_rules_for_accounts(world: World) -> None:
    ada = await world.has_user()

    with pytest.raises(EmailTaken):
        await world.create_user(ADA, PASSWORD)
    with pytest.raises(InvalidInput) as of_new:
        await world.create_user(BEN, Password("too short"))
    with pytest.raises(InvalidInput) as of_old:
        await world.set_password(ADA, Password("too short"))

    assert [(place_of(violation), violation.code) for violation in of_new.value.violations] == [
        ("/password", "too-short")
    ]
    assert [(place_of(violation), violation.code) for violation in of_old.value.violations] == [
        ("/password", "too-short")
    ]
    assert world.store.all_of(User) == [ada]


async def test_what_is_done_to_an_account_needs_one(world: World) -> None:
    for attempt in (
        world.find_user(UNKNOWN_USER),
        world.set_password(UNKNOWN_USER, PASSWORD),
        world.disable_user(UNKNOWN_USER),
        world.enable_user(UNKNOWN_USER),
        world.delete_user(UNKNOWN_USER),
    ):
        with pytest.raises(UserNotFound):
            await attempt


async def test_a_deleted_account_takes_its_tasks_and_sessions_with_it(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    await world.has_task(ada)
    await world.has_task(ada)
    of_ben = await world.has_task(ben)
    await world.signs_in(ADA)

    assert await world.delete_user(ADA) == 2

    assert (world.store.all_of(User), world.store.all_of(Task), world.store.all_of(Session)) == ([ben], [of_ben], [])


async def test_users_are_listed_oldest_first(world: World) -> None:
    second = await world.has_user(ADA, created_at=NOON)
    first = await world.has_user(BEN, created_at=NOON - HOUR)

    assert await ListUsers(world.begin)() == (first, second)


async def test_a_password_that_is_set_ends_every_session(world: World) -> None:
    await world.has_user()
    pairs = [(await world.signs_in(client=client))[1] for client in (HOME, ELSEWHERE)]

    assert await world.set_password(ADA, OTHER_PASSWORD) == 2

    for pair in pairs:
        with pytest.raises(InvalidToken):
            await world.authenticate(pair.token)
    await world.signs_in(password=OTHER_PASSWORD)


async def test_who_is_disabled_is_out_until_enabled_again(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()

    assert await world.disable_user(ADA) == 1

    with pytest.raises(InvalidToken):
        await world.authenticate(pair.token)
    with pytest.raises(WrongCredentials):
        await world.signs_in()

    await world.enable_user(ADA)
    await world.signs_in()


async def test_who_is_disabled_twice_is_disabled_since_the_first_time(world: World) -> None:
    await world.has_user()
    await world.disable_user(ADA)
    world.now.step(HOUR)
    await world.disable_user(ADA)

    assert (await world.find_user(ADA)).disabled_at == NOON


async def test_what_an_operator_does_holds_although_somebody_was_faster(world: World) -> None:
    await world.has_user()
    world.contest.admit(lambda: world.enable_user(ADA), before_unit=2)
    await world.set_password(ADA, OTHER_PASSWORD)
    world.contest.admit(lambda: world.enable_user(ADA), before_unit=2)
    await world.disable_user(ADA)
    world.contest.admit(lambda: world.set_password(ADA, PASSWORD), before_unit=2)
    await world.enable_user(ADA)

    assert world.contest.all_met
    await world.signs_in(password=PASSWORD)


async def test_a_session_opened_with_the_old_password_at_the_last_moment_ends_too(world: World) -> None:
    await world.has_user()
    opened = []

    async def sign_in() -> None:
        opened.append(await world.signs_in())

    world.contest.admit(sign_in, before_unit=2)

    assert await world.set_password(ADA, OTHER_PASSWORD) == 1

    ((_, pair),) = opened
    with pytest.raises(InvalidToken):
        await world.authenticate(pair.token)
