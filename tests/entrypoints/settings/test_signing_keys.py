"""The notation of signing keys, and how strong a secret must be."""

from string import ascii_lowercase

import pytest

from entrypoints.settings.signing_keys import SigningKey, signing_keys

OLD = "0ld-key:" + "k9Wf3sQz7Lm2Xc8Vb4Nh6Jt1Gy5Rd0Pe"
PLAIN = "correct-horse-battery-staple-and-more"


def test_the_id_of_a_plain_secret_is_derived_from_it() -> None:
    (key,) = signing_keys(PLAIN)

    assert key.secret == PLAIN.encode()
    assert key.kid == "d3fe60ee"
    assert signing_keys(PLAIN + "!")[0].kid != key.kid


def test_a_plain_secret_keeps_its_id_when_a_newer_key_is_put_before_it() -> None:
    before, after = signing_keys(PLAIN), signing_keys(f"2026b:{PLAIN}!, {PLAIN}")

    assert after == (SigningKey("2026b", f"{PLAIN}!".encode()), *before)


def test_a_secret_may_contain_a_colon_after_its_id() -> None:
    assert signing_keys(f"k:{PLAIN}:{PLAIN}") == (SigningKey("k", f"{PLAIN}:{PLAIN}".encode()),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must be at least 32 bytes; got 0"),
        ("x" * 31, "must be at least 32 bytes; got 31"),
        ("kid:", "got 0"),
        (f"{OLD},", "got 0"),
        (f"{OLD},short", "got 5"),
        ("an,apple,a,day,keeps,the,doctor,away,they,say", "cannot contain a comma"),
        ("0123" * 16, "repeats a few characters"),
        ("12345678901234567890123456789012", "repeats a few characters"),
        (ascii_lowercase * 2, "repeats a few characters"),
        (ascii_lowercase + ascii_lowercase[:14], "repeats a few characters"),
        (f"k:{PLAIN[:31] * 4}", "repeats a few characters"),
        (" " * 40, "got 0"),
        ("changeme-changeme-changeme-changeme", "is a published example"),
        ("a-string-secret-at-least-256-bits-long", "is a published example"),
        (f"{OLD},{OLD}", "twice"),
        (f"{OLD},0ld-key:{PLAIN}", "twice"),
        (f"a:{PLAIN},b:{PLAIN}", "twice"),
        (f":{PLAIN}", "an id of 1 to 16"),
        (f"{'k' * 17}:{PLAIN}", "an id of 1 to 16"),
        (f"k_d:{PLAIN}", "an id of 1 to 16"),
        (f"kéy:{PLAIN}", "an id of 1 to 16"),
        (f"{PLAIN}\udcff", "not valid UTF-8"),
    ],
)
def test_a_weak_secret_is_rejected_without_showing_it(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as rejection:
        signing_keys(text)

    assert not any(part in str(rejection.value) for part in (PLAIN, OLD, "changeme"))
    assert rejection.value.__cause__ is None


@pytest.mark.parametrize("secret", [PLAIN * 2, f"{PLAIN[:30]}{PLAIN[:7]}", "ab" * 7 + PLAIN])
def test_a_long_enough_secret_may_repeat_itself(secret: str) -> None:
    assert signing_keys(f"k:{secret}") == (SigningKey("k", secret.encode()),)


def test_a_key_does_not_show_its_secret() -> None:
    assert PLAIN not in repr(signing_keys(PLAIN))
