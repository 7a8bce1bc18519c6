"""A refresh token, its digest, and the seal from which its holder gets a lost successor again."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import a_user_id
from domain.accounts.refresh_token import SECRET_BYTES, RefreshToken
from domain.ids import SessionId

secrets = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)


def a_token(secret: bytes, generation: int = 1) -> RefreshToken:
    return RefreshToken(user_id=a_user_id(), session_id=SessionId(a_user_id()), generation=generation, secret=secret)


@given(secret=secrets)
def test_only_a_hash_of_the_secret_is_kept(secret: bytes) -> None:
    assert a_token(secret).digest == sha256(secret).digest()


@given(secret=secrets, next_secret=secrets, generation=st.integers(1, 10_000))
def test_a_successor_is_of_the_same_session_and_one_generation_on(
    secret: bytes, next_secret: bytes, generation: int
) -> None:
    token = a_token(secret, generation)

    successor = token.successor(next_secret)

    assert successor == RefreshToken(
        user_id=token.user_id, session_id=token.session_id, generation=generation + 1, secret=next_secret
    )


@given(secret=secrets, next_secret=secrets)
def test_the_holder_of_a_token_can_open_what_was_sealed_with_it(secret: bytes, next_secret: bytes) -> None:
    token = a_token(secret)

    assert token.sealed(token.sealed(next_secret)) == next_secret


@given(secret=secrets, other=secrets, next_secret=secrets)
def test_nobody_else_can(secret: bytes, other: bytes, next_secret: bytes) -> None:
    sealed = a_token(secret).sealed(next_secret)

    assert (a_token(other).sealed(sealed) == next_secret) == (other == secret)
    assert sealed != next_secret


def test_a_secret_of_another_length_is_never_half_sealed() -> None:
    with pytest.raises(ValueError, match="zip"):
        a_token(bytes(SECRET_BYTES)).sealed(bytes(SECRET_BYTES - 1))


@given(secret=secrets)
def test_a_token_does_not_show_its_secret(secret: bytes) -> None:
    token = a_token(secret)

    assert repr(token) == f"RefreshToken(session_id={token.session_id}, generation=1)"
    assert str(token) == repr(token)
