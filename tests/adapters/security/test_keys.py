"""How the secret is read, and that no sub-key is any good for another purpose."""

import itertools
from string import ascii_lowercase

import pytest

from adapters.security.keys import Key, Purpose, SigningKeys, UnusableSecret, hkdf
from tests.adapters.security.support.keys import KEYS, OLD, ROTATED

PLAIN = "correct-horse-battery-staple-and-more"


def test_a_plain_secret_is_named_after_a_digest_of_itself() -> None:
    (key,) = SigningKeys.parsed(PLAIN).keys

    assert key.secret == PLAIN.encode()
    assert key.kid == "d3fe60ee"
    assert SigningKeys.parsed(PLAIN + "!").first.kid != key.kid


def test_a_plain_secret_keeps_its_name_when_a_newer_key_is_put_before_it() -> None:
    before, after = SigningKeys.parsed(PLAIN), SigningKeys.parsed(f"2026b:{PLAIN}!, {PLAIN}")

    assert after.keys == (Key("2026b", f"{PLAIN}!".encode()), before.first)


def test_the_first_key_signs_and_all_are_known_by_name() -> None:
    assert ROTATED.first.kid == "new-key"
    assert ROTATED.named("0ld-key") == KEYS.first
    assert ROTATED.named("nobody") is None


def test_a_secret_may_contain_a_colon_behind_its_name() -> None:
    assert SigningKeys.parsed(f"k:{PLAIN}:{PLAIN}").keys == (Key("k", f"{PLAIN}:{PLAIN}".encode()),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "has 0 bytes, needs at least 32"),
        ("x" * 31, "has 31 bytes, needs at least 32"),
        ("kid:", "has 0 bytes"),
        (f"{OLD},", "has 0 bytes"),
        (f"{OLD},short", "has 5 bytes"),
        ("an,apple,a,day,keeps,the,doctor,away,they,say", "no comma may be part of it"),
        ("0123" * 16, "repeats a few characters"),
        ("12345678901234567890123456789012", "repeats a few characters"),
        (ascii_lowercase * 2, "repeats a few characters"),
        (ascii_lowercase + ascii_lowercase[:14], "repeats a few characters"),
        (f"k:{PLAIN[:31] * 4}", "repeats a few characters"),
        (" " * 40, "has 0 bytes"),
        ("changeme-changeme-changeme-changeme", "a sample that everybody knows"),
        ("a-string-secret-at-least-256-bits-long", "a sample that everybody knows"),
        (f"{OLD},{OLD}", "twice"),
        (f"{OLD},0ld-key:{PLAIN}", "twice"),
        (f"a:{PLAIN},b:{PLAIN}", "twice"),
        (f":{PLAIN}", "no name of 1 to 16"),
        (f"{'k' * 17}:{PLAIN}", "no name of 1 to 16"),
        (f"k_d:{PLAIN}", "no name of 1 to 16"),
        (f"kéy:{PLAIN}", "no name of 1 to 16"),
        (f"{PLAIN}\udcff", "not valid UTF-8"),
    ],
)
def test_a_secret_that_somebody_could_guess_is_refused_without_showing_it(text: str, reason: str) -> None:
    with pytest.raises(UnusableSecret, match=reason) as refusal:
        SigningKeys.parsed(text)

    assert not any(part in str(refusal.value) for part in (PLAIN, OLD, "changeme"))
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("secret", [PLAIN * 2, f"{PLAIN[:30]}{PLAIN[:7]}", "ab" * 7 + PLAIN])
def test_what_is_long_enough_may_come_again(secret: str) -> None:
    assert SigningKeys.parsed(f"k:{secret}").first == Key("k", secret.encode())


def test_keys_do_not_show_their_secrets() -> None:
    shown = f"{ROTATED} {ROTATED.first!r} {ROTATED.derived(Purpose.CURSORS)}"

    assert "new-key" in shown
    assert not any(key.secret.decode() in shown or repr(key.secret) in shown for key in ROTATED.keys)


def test_every_purpose_and_every_secret_has_a_key_of_its_own() -> None:
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
    }


def test_derivation_is_that_of_rfc_5869() -> None:
    """Test cases 1 and 2 of its appendix A, the first 32 bytes."""
    first = hkdf(b"\x0b" * 22, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)))
    second = hkdf(bytes(range(0x50)), salt=bytes(range(0x60, 0xB0)), info=bytes(range(0xB0, 0x100)))

    assert first.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    assert second.hex() == "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
