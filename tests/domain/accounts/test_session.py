"""The life of a session: whatever is presented in whatever order, one token is live at most."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import DAY, HOUR, NOON, REFRESH_GRACE, SECOND, a_user_id
from domain.accounts.refresh_token import SECRET_BYTES, RefreshToken
from domain.accounts.session import Session
from domain.ids import SessionId

INSTANT = timedelta(microseconds=1)


def a_secret(number: int) -> bytes:
    return number.to_bytes(SECRET_BYTES, "big")


def a_first_token() -> RefreshToken:
    return RefreshToken(user_id=a_user_id(), session_id=SessionId(a_user_id()), generation=1, secret=a_secret(1))


def opened_with(token: RefreshToken) -> Session:
    return Session.opened(token, at=NOON, expires_at=NOON + 30 * DAY, user_agent="curl/8.9", address="192.0.2.1")


class Chain:
    """A session and every token that was ever handed out for it, oldest first."""

    def __init__(self) -> None:
        self.tokens = [a_first_token()]
        self.session = opened_with(self.tokens[0])

    def present(self, token: RefreshToken, at: datetime) -> RefreshToken | None:
        """Present a token with a new secret, as a use case does, and keep the result."""
        shown = self.session.rotated(token, fresh_secret=a_secret(len(self.tokens) + 1), at=at, grace=REFRESH_GRACE)
        self.session = shown.session
        if shown.successor and shown.successor not in self.tokens:
            self.tokens.append(shown.successor)
        return shown.successor

    def is_active(self, at: datetime) -> list[RefreshToken]:
        """The tokens that would be exchanged for a new one."""
        fresh = a_secret(0)
        shown = [self.session.rotated(token, fresh_secret=fresh, at=at, grace=REFRESH_GRACE) for token in self.tokens]
        return [
            token
            for token, outcome in zip(self.tokens, shown, strict=True)
            if outcome.successor and outcome.successor.secret == fresh
        ]


presentations = st.lists(
    st.tuples(
        st.integers(0, 5),  # so many tokens before the newest
        st.sampled_from([timedelta(0), SECOND, REFRESH_GRACE - INSTANT, REFRESH_GRACE, HOUR, 10 * DAY]),
    ),
    max_size=30,
)


@given(steps=presentations)
def test_in_any_order_of_presented_tokens_one_is_live_at_most_and_a_replay_ends_the_session(
    steps: list[tuple[int, timedelta]],
) -> None:
    chain, at = Chain(), NOON
    rotated_at: datetime | None = None
    for back, pause in steps:
        at += pause
        before, newest = chain.session, len(chain.tokens) - 1
        shown = max(0, newest - back)
        expected_live = before.ended_at is None and at < NOON + 30 * DAY
        in_grace = shown == newest - 1 and rotated_at is not None and at < rotated_at + REFRESH_GRACE

        successor = chain.present(chain.tokens[shown], at)

        if not expected_live:
            assert (successor, chain.session) == (None, before)
        elif shown == newest:
            assert successor == chain.tokens[newest + 1]
            rotated_at = at
        elif in_grace:
            assert (successor, chain.session) == (chain.tokens[newest], before)
        else:
            assert successor is None
            assert chain.session.ended_at == at
        still_live = chain.tokens[-1:] if chain.session.is_active(at) else []
        assert chain.is_active(at) == still_live
        assert chain.session.version - before.version == (chain.session != before)


def test_a_session_opens_with_its_first_token_live() -> None:
    token = a_first_token()

    session = opened_with(token)

    assert (session.id, session.user_id, session.generation, session.version) == (token.session_id, token.user_id, 1, 1)
    assert session.is_active(NOON)


def test_the_present_token_is_exchanged_for_its_successor() -> None:
    token = a_first_token()

    shown = opened_with(token).rotated(token, fresh_secret=a_secret(2), at=NOON + HOUR, grace=REFRESH_GRACE)

    assert shown.successor == token.successor(a_secret(2))
    assert (shown.session.generation, shown.session.version) == (2, 2)
    assert shown.session.last_used_at == NOON + HOUR


@pytest.mark.parametrize(
    ("after", "forgiven"), [(timedelta(0), True), (REFRESH_GRACE - INSTANT, True), (REFRESH_GRACE, False)]
)
def test_the_token_just_before_gets_the_same_successor_for_ten_seconds(after: timedelta, forgiven: bool) -> None:  # noqa: FBT001 - a column of the table
    chain = Chain()
    first = chain.tokens[0]
    successor = chain.present(first, NOON + HOUR)

    again = chain.present(first, NOON + HOUR + after)

    assert again == (successor if forgiven else None)
    assert chain.session.is_active(NOON + 2 * HOUR) == forgiven


def test_an_older_token_ends_the_session_even_at_once() -> None:
    chain = Chain()
    first = chain.tokens[0]
    second = chain.present(first, NOON)
    assert second
    third = chain.present(second, NOON)
    assert third

    assert chain.present(first, NOON) is None
    assert chain.session.ended_at == NOON
    assert [chain.present(token, NOON) for token in (first, second, third)] == [None, None, None]


@pytest.mark.parametrize("generation", [1, 2, 3, 4])
def test_a_token_with_another_secret_than_was_handed_out_ends_the_session(generation: int) -> None:
    chain = Chain()
    second = chain.present(chain.tokens[0], NOON)
    assert second
    chain.present(second, NOON)

    assert chain.present(evolve(second, generation=generation, secret=a_secret(99)), NOON) is None
    assert chain.session.ended_at == NOON


def test_an_expired_session_lets_nobody_in_and_is_not_changed() -> None:
    token = a_first_token()
    session = opened_with(token)

    shown = session.rotated(token, fresh_secret=a_secret(2), at=session.expires_at, grace=REFRESH_GRACE)

    assert (shown.session, shown.successor) == (session, None)
    assert session.is_active(session.expires_at - INSTANT)
    assert not session.is_active(session.expires_at)


def test_a_session_ends_once_and_forgets_its_sealed_successor() -> None:
    chain = Chain()
    chain.present(chain.tokens[0], NOON)

    ended = chain.session.ended(at=NOON + HOUR)

    assert (ended.ended_at, ended.sealed_successor, ended.version) == (NOON + HOUR, None, 3)
    assert ended.ended(at=NOON + DAY) is ended


@given(steps=presentations)
def test_what_is_stored_of_a_session_lets_nobody_in(steps: list[tuple[int, timedelta]]) -> None:
    chain, at = Chain(), NOON
    for back, pause in steps:
        at += pause
        chain.present(chain.tokens[max(0, len(chain.tokens) - 1 - back)], at)

    stored = [value for value in (chain.session.token_digest, chain.session.sealed_successor) if value]
    stolen = [evolve(token, secret=value) for token in chain.tokens for value in stored]
    assert not {token.secret for token in chain.tokens} & set(stored)
    assert [
        chain.session.rotated(token, fresh_secret=a_secret(0), at=at, grace=REFRESH_GRACE).successor for token in stolen
    ] == ([None] * len(stolen))
