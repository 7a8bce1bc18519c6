"""Rules for text, for any Unicode that Python can hold."""

import unicodedata

import pytest
from hypothesis import given

from adapters.testing.strategies import raw_texts, storable_characters
from domain.errors import InvalidInput
from domain.text import DESCRIPTION, TITLE, TextRule
from tests.support.violations import place_of


@given(text=raw_texts)
def test_a_title_is_kept_exactly_when_every_store_can_keep_it_and_it_says_something(text: str) -> None:
    bare = text.strip()
    unusable = any(
        unicodedata.category(char) == "Cs" or (unicodedata.category(char) == "Cc" and char not in "\t\n\v\f\r\x85")
        for char in bare
    )
    visible = [char for char in bare if not (char.isspace() or _is_ignorable(char))]

    assert refused(TITLE, text) == (unusable or not visible or len(bare) > 200)


def _is_ignorable(char: str) -> bool:
    """Tell independently of the rule: format characters and selectors, and the fillers of Hangul, Khmer and Braille."""
    fillers = "\u034f\u115f\u1160\u17b4\u17b5\u180f\u2065\u2800\u3164\uffa0"
    code = ord(char)
    return (
        char in fillers
        or (unicodedata.category(char) == "Cf" and char not in PRINTED)
        or 0x180B <= code <= 0x180E
        or 0xFE00 <= code <= 0xFE0F
        or 0xFFF0 <= code <= 0xFFF8
        or 0xE0000 <= code <= 0xE0FFF
    )


PRINTED = [
    chr(code)
    for first, last in [
        *((0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2)),
        *((0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F)),
    ]
    for code in range(first, last + 1)
]
"""Format characters that leave a mark: signs around numbers, and those that arrange hieroglyphs."""


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
        (TITLE, "\u200b\u200d\ufeff", "too-short", "must not be blank"),
        (TITLE, " \u3164\u2800 \ufe0f", "too-short", "must not be blank"),
        (TITLE, "\U000e0001", "too-short", "must not be blank"),
        (TITLE, "bell\ain it", "control-character", "must not contain the control character U+0007"),
        (TITLE, "\x1b[31mred", "control-character", "must not contain the control character U+001B"),
        (DESCRIPTION, "a\x9bb", "control-character", "must not contain the control character U+009B"),
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


@pytest.mark.parametrize(
    "text", ["👩🏽‍🚀", "❤️", "क्‍ष", "می‌خواهم", "a\tb\nc\r\nd", "\u2066אב\u2069 x", "🏴\U000e0067\U000e007f"]
)
def test_joiners_selectors_and_blanks_within_a_text_are_kept(text: str) -> None:
    assert TITLE(text) == DESCRIPTION(text) == text


@given(text=storable_characters)
def test_no_character_but_controls_and_surrogates_is_refused(text: str) -> None:
    assert DESCRIPTION(text) == text


def refused(rule: TextRule, text: str) -> bool:
    try:
        rule(text)
    except InvalidInput:
        return True
    return False
