"""Bodies become commands, or one error with every violation."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import fields_dict
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.strategies import raw_texts
from application import Batch, Credentials, Registration
from domain.accounts.user import Email
from domain.errors import Violation
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import NewTask, TaskEdit
from domain.unset import UNSET
from entrypoints.http.requests.parsing.body_models import BatchBody, RefreshBody
from entrypoints.http.requests.parsing.decoding import structured
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS
from tests.entrypoints.http.support.outcomes import are_violations, outcome_of, places_of, violations_in

ID = "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"


def violations_at(body: bytes | dict[str, Any], kind: type = NewTask) -> list[tuple[str, str]]:
    return places_of(details_in(body, kind))


def details_in(body: bytes | dict[str, Any], kind: type = NewTask) -> tuple[Violation, ...]:
    return violations_in(lambda: structured(body if isinstance(body, bytes) else json.dumps(body).encode(), kind))


def test_a_body_becomes_the_normalized_command() -> None:
    body = b'{"title": "  Write tests ", "priority": "high", "due_at": "2026-03-01T10:30:00.5+01:00"}'
    expected = NewTask(
        title="Write tests", priority=Priority.HIGH, due_at=datetime(2026, 3, 1, 9, 30, 0, 500_000, tzinfo=UTC)
    )
    assert expected == structured(body, NewTask)


def test_what_is_absent_from_an_edit_differs_from_null() -> None:
    edit = structured(b'{"description": null, "status": "done"}', TaskEdit)
    assert TaskEdit(description=None, status=Status.DONE) == edit
    assert edit.due_at is UNSET


def test_null_is_refused_where_it_means_nothing() -> None:
    body = {"title": None, "description": None, "status": None, "priority": None, "due_at": None}
    expected = [("/title", "wrong-type"), ("/status", "wrong-type"), ("/priority", "wrong-type")]
    assert expected == violations_at(body, TaskEdit)


def test_every_violation_is_reported_together() -> None:
    body = b'{"title": "", "priority": "hgh", "due_at": "tomorrow", "colour": 1, "prio": 2}'
    assert details_in(body) == (
        Violation(("title",), "too-short", "must not be blank"),
        Violation(("priority",), "unknown-value", "must be one of low, medium, high, critical; did you mean high?"),
        Violation(
            ("due_at",),
            "not-a-time",
            "must be an RFC 3339 time such as 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00",
        ),
        Violation(("colour",), "unknown-field", f"there is no such field; known are {', '.join(fields_dict(NewTask))}"),
        Violation(("prio",), "unknown-field", "there is no such field; did you mean priority?"),
    )


def test_missing_and_unknown_and_wrong_fields_are_named_together() -> None:
    assert violations_at({"titel": "x", "description": 7}) == [
        ("/title", "missing"),
        ("/description", "wrong-type"),
        ("/titel", "unknown-field"),
    ]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"1", b"1.5", b"true"])
def test_the_top_level_must_be_an_object(body: bytes) -> None:
    assert violations_at(body) == [("", "wrong-type")]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "a whole number"),
        (1.5, "a number with a fraction or an exponent"),
        (True, "true or false"),
        (None, "null"),
        ([], "an array"),
        ({}, "an object"),
    ],
)
def test_nothing_is_taken_for_a_text_that_is_none(value: object, name: str) -> None:
    expected = (Violation(("title",), "wrong-type", f"must be a string, not {name}"),)
    assert expected == details_in({"title": value})


@pytest.mark.parametrize("value", [1, 0, "true", "false", None, [], 1.0])
def test_nothing_is_taken_for_true_or_false_that_is_neither(value: object) -> None:
    body = {"atomic": value, "operations": [{"op": "delete", "id": ID}]}
    assert violations_at(body, BatchBody) == [("/atomic", "wrong-type")]


@pytest.mark.parametrize("value", [True, 1.0, 1e3, "1", [1]])
def test_nothing_is_taken_for_a_whole_number_that_is_none(value: object) -> None:
    body = {"atomic": True, "operations": [{"op": "delete", "id": ID, "if_version": value}]}
    assert violations_at(body, BatchBody) == [("/operations/0/if_version", "wrong-type")]


@pytest.mark.parametrize(
    "text", [ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}", f" {ID}", f"{ID}\n", "", "x", ID[:-1]]
)
def test_an_id_has_hyphens_and_nothing_around_it(text: str) -> None:
    body = {"atomic": True, "operations": [{"op": "delete", "id": text}]}
    assert violations_at(body, BatchBody) == [("/operations/0/id", "not-a-uuid")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-01T09:00:00", "no-offset"),
        ("2026-03-01T09:00:00.1234567890Z", "too-precise"),
        ("0001-01-01T00:00:00+14:00", "out-of-range"),
        ("9999-12-31T23:59:59-14:00", "out-of-range"),
        ("1899-12-31T23:59:59Z", "out-of-range"),
        ("0000-01-01T00:00:00Z", "not-a-time"),
        ("2026-02-30T09:00:00Z", "not-a-time"),
        ("2026-03-01T24:00:00Z", "not-a-time"),
        ("2026-03-01T23:59:60Z", "not-a-time"),
        ("2026-03-01T09:00:00+24:00", "not-a-time"),
        ("2026-03-01T09:00:00+01:60", "not-a-time"),
        ("2026-03-01 09:00:00Z", "not-a-time"),
        ("2026-03-01T09:00Z", "not-a-time"),
        ("20260301T090000Z", "not-a-time"),
        ("2026-W09-7T09:00:00Z", "not-a-time"),
        ("2026-03-01T09:00:00,5Z", "not-a-time"),
        ("٢٠٢٦-03-01T09:00:00Z", "not-a-time"),
        ("2026-03-01T09:00:00Z\n", "not-a-time"),
        ("1772355600", "not-a-time"),
        ("", "not-a-time"),
    ],
)
def test_a_time_is_rfc_3339_with_an_offset_and_nothing_else(text: str, code: str) -> None:
    assert [("/due_at", code)] == violations_at({"title": "x", "due_at": text})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-29", "not-a-day"),
        ("2026-3-1", "not-a-day"),
        ("20260301", "not-a-day"),
        ("2026-W09-7", "not-a-day"),
        ("2026-03-01T09:00:00Z", "not-a-day"),
        ("2026-03-01\n", "not-a-day"),
        (" 2026-03-01", "not-a-day"),
        ("٢٠٢٦-03-01", "not-a-day"),
        ("0000-01-01", "not-a-day"),
        ("tomorrow", "not-a-day"),
        ("", "not-a-day"),
        ("1899-12-31", "out-of-range"),
        ("9999-01-01", "out-of-range"),
        (20260301, "wrong-type"),
    ],
)
def test_a_day_is_an_rfc_3339_date_and_nothing_else(text: object, code: str) -> None:
    assert [("/due_on", code)] == violations_at({"title": "x", "due_on": text})


def test_a_day_is_kept_as_it_is() -> None:
    assert structured(b'{"title": "x", "due_on": "2028-02-29"}', NewTask).due_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["2026-03-01T09:00:00Z", "2026-03-01t09:00:00z", "2026-03-01T23:00:00+14:00", "2026-02-28T22:00:00.000-11:00"],
)
def test_a_time_is_kept_in_utc(text: str) -> None:
    assert (
        datetime(2026, 3, 1, 9, tzinfo=UTC)
        == structured(json.dumps({"title": "x", "due_at": text}).encode(), NewTask).due_at
    )


def test_an_address_is_normalized_and_a_password_is_masked() -> None:
    credentials = structured(b'{"email": " Ada@Example.COM ", "password": "x y"}', Credentials)
    assert Email("ada@example.com") == credentials.email
    assert "x y" not in repr(credentials)
    assert credentials.password.reveal() == "x y"


def test_no_answer_repeats_a_password() -> None:
    violations = details_in({"email": "nobody", "password": "se\0cret"}, Registration)
    assert places_of(violations) == [("/email", "not-an-email"), ("/password", "unusable")]
    assert "cret" not in str(violations)


def test_the_type_of_an_operation_is_one_field() -> None:
    body = {
        "atomic": False,
        "operations": [
            {"op": "create", "task": {"title": "x"}},
            {"op": "edit", "id": ID, "task": {"due_at": None}, "if_version": 3},
            {"op": "delete", "id": ID[:-1] + "0"},
        ],
    }
    batch = structured(json.dumps(body).encode(), BatchBody).command()
    assert isinstance(batch, Batch)
    assert [type(each).__name__ for each in batch.operations] == ["NewTask", "TaskChange", "TaskRemoval"]


def test_violations_inside_a_batch_have_their_full_path() -> None:
    operations = [
        {"op": "creat", "task": {"title": "x"}},
        {"task": {"title": "x"}},
        {"op": 1},
        7,
        {"op": "create", "task": {"title": " ", "status": "done"}},
        {"op": "delete", "id": ID, "task": {}},
    ]
    violations = details_in({"atomic": True, "operations": operations}, BatchBody)
    assert places_of(violations) == [
        ("/operations/0/op", "unknown-value"),
        ("/operations/1/op", "missing"),
        ("/operations/2/op", "wrong-type"),
        ("/operations/3", "wrong-type"),
        ("/operations/4/task/title", "too-short"),
        ("/operations/4/task/status", "unknown-field"),
        ("/operations/5/task", "unknown-field"),
    ]
    assert violations[0].detail == "there is no such choice; did you mean create?"


def test_keys_are_parts_of_paths_as_they_are() -> None:
    assert violations_at({"a/b~c": 1}) == [("/title", "missing"), ("/a/b~c", "unknown-field")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}", NewTask),
        (b'{"atomic": true, "operations": [' + b",".join([b"{}"] * 200) + b"]}", BatchBody),
        (b'{"atomic": true, "operations": [' + b'{"op": "edit", "x": 1},' * 199 + b"{}]}", BatchBody),
        (b'{"title": "x"' + b', "title": "x"' * 15_000 + b"}", NewTask),
    ],
)
def test_at_most_a_hundred_violations_are_reported(body: bytes, kind: type) -> None:
    assert len(details_in(body, kind)) == MAX_VIOLATIONS


@pytest.mark.parametrize("operation", [{}, 1, {"op": "create", "task": {"title": "x"}}])
def test_of_too_many_operations_none_is_looked_at(operation: object) -> None:
    expected = (Violation(("operations",), "out-of-range", "must have 1 to 200 items"),)
    assert expected == details_in({"atomic": True, "operations": [operation] * 201}, BatchBody)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | raw_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(raw_texts, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        *("title", "description", "priority", "due_at", "due_on", "status"),
        *("email", "password", "atomic", "operations", "op", "task"),
    ]
)


@given(
    body=st.binary(max_size=60)
    | st.dictionaries(FIELDS, JSON_VALUES, max_size=5).map(lambda v: json.dumps(v).encode()),
    kind=st.sampled_from([NewTask, TaskEdit, Registration, Credentials, BatchBody, RefreshBody]),
)
def test_any_body_becomes_a_command_or_an_error_with_violations(body: bytes, kind: type) -> None:
    outcome = outcome_of(lambda: structured(body, kind))
    assert isinstance(outcome, kind) or are_violations(outcome)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2026-03-01T09:00:00.1234567Z", 123456),
        ("2026-03-01T09:00:00.123456789Z", 123456),
        ("2026-03-01T10:00:00.5+0100", 500000),
        ("2026-03-01T09:00:00-0000", 0),
        ("2026-03-01t09:00:00z", 0),
    ],
)
def test_times_of_other_languages_are_truncated_to_microseconds(text: str, microseconds: int) -> None:
    assert structured(f'{{"title": "x", "due_at": "{text}"}}'.encode(), NewTask).due_at == datetime(
        2026, 3, 1, 9, microsecond=microseconds, tzinfo=UTC
    )


@pytest.mark.parametrize("name", ["updated_at", "created_at", "version"])
def test_a_field_that_only_responses_have_gets_no_misleading_hint(name: str) -> None:
    assert details_in({"title": "x", name: 1}) == (
        Violation((name,), "unknown-field", "is set by the service; leave it out"),
    )
