"""Schemathesis invents requests from the OpenAPI document, good ones and bad ones, and judges every answer by it."""

import asyncio
from itertools import count
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from litestar.types import Receive, Scope, Send
from schemathesis.config import SchemathesisConfig

from application import Credentials, Origin, Registration
from domain.password import Password
from domain.user import Email
from entrypoints.http.app import create_app
from tests.http.api import PASSWORD, a_container

JUDGED_BY_STATE = ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "429"]
"""Answers to requests in which nothing is wrong but the moment."""
MORE_THAN_A_SCHEMA = {
    "register": "which passwords everybody tries first",
    "changePassword": "which passwords everybody tries first",
    "listTasks": "which cursors were given out",
    "readTask": "which texts are lists of entity tags",
    "editTask": "which texts are lists of entity tags",
    "deleteTask": "which texts are lists of entity tags",
}
"""What no schema can say; these may refuse what fits the schema."""

CONFIG = SchemathesisConfig.from_dict(
    {
        # Its systematic part takes half a minute to think of; the long run against a real server includes it.
        "phases": {"coverage": {"enabled": False}},
        "checks": {"positive_data_acceptance": {"expected-statuses": JUDGED_BY_STATE}},
        "operations": [
            {
                "include-operation-id": operation,
                "checks": {"positive_data_acceptance": {"expected-statuses": [*JUDGED_BY_STATE, "400"]}},
            }
            for operation in MORE_THAN_A_SCHEMA
        ],
    }
)


CONTAINER = a_container()
APP = create_app(
    CONTAINER.use_cases(), store=CONTAINER.store(), seal=CONTAINER.seal(), settings=CONTAINER.settings().http
)


async def spelled_out(scope: Scope, receive: Receive, send: Send) -> None:
    """The application, told in every message what the client's ASGI leaves to be understood."""

    async def receive_whole() -> Any:
        return {"body": b"", "more_body": False, **await receive()}

    await APP(scope, receive_whole, send)


SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", spelled_out, config=CONFIG)
# No schema says what is easy to guess.
hard_to_guess = st.text(st.characters(categories=["L"]), min_size=30, max_size=60).filter(
    lambda text: len(set(text)) > 9
)
schemathesis.openapi.format("password", hard_to_guess)

numbers = count()


async def somebody() -> str:
    """The token of somebody new: what is tried may end sessions and accounts."""
    can, number = CONTAINER.use_cases(), next(numbers)
    origin = Origin(address=f"2001:db8::{number:x}")
    email, password = Email(f"person{number}@example.com"), Password(PASSWORD)
    await can.register(origin, Registration(email=email, password=password))
    return (await can.log_in(origin, Credentials(email=email, password=password))).token


@SCHEMA.parametrize()
# Each example is a whole visit, so a tenth of what the profile asks of a function call.
@settings(max_examples=settings().max_examples // 10, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_describes(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {asyncio.run(somebody())}"})
