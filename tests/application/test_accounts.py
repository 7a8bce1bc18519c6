"""Getting an account, looking at it, and leaving without a trace."""

import asyncio
from uuid import UUID

import pytest

from adapters.testing.builders import HOUR, NOON, a_receipt, a_session, a_task, a_user, a_user_id
from application import Credentials, ReadAccount, Registered, Registration
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import Password, WrongCredentials, WrongPassword
from domain.accounts.receipt import Receipt
from domain.accounts.session import InvalidToken, Session
from domain.accounts.user import Email, EmailTaken, User, UserNotFound
from domain.errors import InvalidInput
from domain.ids import UserId
from domain.ports.stored import Entity
from domain.tasks.task import Task
from tests.application.support.world import ADA, BEN, ELSEWHERE, HOME, PASSWORD, WRONG, World
from tests.support.violations import place_of

ADAS = Registration(email=ADA, password=PASSWORD)


async def test_who_registers_can_sign_in(world: World) -> None:
    user = (await world.register(HOME, ADAS)).user

    assert (user.email, user.created_at, user.disabled_at, user.version) == (ADA, NOON, None, 1)
    assert world.store.all_of(User) == [user]
    session, _ = await world.signs_in()
    assert session.user_id == user.id


@pytest.mark.parametrize(
    ("password", "code"),
    [("too short", "too-short"), ("The Most Common Of All", "blocklisted"), ("ada@example.com 1", "blocklisted")],
)
async def test_a_password_that_nobody_should_choose_is_refused(world: World, password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await world.register(HOME, Registration(email=ADA, password=Password(password)))

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [("/password", code)]
    assert world.store.all_of(User) == []


async def test_an_address_that_has_an_account_gets_no_second(world: World) -> None:
    first = await world.has_user()
    hashed = world.passwords.hashed

    with pytest.raises(EmailTaken) as refusal:
        await world.register(HOME, ADAS)

    assert refusal.value.email == ADA
    assert world.store.all_of(User) == [first]
    assert world.passwords.hashed == hashed


async def test_of_many_who_register_one_address_at_once_one_gets_it(world: World) -> None:
    origins = [type(HOME)(address=f"203.0.113.{n}") for n in range(10)]

    results = await asyncio.gather(*(world.register(client, ADAS) for client in origins), return_exceptions=True)

    (user,) = world.store.all_of(User)
    assert results.count(Registered(user)) == 1
    assert [type(result) for result in results].count(EmailTaken) == 9


async def test_an_id_that_is_taken_by_chance_is_replaced_by_another(world: World) -> None:
    await world.has(a_user(id=UserId(UUID(int=1))), a_user(id=UserId(UUID(int=3))))

    registered = (await world.register(HOME, ADAS)).user
    created = await world.create_user(BEN, PASSWORD)

    assert (registered.id.int, created.id.int) == (2, 4)


async def test_one_place_may_register_so_often_and_no_more(world: World) -> None:
    for n in range(2):
        await world.register(HOME, Registration(email=Email(f"user{n}@example.com"), password=PASSWORD))

    with pytest.raises(TooManyAttempts):
        await world.register(HOME, ADAS)
    await world.register(ELSEWHERE, ADAS)

    world.now.step(HOUR)
    await world.register(HOME, Registration(email=BEN, password=PASSWORD))


async def test_asking_for_taken_addresses_is_counted_too(world: World) -> None:
    await world.has_user()
    for _ in range(2):
        with pytest.raises(EmailTaken):
            await world.register(HOME, ADAS)

    with pytest.raises(TooManyAttempts):
        await world.register(HOME, ADAS)


async def test_one_can_look_at_ones_own_account(world: World) -> None:
    ada, _ = await world.has_user(ADA), await world.has_user(BEN)

    assert await ReadAccount(world.begin)(ada.id) == ada
    with pytest.raises(UserNotFound):
        await ReadAccount(world.begin)(a_user_id())


async def test_who_leaves_takes_everything_along_and_nothing_of_others(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    of_ben: list[Entity] = [a_task(owner=ben.id), a_session(user_id=ben.id), a_receipt(owner=ben.id)]
    await world.has(*of_ben, a_task(owner=ada.id), a_session(user_id=ada.id), a_receipt(owner=ada.id))
    session, pair = await world.signs_in(ADA)

    await world.delete_account(session, HOME, PASSWORD)

    left = [entity for kind in (User, Task, Session, Receipt) for entity in world.store.all_of(kind)]
    assert left == [ben, *of_ben]
    with pytest.raises(InvalidToken):
        await world.authenticate(pair.token)
    with pytest.raises(WrongCredentials):
        await world.log_in(HOME, Credentials(email=ADA, password=PASSWORD))
    with pytest.raises(UserNotFound):
        await world.delete_account(session, HOME, PASSWORD)


async def test_nobody_is_removed_by_who_does_not_know_the_password(world: World) -> None:
    ada = await world.has_user()
    session, _ = await world.signs_in()
    for _ in range(3):
        with pytest.raises(WrongPassword):
            await world.delete_account(session, HOME, WRONG)

    with pytest.raises(TooManyAttempts):
        await world.delete_account(session, HOME, PASSWORD)

    assert world.store.all_of(User) == [ada]


async def test_an_address_is_free_again_when_its_account_is_gone(world: World) -> None:
    old = await world.has_user()
    session, _ = await world.signs_in()
    await world.delete_account(session, HOME, PASSWORD)

    new = (await world.register(HOME, ADAS)).user

    assert new.id != old.id


async def test_an_account_is_removed_although_somebody_signs_in_at_the_same_moment(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    world.passwords.strength = 2  # so that signing in writes the user
    world.contest.admit(lambda: world.signs_in(client=ELSEWHERE), before_unit=7)

    await world.delete_account(session, HOME, PASSWORD)

    assert world.contest.all_met
    assert (world.store.all_of(User), world.store.all_of(Session)) == ([], [])
