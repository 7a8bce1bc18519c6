"""Hooks of Schemathesis: authentication, values that are hard to guess, and a check that users are isolated."""

from datetime import date, datetime
from functools import cache
from http import HTTPStatus
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import CheckContext
from schemathesis.core.failures import Failure
from schemathesis.hooks import HookContext
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

from tests.fuzz.people import Couple, Person, ids_in

Case = schemathesis.Case[Any]
PROBLEM = "application/problem+json"

# No schema says what is easy to guess.
hard_to_guess = st.text(st.characters(categories=["L"]), min_size=30, max_size=60).filter(
    lambda text: len(set(text)) > 9
)
schemathesis.openapi.format("password", hard_to_guess)
# What the introduction of the document says of these formats.
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(1900, 1, 1), datetime(9998, 12, 31)).map(lambda at: f"{at.isoformat()}Z"),  # noqa: DTZ001 - the offset follows
)
schemathesis.openapi.format("date", st.dates(date(1900, 1, 1), date(9998, 12, 31)).map(date.isoformat))
schemathesis.openapi.format(
    "email", st.from_regex(r"[a-z0-9]{1,20}(\.[a-z0-9]{1,20})?@[a-z]{1,20}\.[a-z]{2,9}", fullmatch=True)
)


@cache
def couple(server: str) -> Couple:
    """The two people who use a server."""
    return Couple(f"{server.rstrip('/')}/api/v1")


def couple_at(case: Case) -> Couple:
    """The two people of whom one sends this request."""
    return couple(case.operation.base_url or "")


@schemathesis.auth(refresh_interval=None)
class InTurns:
    """Each request is sent by the one or the other."""

    def get(self, case: Case, _: object) -> Person:
        """Whose turn it is."""
        return couple_at(case).next()

    def set(self, case: Case, person: Person, _: object) -> None:
        """Let this person send it."""
        case.headers["Authorization"] = person.authorization


@schemathesis.check
def to_each_their_own(_: CheckContext, response: schemathesis.Response, case: Case) -> None:
    """No user reads or changes the data of another."""
    two = couple_at(case)
    person = two.who(response.request.headers.get("Authorization"))
    if person is None:
        return
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        two.leaves(person)
    # A registration that is repeated with its password and its key gets the same response, whichever token it has.
    if served(response) and case.operation.definition.raw["operationId"] != "register":
        things = [*ids_in(body_of(response)), *asked_for(case, body_of(response))]
        chosen = chosen_ids(case.body)
        foreign = [
            each
            for each in things
            if each not in chosen and two.owners.setdefault(each, person.account) != person.account
        ]
        assert foreign == [], f"{person.account} got hold of {foreign}"


@schemathesis.check
def only_documented_problems(_: CheckContext, response: schemathesis.Response, case: Case) -> None:
    """The code of a problem is among the examples of the response, which list all that are possible."""
    if response.headers.get("content-type") != [PROBLEM] or response.request.method == "OPTIONS":
        return
    documented = case.operation.definition.raw["responses"].get(str(response.status_code))
    if documented is not None:  # otherwise another check fails
        if "$ref" in documented:  # it is resolved already when requests follow from each other
            name = documented["$ref"].rpartition("/")[2]
            documented = case.operation.schema.raw_schema["components"]["responses"][name]
        examples = documented["content"][PROBLEM]["examples"]
        assert response.json()["code"] in examples, f"{response.json()['code']} is not documented"


def served(response: schemathesis.Response) -> bool:
    """Whether the answer shows that a thing is there: also by its being in another state or version than was wanted."""
    if response.request.method == "OPTIONS":  # depends on the path template only
        return False
    return response.status_code < HTTPStatus.BAD_REQUEST or response.status_code in (
        HTTPStatus.CONFLICT,
        HTTPStatus.PRECONDITION_FAILED,
    )


def body_of(response: schemathesis.Response) -> Any:
    """What the answer says, if it is no problem."""
    return response.json() if response.headers.get("content-type") == ["application/json"] else None


def chosen_ids(body: Any) -> set[str]:
    """The ids that a request chose for new tasks; another user may have used the same text as an id."""
    if not isinstance(body, dict):
        return set()
    operations = body["operations"] if isinstance(body.get("operations"), list) else []
    new = [each["task"] for each in operations if isinstance(each, dict) and each.get("op") == "create"]
    return {task["id"] for task in [body, *new] if isinstance(task, dict) and isinstance(task.get("id"), str)}


def asked_for(case: Case, answer: Any) -> list[str]:
    """The ids of things that something was done to: in the path, and in a batch."""
    done = [id_ for name, id_ in case.path_parameters.items() if name != "label"]
    if isinstance(answer, dict) and "results" in answer:
        body: Any = case.body
        results = zip(body["operations"], answer["results"], strict=True)
        done += [one["id"] for one, result in results if "id" in one and result["status"] != HTTPStatus.NOT_FOUND]
    return done


def names_a_label_twice(response: schemathesis.Response) -> bool:
    """Whether all violations of a request are that two spellings of a label mean the same; no schema says that."""
    violations = response.json().get("errors", [])
    return bool(violations) and all(
        "/labels" in each["pointer"] and each["code"] in {"repeated", "contradiction"} for each in violations
    )


@schemathesis.hook
def filter_failure(_: HookContext, failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    """Whether it is one: what the other person has made is not to be found, and that is as it should be."""
    if isinstance(failure, RejectedPositiveData):
        # No schema says that two fields exclude each other, so that generators need no unions.
        if {violation["code"] for violation in response.json().get("errors", ())} == {"contradiction"}:
            return False
        # The coverage phase has nothing but letters and digits for headers, and sends this where no such text fits.
        unfit = any(case.headers.get(name) == "0" for name in ("If-Match", "If-None-Match"))
        return not unfit and not names_a_label_twice(response)
    if isinstance(failure, EnsureResourceAvailability):
        two = couple_at(case)
        person = two.who(response.request.headers.get("Authorization"))
        return person is None or all(
            two.owners.get(str(id_)) == person.account for id_ in case.path_parameters.values()
        )
    return True
