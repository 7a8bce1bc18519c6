"""The application in this process, and its parts, ready to be measured."""

import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from attrs import frozen

from application import Creation, TaskChange
from application.use_cases import UseCases
from benchmarks.contestants.contestant import SECRET
from benchmarks.contestants.taskapi import PASSWORD
from benchmarks.load.crowd import Population
from benchmarks.load.in_process import Asked, answer
from domain.changes.provenance import Actor
from domain.ids import TaskId
from domain.tasks.task import NewTask, TaskEdit
from entrypoints.container import Container
from entrypoints.http.middleware.access_log import access_log
from entrypoints.http.requests.credentials import token_in
from entrypoints.http.requests.parsing.cursors import Cursors
from entrypoints.http.requests.parsing.decoding import structured
from entrypoints.http.requests.parsing.task_list_request import parse_task_list
from entrypoints.http.responses.task_responses import page_response, task_created_response, task_response
from entrypoints.observability.logging import configure_logging
from entrypoints.server.application import application as process_application
from entrypoints.server.instruments import Instruments
from entrypoints.settings import Settings

MEASURED = ("read", "list", "create", "edit")
TASKS = "/api/v1/tasks"
PAGE = 20
ENOUGH = "10000000"
"""Counted, but never met."""
QUERY = f"limit={PAGE}"
CREATE = b'{"title":"Write the report","description":"With figures, sources and a summary.","priority":"high"}'
EDITS = tuple(b'{"title":"Edited for the time %d","priority":"low"}' % number for number in range(100))


@frozen
class Application:
    """What answers, and what it is made of."""

    app: Any
    use_cases: UseCases
    seal: Any


@frozen
class Sample:
    """One scenario on the in-memory store: the requests, and what is done for each of them."""

    requests: Sequence[Asked]
    authenticate: Callable[[], Awaitable[object]]
    decode: Callable[[], object]
    use: Callable[[], Awaitable[object]]
    encode: Callable[[], object]


def application(url: str | None) -> Application:
    """The application as a worker makes it, on a database or in memory; its log is thrown away."""
    database = {"DATABASE_URL": url} if url else {}
    settings = Settings.load({"JWT_SECRET": SECRET, "RATE_LIMIT_PER_USER": ENOUGH, **database})
    configure_logging(settings.logs, Path(os.devnull).open("wb"))  # noqa: SIM115 - as long as the process
    container = Container(settings=settings)
    use_cases, seal = container.use_cases(), container.seal()
    app = process_application(container, Instruments(finished=access_log()))
    return Application(app, use_cases, seal)


def requests_of(population: Population) -> Mapping[str, list[Asked]]:
    """Every scenario, as the users of a database ask."""
    numbers = count()
    tasks = [(population.tokens[user], f"{TASKS}/{task}") for user, task in population.tasks]
    return {
        "read": [Asked("GET", path, token) for token, path in tasks],
        "list": [Asked("GET", TASKS, token, QUERY) for token in population.tokens],
        "create": [Asked("POST", TASKS, token, body=CREATE) for token in population.tokens],
        "edit": [Asked("PATCH", path, token, body=EDITS[next(numbers) % len(EDITS)]) for token, path in tasks],
    }


async def sample(name: str, of: Application) -> Sample:
    """A scenario of somebody with a page of tasks and one more."""
    token, ids = await _somebody(of.app)
    requests = requests_of(Population((token,), tuple((0, task) for task in ids)))[name]
    header = f"Bearer {token}".encode()
    session = await of.use_cases.authenticate(token_in(header))
    actor, use_cases = session.user_id, of.use_cases
    task = await use_cases.read_task(actor, TaskId(UUID(ids[0])))
    cursors, request = Cursors(of.seal, actor), parse_task_list(QUERY.encode())
    page = await use_cases.list_tasks(actor, request.query)
    edits = count()

    def edit() -> Awaitable[object]:
        return use_cases.edit_task(
            Actor(actor), TaskChange(task_id=task.id, edit=TaskEdit(title=f"Edited {next(edits)}"))
        )

    decode, use, encode = {
        "read": (_nothing, lambda: use_cases.read_task(actor, task.id), lambda: task_response(task)),
        "list": (
            lambda: cursors.positioned(parse_task_list(QUERY.encode())),
            lambda: use_cases.list_tasks(actor, request.query),
            lambda: page_response(page, request, cursors, None, {}, None),
        ),
        "create": (
            lambda: structured(CREATE, NewTask),
            lambda: use_cases.create_task(Actor(actor), NewTask(title="Write the report")),
            lambda: task_created_response(Creation(task)),
        ),
        "edit": (lambda: structured(EDITS[0], TaskEdit), edit, lambda: task_response(task)),
    }[name]
    return Sample(requests, lambda: use_cases.authenticate(token_in(header)), decode, use, encode)


async def _somebody(app: Any) -> tuple[str, list[str]]:
    """Register; return the token and the ids of the tasks."""
    credentials = json.dumps({"email": "somebody@example.org", "password": PASSWORD}).encode()
    await answer(app, Asked("POST", "/api/v1/auth/register", body=credentials))
    token = json.loads(await answer(app, Asked("POST", "/api/v1/auth/login", body=credentials)))["token"]
    made = [json.loads(await answer(app, Asked("POST", TASKS, token, body=CREATE))) for _ in range(PAGE + 1)]
    return token, [task["id"] for task in made]


def _nothing() -> None:
    """There is no body."""
