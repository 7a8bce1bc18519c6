"""Refresh tokens: each is exchanged once, a lost answer is given again, a copy ends the session."""

import asyncio

import pytest

from adapters.testing.builders import HOUR, NOON, REFRESH_GRACE, SECOND, a_session
from domain.accounts.session import InvalidToken, Session
from domain.changes.provenance import Actor
from tests.application.support.world import MONTH, World


async def test_a_refresh_token_is_exchanged_for_a_fresh_pair(world: World) -> None:
    await world.has_user()
    session, pair = await world.signs_in()
    world.now.step(HOUR)

    fresh = await world.rotate_session(pair.refresh_token)

    rotated = await world.authenticate(fresh.token)
    assert (rotated.id, rotated.last_used_at, rotated.generation) == (session.id, NOON + HOUR, 2)
    assert fresh.refresh_token != pair.refresh_token
    assert fresh.refresh_expires_in == (MONTH - HOUR).total_seconds()


async def test_a_lost_answer_is_given_again_and_nothing_is_written(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    first = await world.rotate_session(pair.refresh_token)
    world.now.step(REFRESH_GRACE - SECOND)

    again = await world.rotate_session(pair.refresh_token)

    assert again.refresh_token == first.refresh_token
    assert [session.version for session in world.store.all_of(Session)] == [2]


async def test_a_token_that_comes_back_ends_its_session_and_that_stays(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    fresh = await world.rotate_session(pair.refresh_token)
    world.now.step(REFRESH_GRACE)

    with pytest.raises(InvalidToken):
        await world.rotate_session(pair.refresh_token)

    (session,) = world.store.all_of(Session)
    assert session.ended_at == NOON + REFRESH_GRACE
    for attempt in (world.authenticate(fresh.token), world.rotate_session(fresh.refresh_token)):
        with pytest.raises(InvalidToken):
            await attempt


async def test_a_session_that_is_over_is_not_written_again(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    world.now.step(MONTH)

    with pytest.raises(InvalidToken):
        await world.rotate_session(pair.refresh_token)

    assert [session.version for session in world.store.all_of(Session)] == [1]


async def test_only_a_token_we_made_of_a_session_we_know_is_exchanged(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()
    *others, _, generation, secret = pair.refresh_token.split()
    unknown = " ".join([*others, str(a_session().id), generation, secret])

    for text in ("", "forged", pair.token, unknown):
        with pytest.raises(InvalidToken):
            await world.rotate_session(text)

    assert [session.version for session in world.store.all_of(Session)] == [1]


async def test_of_many_exchanges_at_once_all_get_the_same_successor(world: World) -> None:
    await world.has_user()
    _, pair = await world.signs_in()

    pairs = await asyncio.gather(*(world.rotate_session(pair.refresh_token) for _ in range(10)))

    assert len({fresh.refresh_token for fresh in pairs}) == 1
    assert [session.generation for session in world.store.all_of(Session)] == [2]


async def test_a_session_that_ends_during_the_exchange_lets_nobody_in(world: World) -> None:
    ada = await world.has_user()
    session, pair = await world.signs_in()
    world.contest.admit(lambda: world.end_session(Actor(ada.id), session.id))

    with pytest.raises(InvalidToken):
        await world.rotate_session(pair.refresh_token)

    assert [session.generation for session in world.store.all_of(Session)] == [1]
