"""The properties of log lines that readers and programs rely on."""

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.password import Password
from entrypoints.observability.logging.console import ConsoleLine
from entrypoints.observability.logging.lines import MAX_BYTES, json_line
from entrypoints.settings import Secret
from tests.support.logging_process import run

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes() | st.uuids(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=10,
)
AWKWARD = st.text(st.sampled_from('\n\r\x00\x1b\x7f\x85\x9b\u2028\u202e\ud800\U000e0001😀é"\\ =x'))


def logged(**event: Any) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(json_line(None, "info", event))
    return line


def test_an_event_is_one_json_object_with_time_level_event_and_logger_first() -> None:
    (line,) = run("log.info('served', route='/tasks', status=200)").splitlines()
    event = json.loads(line)

    assert list(event) == ["time", "level", "event", "logger", "route", "status"]
    assert event | {"time": ""} == {
        "time": "",
        "level": "info",
        "event": "served",
        "logger": "taskapi.test",
        "route": "/tasks",
        "status": 200,
    }
    assert event["time"].endswith("Z")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(event["time"])) < timedelta(minutes=1)


def test_events_below_the_level_are_not_logged_whether_of_taskapi_or_of_a_library() -> None:
    lines = run("for one in log, logging.getLogger('x'): one.info('no'); one.warning('yes')", LEVEL="warning")

    assert [json.loads(line)["event"] for line in lines.splitlines()] == ["yes", "yes"]


def test_context_variables_are_in_every_line() -> None:
    lines = run(
        "structlog.contextvars.bind_contextvars(request_id='r1')\nlog.info('ours')\nlogging.getLogger('x').info('theirs')"
    )

    assert [json.loads(line)["request_id"] for line in lines.splitlines()] == ["r1", "r1"]


def test_records_of_libraries_warnings_and_exceptions_are_logged_the_same_way() -> None:
    lines = run(
        "import warnings\n"
        "logging.getLogger('asyncpg').warning('%s is\\n slow', 'it')\n"
        "warnings.warn('careful')\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: logging.getLogger('alembic').exception('failed')\n"
    )
    slow, careful, failed = map(json.loads, lines.splitlines())

    assert (slow["logger"], slow["level"], slow["event"]) == ("asyncpg", "warning", "it is\n slow")
    assert (careful["logger"], "UserWarning: careful" in careful["event"]) == ("py.warnings", True)
    assert (failed["logger"], failed["level"], failed["event"]) == ("alembic", "error", "failed")
    assert failed["exception"].endswith("ZeroDivisionError: division by zero")


@given(st.dictionaries(st.text() | AWKWARD, ANYTHING | AWKWARD, max_size=5), AWKWARD | st.text())
def test_any_event_becomes_one_printable_line_of_bounded_length(fields: dict[str, Any], event: str) -> None:
    for write in (json_line, ConsoleLine(coloured=False)):
        line = write(None, "info", {**fields, "event": event, "level": "info", "logger": "x", "exception": None})

        assert line.decode().isprintable()
        assert len(line) < MAX_BYTES


@given(AWKWARD)
def test_escaping_loses_nothing(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return

    assert logged(event=text, field=text)["event"] == text
    assert logged(event=text, field=text)["field"] == text


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "x" * 100_000},
        {"text": "\x00😀" * 50_000},
        {"many": list(range(100_000))},
        {f"{number}-{'x' * 500}": "\x00" * 500 for number in range(500)},
    ],
    ids=["long", "escaped", "list", "fields"],
)
def test_a_line_that_is_too_long_is_truncated_and_marked(fields: dict[str, Any]) -> None:
    line = json_line(None, "info", {"event": "big", "level": "info", "logger": "x", **fields})

    assert len(line) < MAX_BYTES
    assert {name: json.loads(line)[name] for name in ("event", "level", "cut")} == {
        "event": "big",
        "level": "info",
        "cut": True,
    }


def test_a_traceback_that_is_too_long_keeps_its_end() -> None:
    assert logged(event="failed", exception=f"Traceback{'x' * 50_000}ValueError: why")["exception"].endswith(
        "ValueError: why"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "hunter2"},
        {"new_password": "hunter2", "Authorization": "hunter2", "refresh_token": b"hunter2"},
        {"headers": {"authorization": "hunter2", "cookie": ["hunter2"]}},
        {"nested": [{"api_key": "hunter2"}]},
        {"secret": {"inner": "hunter2"}},
        {"url": "postgresql://ann:hunter2@host/tasks"},
        {"header": "Bearer hunter2hunter2hunter2"},
        {"jwt_text": "see eyJhbGciOiJIUzI1NiJ9.hunter2.hunter2 there"},
        {"it": Secret("hunter2")},
        {"it": [Password("hunter2hunter2hunter2")]},
        {"exception": "OSError: postgresql://ann:hunter2@host/tasks"},
    ],
)
def test_a_secret_is_masked(fields: dict[str, Any]) -> None:
    for write in (json_line, ConsoleLine(coloured=False)):
        line = write(None, "info", {"event": "e", "level": "info", "logger": "x", **fields})

        assert b"hunter2" not in line
        assert b"***" in line


def test_numbers_about_secrets_are_not_masked() -> None:
    assert logged(event="e", tokens=3, secret_set=True, password_bytes=7.5, cookie=None)["tokens"] == 3


class Colour(StrEnum):
    RED = "red"


class Broken:
    def __str__(self) -> str:
        raise RuntimeError


def test_values_without_a_json_type_are_logged_as_text() -> None:
    event = logged(
        event="e",
        enum=Colour.RED,
        id=UUID(int=1),
        error=ValueError("why"),
        broken=Broken(),
        big=10**30,
        deep=[[[[[[1]]]]]],
    )

    assert event["enum"] == "red"
    assert event["id"] == "00000000-0000-0000-0000-000000000001"
    assert event["error"] == "ValueError('why')"
    assert event["broken"] == "<Broken: RuntimeError>"
    assert event["big"] == 10**30
    assert event["deep"] == [[[[["[1]"]]]]]
