"""Bytes are one plain JSON text, or refused for what is wrong with them."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from entrypoints.http.requests.parsing.json_parser import MAX_DEPTH, duplicate_keys, parsed
from tests.entrypoints.http.support.outcomes import are_violations, outcome_of, places_of, violations_in

TEXTS: dict[str, str] = json.loads(Path(__file__).with_name("json_texts.json").read_text(encoding="utf-8"))["texts"]


def violations_of(body: bytes) -> list[tuple[str, str]]:
    return places_of(violations_in(lambda: parsed(body)))


def test_a_key_that_comes_twice_is_refused_with_its_place() -> None:
    assert violations_of(b'{"title": "a", "title": "b"}') == [("/title", "duplicate-key")]
    assert violations_of(rb'{"title": "a", "t\u0069tle": "a"}') == [("/title", "duplicate-key")]
    assert violations_of(b'{"a": [{"b/c": 1, "b/c" \n : 2}]}') == [("/a/0/b/c", "duplicate-key")]


WRITTEN_STRINGS = st.sampled_from(["", "a", "b", "ab", 'a":', '"', ":", '\\":', "\\", "\u00e9", "title"])
SPACE = st.sampled_from(["", " ", "\t", "\r\n"])


def written_object(members: list[tuple[str, str, str]]) -> str:
    return "{" + ",".join(f"{json.dumps(key)}{space}:{space}{value}" for key, space, value in members) + "}"


WRITTEN_JSON = st.recursive(
    st.one_of(st.sampled_from(["0", "-1.5e3", "true", "null"]), WRITTEN_STRINGS.map(json.dumps)),
    lambda values: st.one_of(
        st.lists(values, max_size=3).map(lambda items: "[" + ",".join(items) + "]"),
        st.lists(st.tuples(WRITTEN_STRINGS, SPACE, values), max_size=4).map(written_object),
    ),
    max_leaves=12,
)


@given(text=WRITTEN_JSON)
@example(text='{"a":1,"a" :2}')
@example(text='{"x":"\\":","a":1}')
def test_keys_that_come_twice_are_found_exactly(text: str) -> None:
    violations = duplicate_keys(text.encode())
    expected = violations or json.loads(text)
    assert expected == outcome_of(lambda: parsed(text.encode()))


BY_FIRST_LETTER: dict[str, set[str | None]] = {
    "y": {None},
    "n": {"malformed-json", "empty-body"},
    "i": {"malformed-json"},
}
"""What the suite demands of texts that must be accepted, must be refused, or may be either."""

EXPECTED: dict[str, set[str | None]] = {
    "i_structure_UTF-8_BOM_empty_object": {None},
    "y_object_duplicated_key": {"duplicate-key"},
    "y_object_duplicated_key_and_value": {"duplicate-key"},
    "i_number_double_huge_neg_exp": {None},
    "i_number_real_underflow": {None},
    "i_number_too_big_neg_int": {None},
    "i_number_too_big_pos_int": {None},
    "i_number_very_big_negative_int": {None},
    "i_structure_500_nested_arrays": {"too-deep"},
}


@pytest.mark.parametrize("name", TEXTS)
def test_json_is_read_as_the_parsing_test_suite_demands(name: str) -> None:
    outcome = outcome_of(lambda: parsed(TEXTS[name].encode("latin-1")))
    refused_as = outcome[0].code if are_violations(outcome) else None
    assert refused_as in EXPECTED.get(name, BY_FIRST_LETTER[name[0]])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty-body"),
        (b" ", "malformed-json"),
        (b'{"title": "\xff"}', "malformed-json"),
        (b'{"title": "\xed\xa0\x80"}', "malformed-json"),
        (b'{"title": "\\ud800"}', "malformed-json"),
        (b'{"title": NaN}', "malformed-json"),
        (b'{"title": 1e400}', "malformed-json"),
        (b'{"title": ' + b"1" * 5_000 + b"}", "malformed-json"),
        (b'{"title": "x"} {}', "malformed-json"),
        (b'{"title": \xef\xbb\xbf"x"}', "malformed-json"),
        (b'\xef\xbb\xbf\xef\xbb\xbf{"title": "x"}', "malformed-json"),
        (b"\xef\xbb\xbf", "empty-body"),
        ('{"title": "x"}'.encode("utf-16"), "malformed-json"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "too-deep"),
        (b"[" * 100_000, "too-deep"),
        (b'{"":' * 50_000, "too-deep"),
    ],
)
def test_what_is_not_plain_json_is_refused_for_its_reason(body: bytes, code: str) -> None:
    assert [("", code)] == violations_of(body)


def test_what_is_just_not_too_deep_is_read() -> None:
    text = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert json.loads(text) == parsed(text)


def test_a_byte_order_mark_is_skipped() -> None:
    assert parsed(b'\xef\xbb\xbf{"title": "x"}') == {"title": "x"}
