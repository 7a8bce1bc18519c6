"""What was encrypted is decrypted only unchanged, in its context, and by a key that is still known."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.security.ciphers import StreamCipher
from tests.adapters.security.support.keys import FOREIGN, KEYS, RETIRED, ROTATED

CIPHER = StreamCipher(KEYS)
PLAIN = b'{"token": "a.b.c"}'
ENCRYPTED = CIPHER.encrypt(PLAIN, context=b"ada, log in")


@given(plain=st.binary(max_size=1_000), context=st.binary(max_size=50))
def test_what_was_encrypted_is_decrypted_in_its_context(plain: bytes, context: bytes) -> None:
    encrypted = CIPHER.encrypt(plain, context=context)

    assert CIPHER.decrypt(encrypted, context=context) == plain


@given(plain=st.binary(min_size=8, max_size=100))
def test_the_same_text_is_never_encrypted_alike_and_does_not_appear(plain: bytes) -> None:
    first, second = [CIPHER.encrypt(plain, context=b"") for _ in range(2)]

    assert first != second
    assert plain not in first
    assert first[64:] != second[64:]  # behind MAC and nonce: no pad is used twice


@given(position=st.integers(0, len(ENCRYPTED) - 1), bit=st.integers(0, 7))
def test_any_changed_bit_is_noticed(position: int, bit: int) -> None:
    changed = bytearray(ENCRYPTED)
    changed[position] ^= 1 << bit

    assert CIPHER.decrypt(bytes(changed), context=b"ada, log in") is None


@given(length=st.integers(0, len(ENCRYPTED) - 1))
def test_a_part_is_not_decrypted(length: int) -> None:
    assert CIPHER.decrypt(ENCRYPTED[:length], context=b"ada, log in") is None


def test_another_context_is_noticed() -> None:
    assert CIPHER.decrypt(ENCRYPTED, context=b"ben, log in") is None


def test_the_keys_that_decrypt_are_those_that_are_known() -> None:
    assert StreamCipher(ROTATED).decrypt(ENCRYPTED, context=b"ada, log in") == PLAIN
    assert StreamCipher(RETIRED).decrypt(ENCRYPTED, context=b"ada, log in") is None
    assert StreamCipher(FOREIGN).decrypt(ENCRYPTED, context=b"ada, log in") is None
