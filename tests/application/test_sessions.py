"""Signing in, being known, and ending sessions so that they are over at once."""

import asyncio
from datetime import datetime
from typing import Never

import pytest
from attrs import evolve

from adapters.testing.builders import DAY, HOUR, MINUTE, NOON, SECOND, a_session
from application import Credentials, ListSessions
from domain.accounts.password import Password, WrongCredentials
from domain.accounts.session import InvalidToken, Session, SessionNotFound
from domain.accounts.user import Email, User
from domain.changes.provenance import Actor
from domain.errors import Forbidden
from domain.ids import SessionId, UserId
from tests.application.support.world import (
    ADA,
    BEN,
    ELSEWHERE,
    HOME,
    MAX_SESSIONS,
    MONTH,
    OTHER_PASSWORD,
    PASSWORD,
    WRONG,
    World,
)


async def test_who_signs_in_holds_two_tokens_of_a_new_session(world: World) -> None:
    ada = await world.has_user()

    pair = await world.log_in(HOME, Credentials(email=ADA, password=PASSWORD))

    session = await world.authenticate(pair.token)
    assert (pair.expires_in, pair.refresh_expires_in) == (DAY.total_seconds(), MONTH.total_seconds())
    assert (session.user_id, session.user_agent, session.address) == (ada.id, "Firefox", "192.0.2.1")
    assert (session.created_at, session.expires_at) == (NOON, NOON + MONTH)
    assert session.token_digest == world.refresh_tokens.read(pair.refresh_token).digest


async def test_a_caller_who_is_not_admitted_causes_no_read(world: World) -> None:
    await world.has_user()
    session, pair = await world.signs_in()

    def unasked() -> Never:
        raise AssertionError("the store was asked")

    def full(user: UserId) -> Never:
        raise Forbidden(user)

    with pytest.raises(Forbidden) as refusal:
        await evolve(world.authenticate, begin=unasked)(pair.token, full)

    assert refusal.value.args == (session.user_id,)


@pytest.mark.parametrize(
    ("email", "password"),
    [(ADA, WRONG), (Email("nobody@example.com"), PASSWORD), (BEN, PASSWORD), (BEN, WRONG)],
    ids=["wrong password", "unknown account", "disabled account", "disabled account, wrong password"],
)
async def test_a_failed_log_in_does_not_reveal_why(world: World, email: Email, password: Password) -> None:
    await world.has_user(ADA)
    await world.has_user(BEN, disabled_at=NOON)

    with pytest.raises(WrongCredentials):
        await world.log_in(HOME, Credentials(email=email, password=password))

    assert world.store.all_of(Session) == []


async def test_an_outdated_hash_is_renewed_when_the_password_is_at_hand(world: World) -> None:
    ada = await world.has_user()
    world.passwords.strength = 2

    await world.signs_in()

    assert world.store.all_of(User) == [ada.with_password(await world.passwords.hash(PASSWORD))]
    await world.signs_in()
    assert [user.version for user in world.store.all_of(User)] == [2]


@pytest.mark.parametrize("strength", [1, 2], ids=["hash up to date", "hash outdated"])
async def test_a_password_that_changed_while_it_was_verified_lets_nobody_in(world: World, strength: int) -> None:
    await world.has_user()
    world.passwords.strength = strength
    # Units: read the user, the known network and the allowances, count the guess, refund it, remember the network, open
    # the session.
    world.contest.admit(lambda: world.set_password(ADA, OTHER_PASSWORD), before_unit=7)

    with pytest.raises(WrongCredentials):
        await world.signs_in()

    assert world.contest.all_met
    assert world.store.all_of(Session) == []


async def test_an_account_that_was_disabled_while_the_password_was_verified_lets_nobody_in(world: World) -> None:
    await world.has_user()
    world.contest.admit(lambda: world.disable_user(ADA), before_unit=7)

    with pytest.raises(WrongCredentials):
        await world.signs_in()

    assert world.contest.all_met
    assert world.store.all_of(Session) == []


