"""Changing one's password: the old one is worth nothing from then on, and so is every other session."""

import pytest

from adapters.testing.builders import NOON, a_session
from application import Credentials, PasswordChange, TokenPair
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import Password, WrongCredentials, WrongPassword
from domain.accounts.session import InvalidToken, Session
from domain.accounts.user import User, UserNotFound
from domain.errors import InvalidInput
from tests.application.support.world import ADA, BEN, ELSEWHERE, HOME, OTHER_PASSWORD, PASSWORD, WRONG, World
from tests.support.violations import place_of

CHANGE = PasswordChange(current_password=PASSWORD, new_password=OTHER_PASSWORD)


async def test_the_new_password_holds_and_the_old_one_does_not(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()

    await world.change_password(session, HOME, CHANGE)

    await world.signs_in(password=OTHER_PASSWORD)
    with pytest.raises(WrongCredentials):
        await world.log_in(HOME, Credentials(email=ADA, password=PASSWORD))


async def test_every_other_session_is_over_and_this_one_goes_on(world: World) -> None:
    ada, ben = await world.has_user(ADA), await world.has_user(BEN)
    of_ben, ended = a_session(user_id=ben.id), a_session(user_id=ada.id, ended_at=NOON)
    session, pair = await world.signs_in()
    _, other_pair = await world.signs_in(client=ELSEWHERE)
    await world.has(of_ben, ended)

    await world.change_password(session, HOME, CHANGE)

    assert await world.authenticate(pair.token) == session
    with pytest.raises(InvalidToken):
        await world.authenticate(other_pair.token)
    assert world.store.find(Session, ben.id, of_ben.id) == of_ben
    assert world.store.find(Session, ada.id, ended.id) == ended


async def test_who_does_not_know_the_password_changes_nothing(world: World) -> None:
    ada = await world.has_user()
    session, _ = await world.signs_in()
    _, other_pair = await world.signs_in(client=ELSEWHERE)
    guess = PasswordChange(current_password=WRONG, new_password=OTHER_PASSWORD)
    for _ in range(3):
        with pytest.raises(WrongPassword):
            await world.change_password(session, HOME, guess)

    with pytest.raises(TooManyAttempts):
        await world.change_password(session, HOME, CHANGE)

    assert world.store.all_of(User) == [ada]
    await world.authenticate(other_pair.token)


async def test_a_password_that_nobody_should_choose_is_refused_before_anything_is_tried(world: World) -> None:
    ada = await world.has_user()
    session, _ = await world.signs_in()
    tried = len(world.passwords.checked)

    with pytest.raises(InvalidInput) as refusal:
        await world.change_password(
            session, HOME, PasswordChange(current_password=PASSWORD, new_password=Password("ada@example.com"))
        )

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [
        ("/new_password", "blocklisted")
    ]
    assert len(world.passwords.checked) == tried
    assert world.store.all_of(User) == [ada]


async def test_nobody_changes_the_password_of_an_account_that_is_gone(world: World) -> None:
    with pytest.raises(UserNotFound):
        await world.change_password(a_session(), HOME, CHANGE)


async def test_of_two_changes_at_once_only_the_first_knew_the_password(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    third = Password("a third secret phrase here")
    rival = PasswordChange(current_password=PASSWORD, new_password=third)
    # Units: read the user, read the sessions, count the guess, give it back, change the password.
    world.contest.admit(lambda: world.change_password(session, HOME, rival), before_unit=7)

    with pytest.raises(WrongPassword):
        await world.change_password(session, HOME, CHANGE)

    assert world.contest.all_met
    await world.signs_in(password=third)


async def test_a_session_that_is_rotated_during_the_change_ends_all_the_same(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    _, other_pair = await world.signs_in(client=ELSEWHERE)
    world.contest.admit(lambda: world.rotate_session(other_pair.refresh_token), before_unit=7)

    await world.change_password(session, HOME, CHANGE)

    assert world.contest.all_met
    with pytest.raises(InvalidToken):
        await world.authenticate(other_pair.token)


async def test_password_and_sessions_change_in_one_step(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in()
    _, other_pair = await world.signs_in(client=ELSEWHERE)

    async def look() -> None:
        with pytest.raises(InvalidToken):
            await world.authenticate(other_pair.token)

    # The unit after the change is the one that looks for sessions opened at the last moment.
    world.contest.admit(look, before_unit=8)

    await world.change_password(session, HOME, CHANGE)

    assert world.contest.all_met


async def test_a_session_that_is_opened_with_the_old_password_during_the_change_ends_too(world: World) -> None:
    await world.has_user()
    session, pair = await world.signs_in()
    opened: list[TokenPair] = []

    async def sign_in() -> None:
        opened.append((await world.signs_in(client=ELSEWHERE))[1])

    async def rotate() -> None:
        opened.append(await world.rotate_session(opened[0].refresh_token))

    world.contest.admit(sign_in, before_unit=7)
    world.contest.admit(rotate, before_unit=8)

    await world.change_password(session, HOME, CHANGE)

    assert world.contest.all_met
    for rival in opened:
        with pytest.raises(InvalidToken):
            await world.authenticate(rival.token)
    assert await world.authenticate(pair.token) == session
