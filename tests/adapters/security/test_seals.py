"""Sealed data is opened only unchanged and in its context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.security.keys import SigningKeys
from adapters.security.seals import MAX_LENGTH, Seal
from domain.errors import InvalidInput, Violation
from tests.adapters.security.support.keys import FOREIGN, KEYS, RETIRED, ROTATED

SEAL = Seal(KEYS)
SEALED = SEAL.seal(b"behind task 7", context=b"ada, by title")


def rejected(text: str, context: bytes = b"ada, by title", keys: SigningKeys = KEYS) -> bool:
    try:
        Seal(keys).open(text, context=context)
    except InvalidInput:
        return True
    return False


@given(payload=st.binary(max_size=300), context=st.binary(max_size=50))
def test_what_was_sealed_is_opened_in_its_context(payload: bytes, context: bytes) -> None:
    sealed = SEAL.seal(payload, context=context)

    assert SEAL.open(sealed, context=context) == payload
    assert sealed.replace("-", "").replace("_", "").isalnum()


@given(payload=st.binary(max_size=30), context=st.binary(max_size=30), other=st.binary(max_size=30))
def test_nothing_is_opened_in_another_context(payload: bytes, context: bytes, other: bytes) -> None:
    assert rejected(SEAL.seal(payload, context=context), other) == (context != other)


@given(whole=st.binary(min_size=1, max_size=20), cut=st.data())
def test_no_byte_can_move_between_payload_and_context(whole: bytes, cut: st.DataObject) -> None:
    here, there = (cut.draw(st.integers(0, len(whole))) for _ in range(2))
    seals = {SEAL.seal(whole[at:], context=whole[:at])[:21] for at in (here, there)}

    assert len(seals) == len({here, there})


@pytest.mark.parametrize("at", range(len(SEALED)))
def test_no_character_can_be_changed_or_omitted(at: int) -> None:
    others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n"

    changed = [SEALED[:at] + char + SEALED[at + 1 :] for char in others if char != SEALED[at]]
    assert [rejected(text) for text in changed] == [True] * len(changed)
    assert rejected(SEALED[:at] + SEALED[at + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        *("", "A", "A" * 21, "A" * 22, SEALED + "=", SEALED + "A", SEALED + "\n", "\ud800", "é" * 40, "\0" * 40),
        *("A" * MAX_LENGTH, "A" * 1_000_000, SEAL.seal(b"x" * MAX_LENGTH, context=b"ada, by title")),
    ],
    ids=lambda text: f"{len(text)} {text[:12]!a}",
)
def test_nothing_else_is_opened(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        SEAL.open(text, context=b"ada, by title")

    assert refusal.value.violations == (
        Violation((), "not-ours", "must be one that this service gave out for the same request"),
    )


def test_keys_rotate_without_breaking_existing_seals() -> None:
    new = Seal(ROTATED).seal(b"behind task 7", context=b"ada, by title")

    assert [rejected(SEALED, keys=keys) for keys in (KEYS, ROTATED, RETIRED, FOREIGN)] == [False, False, True, True]
    assert [rejected(new, keys=keys) for keys in (KEYS, ROTATED, RETIRED, FOREIGN)] == [True, False, False, True]
