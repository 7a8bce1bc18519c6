"""The blocklist: common long passwords, and no random ones."""

import random
import subprocess
import sys
import time
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.security.common_passwords import MAX_GUESSES, CommonPasswords, _guesses, _ranks
from domain.accounts.password import MIN_LENGTH

is_common = CommonPasswords(MAX_GUESSES)

COMMON = (
    "123456789012345",
    "098765432109876",
    "passwordpassword",
    "password12345678",
    "p@ssw0rdp@ssw0rd",
    "v0lleyb@llv0lleyb@ll",
    "iloveyouiloveyou",
    "qwertyuiopasdfgh",
    "qwertyqwertyqwe",
    "1qaz2wsx3edc4rfv",
    "zaq12wsxcde34rfv",
    "1q2w3e4r5t6y7u8i",
    "!@#$%^&*()_+!@#",
    "abcdefghijklmnop",
    "football football",
    "monkey-monkey-monkey",
    "liverpool2024!!",
    "summer2025summer2025",
    "baseball20252025",
    "administrator123",
    "correct horse battery staple",
    "to be or not to be",
    "may the force be with you",
    "manchesterunited",
    "supercalifragilisticexpialidocious",
    "hellohellohellohello!",
    "xkqxkqxkqxkqxkq",
    "密码密码密码密码密码密码密码密码",
)
GOOD = (
    "my cat eats 14 blue socks",
    "teapot seldom argues twice",
    "kqzvjxwpyhbfmtd",
    "271828182845904",
    "?!-.;:,+*#~<>|^",
    "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰",
    "天地玄黄宇宙洪荒日月盈昃辰宿列张",
    "der igel schläft im heu",
)


@pytest.mark.parametrize("password", COMMON)
def test_a_frequent_choice_is_common(password: str) -> None:
    assert len(password) >= MIN_LENGTH
    assert is_common(password)


@pytest.mark.parametrize("password", GOOD)
def test_a_rare_choice_is_not_common(password: str) -> None:
    assert len(password) >= MIN_LENGTH
    assert not is_common(password)


def test_every_common_word_repeated_until_it_is_long_enough_is_common() -> None:
    entries = {word * ceil(MIN_LENGTH / len(word)) for word in _ranks()}

    assert len(entries) >= 3_000
    assert [entry for entry in entries if not is_common(entry)] == []


def test_the_forty_commonest_words_followed_by_a_year_and_digits_are_common() -> None:
    words = [word for word in _ranks() if word.isalpha()][:40]
    entries = {
        f"{word}{year}{digits}"
        for word in words
        for year in range(1960, 2027)
        for digits in ("123456789", "12345678", "111111111", str(year) * 2)
    }

    long_enough = [entry for entry in entries if len(entry) >= MIN_LENGTH]
    assert len(long_enough) >= 10_000
    chosen = random.Random(7).sample(sorted(long_enough), 2_000)  # noqa: S311 - a sample, not a secret
    assert [entry for entry in chosen if not is_common(entry)] == []


def test_no_random_words_or_characters_are_common() -> None:
    dice = random.Random(7)  # noqa: S311 - reproducible, not secret
    words = [word for word in _ranks() if word.isalpha() and len(word) >= 4]
    passphrases = [" ".join(dice.sample(words, 4)) for _ in range(1_000)]
    strings = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=MIN_LENGTH)) for _ in range(1_000)]

    assert [password for password in passphrases + strings if is_common(password)] == []


@given(password=st.text(min_size=1, max_size=80) | st.text("ab1!", min_size=1, max_size=80))
def test_any_text_can_be_judged_and_its_repetition_is_as_common(password: str) -> None:
    assert is_common(password * 2) == is_common(password)


@pytest.mark.parametrize(
    "password",
    ["qwertyuiop" * 6 + "a", "1234567890" * 6 + "12", "a" * 18_000 + "b", "password" * 2_000 + "x", "ab" * 9_000],
    ids=lambda password: f"{len(password)} {password[:12]}",
)
def test_no_password_takes_long_to_judge(password: str) -> None:
    is_common(password)
    took = []
    for _ in range(3):
        began = time.thread_time()
        is_common(password)
        took.append(time.thread_time() - began)

    # Processor time, so that neighbours do not count; what grows with the square of the length takes seconds.
    assert min(took) < 0.1


def test_the_list_is_read_on_first_use_and_quickly() -> None:
    script = """
import time
from adapters.security import common_passwords
assert common_passwords._ranks.cache_info().currsize == 0
took = []
for _ in range(5):
    common_passwords._ranks.cache_clear()
    began = time.process_time()
    common_passwords._ranks()
    took.append(time.process_time() - began)
print(min(took))
"""
    seconds = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own script

    assert float(seconds) < 0.1


def test_the_number_of_guesses_is_a_setting() -> None:
    guesses = _guesses("testpassword123")

    assert 5_000 < guesses < MAX_GUESSES
    assert CommonPasswords(guesses)("testpassword123")
    assert not CommonPasswords(guesses - 1)("testpassword123")
    assert not CommonPasswords(0)("passwordpassword")
