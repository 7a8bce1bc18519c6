"""Requests are accepted exactly if the OpenAPI document allows them: compared value by value."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters.testing.strategies import BLANKS, raw_texts
from application import Credentials
from domain.tasks.labels import label_key
from domain.tasks.task import NewTask
from entrypoints.http.dispatch.operations import IF_MATCH
from entrypoints.http.openapi.descriptions import NAMES
from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.etags import versions_known, versions_matched
from entrypoints.http.requests.parsing.body_models import BatchBody, LabelRenaming, TaskPatch
from entrypoints.http.requests.parsing.decoding import structured
from entrypoints.http.requests.parsing.task_list_parameters import LIST_PARAMETERS
from entrypoints.http.requests.parsing.task_list_request import parse_task_list
from tests.entrypoints.http.support.document import validator
from tests.entrypoints.http.support.outcomes import are_violations, outcome_of

# No portable pattern can name the invisible characters beyond the Basic Multilingual Plane.
texts = raw_texts.filter(lambda text: not any("\ud800" <= char <= "\udfff" or char >= "\U000e0000" for char in text))
blanks = st.text(st.sampled_from(BLANKS), max_size=3)
padded_texts = st.builds(
    lambda before, char, times, after: before + char * times + after,
    blanks,
    st.sampled_from("aé😀\u0301\0 "),
    st.sampled_from([0, 1, 2, 199, 200, 201, 1_999, 2_000, 2_001]),
    blanks,
)
digits = st.integers(0, 61).map("{:02}".format)
written_times = st.builds(
    "{}-{}-{}{}{}:{}:{}{}{}".format,
    # In the first and the last year it is the offset that decides, which no pattern can say.
    st.sampled_from(["1901", "2026", "9997", "9999", "1899", "0000", "10000", "026"]),
    *(digits, digits, st.sampled_from("TTTt _"), digits, digits, digits),
    st.sampled_from(["", "", ".5", ".123456", ".1234567", ".", ",5"]),
    st.sampled_from(["Z", "z", "+01:00", "-00:00", "+14:00", "-23:59", "+24:00", "+1:00", "", " 01:00"]),
)
written_days = st.one_of(
    st.dates().map(str),
    st.builds(
        "{}-{}-{}{}".format,
        st.sampled_from(["1900", "9998", "1899", "026"]),
        digits,
        digits,
        st.sampled_from(["", "Z", " "]),
    ),
)
real_times = st.datetimes().filter(lambda at: at.year not in {1899, 1900, 9998}).map(lambda at: at.isoformat() + "Z")
locals_ = st.text(st.sampled_from("aB0.+-_'@ é\""), max_size=8) | st.sampled_from(["a" * 64, "a" * 65])
long_domains = [f"{'a' * 63}.{'b' * 63}.{'c' * length}.de" for length in (58, 59, 60, 61)]
domains = st.text(st.sampled_from("aB0.-_ é@"), max_size=10) | st.sampled_from([*long_domains, "a.b1", "a.11", "a.-b"])
near_addresses = st.builds("{}{}@{}{}".format, st.sampled_from(["", " "]), locals_, domains, st.sampled_from(["", " "]))
written_ids = st.one_of(
    st.uuids().map(str), st.uuids().map(str).map(str.upper), st.uuids().map(lambda identity: identity.hex)
)
written_labels = st.one_of(
    st.sampled_from(["garden", " garden ", "a\tb", "a\nb\n", "a\u2028b", "\n", "x" * 50, "x" * 51, "\U0001f600" * 50]),
    padded_texts,
    texts,
)
label_arrays = st.lists(written_labels, max_size=3, unique_by=lambda text: label_key(text.strip())) | st.sampled_from(
    [[str(number) for number in range(size)] for size in (20, 21)]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
)

FIELDS: dict[str, SearchStrategy[Any]] = {
    "title": padded_texts | texts,
    "description": st.none() | padded_texts | texts,
    "status": st.sampled_from(["todo", "in_progress", "done", "cancelled", "Done", ""]),
    "priority": st.sampled_from(["low", "medium", "high", "critical", "urgent"]),
    "due_at": st.none() | written_times | real_times,
    "due_on": st.none() | written_days,
    "labels": label_arrays | st.fixed_dictionaries({}, optional={"add": label_arrays, "remove": st.just(["home"])}),
    "id": written_ids,
    "user_id": written_ids,
    "created_at": written_times | real_times,
    "completed_at": st.none() | written_times | real_times,
    "version": st.integers(),
    "email": near_addresses | st.emails(),
    "password": padded_texts | texts,
}


def bodies_with(*names: str) -> SearchStrategy[dict[str, Any]]:
    """Objects near to what is wanted: the right fields with mostly the right kinds of values, now and then another."""
    near = {name: FIELDS[name] | FIELDS[name] | FIELDS[name] | anything for name in names}
    return st.fixed_dictionaries({}, optional={**near, "colour": anything})


OPERATION = st.fixed_dictionaries(
    {"op": st.sampled_from(["create", "edit", "delete", "creat"])},
    optional={
        "id": written_ids,
        "task": bodies_with("title", "status"),
        "if_version": st.none() | st.integers() | st.booleans(),
    },
)
OPERATIONS = st.lists(OPERATION, max_size=2, unique_by=lambda operation: str(operation.get("id")))
BODIES: dict[type, SearchStrategy[dict[str, Any]]] = {
    NewTask: bodies_with("title", "description", "priority", "due_at", "due_on", "labels", "id"),
    TaskPatch: bodies_with(
        *("title", "description", "status", "priority", "due_at", "due_on", "labels"),
        *("id", "user_id", "created_at", "completed_at", "version"),
    ),
    LabelRenaming: st.fixed_dictionaries({}, optional={"name": written_labels | anything}),
    Credentials: bodies_with("email", "password"),
    BatchBody: st.fixed_dictionaries(
        {
            "atomic": st.booleans(),
            "operations": st.lists(OPERATION, max_size=2, unique_by=lambda each: str(each.get("id"))),
        }
    ),
}
SCHEMAS = {kind: validator({"$ref": f"#/components/schemas/{NAMES.get(kind, kind.__name__)}"}) for kind in BODIES}


def read(body: dict[str, Any], kind: type[Any]) -> object:
    parsed_body = structured(json.dumps(body).encode(), kind)
    return parsed_body.command() if isinstance(parsed_body, BatchBody) else parsed_body


@pytest.mark.parametrize("kind", BODIES, ids=[kind.__name__ for kind in BODIES])
@given(data=st.data())
def test_a_body_is_accepted_exactly_if_its_schema_says_so(kind: type, data: st.DataObject) -> None:
    body = data.draw(BODIES[kind])
    outcome = outcome_of(lambda: read(body, kind))
    assume("exclude each other" not in str(outcome))  # which schemas say in ways that generators do not understand
    assert SCHEMAS[kind].is_valid(body) == (not are_violations(outcome)), outcome


A_TASK, SOMEBODY = {"title": "x"}, {"email": "ada@example.com", "password": "x"}
LONGEST_DOMAIN, TOO_LONG_A_DOMAIN = (f"{'b' * 63}.{'c' * 63}.{'d' * length}.ef" for length in (58, 59))
GROUPS: list[tuple[type, dict[str, Any], str, list[tuple[Any, bool]]]] = [
    (NewTask, {}, "title", [("", False), (" ", False), ("x" * 200, True), ("x" * 201, False), ("😀" * 200, True)]),
    (NewTask, {}, "title", [(" " * 300 + "x" * 200 + "\u3000", True), ("x\0", False), ("\x1c\x85", False)]),
    (NewTask, A_TASK, "description", [("", True), ("x" * 2_000, True), ("x" * 2_001, False), ("x\0", False)]),
    (NewTask, A_TASK, "due_at", [("9999-01-01T00:00:00Z", False), ("9998-12-31T23:59:59.999999Z", True)]),
    (NewTask, A_TASK, "due_at", [("1899-12-31T23:59:59Z", False), ("1900-01-01T00:00:00Z", True)]),
    (NewTask, A_TASK, "due_at", [("2026-02-29T00:00:00Z", False), ("2028-02-29T00:00:00Z", True)]),
    (NewTask, A_TASK, "due_on", [("9999-01-01", False), ("9998-12-31", True), ("1900-01-01", True)]),
    (NewTask, A_TASK, "due_on", [("1899-12-31", False), ("2026-02-29", False), ("2028-02-29", True)]),
    (NewTask, A_TASK, "due_on", [("2026-01-31T00:00:00Z", False), ("20260131", False), ("2026-W05-6", False)]),
    (NewTask, A_TASK, "labels", [([], True), (["x" * 50], True), (["x" * 51], False), (["a\nb"], False)]),
    (
        NewTask,
        A_TASK,
        "labels",
        [([" \na b\u3000"], True), (["a\u2028b"], False), ([str(n) for n in range(21)], False)],
    ),
    (TaskPatch, {}, "labels", [({}, False), ({"add": []}, True), ({"remove": ["a"]}, True), (None, False)]),
    (Credentials, SOMEBODY, "email", [(f"{'a' * 64}@b.cd", True), (f"{'a' * 65}@b.cd", False)]),
    (
        Credentials,
        SOMEBODY,
        "email",
        [(f"{'a' * 64}@{LONGEST_DOMAIN}", True), (f"{'a' * 64}@{TOO_LONG_A_DOMAIN}", False)],
    ),
    (Credentials, SOMEBODY, "email", [("a@b", False), ("a@b.12", False), ("a@1.b2", True), (" A@B.cd ", True)]),
    (Credentials, SOMEBODY, "password", [("x" * 1_000, True), ("x" * 1_001, False), ("x\0", False)]),
]
EDGES = [(kind, {**rest, name: value}, accepted) for kind, rest, name, values in GROUPS for value, accepted in values]


@pytest.mark.parametrize(("kind", "body", "accepted"), EDGES)
def test_at_the_edges_the_schema_and_the_door_agree(kind: type, body: dict[str, Any], *, accepted: bool) -> None:
    assert SCHEMAS[kind].is_valid(body) == accepted
    assert are_violations(outcome_of(lambda: read(body, kind))) != accepted


def test_a_batch_is_accepted_exactly_up_to_the_size_its_schema_says() -> None:
    for size, accepted in ((0, False), (1, True), (200, True), (201, False)):
        body = {"atomic": True, "operations": [{"op": "create", "task": {"title": "x"}}] * size}
        outcome = outcome_of(lambda body=body: read(body, BatchBody))  # type: ignore[misc]  # a default binds early
        assert accepted == SCHEMAS[BatchBody].is_valid(body) == (not are_violations(outcome))


PARAMETERS = {parameter.name: parameter for parameter in LIST_PARAMETERS if parameter.name != "cursor"}
WORDS = ("true", "false", "True", "-title", "titel", "todo", "low", "UTC", "0", "1", "1000000000", "1000000001")


@pytest.mark.parametrize("name", PARAMETERS)
@given(text=texts | padded_texts | written_times | written_days | st.integers().map(str) | st.sampled_from(WORDS))
def test_a_parameter_is_accepted_exactly_if_its_schema_says_so(name: str, text: str) -> None:
    schema, kind = validator(PARAMETERS[name].schema), PARAMETERS[name].schema.get("type", "string")
    meant = [text]
    if name.endswith(("_before", "_after")):
        meant.append(text.replace(" ", "+"))
    outcome = outcome_of(lambda: parse_task_list(urlencode({name: text}).encode()))
    # What a word is depends on properties of Unicode, for which portable patterns have no notation.
    assume("no-words" not in str(outcome))
    if "name of a time zone" in str(outcome):
        return  # which there are depends on the release of their database
    assert any(schema.is_valid(value_in(each, kind)) for each in meant) == (not are_violations(outcome)), outcome


@pytest.mark.parametrize(
    ("name", "text", "accepted"),
    [
        *(("limit", "0", False), ("limit", "1", True), ("limit", "1000000000", True), ("limit", "1000000001", False)),
        *(("offset", "-1", False), ("offset", "0", True), ("offset", "1000000001", False)),
        *(("q", "x" * 200, True), ("q", "x" * 201, False), ("q", "€", True)),
    ],
)
def test_at_the_edges_the_schema_and_the_query_string_agree(name: str, text: str, *, accepted: bool) -> None:
    schema = PARAMETERS[name].schema
    assert validator(schema).is_valid(value_in(text, schema["type"])) == accepted
    outcome = outcome_of(lambda: parse_task_list(urlencode({name: text}).encode()))
    assert are_violations(outcome) != accepted


OPAQUE = st.text(st.characters(max_codepoint=0xFF), max_size=4)
tags = st.builds('{}"{}"'.format, st.sampled_from(["", "", "W/", "w/"]), OPAQUE) | OPAQUE
separators = st.text(st.sampled_from(" \t,;"), min_size=1, max_size=3)
conditions = st.lists(st.tuples(tags, separators), max_size=3).map(lambda parts: "".join(map("".join, parts)))
CONDITION = validator({"type": "string", "pattern": IF_MATCH.schema["pattern"]})


@given(text=st.sampled_from(["*", " *", "**", '""', '"1" ', ' "1"', ",", "", '"1",,"2"']) | conditions | tags)
def test_a_condition_is_accepted_exactly_if_its_schema_says_so(text: str) -> None:
    for read in (versions_matched, versions_known):
        try:
            read(text.encode("latin-1"))
            accepted = True
        except BadRequest:
            accepted = False
        assert CONDITION.is_valid(text) == accepted


def value_in(text: str, kind: str) -> object:
    """The value that a text in a query string stands for."""
    if kind == "integer" and re.fullmatch("-?[0-9]+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text
