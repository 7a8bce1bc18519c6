"""Full-text search: what a query means, and what it finds."""

# ruff: noqa: RUF001 - characters that look alike are the point

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adapters.testing.search_examples import FOUND
from adapters.testing.strategies import GAPS, VOCABULARY, descriptions, raw_texts, search_terms, sentences, titles
from domain.errors import InvalidInput
from domain.tasks.search import MAX_CONDITIONS, Condition, Part, Search
from domain.tasks.words import PAIRED, SYMBOL, WORD, units
from domain.text import CONTROL

vocabulary = st.sampled_from(VOCABULARY)

NOT_FOUND = [
    ("pages", "Landingpages"),
    ("牛乳", "牛と乳"),
    ("乳牛", "牛乳"),
    ("水", "火"),
    ("a", "apple"),
    ("a*", "apple"),
    ('"quart"', "quarter"),
    ('"due fri"', "due friday"),
    ('"friday due"', "due friday"),
    ("C++", "C"),
    ("C++", "C+"),
    ("C#", "C++"),
    (".NET", "The end. Net income"),
    ("a/b", "a b"),
    ("€", "$5"),
    ("🇺🇸", "🇦🇺🇸🇪"),
    ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0075\U000e0073\U000e007f"),
    ("👩🏽", "👩🏿"),
    ("-draft", "a draft"),
    ("-draft", "drafts"),
    ("-🎉", "Party🎉"),
    ("milk -bread", "milk and bread"),
]


@pytest.mark.parametrize(("raw", "title"), FOUND)
def test_a_search_finds_what_a_person_means(raw: str, title: str) -> None:
    assert finds(raw, title, None)
    assert finds(raw, "Untitled", f"({title})")


@pytest.mark.parametrize(("raw", "title"), NOT_FOUND)
def test_a_search_finds_nothing_else(raw: str, title: str) -> None:
    assert not finds(raw, title, None)


@pytest.mark.parametrize(
    ("raw", "conditions"),
    [
        ("Report QUARTERLY", [[("report", 1, True)], [("quarterly", 1, True)]]),
        ("quart*", [[("quart", 1, True)]]),
        ('"quart"', [[("quart", 1, False)]]),
        ('"due friday', [[("due", 1, False), ("friday", 2, False)]]),
        ("e-ma*", [[("e", 1, False), (" -", 1, False), ("- ", 1, False), ("ma", 2, True)]]),
        ("水", [[("水", 1, True)]]),
        ("東京都庁", [[("東京", 1, False), ("京都", 2, False), ("都庁", 3, False)]]),
        ("C++", [[("c", 1, False), (" +", 1, False), ("++", 1, False)]]),
        ("€", [[("€", 0, True)]]),
        ("====", [[("==", 0, False)]]),
        ('x "" \u200b *', [[("x", 1, False)], [('""', 0, False)], [("*", 0, True)]]),
    ],
)
def test_a_search_is_parsed(raw: str, conditions: list[list[tuple[str, int, bool]]]) -> None:
    expected = (Condition(tuple(Part(*part) for part in parts)) for parts in conditions)

    assert Search.parsed(raw) == Search(tuple(expected))


@pytest.mark.parametrize("raw", ["-draft", "-dra*", '-"due friday"', "-e-mail", "-#urgent", "-🎉", "-水"])
def test_a_hyphen_excludes(raw: str) -> None:
    (condition,) = Search.parsed(raw).conditions
    (without,) = Search.parsed(raw[1:]).conditions

    assert condition == Condition(without.parts, excluded=True)


@pytest.mark.parametrize("raw", ["-", "--", "->", "-->", "--force", '-"', '-""'])
def test_a_hyphen_that_excludes_no_word_is_searched_for(raw: str) -> None:
    assert [condition.excluded for condition in Search.parsed(raw).conditions] == [False]
    assert finds(raw, f"x {raw} y", None)


@given(raw=raw_texts)
def test_any_text_is_a_search_or_refused(raw: str) -> None:
    try:
        search = Search.parsed(raw)
    except InvalidInput as refusal:
        (violation,) = refusal.violations
        assert violation.code in {"no-words", "too-many-words", "too-long", "nul", "control-character", "surrogate"}
    else:
        assert all(condition.parts for condition in search.conditions)


@given(text=raw_texts)
def test_a_text_that_has_something_to_search_for_is_never_refused(text: str) -> None:
    chunk = "".join(re.sub(f"[{CONTROL}]", "", text).split()).encode(errors="ignore").decode()[:100].replace('"', "")
    assume(any(unit.kind in (WORD, PAIRED, SYMBOL) for unit in units(chunk)))
    assume(not all(char.isascii() is False and not char.isprintable() for char in chunk))

    assert finds(f'"{chunk}"', chunk, None)


