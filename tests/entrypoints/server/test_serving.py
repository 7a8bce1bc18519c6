"""A server started with `taskapi serve` and no settings."""

import re
import stat

import httpx

from tests.support.person import Person
from tests.support.server import Server, until

CONNECTIONS = 64


def test_what_it_says_when_it_is_ready_is_true(server: Server) -> None:
    until(lambda: "Ctrl-C" in server.stderr)
    api, docs, data = re.findall(r"(?:API|docs|data) +(.+)", server.stderr)

    assert api == f"{server.url}/api/v1  (2 workers, listening on 127.0.0.1)"
    assert docs == f"{server.url}/docs"
    assert httpx.get(docs).headers["content-type"] == "text/html; charset=utf-8"
    assert re.fullmatch(rf"{server.folder}/taskapi-data \(PostgreSQL 18\.\d+\)", data)
    assert (server.folder / "taskapi-data/postgres/PG_VERSION").exists()


def test_it_keeps_its_secret_to_itself(server: Server) -> None:
    secret = server.folder / "taskapi-data/jwt-secret"

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text(encoding="ascii").strip() not in server.stderr + server.log


def test_both_workers_answer_and_agree_on_who_is_signed_in(person: Person) -> None:
    headers = {"Connection": "close"}

    def everywhere() -> tuple[set[int], set[str]]:
        answers = [person.client.get("/me", headers=headers) for _ in range(CONNECTIONS)]
        workers = {answer.headers["x-request-id"].partition("-")[0] for answer in answers}
        return {answer.status_code for answer in answers}, workers

    before, workers = everywhere()
    person.client.post("/auth/logout", headers=headers).raise_for_status()
    after, _ = everywhere()

    assert (before, len(workers), after) == ({200}, 2, {401})


def test_a_revoked_token_is_invalid_in_both_workers(person: Person) -> None:
    created = person.client.post("/auth/tokens", json={"name": "CI", "scopes": ["tasks:read"]}).json()
    headers = {"Connection": "close", "Authorization": f"Bearer {created['token']}"}

    def everywhere() -> tuple[set[int], int]:
        answers = [person.client.get("/tasks", headers=headers) for _ in range(CONNECTIONS)]
        workers = {answer.headers["x-request-id"].partition("-")[0] for answer in answers}
        return {answer.status_code for answer in answers}, len(workers)

    before = everywhere()
    person.client.delete(f"/auth/tokens/{created['id']}").raise_for_status()

    assert (before, everywhere()) == (({200}, 2), ({401}, 2))


def test_it_logs_one_line_for_each_request_and_no_secret(server: Server, person: Person) -> None:
    request = f'"id":"{person.client.get("/tasks", params={"q": "walrus"}).headers["x-request-id"]}"'
    until(lambda: request in server.log)  # which is written when the answer is on its way
    (line,) = [line for line in server.log.splitlines() if request in line]

    assert '"route":"/api/v1/tasks"' in line
    assert "walrus" not in server.log
    assert person.tokens["token"] not in server.log
