"""Serialized refresh tokens: read back exactly, and only if they were issued here."""

import hmac
from base64 import b64encode, urlsafe_b64decode
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.security.access_tokens import JwtAccessTokens
from adapters.security.keys import Purpose, SigningKeys
from adapters.security.refresh_tokens import SealedRefreshTokens
from adapters.testing.builders import DAY, NOON, a_session
from domain.accounts.refresh_token import SECRET_BYTES, RefreshToken
from domain.accounts.session import InvalidToken
from domain.ids import SessionId, UserId
from tests.adapters.security.support.forgery import base64
from tests.adapters.security.support.keys import FOREIGN, KEYS, RETIRED, ROTATED

TOKENS = SealedRefreshTokens(KEYS)

tokens = st.builds(
    RefreshToken,
    user_id=st.uuids().map(UserId),
    session_id=st.uuids().map(SessionId),
    generation=st.integers(1, 2**32 - 1),
    secret=st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES),
)


def a_token(**differences: Any) -> RefreshToken:
    token: dict[str, Any] = {
        "user_id": UserId(UUID(int=1)),
        "session_id": SessionId(UUID(int=2)),
        "generation": 1,
        "secret": bytes(range(SECRET_BYTES)),
    }
    return RefreshToken(**(token | differences))


def rejected(text: str, keys: SigningKeys = KEYS) -> bool:
    try:
        SealedRefreshTokens(keys).read(text)
    except InvalidToken:
        return True
    return False


@given(token=tokens)
def test_a_written_token_is_read_back(token: RefreshToken) -> None:
    assert TOKENS.read(TOKENS.write(token)) == token


@given(token=tokens)
def test_a_token_is_short_and_safe_in_a_header_a_url_and_a_double_click(token: RefreshToken) -> None:
    prefix, kid, body = TOKENS.write(token).split("_", 2)

    assert (prefix, kid, len(body)) == ("tr", "0ld-key", 112)
    assert body.replace("-", "").replace("_", "").isalnum()


@given(one=tokens, other=tokens)
def test_different_tokens_are_written_differently(one: RefreshToken, other: RefreshToken) -> None:
    assert (TOKENS.write(one) == TOKENS.write(other)) == (one == other)


@pytest.mark.parametrize("at", range(len(TOKENS.write(a_token()))))
def test_no_character_can_be_changed_or_omitted(at: int) -> None:
    text = TOKENS.write(a_token())

    changed = [text[:at] + char + text[at + 1 :] for char in "Aa0-_.=+/ \n" if char != text[at]]
    assert [rejected(wrong) for wrong in changed] == [True] * len(changed)
    assert rejected(text[:at] + text[at + 1 :])


@given(token=tokens, bit=st.integers(0, 84 * 8 - 1))
def test_no_bit_can_be_flipped(token: RefreshToken, bit: int) -> None:
    text = TOKENS.write(token)
    sealed = int.from_bytes(urlsafe_b64decode(text[-112:]), "big")

    assert rejected(text[:-112] + base64((sealed ^ (1 << bit)).to_bytes(84, "big")))


def sealed_with(keys: SigningKeys) -> str:
    body = bytes(68)
    return "tr_0ld-key_" + base64(body + hmac.digest(keys.first.secret, body, "sha256")[:16])


def test_the_token_that_the_wrongly_sealed_ones_differ_from_is_valid() -> None:
    assert not rejected(sealed_with(KEYS.derived(Purpose.REFRESH_TOKENS)))


WRITTEN = TOKENS.write(a_token(secret=b"\xff" * SECRET_BYTES))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tr_",
        "tr_0ld-key_",
        "tr__" + WRITTEN[-112:],
        "TR" + WRITTEN[2:],
        WRITTEN[3:],
        WRITTEN[-112:],
        WRITTEN + "=",
        WRITTEN + "==",
        WRITTEN + "\n",
        " " + WRITTEN,
        WRITTEN + "\0",
        WRITTEN + "\ud800",
        "\ud800",
        "\udfff" * 200,
        WRITTEN[:-1] + "é",
        WRITTEN[:-1] + "\u0661",
        WRITTEN.replace("0ld-key", "new-key"),
        WRITTEN.replace("0ld-key", "0LD-KEY"),
        WRITTEN.replace("0ld-key", "k" * 17),
        WRITTEN[:-112] + b64encode(urlsafe_b64decode(WRITTEN[-112:])).decode(),
        WRITTEN[:-112] + "A" * 112,
        WRITTEN[:-4],
        WRITTEN + "AAAA",
        WRITTEN + WRITTEN,
        "x" * 1_000_000,
        WRITTEN + "x" * 1_000_000,
        JwtAccessTokens(KEYS, lifetime=DAY).issue(a_session(), at=NOON),
        *(sealed_with(KEYS.derived(purpose)) for purpose in Purpose if purpose is not Purpose.REFRESH_TOKENS),
        sealed_with(KEYS),
    ],
    ids=lambda text: f"{len(text)} {text[:12]!a}",
)
def test_nothing_else_is_read(text: str) -> None:
    assert rejected(text)


@given(text=st.text() | st.text("tr_0ld-keyABCabc019-_", max_size=200))
def test_random_text_is_no_token(text: str) -> None:
    assert rejected(text)


def test_keys_rotate_without_ending_sessions() -> None:
    token = a_token()
    old, new = TOKENS.write(token), SealedRefreshTokens(ROTATED).write(token)

    assert [rejected(old, keys) for keys in (KEYS, ROTATED, RETIRED)] == [False, False, True]
    assert [rejected(new, keys) for keys in (KEYS, ROTATED, RETIRED)] == [True, False, False]
    assert rejected(old, FOREIGN)
