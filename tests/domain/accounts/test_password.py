"""What may be a password, why it may not, and that it never shows itself."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.testing.strategies import raw_texts, storable_characters
from domain.accounts.password import MAX_LENGTH, Password, PasswordPolicy
from domain.errors import InvalidInput
from tests.support.violations import place_of

EMAIL = "ada.lovelace@example.com"


def nothing_is_common(_: str) -> bool:
    return False


def refusal(raw: str, *, email: str = EMAIL) -> tuple[str, str] | None:
    """The code and the reason with which a password is refused, if it is."""
    try:
        PasswordPolicy(nothing_is_common).ensure_acceptable(Password(raw), email=email)
    except InvalidInput as error:
        (violation,) = error.violations
        assert place_of(violation) == ""
        return violation.code, violation.detail
    return None


@example(raw="a\0b")
@example(raw="a\ud800b")
@given(raw=raw_texts)
def test_a_password_is_in_nfkc_or_refused(raw: str) -> None:
    unusable = "\0" in raw or any("\ud800" <= char <= "\udfff" for char in raw)

    if unusable:
        with pytest.raises(InvalidInput):
            Password(raw)
    else:
        assert Password(raw).reveal() == unicodedata.normalize("NFKC", raw)


@given(raw=st.text(storable_characters, max_size=60))
def test_however_a_keyboard_composes_its_letters_it_is_the_same_password(raw: str) -> None:
    spellings = {Password(unicodedata.normalize(form, raw)) for form in ("NFC", "NFD", "NFKC", "NFKD")}

    assert spellings == {Password(raw)}


@given(raw=st.text(storable_characters, min_size=4, max_size=60))
def test_a_password_shows_itself_to_nobody(raw: str) -> None:
    password = Password(raw)

    shown = [str(password), repr(password), f"{password}", f"{password!r}", f"{password:<80}".rstrip(), "%s" % password]  # noqa: UP031 - old formatting must not show it either

    assert set(shown) == {"Password('***')"}


def test_a_password_is_revealed_as_a_plain_string() -> None:
    assert type(Password("open sesame").reveal()) is str


@pytest.mark.parametrize(
    ("raw", "length"),
    [
        ("fourteen chars", 14),
        ("e\u0301" * 14, 14),  # typed as 28 code points, but only 14 signs
        ("ﷺ", 1),  # one code point, but 18 in NFKC
        ("ﷺ" * 14, 14),
        ("", 0),
    ],
)
def test_fewer_than_fifteen_code_points_are_too_few(raw: str, length: int) -> None:
    assert refusal(raw) == ("too-short", f"must have at least 15 characters; got {length}")


@pytest.mark.parametrize(
    "raw",
    [
        "fifteen letters",
        "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰",
        "e\u0301" * 13 + "ab",
        "kqzvjxwpyhbfmtd",
        "271828182845904",
        "?!-.;:,+*#~<>|^",
        "correct horse battery staple",
        "x y" * 333,
    ],
)
def test_fifteen_code_points_of_any_kind_are_enough(raw: str) -> None:
    assert refusal(raw) is None


def test_more_than_a_thousand_code_points_are_too_many_and_nothing_is_cut_off() -> None:
    longest = "ab c" * (MAX_LENGTH // 4)

    with pytest.raises(InvalidInput) as error:
        Password(longest + "d")

    assert [violation.code for violation in error.value.violations] == ["too-long"]
    assert Password(longest).reveal() == longest


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("Password-Password", "is the word “password”"),
        ("password 20252026", "is the word “password”"),
        ("123456 taskapi 1", "is the word “taskapi”"),
        ("Task API Task API", "is the word “taskapi”"),
        ("passwortpasswort!", "is the word “passwort”"),
        ("ADA.LOVELACE@example.com", "is your e-mail address"),
        ("adalovelaceexamplecom", "is your e-mail address"),
        ("ada-lovelace-1815", "is your e-mail address"),
        ("aaaaaaaaaaaaaaa", "repeats one or two characters"),
        ("ababababababababab", "repeats one or two characters"),
        ("ᴬᴬᴬᴬᴬᴬᴬᴬaaaaaaaaa", "repeats one or two characters"),
    ],
)
def test_what_somebody_who_knows_you_would_guess_is_refused_with_the_reason(raw: str, reason: str) -> None:
    assert refusal(raw) == ("blocklisted", f"{reason}; choose another")


@pytest.mark.parametrize(
    "raw",
    ["testpassword123", "taskapi password", "ada.lovelace@taskapi7", "my taskapi secret", "lovelace and password"],
)
def test_a_password_may_contain_such_a_word(raw: str) -> None:
    assert refusal(raw) is None


@pytest.mark.parametrize("length", [8, 15, 64])
def test_the_minimum_length_is_a_setting(length: int) -> None:
    policy, text = PasswordPolicy(nothing_is_common, length), ("kqzvjxwpyhbfmtd" * 5)[:length]

    policy.ensure_acceptable(Password(text), email=EMAIL)
    with pytest.raises(InvalidInput, match=f"must have at least {length} characters; got {length - 1}"):
        policy.ensure_acceptable(Password(text[1:]), email=EMAIL)


def test_a_number_is_not_made_of_the_one_digit_before_somebodys_at() -> None:
    assert refusal("271828182845904", email="8@example.com") is None


def test_a_common_password_is_refused_in_whatever_case_it_is_written() -> None:
    asked: list[str] = []

    def is_common(text: str) -> bool:
        asked.append(text)
        return True

    with pytest.raises(InvalidInput) as error:
        PasswordPolicy(is_common).ensure_acceptable(Password("Straße Number Nine"), email=EMAIL)

    assert asked == ["strasse number nine"]
    assert str(error.value) == "is one of the most common passwords; choose another"
