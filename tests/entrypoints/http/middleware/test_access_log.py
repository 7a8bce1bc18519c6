"""The access log: which parts of a request it contains, and which it must not contain."""

import json

from structlog.testing import capture_logs

from tests.entrypoints.http.support.api import PASSWORD, Api, Person


async def test_an_unexpected_error_is_logged_once_and_reported_without_detail(api: Api, ada: Person) -> None:
    api.store._rows = None  # type: ignore[assignment]  # a planted defect
    with capture_logs() as events:
        answer = await ada("GET", "me", headers={"X-Request-Id": "find-me"})

    unexpected = [event for event in events if event["event"] == "unexpected"]
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "None" not in answer.text
    assert len(unexpected) == 1
    assert (unexpected[0]["id"], unexpected[0]["log_level"]) == ("find-me", "error")
    assert isinstance(unexpected[0]["exc_info"], AttributeError)


async def test_the_log_has_one_line_for_each_request(api: Api, ada: Person) -> None:
    task = await ada.task()
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    with capture_logs() as events:
        await ada(
            "GET",
            f"tasks/{task['id']}",
            headers={"X-Request-Id": "one", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"},
        )
        await api("HEAD", "/nowhere", headers={"X-Request-Id": "two", "traceparent": "nonsense"})

    first, second = events
    assert first.pop("duration_ms") > 0
    assert second.pop("duration_ms") > 0
    assert first == {
        "event": "request",
        "log_level": "info",
        "id": "one",
        "method": "GET",
        "route": "/api/v1/tasks/{task_id}",
        "status": 200,
        "bytes": len(json.dumps(task, separators=(",", ":"))),
        "user": task["user_id"],
        "trace": trace,
    }
    assert second == {
        "event": "request",
        "log_level": "info",
        "id": "two",
        "method": "HEAD",
        "route": None,
        "status": 404,
        "bytes": 0,
        "problem": "no-such-path",
    }


async def test_no_secret_is_logged(api: Api) -> None:
    with capture_logs() as events:
        ada = await api.person("ada.canary@example.com")
        await ada("PUT", "auth/password", json={"current_password": PASSWORD, "new_password": "canary in a mine 9"})
        await api("POST", f"auth/login?password={PASSWORD}", json={"email": ada.email, "password": PASSWORD})
        await api("POST", "auth/refresh", json={"refresh_token": ada.tokens["refresh_token"]})

    logged = repr(events)
    assert len(events) == 5
    for secret in (PASSWORD, "canary", ada.tokens["token"], ada.tokens["refresh_token"]):
        assert secret not in logged
