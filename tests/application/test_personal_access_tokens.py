"""Personal access tokens: created once, used until they expire or are revoked."""

from functools import partial

import pytest
from attrs import evolve

from adapters.testing.builders import DAY, MINUTE, a_token, a_user_id
from adapters.testing.units import commit
from application import PasswordChange
from domain.accounts.personal_access_token import (
    NewPersonalAccessToken,
    Scope,
    TokenNotFound,
    TokenSecret,
    TooManyTokens,
)
from domain.accounts.receipt import IdempotencyKeyReused, RequestKey
from domain.accounts.session import InvalidToken
from domain.accounts.user import UserNotFound
from domain.changes.provenance import Actor
from domain.ids import UserId
from domain.ports.change_set import ChangeKind
from tests.application.support.world import ADA, BEN, HOME, MAX_PERSONAL_TOKENS, OTHER_PASSWORD, PASSWORD, World

NEW = NewPersonalAccessToken(name="CI", scopes=(Scope.TASKS_READ, Scope.TASKS_WRITE), expires_in_days=7)
KEY = RequestKey("POST /auth/tokens", "once")


async def test_a_token_authenticates_its_user_until_it_expires(world: World) -> None:
    ada = await world.has_user()
    created = await world.create_token(ada.id, NEW)
    admitted: list[UserId] = []
    used = await world.authenticate_token(created.text, admitted.append)
    world.now.step(7 * DAY)

    assert (used.user_id, used.scopes, admitted) == (ada.id, frozenset(NEW.scopes), [ada.id])
    with pytest.raises(InvalidToken):
        await world.authenticate_token(created.text)
    assert await world.list_tokens(ada.id) == ()


async def test_only_its_own_secret_proves_a_token(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    created = await world.create_token(ada.id, NEW)
    secret = TokenSecret.parsed(created.text)

    for forged in (
        evolve(secret, secret=bytes(32)),
        evolve(secret, user_id=ben.id),
        evolve(secret, user_id=a_user_id()),
    ):
        with pytest.raises(InvalidToken):
            await world.authenticate_token(forged.text)


async def test_the_last_use_is_recorded_and_a_use_beside_it_is_not_rejected(world: World) -> None:
    ada = await world.has_user()
    created = await world.create_token(ada.id, NEW)
    world.now.step(MINUTE)
    first = world.now()
    await world.authenticate_token(created.text)
    world.now.step(MINUTE)
    await world.authenticate_token(created.text)
    (listed,) = await world.list_tokens(ada.id)
    assert listed.last_used_at == first

    world.now.step(5 * MINUTE)
    rival = listed.used(at=world.now())
    world.contest.admit(partial(commit, world.store.begin, (ChangeKind.SAVE, rival)), before_unit=2)
    assert (await world.authenticate_token(created.text)).id == listed.id
    assert (await world.list_tokens(ada.id))[0] == rival


async def test_tokens_are_listed_newest_first_and_only_to_their_owner(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    first = await world.create_token(ada.id, NEW)
    world.now.step(MINUTE)
    second = await world.create_token(ada.id, evolve(NEW, name="Backup"))

    assert [token.name for token in await world.list_tokens(ada.id)] == ["Backup", "CI"]
    assert await world.list_tokens(ben.id) == ()
    assert first.text != second.text


async def test_a_revoked_token_is_invalid_at_once(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    created = await world.create_token(ada.id, NEW)
    with pytest.raises(TokenNotFound):
        await world.revoke_token(Actor(ben.id), created.token.id)
    await world.revoke_token(Actor(ada.id), created.token.id)

    with pytest.raises(InvalidToken):
        await world.authenticate_token(created.text)
    with pytest.raises(TokenNotFound):
        await world.revoke_token(Actor(ada.id), created.token.id)


async def test_there_are_not_more_than_the_limit_and_expired_ones_do_not_count(world: World) -> None:
    ada = await world.has_user()
    for _ in range(MAX_PERSONAL_TOKENS):
        await world.create_token(ada.id, NEW)
    with pytest.raises(TooManyTokens) as error:
        await world.create_token(ada.id, NEW)
    world.now.step(7 * DAY)
    await world.create_token(ada.id, NEW)

    assert str(MAX_PERSONAL_TOKENS) in str(error.value)
    assert len(await world.list_tokens(ada.id)) == 1
    async with world.begin() as work:
        assert len(await work.tokens.of(ada.id)) == 1


async def test_the_same_key_gets_the_same_token_and_another_request_is_rejected(world: World) -> None:
    ada = await world.has_user()
    first = await world.create_token(ada.id, NEW, KEY)
    world.now.step(MINUTE)
    second = await world.create_token(ada.id, NEW, KEY)

    assert (second.token, second.text) == (first.token, first.text)
    assert (first.repeated, second.repeated) == (False, True)
    assert len(await world.list_tokens(ada.id)) == 1
    with pytest.raises(IdempotencyKeyReused):
        await world.create_token(ada.id, evolve(NEW, name="Another"), KEY)


async def test_a_user_who_is_gone_or_disabled_creates_no_token(world: World) -> None:
    with pytest.raises(UserNotFound):
        await world.create_token(a_user_id(), NEW)
    ada = await world.has_user()
    await world.disable_user(ADA)
    with pytest.raises(InvalidToken):
        await world.create_token(ada.id, NEW)


async def test_disabling_and_another_password_revoke_all_tokens(world: World) -> None:
    ada = await world.has_user()
    for end in (partial(world.disable_user, ADA), partial(world.set_password, ADA, PASSWORD)):
        await world.has(a_token(user_id=ada.id))
        await end()
        async with world.begin() as work:
            assert await work.tokens.of(ada.id) == ()


async def test_changing_the_password_revokes_all_tokens(world: World) -> None:
    ada = await world.has_user()
    session, _ = await world.signs_in()
    await world.has(a_token(user_id=ada.id))
    await world.change_password(session, HOME, PasswordChange(current_password=PASSWORD, new_password=OTHER_PASSWORD))

    assert await world.list_tokens(ada.id) == ()


async def test_all_tokens_are_revoked_and_counted(world: World) -> None:
    ada = await world.has_user()
    await world.has(a_token(user_id=ada.id), a_token(user_id=ada.id))

    assert await world.revoke_all_tokens(ada.id) == 2
    assert await world.revoke_all_tokens(ada.id) == 0
