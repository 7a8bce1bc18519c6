"""Traces lead from the client's span through the use case to the batch that was committed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen
from dependency_injector import providers
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from entrypoints.observability.telemetry import ensure_installed
from entrypoints.observability.tracing.database import DatabaseSpans
from entrypoints.observability.tracing.requests import TracedRequests
from entrypoints.observability.tracing.use_cases import traced
from entrypoints.server.application import application
from entrypoints.server.instrumentation import instruments_for
from entrypoints.server.instruments import Instruments
from entrypoints.settings import DatabaseUrl, SettingsError
from entrypoints.settings.groups import Database
from tests.entrypoints.http.support.api import BASE, PASSWORD, a_container

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"


@frozen
class Observed:
    """The application on PostgreSQL, its spans and its log."""

    http: httpx.AsyncClient
    exporter: InMemorySpanExporter

    async def person(self) -> dict[str, str]:
        """Return the headers of a logged-in user."""
        credentials = {"email": "ada@example.com", "password": PASSWORD}
        await self.http.post("auth/register", json=credentials)
        tokens = (await self.http.post("auth/login", json=credentials)).json()
        self.exporter.clear()
        return {"Authorization": f"Bearer {tokens['token']}"}

    def spans(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if span.name == name]


@pytest.fixture
async def observed(database_url: str) -> AsyncIterator[Observed]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    settings = evolve(a_container().settings(), database=Database(url=DatabaseUrl.parsed(database_url)))
    container = a_container(settings=settings, store_observer=providers.Object(DatabaseSpans(tracer)))
    app = application(container, Instruments(use_cases=lambda use_cases: traced(use_cases, tracer)))
    whole: Any = TracedRequests(app, tracer)
    transport = httpx.ASGITransport(whole, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://api{BASE}/") as http:
        yield Observed(http, exporter)
    await container.store().close()
    container.passwords().close()


def ids(span: ReadableSpan) -> tuple[str, str | None]:
    """The trace, and the span above."""
    assert span.context is not None
    return f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}" if span.parent else None


def is_child(span: ReadableSpan, of: ReadableSpan) -> bool:
    return span.parent is not None and of.context is not None and span.parent.span_id == of.context.span_id


async def test_a_request_continues_the_trace_of_its_client(observed: Observed) -> None:
    person = await observed.person()
    await observed.http.post("tasks", json={"title": "Follow me"}, headers={**person, "traceparent": TRACEPARENT})

    (request,) = observed.spans("POST /api/v1/tasks")
    (use_case,) = observed.spans("CreateTask")
    (commit,) = observed.spans("commit")
    assert ids(request) == (TRACE, PARENT)
    assert request.kind is SpanKind.SERVER
    assert is_child(use_case, request)
    assert is_child(commit, use_case)
    assert {ids(span)[0] for span in observed.exporter.get_finished_spans()} == {TRACE}


async def test_a_request_without_a_trace_starts_one(observed: Observed) -> None:
    for sent in ({}, {"traceparent": "00-nonsense"}):
        await observed.http.get("nowhere", headers=sent)

    one, other = observed.spans("GET")
    assert ids(one)[1] is None
    assert ids(other)[1] is None
    assert ids(one)[0] != ids(other)[0]


async def test_a_span_records_the_result_of_its_request(observed: Observed) -> None:
    person = await observed.person()
    answer = await observed.http.patch("tasks/00000000-0000-7000-8000-000000000000", json={}, headers=person)

    (request,) = observed.spans("PATCH /api/v1/tasks/{task_id}")
    (use_case,) = observed.spans("EditTask")
    assert request.attributes is not None
    assert request.attributes["http.response.status_code"] == 404
    assert request.attributes["error.type"] == "task-not-found"
    assert request.attributes["taskapi.request_id"] == answer.headers["x-request-id"]
    assert use_case.attributes == {"error.type": "task-not-found"}
    assert [request.status.status_code, use_case.status.status_code] == [StatusCode.UNSET, StatusCode.UNSET]


async def test_a_commit_links_to_all_spans_that_shared_it(observed: Observed) -> None:
    person = await observed.person()
    await asyncio.gather(
        *(observed.http.post("tasks", json={"title": f"Number {number}"}, headers=person) for number in range(6))
    )

    created = {span.context.span_id for span in observed.spans("CreateTask") if span.context}
    commits = observed.spans("commit")
    linked = [link.context.span_id for span in commits for link in span.links]
    assert sorted(linked) == sorted(created)
    assert len(created) == 6
    assert max(len(span.links) for span in commits) > 1
    assert sum(span.attributes["db.operation.batch.size"] for span in commits if span.attributes) == 6  # type: ignore[misc]  # numbers


async def test_the_time_in_the_database_lies_within_that_of_the_use_case(observed: Observed) -> None:
    person = await observed.person()
    await observed.http.post("tasks", json={"title": "When"}, headers=person)

    (use_case,) = observed.spans("CreateTask")
    (commit,) = observed.spans("commit")
    times = [use_case.start_time, commit.start_time, commit.end_time, use_case.end_time]
    assert times == sorted(times, key=lambda time: time or 0)


async def test_the_log_names_request_and_trace(observed: Observed) -> None:
    with capture_logs([merge_contextvars]) as lines:
        answer = await observed.http.get("nowhere")

    (request,) = observed.spans("GET")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["id"], line["trace"]) == (answer.headers["x-request-id"], ids(request)[0])


async def test_a_bug_is_an_error_in_the_spans_and_in_the_log_under_the_same_trace(
    observed: Observed, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await observed.person()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("application.tasks.CreateTask.__call__", broken)
    with capture_logs([merge_contextvars]) as lines:
        answer = await observed.http.post("tasks", json={"title": "x"}, headers=person)

    (request,) = observed.spans("POST /api/v1/tasks")
    (use_case,) = observed.spans("CreateTask")
    (line,) = [line for line in lines if line["event"] == "unexpected"]
    assert answer.status_code == 500
    assert [request.status.status_code, use_case.status.status_code] == [StatusCode.ERROR, StatusCode.ERROR]
    assert (line["id"], line["trace"]) == (answer.headers["x-request-id"], ids(request)[0])


async def test_a_request_that_is_not_sampled_has_no_database_spans(observed: Observed) -> None:
    person = await observed.person()
    await observed.http.get("tasks", headers={**person, "traceparent": f"00-{TRACE}-{PARENT}-00"})

    assert observed.exporter.get_finished_spans() == ()


def test_a_collector_without_the_extra_stops_the_start_and_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = evolve(a_container().settings(), telemetry={"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"})
    ensure_installed(settings)
    monkeypatch.setattr("entrypoints.observability.telemetry.find_spec", lambda _: None)

    with pytest.raises(SettingsError, match=r"OTEL_EXPORTER_OTLP_ENDPOINT: needs .*pip install opentelemetry-sdk"):
        ensure_installed(settings)


def test_without_a_collector_there_are_no_traces() -> None:
    instruments = instruments_for(a_container().settings())
    use_cases = a_container().use_cases()

    assert instruments.use_cases(use_cases) is use_cases
    assert instruments.store.caller() is None
