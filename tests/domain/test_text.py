"""Rules for text, for any Unicode that Python can hold."""

import pytest
from hypothesis import given

from domain.errors import InvalidInput
from domain.text import DESCRIPTION, TITLE, TextRule
from tests.support.strategies import raw_texts, storable_characters
from tests.support.violations import place_of


@given(text=raw_texts)
def test_a_title_is_kept_exactly_when_every_store_can_keep_it_and_it_says_something(text: str) -> None:
    bare = text.strip()
    unusable = "\0" in bare or bare.encode(errors="ignore") != bare.encode(errors="surrogatepass")

    assert refused(TITLE, text) == (unusable or not 1 <= len(bare) <= 200)


@given(text=raw_texts)
def test_what_is_kept_is_the_text_without_blanks_around_it_and_stays_as_it_is(text: str) -> None:
    if not refused(TITLE, text):
        kept = TITLE(text)

        assert kept == text.strip()
        assert TITLE(kept) == kept
        assert kept.encode().decode() == kept


@given(text=raw_texts)
def test_a_description_is_kept_to_the_character_or_refused(text: str) -> None:
    if not refused(DESCRIPTION, text):
        assert DESCRIPTION(text) == text


@pytest.mark.parametrize(
    ("rule", "text", "code", "detail"),
    [
        (TITLE, "", "too-short", "must not be blank"),
        (TITLE, " \u3000\n", "too-short", "must not be blank"),
        (TITLE, "x" * 201, "too-long", "must have at most 200 characters, has 201"),
        (TITLE, "a\0b", "nul", "must not contain the NUL character"),
        (TITLE, "a\ud800b", "surrogate", "must not contain lone surrogates"),
        (TITLE, "\udfff", "surrogate", "must not contain lone surrogates"),
        (DESCRIPTION, "x" * 2_001, "too-long", "must have at most 2000 characters, has 2001"),
        (TextRule(min_length=3, max_length=9), "ab", "too-short", "must have at least 3 characters"),
    ],
)
def test_a_refusal_says_what_is_wrong(rule: TextRule, text: str, code: str, detail: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule(text)

    assert [(place_of(violation), violation.code, violation.detail) for violation in refusal.value.violations] == [
        ("", code, detail)
    ]


def test_the_length_is_counted_in_code_points_after_trimming() -> None:
    assert TITLE(" " + "😀" * 200 + " ") == "😀" * 200
    assert DESCRIPTION("e\u0301" * 1_000) == "e\u0301" * 1_000
    assert DESCRIPTION("") == ""


def test_neighbours_of_the_surrogates_are_letters_like_any_other() -> None:
    assert TITLE("\ud7ff\ue000") == "\ud7ff\ue000"


@given(text=storable_characters)
def test_no_character_but_nul_and_surrogates_is_refused(text: str) -> None:
    assert DESCRIPTION(text) == text


def refused(rule: TextRule, text: str) -> bool:
    try:
        rule(text)
    except InvalidInput:
        return True
    return False
