"""Full-text search: what a word is, what a query means, and what it finds."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.tasks.search import MAX_POSITIONS, MAX_WORD_LENGTH, Search, Term, positions, words
from tests.support.strategies import GAPS, VOCABULARY, descriptions, raw_texts, search_terms, sentences, titles

vocabulary = st.sampled_from(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Water the plants!", ["water", "the", "plants"]),
        ("e-mail to Ada's re_port, v2.0", ["e", "mail", "to", "ada", "s", "re_port", "v2", "0"]),
        ("Straße ﬁnal CAFE\u0301", ["strasse", "final", "café"]),
        ("日本 ٣ Ⅷ ½", ["日本", "٣", "viii", "1", "2"]),
        ("x" * 150, ["x" * 100]),
        ("é" * 150, ["é" * 100]),
        (" .,-😀\u200b", []),
        ("", []),
    ],
)
def test_a_word_is_a_run_of_letters_digits_marks_and_underscores(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(text=raw_texts)
def test_words_hold_nothing_but_what_words_are_made_of(text: str) -> None:
    for word in words(text):
        assert 1 <= len(word) <= MAX_WORD_LENGTH
        assert {unicodedata.category(char)[0] for char in word.replace("_", "")} <= set("LNM")


@given(before=raw_texts, after=raw_texts)
def test_the_words_of_two_texts_are_the_words_of_both_together(before: str, after: str) -> None:
    assert words(f"{before} {after}") == words(before) + words(after)


@given(text=st.text(st.characters(codec="ascii")))
def test_ascii_is_no_special_case(text: str) -> None:
    assert words(f"{text} é") == [*words(text), "é"]


@pytest.mark.parametrize(
    ("raw", "terms"),
    [
        ("report", (Term(("report",)),)),
        ("Report QUARTERLY", (Term(("report",)), Term(("quarterly",)))),
        ("quart*", (Term(("quart",), prefix=True),)),
        ("-draft", (Term(("draft",), excluded=True),)),
        ("-dra*", (Term(("dra",), prefix=True, excluded=True),)),
        ('"due friday"', (Term(("due", "friday")),)),
        ('-"due friday"', (Term(("due", "friday"), excluded=True),)),
        ('"due friday', (Term(("due", "friday")),)),
        ('"due fri*"', (Term(("due", "fri")),)),
        ("e-mail", (Term(("e", "mail")),)),
        ("e-ma*", (Term(("e", "ma"), prefix=True),)),
        ('- "" * report', (Term(("report",)),)),
        ("--report", (Term(("report",), excluded=True),)),
        ('re"port"', (Term(("re", "port")),)),
    ],
)
def test_a_search_is_read_as_a_person_means_it(raw: str, terms: tuple[Term, ...]) -> None:
    assert Search.parsed(raw) == Search(terms)


@given(raw=raw_texts)
def test_any_text_is_a_search_or_refused(raw: str) -> None:
    try:
        search = Search.parsed(raw)
    except InvalidInput as refusal:
        (violation,) = refusal.violations
        assert violation.code in {"no-words", "too-long", "nul", "control-character", "surrogate"}
    else:
        assert all(term.words for term in search.terms)


def test_a_search_has_at_most_200_characters() -> None:
    assert Search.parsed("a" * 200) == Search((Term(("a" * 100,)),))
    with pytest.raises(InvalidInput, match="at most 200 characters"):
        Search.parsed("a" * 201)


def test_places_are_counted_from_one_with_a_gap_before_the_description() -> None:
    assert positions("a b", "c, a") == {"a": [1, 5], "b": [2], "c": [4]}
    assert positions("a", None) == {"a": [1]}


@pytest.mark.parametrize("raw", ["", "  ", "-", "*", '""', '-"', "😀 …"])
def test_a_search_without_a_word_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput, match="must contain at least one word"):
        Search.parsed(raw)


@given(title=titles, description=st.none() | descriptions, phrase=sentences)
def test_a_phrase_is_found_where_its_words_stand_side_by_side(title: str, description: str | None, phrase: str) -> None:
    phrase_words = words(phrase)
    assume(phrase_words and len(phrase) <= 100)
    texts = (words(title), words(description or ""))

    side_by_side = any(text[at : at + len(phrase_words)] == phrase_words for text in texts for at in range(len(text)))

    assert finds(f'"{phrase}"', title, description) == side_by_side


@given(before=sentences, title=titles, after=sentences)
def test_a_text_is_found_by_itself_wherever_it_stands(before: str, title: str, after: str) -> None:
    phrase = title.replace('"', " ")[:190]
    assume(words(phrase))

    assert finds(f'"{phrase}"', phrase, None)
    assert finds(f'"{phrase}"', "Untitled", f"{before} {phrase} {after}")


@given(word=vocabulary, cut=st.integers(1, 6), title=titles)
def test_the_beginning_of_a_word_finds_it(word: str, cut: int, title: str) -> None:
    start = words(word)[0][:cut]
    assume(words(start) == [start])

    assert finds(f"{start}*", f"{title} {word}", None)
    assert finds(f"{start}*", title, None) == any(other.startswith(start) for other in words(title))


@given(term=search_terms, title=titles, description=st.none() | descriptions)
def test_an_exclusion_finds_what_the_term_does_not(term: str, title: str, description: str | None) -> None:
    assume(meaningful(term) and not term.startswith("-") and len(term) < 200)

    assert finds(f"-{term}", title, description) is not finds(term, title, description)


@given(one=search_terms, other=search_terms, title=titles, description=st.none() | descriptions)
def test_all_terms_must_hold(one: str, other: str, title: str, description: str | None) -> None:
    assume(meaningful(one) and meaningful(other) and len(one + other) < 200)

    both = finds(one, title, description) and finds(other, title, description)

    assert finds(f"{one} {other}", title, description) == both


@given(word=vocabulary, gap=st.sampled_from(GAPS), other=vocabulary)
def test_a_phrase_does_not_reach_from_the_title_into_the_description(word: str, gap: str, other: str) -> None:
    assume(gap != "_" and words(word) != words(other))

    assert finds(f'"{word}{gap}{other}"', f"{word}{gap}{other}", None)
    assert not finds(f'"{word}{gap}{other}"', word, other)


def test_of_a_frequent_word_only_the_first_places_count_for_phrases() -> None:
    title, description = "a " * 100, "a " * 150 + "a b"

    assert len(positions(title, description)["a"]) == MAX_POSITIONS == 250
    assert finds('"a b"', title, "a " * 149 + "a b")
    assert finds("a b", title, description)
    assert not finds('"a b"', title, description)


def finds(raw: str, title: str, description: str | None) -> bool:
    return Search.parsed(raw).matches(title, description)


def meaningful(term: str) -> bool:
    """Whether this is one term, with a word in it."""
    return bool(words(term)) and term.count('"') in {0, 2} and term.split() == [term]