def test_a_search_has_at_most_200_characters() -> None:
    assert Search.parsed("a" * 200) == Search((Condition((Part("a" * 100, 1, prefix=True),)),))
    with pytest.raises(InvalidInput, match="at most 200 characters"):
        Search.parsed("a" * 201)


def test_a_search_has_at_most_ten_words_and_phrases() -> None:
    assert len(Search.parsed('ab "c d" ' * 5).conditions) == MAX_CONDITIONS == 10
    with pytest.raises(InvalidInput, match="must have at most 10 words and phrases, has 11"):
        Search.parsed("ab " * 11)


@pytest.mark.parametrize("raw", [" ", "\t\n", "\u200b", "\ufe0f", "\u0301", "\u0903"])
def test_a_search_without_anything_visible_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput, match="must contain a letter, a digit or a symbol"):
        Search.parsed(raw)


@given(title=titles, description=st.none() | descriptions, words=st.lists(vocabulary.filter(str.isalpha), min_size=1))
def test_a_phrase_is_found_where_its_words_stand_side_by_side(
    title: str, description: str | None, words: list[str]
) -> None:
    phrase = " ".join(words)[:150].strip()
    expected = words_of(phrase)
    assume(expected)
    texts = (words_of(title), words_of(description or ""))

    side_by_side = any(text[at : at + len(expected)] == expected for text in texts for at in range(len(text)))

    assert finds(f'"{phrase}"', title, description) == side_by_side


@given(before=sentences, title=titles, after=sentences)
def test_a_text_is_found_by_itself_wherever_it_stands(before: str, title: str, after: str) -> None:
    phrase = title.translate(dict.fromkeys(map(ord, '"“”„‟＂'), " "))[:190]
    assume(units(phrase) and any(char.isprintable() and not char.isspace() for char in phrase))

    assert finds(f'"{phrase}"', phrase, None)
    assert finds(f'"{phrase}"', "Untitled", f"{before} {phrase} {after}")


@given(word=vocabulary.filter(str.isalpha), cut=st.integers(2, 6), title=titles)
def test_the_beginning_of_a_word_finds_it(word: str, cut: int, title: str) -> None:
    start = word[:cut]
    assume([unit.kind for unit in units(start)] == [WORD] and len(units(start)[0].text) > 1)

    assert finds(start, f"{title} {word}", None)
    assert finds(start, title, None) == any(other.startswith(units(start)[0].text) for other in words_of(title))


@given(term=search_terms, title=titles, description=st.none() | descriptions)
def test_an_exclusion_finds_what_the_term_does_not(term: str, title: str, description: str | None) -> None:
    assume(one_condition(term) and len(term) < 200 and not Search.parsed(term).conditions[0].excluded)
    assume(one_condition(f"-{term}") and Search.parsed(f"-{term}").conditions[0].excluded)

    assert finds(f"-{term}", title, description) is not finds(term, title, description)


@given(one=search_terms, other=search_terms, title=titles, description=st.none() | descriptions)
def test_all_terms_must_hold(one: str, other: str, title: str, description: str | None) -> None:
    assume(one_condition(one) and one_condition(other) and len(one + other) < 200)

    both = finds(one, title, description) and finds(other, title, description)

    assert finds(f"{one} {other}", title, description) == both


@given(word=vocabulary, gap=st.sampled_from(GAPS), other=vocabulary)
def test_a_phrase_does_not_reach_from_the_title_into_the_description(word: str, gap: str, other: str) -> None:
    assume(gap != "_" and words_of(word) != words_of(other))

    assert finds(f'"{word}{gap}{other}"', f"{word}{gap}{other}", None)
    assert not finds(f'"{word}{gap}{other}"', word, other)


def test_of_a_frequent_word_only_the_first_positions_count_for_phrases() -> None:
    title, description = "a " * 100, "a " * 150 + "a b"

    assert finds('"a b"', title, "a " * 149 + "a b")
    assert finds("a b", title, description)
    assert not finds('"a b"', title, description)


def finds(raw: str, title: str, description: str | None) -> bool:
    return Search.parsed(raw).matches(title, description)


def words_of(text: str) -> list[str]:
    return [unit.text for unit in units(text) if unit.kind != SYMBOL]


def one_condition(term: str) -> bool:
    """Whether this is one condition, whatever follows it."""
    if not units(term) or term.count('"') not in {0, 2} or term.split() != [term]:
        return False
    try:
        return len(Search.parsed(term).conditions) == 1
    except InvalidInput:
        return False