async def test_an_account_that_was_deleted_while_the_password_was_verified_is_like_an_unknown_one(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in(client=HOME)
    world.contest.admit(lambda: world.delete_account(session, HOME, PASSWORD), before_unit=7)

    with pytest.raises(WrongCredentials):
        await world.log_in(ELSEWHERE, Credentials(email=ADA, password=PASSWORD))

    assert world.contest.all_met
    assert world.store.all_of(Session) == []


async def test_beyond_the_limit_the_session_that_was_idle_longest_ends(world: World) -> None:
    await world.has_user()
    pairs = []
    for _ in range(MAX_SESSIONS):
        pairs.append((await world.signs_in())[1])
        world.now.step(SECOND)
    used = await world.rotate_session(pairs[0].refresh_token)
    world.now.step(SECOND)

    _, newest = await world.signs_in()

    assert len(world.store.all_of(Session)) == MAX_SESSIONS
    with pytest.raises(InvalidToken):
        await world.authenticate(pairs[1].token)
    for pair in (used, pairs[2], newest):
        await world.authenticate(pair.token)


async def test_parallel_log_ins_keep_to_the_limit(world: World) -> None:
    await world.has_user()
    for _ in range(MAX_SESSIONS):
        await world.signs_in()

    await asyncio.gather(*(world.log_in(HOME, Credentials(email=ADA, password=PASSWORD)) for _ in range(3)))

    assert len(world.store.all_of(Session)) == MAX_SESSIONS


async def test_sessions_that_ended_are_removed_at_the_next_log_in(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    of_ben = a_session(user_id=ben.id, ended_at=NOON)
    await world.has(a_session(user_id=ada.id, ended_at=NOON), a_session(user_id=ada.id, expires_at=NOON), of_ben)

    session, _ = await world.signs_in()

    assert world.store.all_of(Session) == [of_ben, session]


async def test_a_token_is_good_for_a_day(world: World) -> None:
    await world.has_user()
    session, pair = await world.signs_in()
    world.now.step(DAY - SECOND)
    assert await world.authenticate(pair.token) == session

    world.now.step(SECOND)

    with pytest.raises(InvalidToken):
        await world.authenticate(pair.token)


async def test_no_token_is_said_to_outlive_its_session(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    world.now.step(MONTH - HOUR)

    late = await world.rotate_session(pair.refresh_token)

    assert (late.expires_in, late.refresh_expires_in) == (3600, 3600)


@pytest.mark.parametrize("end", [{"expires_at": NOON}, {"ended_at": NOON}], ids=["expired", "ended"])
async def test_a_session_that_is_over_lets_nobody_in_whatever_the_token_says(
    world: World, end: dict[str, datetime]
) -> None:
    ada = await world.has_user()
    over = a_session(user_id=ada.id, **end)
    await world.has(over)
    lasting = world.access_tokens.issue(a_session(id=over.id, user_id=ada.id), at=NOON)

    with pytest.raises(InvalidToken):
        await world.authenticate(lasting)


@pytest.mark.parametrize("token", ["", "forged", "access"])
async def test_what_is_no_token_lets_nobody_in(world: World, token: str) -> None:
    with pytest.raises(InvalidToken):
        await world.authenticate(token)


async def test_a_token_of_a_session_that_is_gone_or_of_another_user_lets_nobody_in(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    session, _ = await world.signs_in(ADA)

    for stranger in (a_session(user_id=ada.id), a_session(id=session.id, user_id=ben.id)):
        with pytest.raises(InvalidToken):
            await world.authenticate(world.access_tokens.issue(stranger, at=NOON))


async def test_live_sessions_are_listed_newest_first(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    first, second, third = (
        a_session(user_id=ada.id, created_at=NOON - MINUTE),
        a_session(user_id=ada.id, created_at=NOON),
        a_session(user_id=ada.id, created_at=NOON - HOUR),
    )
    expired = a_session(user_id=ada.id, expires_at=NOON)
    ended = a_session(user_id=ada.id, ended_at=NOON)
    await world.has(first, second, third, expired, ended, a_session(user_id=ben.id))

    assert await ListSessions(world.begin, world.now)(ada.id) == (second, first, third)


async def test_an_ended_session_is_over_at_once(world: World) -> None:
    ada = await world.has_user()
    session, pair = await world.signs_in()
    other, other_pair = await world.signs_in(client=ELSEWHERE)

    await world.end_session(Actor(ada.id), session.id)

    for attempt in (world.authenticate(pair.token), world.rotate_session(pair.refresh_token)):
        with pytest.raises(InvalidToken):
            await attempt
    assert await world.authenticate(other_pair.token) == other


async def test_only_a_live_session_of_ones_own_can_be_ended(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    expired, ended, of_ben = (
        a_session(user_id=ada.id, expires_at=NOON),
        a_session(user_id=ada.id, ended_at=NOON),
        a_session(user_id=ben.id),
    )
    await world.has(expired, ended, of_ben)

    for session_id in (expired.id, ended.id, of_ben.id, SessionId(a_session().id)):
        with pytest.raises(SessionNotFound) as refusal:
            await world.end_session(Actor(ada.id), session_id)
        assert refusal.value.session_id == session_id
    assert world.store.all_of(Session) == [expired, ended, of_ben]


async def test_all_live_sessions_can_be_ended_together(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    expired, of_ben = a_session(user_id=ada.id, expires_at=NOON), a_session(user_id=ben.id)
    pairs = [(await world.signs_in(client=client))[1] for client in (HOME, ELSEWHERE)]
    await world.has(expired, of_ben)

    assert await world.end_all_sessions(Actor(ada.id)) == 2
    assert await world.end_all_sessions(Actor(ada.id)) == 0

    for pair in pairs:
        with pytest.raises(InvalidToken):
            await world.authenticate(pair.token)
    assert world.store.find(Session, ben.id, of_ben.id) == of_ben
    assert world.store.find(Session, ada.id, expired.id) == expired


async def test_a_session_that_is_being_used_ends_all_the_same(world: World) -> None:
    ada = await world.has_user()
    session, pair = await world.signs_in()
    rotated = []

    async def rotate() -> None:
        rotated.append(await world.rotate_session(pair.refresh_token))

    world.contest.admit(rotate)
    await world.end_session(Actor(ada.id), session.id)
    (successors,) = rotated

    for attempt in (world.authenticate(successors.token), world.rotate_session(successors.refresh_token)):
        with pytest.raises(InvalidToken):
            await attempt


async def test_all_sessions_end_although_one_is_being_used(world: World) -> None:
    ada = await world.has_user()
    _, pair = await world.signs_in()
    world.contest.admit(lambda: world.rotate_session(pair.refresh_token))

    assert await world.end_all_sessions(Actor(ada.id)) == 1

    assert world.contest.all_met
    assert [session.ended_at for session in world.store.all_of(Session)] == [NOON]


async def test_of_two_who_end_one_session_the_second_finds_none(world: World) -> None:
    ada = await world.has_user()
    session, _ = await world.signs_in()
    world.contest.admit(lambda: world.end_session(Actor(ada.id), session.id))

    with pytest.raises(SessionNotFound):
        await world.end_session(Actor(ada.id), session.id)
