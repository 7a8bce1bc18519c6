"""One key per purpose is derived from each signing key, and none serves another purpose."""

import itertools

from adapters.security.keys import Purpose, hkdf
from tests.adapters.security.support.keys import KEYS, ROTATED


def test_the_first_key_signs_and_all_are_known_by_name() -> None:
    assert ROTATED.first.kid == "new-key"
    assert ROTATED.named("0ld-key") == KEYS.first
    assert ROTATED.named("unknown") is None


def test_keys_do_not_show_their_secrets() -> None:
    shown = f"{ROTATED} {ROTATED.first!r} {ROTATED.derived(Purpose.CURSORS)}"

    assert "new-key" in shown
    assert not any(key.secret.decode() in shown or repr(key.secret) in shown for key in ROTATED.keys)


def test_every_purpose_and_every_secret_has_a_different_key() -> None:
    secrets = [key.secret for purpose in Purpose for key in ROTATED.derived(purpose).keys]
    secrets += [key.secret for key in ROTATED.keys]

    assert all(a != b for a, b in itertools.combinations(secrets, 2))
    assert len(secrets) == 2 * len(Purpose) + 2


def test_derived_keys_never_change() -> None:
    """They sign what clients hold: another derivation would log everybody out."""
    derived = {purpose: KEYS.derived(purpose).first.secret.hex()[:16] for purpose in Purpose}

    assert derived == {
        Purpose.ACCESS_TOKENS: "cca577d0178173cd",
        Purpose.REFRESH_TOKENS: "c21546277bb02890",
        Purpose.CURSORS: "40862b8252f81097",
        Purpose.ALLOWANCES: "2d9ee3330994829c",
        Purpose.RECEIPTS: "dce22880b3e124c5",
    }


def test_derivation_is_that_of_rfc_5869() -> None:
    """Test cases 1 and 2 of its appendix A, the first 32 bytes."""
    first = hkdf(b"\x0b" * 22, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)))
    second = hkdf(bytes(range(0x50)), salt=bytes(range(0x60, 0xB0)), info=bytes(range(0xB0, 0x100)))

    assert first.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    assert second.hex() == "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
