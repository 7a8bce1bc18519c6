"""Folding, and what a text consists of: words, characters of scripts without spaces, symbols."""

# ruff: noqa: RUF001 - characters that look alike are the point

import unicodedata
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.strategies import FOLDING, raw_texts, storable_texts
from domain.tasks.folding import folded
from domain.tasks.words import MAX_POSITIONS, MAX_WORD_LENGTH, PAIRED, SYMBOL, WORD, terms, units

MAX_STORED_POSITION = 16_383
"""Of a `tsvector`."""
EVERY_CHARACTER = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE\u0301"),
        ("Café", "cafe"),
        ("İstanbul", "istanbul"),
        ("İSTANBUL", "\u0131stanbul"),
        ("Straße", "STRASSE"),
        ("ﬁnal ﬂoor", "final floor"),
        ("ＡＢＣ　１２", "abc 12"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("ΟΔΟΣ", "οδος"),
        ("Ὀδυσσεύς", "οδυσσευς"),
        ("Łódź, Ærø, Đà Nẵng", "lodz, aero, da nang"),
        ("Ёлка", "елка"),
        ("הִגִּיעַ", "הגיע"),
        ("مُدَرِّسَة", "مدرسة"),
        ("Land\u00ading\u200bpages", "landingpages"),
        ("❤\ufe0f", "❤"),
        ("don’t — “no”", 'don\'t - "no"'),
        ("…", "..."),
        ("½", "1/2"),
    ],
)
def test_letters_compare_regardless_of_case_accents_and_width(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("が", "か"), ("हिन्दी", "हनद"), ("ก่า", "กา"), ("1\ufe0f\u20e3", "1"), ("´", ""), ("日", "目")]
)
def test_what_makes_another_letter_is_kept(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(text=st.one_of(raw_texts, st.text(st.sampled_from(FOLDING + "áÁだ한"))))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.exhaustive
def test_no_case_of_any_character_makes_a_difference() -> None:
    different = [char for char in EVERY_CHARACTER if not folded(char) == folded(char.upper()) == folded(char.lower())]

    assert different == []


@pytest.mark.exhaustive
def test_every_visible_character_is_found() -> None:
    """Characters that are newer than this Python's tables included: emoji are added every year."""
    lost = [char for char in EVERY_CHARACTER if visible(char) and not units(char)]

    assert lost == []


def visible(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] not in "ZM" and category not in ("Cc", "Cf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Water the plants!", "water the plants !"),
        ("re_port v2.0", "re_port v2 . 0"),
        ("C++/C#", "c + + / c #"),
        ("東京 tower", "東 京 tower"),
        ("iPhone15を買う", "iphone15 を 買 う"),
        ("ไทย ລາວ ខ្មែរ မြန်မာ 한국", "ไ ท ย ລ າ ວ ខ ្ ម ែ រ မ ြ န ် မ ာ 한 국"),
        ("हिन्दी ትግርኛ", "हिन्दी ትግርኛ"),
        ("🇩🇪🇫🇷 👩🏽\u200d🚀", "🇩🇪 🇫🇷 👩 🏽 🚀"),
        ("🏴\U000e0067\U000e007f", "🏴 \U000e0067 \U000e007f"),
        ("\U0001fae8\ue000", "\U0001fae8 \ue000"),
        ("a\x00b\x1fc\u2028d", "a b c d"),
        ("x" * 150, "x" * 100),
        ("é" * 150, "e" * 100),
        (" \t\u200b\ufe0f", ""),
        ("", ""),
    ],
)
def test_a_text_consists_of_words_characters_and_symbols(text: str, expected: str) -> None:
    assert [unit.text for unit in units(text)] == expected.split()


@given(text=raw_texts)
def test_units_hold_nothing_but_what_they_are_made_of(text: str) -> None:
    for unit in units(text):
        assert 1 <= len(unit.text) <= (MAX_WORD_LENGTH if unit.kind == WORD else 2 if unit.kind == SYMBOL else 1)
        categories = {unicodedata.category(char)[0] for char in unit.text.replace("_", "")}
        assert categories <= set("LNM" if unit.kind in (WORD, PAIRED) else "PSCM")


@given(before=raw_texts, after=raw_texts)
def test_the_units_of_two_texts_are_those_of_both_together(before: str, after: str) -> None:
    assert units(f"{before} {after}") == [unit for text in (before, after) for unit in units(text)]


@given(text=st.text(st.characters(codec="ascii")))
def test_ascii_is_no_special_case(text: str) -> None:
    assert units(f"{text} ж")[:-1] == units(text)


def test_positions_count_words_with_a_gap_before_the_description() -> None:
    assert terms("a b", "c, a") == {"a": [2, 6], "b": [3], "c": [5], " ,": [5], ",": [5]}
    assert terms("a", None) == {"a": [2]}
    assert terms("水を", None) == {"水を": [2], "を": [3]}


def test_symbols_have_the_position_of_the_word_before_them() -> None:
    assert terms("€ C++ .net", None) == {"€": [1], "c": [2], " +": [2], "++": [2], "+": [2], ". ": [2], "net": [3]}


@given(title=storable_texts, description=storable_texts)
def test_positions_ascend(title: str, description: str) -> None:
    for positions in terms(title, description).values():
        assert positions == sorted(set(positions))


def test_of_a_frequent_term_only_the_first_positions_count() -> None:
    assert terms("a " * 300, None)["a"] == list(range(2, 2 + MAX_POSITIONS))


@pytest.mark.exhaustive
def test_no_text_has_more_positions_than_a_store_can_index() -> None:
    widest = max(sum(unit.kind != SYMBOL for unit in units(char)) for char in islice(EVERY_CHARACTER, 0xFFFF))

    assert widest * (200 + 2_000) + 3 <= MAX_STORED_POSITION
