"""Personal access tokens: their text, their life, and what a command to create one must be."""

from base64 import urlsafe_b64encode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import DAY, MINUTE, NOON, a_token
from domain.accounts.personal_access_token import (
    MAX_DAYS,
    PREFIX,
    SECRET_BYTES,
    InsufficientScope,
    NewPersonalAccessToken,
    PersonalAccessToken,
    Scope,
    TokenNotFound,
    TokenSecret,
)
from domain.accounts.session import InvalidToken
from domain.errors import InvalidInput
from domain.ids import TokenId, UserId

secrets = st.builds(
    TokenSecret,
    user_id=st.uuids().map(UserId),
    token_id=st.uuids().map(TokenId),
    secret=st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES),
)


def a_secret() -> TokenSecret:
    return TokenSecret(user_id=UserId(UUID(int=1)), token_id=TokenId(UUID(int=2)), secret=b"s" * SECRET_BYTES)


@given(secrets)
def test_a_secret_comes_back_from_its_text(secret: TokenSecret) -> None:
    assert TokenSecret.parsed(secret.text) == secret
    assert secret.text.startswith(PREFIX)
    assert len(secret.text) == len(PREFIX) + 91


@given(secrets, st.data())
def test_a_text_in_which_one_character_is_changed_is_no_token(secret: TokenSecret, data: st.DataObject) -> None:
    text = secret.text
    index = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda character: character != text[index]))

    with pytest.raises(InvalidToken):
        TokenSecret.parsed(text[:index] + other + text[index + 1 :])


@pytest.mark.parametrize("text", ["", PREFIX, f"{PREFIX}AAAA", "a.b.c", a_secret().text[:-1], a_secret().text + "A"])
def test_another_text_is_no_token(text: str) -> None:
    with pytest.raises(InvalidToken):
        TokenSecret.parsed(text)


def test_a_text_with_another_checksum_is_no_token() -> None:
    forged = PREFIX + urlsafe_b64encode(bytes(68)).decode().rstrip("=")[:90] + "B"

    with pytest.raises(InvalidToken):
        TokenSecret.parsed(forged)


def test_a_secret_does_not_show() -> None:
    secret = a_secret()

    assert secret.text not in repr(secret)
    assert str(secret.secret) not in repr(secret)


def test_a_new_token_has_what_the_command_says_and_only_a_digest() -> None:
    secret = a_secret()
    new = NewPersonalAccessToken(name=" CI ", scopes=(Scope.TASKS_READ,), expires_in_days=7)
    token = PersonalAccessToken.created(new, secret, at=NOON)

    assert (token.id, token.user_id, token.name) == (secret.token_id, secret.user_id, "CI")
    assert (token.created_at, token.expires_at, token.last_used_at) == (NOON, NOON + 7 * DAY, None)
    assert token.scopes == {Scope.TASKS_READ}
    assert token.is_proven_by(secret)
    assert not token.is_proven_by(TokenSecret(user_id=token.user_id, token_id=token.id, secret=bytes(SECRET_BYTES)))
    assert secret.secret not in repr(token).encode()


def test_a_token_is_active_until_it_expires() -> None:
    token = a_token(expires_at=NOON + DAY)

    assert [token.is_active(at) for at in (NOON, NOON + DAY - MINUTE, NOON + DAY)] == [True, True, False]


def test_a_use_is_recorded_unless_there_was_one_just_before() -> None:
    first = a_token().used(at=NOON)
    second = first.used(at=NOON + 4 * MINUTE)
    third = first.used(at=NOON + 5 * MINUTE)

    assert (first.last_used_at, first.version) == (NOON, 2)
    assert second is first
    assert (third.last_used_at, third.version) == (NOON + 5 * MINUTE, 3)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "too-short"),
        ("name", "x" * 101, "too-long"),
        ("scopes", (), "out-of-range"),
        ("scopes", (Scope.ACCOUNT, Scope.ACCOUNT), "out-of-range"),
        ("expires_in_days", 0, "out-of-range"),
        ("expires_in_days", MAX_DAYS + 1, "out-of-range"),
    ],
)
def test_a_command_that_breaks_a_rule_is_rejected(field: str, value: object, code: str) -> None:
    values = {"name": "CI", "scopes": (Scope.ACCOUNT,), field: value}

    with pytest.raises(InvalidInput) as error:
        NewPersonalAccessToken(**values)  # type: ignore[arg-type]  # of any kind

    assert [(violation.path, violation.code) for violation in error.value.violations] == [((field,), code)]


def test_what_is_missing_is_named() -> None:
    assert "tasks:write" in str(InsufficientScope(Scope.TASKS_WRITE))
    assert "log in" in str(InsufficientScope(None))
    assert str(TokenId(UUID(int=7))) in str(TokenNotFound(token_id=TokenId(UUID(int=7))))
