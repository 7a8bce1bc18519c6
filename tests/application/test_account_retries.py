"""Account requests that are repeated under their idempotency key have one effect and get the first result."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from types import SimpleNamespace
from typing import cast

import pytest
from attrs import evolve, frozen

from adapters.testing.builders import DAY, HOUR, REFRESH_GRACE, SECOND
from adapters.testing.fakes import PlainCipher
from application import Credentials, PasswordChange, Registration, TokenPair
from domain.accounts.allowance import Limit, TooManyAttempts
from domain.accounts.password import WrongCredentials, WrongPassword
from domain.accounts.receipt import IdempotencyKey, IdempotencyKeyReused, Receipt, RequestKey
from domain.accounts.session import InvalidToken, Session
from domain.accounts.user import EmailTaken, User, UserNotFound
from domain.ports import ReceiptRepository, Work
from tests.application.support.world import ADA, ELSEWHERE, HOME, OTHER_PASSWORD, PASSWORD, WRONG, World

KEY, OTHER_KEY = RequestKey("POST /route", "once"), RequestKey("POST /route", "another")
ADAS = Registration(email=ADA, password=PASSWORD)
CREDENTIALS = Credentials(email=ADA, password=PASSWORD)
CHANGE = PasswordChange(current_password=PASSWORD, new_password=OTHER_PASSWORD)


async def test_a_repeated_registration_gets_the_account(world: World) -> None:
    first, second = [await world.register(HOME, ADAS, KEY) for _ in range(2)]

    assert (first.repeated, second.repeated) == (False, True)
    assert [first.user] == [second.user] == world.store.all_of(User)


async def test_registrations_at_once_under_one_key_make_one_account_that_all_get(world: World) -> None:
    clients = [evolve(HOME, address=f"203.0.113.{n}") for n in range(3)]

    results = await asyncio.gather(*(world.register(client, ADAS, KEY) for client in clients))

    assert [result.repeated for result in results].count(False) == 1
    assert {result.user for result in results} == set(world.store.all_of(User))


async def test_of_registrations_at_once_under_different_keys_one_succeeds(world: World) -> None:
    keys = (KEY, OTHER_KEY)

    results = await asyncio.gather(*(world.register(HOME, ADAS, key) for key in keys), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["EmailTaken", "Registered"]


async def test_a_registration_with_another_password_under_the_key_is_rejected_and_counts_as_a_guess(
    world: World,
) -> None:
    world.limits = evolve(world.limits, registrations_per_address=Limit(100, HOUR))
    await world.register(HOME, ADAS, KEY)
    left = world.limits.guesses_per_account.count

    for _ in range(left):
        with pytest.raises(IdempotencyKeyReused):
            await world.register(HOME, evolve(ADAS, password=OTHER_PASSWORD), KEY)

    with pytest.raises(TooManyAttempts):
        await world.register(HOME, ADAS, KEY)


async def test_a_registration_under_another_or_no_key_is_no_repetition(world: World) -> None:
    world.limits = evolve(world.limits, registrations_per_address=Limit(100, HOUR))
    await world.register(HOME, ADAS, KEY)

    for key in (OTHER_KEY, None):
        with pytest.raises(EmailTaken):
            await world.register(HOME, ADAS, key)
    world.now.step(DAY)
    with pytest.raises(EmailTaken):
        await world.register(HOME, ADAS, KEY)


async def test_a_repeated_log_in_gets_the_tokens_of_the_same_session(world: World) -> None:
    await world.has_user()
    first = await world.log_in(HOME, CREDENTIALS, KEY)
    world.now.step(HOUR)

    second = await world.log_in(ELSEWHERE, CREDENTIALS, KEY)

    assert (first.repeated, second) == (False, evolve(first, repeated=True))
    assert len(world.store.all_of(Session)) == 1


async def test_log_ins_at_once_under_one_key_open_one_session(world: World) -> None:
    await world.has_user()

    pairs = await asyncio.gather(*(world.log_in(HOME, CREDENTIALS, KEY) for _ in range(3)))

    assert len({pair.refresh_token for pair in pairs}) == 1
    assert len(world.store.all_of(Session)) == 1


async def test_the_key_of_a_log_in_is_worth_nothing_without_the_password(world: World) -> None:
    await world.has_user()
    await world.log_in(HOME, CREDENTIALS, KEY)

    with pytest.raises(WrongCredentials):
        await world.log_in(HOME, evolve(CREDENTIALS, password=WRONG), KEY)


async def test_log_ins_under_different_keys_open_different_sessions(world: World) -> None:
    await world.has_user()
    await world.log_in(HOME, CREDENTIALS, KEY)

    assert not (await world.log_in(HOME, CREDENTIALS, OTHER_KEY)).repeated
    world.now.step(DAY)
    assert not (await world.log_in(HOME, CREDENTIALS, KEY)).repeated
    assert len(world.store.all_of(Session)) == 3


async def test_tokens_whose_encryption_key_is_gone_are_replaced_by_new_ones(world: World) -> None:
    await world.has_user()
    first = await world.log_in(HOME, CREDENTIALS, KEY)
    world.cipher = PlainCipher(b"a new key")

    second = await world.log_in(HOME, CREDENTIALS, KEY)

    assert not second.repeated
    assert second.refresh_token != first.refresh_token
    assert (await world.log_in(HOME, CREDENTIALS, KEY)).refresh_token == second.refresh_token


async def test_a_repeated_refresh_gets_the_same_tokens_whatever_happened_since(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    first = await world.rotate_session(pair.refresh_token, KEY)
    await world.rotate_session(first.refresh_token)
    world.now.step(REFRESH_GRACE + SECOND)

    again = await world.rotate_session(pair.refresh_token, KEY)

    assert again == evolve(first, repeated=True)
    assert [session.ended_at for session in world.store.all_of(Session)] == [None]


async def test_without_its_key_the_spent_token_ends_the_session(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    await world.rotate_session(pair.refresh_token, KEY)
    world.now.step(REFRESH_GRACE)

    with pytest.raises(InvalidToken):
        await world.rotate_session(pair.refresh_token, OTHER_KEY)

    assert [session.is_active(world.now()) for session in world.store.all_of(Session)] == [False]
    assert len(world.store.all_of(Receipt)) == 1


async def test_another_token_under_the_key_of_a_refresh_is_rejected(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    first = await world.rotate_session(pair.refresh_token, KEY)

    with pytest.raises(IdempotencyKeyReused):
        await world.rotate_session(first.refresh_token, KEY)

    assert not (await world.rotate_session(first.refresh_token)).repeated


async def test_a_refresh_whose_account_goes_away_meanwhile_is_rejected(world: World) -> None:
    ada = await world.has_user()
    _, pair = await world.signs_in()
    await world.rotate_session(pair.refresh_token)

    async def delete() -> None:
        async with world.store.begin() as work:
            work.users.remove(ada)

    world.contest.admit(delete)
    with pytest.raises(InvalidToken):
        await world.rotate_session(pair.refresh_token, KEY)


async def test_a_repeated_password_change_has_one_effect(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    first = await world.change_password(session, HOME, CHANGE, KEY)
    hashed, (_, later) = world.passwords.hashed, await world.signs_in(password=OTHER_PASSWORD)

    second = await world.change_password(session, HOME, CHANGE, KEY)

    assert (first, second) == (False, True)
    assert world.passwords.hashed == hashed
    await world.authenticate(later.token)  # which was opened since, and goes on


async def test_another_password_under_the_key_of_a_change_is_rejected(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    await world.change_password(session, HOME, CHANGE, KEY)

    with pytest.raises(IdempotencyKeyReused):
        await world.change_password(session, HOME, evolve(CHANGE, new_password=PASSWORD), KEY)

    await world.signs_in(password=OTHER_PASSWORD)


async def test_a_change_that_failed_leaves_its_key_free(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    with pytest.raises(WrongPassword):
        await world.change_password(session, HOME, evolve(CHANGE, current_password=WRONG), KEY)

    assert not await world.change_password(session, HOME, CHANGE, KEY)


async def test_of_deletions_at_once_one_removes_the_account(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()

    results = await asyncio.gather(*(world.delete_account(session, HOME, PASSWORD, KEY) for _ in range(3)))

    assert sorted(results) == [False, True, True]
    assert world.store.all_of(User) == []
    with pytest.raises(UserNotFound):
        await world.delete_account(session, HOME, PASSWORD)


async def test_a_concurrent_refresh_under_the_same_key_ends_no_session_even_without_grace(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    rotate = evolve(world.rotate_session, grace=DAY * 0)
    first: list[TokenPair] = []

    @frozen
    class RivalAfterFind:
        """Receipts of which the first is read just before a rival stores it."""

        receipts: ReceiptRepository

        async def find(self, key: IdempotencyKey) -> Receipt | None:
            found = await self.receipts.find(key)
            if not first:
                first.append(await rotate(pair.refresh_token, KEY))
            return found

        def add(self, receipt: Receipt) -> None:
            self.receipts.add(receipt)

    @asynccontextmanager
    async def begin() -> AsyncIterator[Work]:
        async with world.begin() as work:
            yield cast("Work", SimpleNamespace(sessions=work.sessions, receipts=RivalAfterFind(work.receipts)))

    again = await evolve(rotate, begin=begin)(pair.refresh_token, KEY)

    assert again == evolve(first[0], repeated=True)
    assert [session.ended_at for session in world.store.all_of(Session)] == [None]


async def test_a_log_in_whose_account_goes_away_before_its_commit_is_rejected(world: World) -> None:
    await world.has_user()

    units = count(1)

    @asynccontextmanager
    async def begin() -> AsyncIterator[Work]:
        async with world.begin() as work:
            yield work
            if next(units) == 2:  # after the one that reads the account
                raise UserNotFound

    with pytest.raises(WrongCredentials):
        await evolve(world.log_in, begin=begin)(HOME, CREDENTIALS, KEY)

    assert world.store.all_of(Session) == []
