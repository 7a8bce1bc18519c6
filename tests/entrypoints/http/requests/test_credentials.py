"""The Authorization header, and which calls ask for it."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
import pytest

from adapters.security.keys import Key, Purpose
from domain.accounts.session import InvalidToken
from entrypoints.http.requests.credentials import token_in
from tests.entrypoints.http.support.api import BASE, KEYS, Api, Person
from tests.entrypoints.http.support.raw import HOST, exchange
from tests.entrypoints.http.support.routes import CALLS, Call

PUBLIC = {"register", "logIn", "refreshTokens", "readHealth", "readReadiness"}
"""The calls that need no token; a new one must be added here."""
DOCUMENTS = {"readRoot", "readDocument", "readDocs", "readDocsStart", "readDocsScript", "readDocsStyle"}
"""The descriptions of the API, which need no token either."""

INVALID = 'Bearer realm="taskapi", error="invalid_token"'
(SIGNING_KEY,) = KEYS
SECRET = Key(SIGNING_KEY.kid, SIGNING_KEY.secret).derived(Purpose.ACCESS_TOKENS).secret
NOW = int(datetime.now(UTC).timestamp())


def test_only_the_calls_on_the_list_are_public() -> None:
    assert {call.operation.id for call in CALLS if call.operation.public} == PUBLIC | DOCUMENTS


def test_a_call_is_protected_if_and_only_if_its_handler_wants_the_caller() -> None:
    for call in CALLS:
        assert ("caller" in call.parameters) is not call.operation.public, str(call)


@pytest.mark.parametrize("call", [call for call in CALLS if not call.operation.public], ids=str)
async def test_a_protected_call_rejects_a_missing_token_before_anything_else(api: Api, call: Call) -> None:
    answer = await api(call.method, f"{call.filled()}?nonsense=1", content=b"\xff")

    assert (answer.status_code, answer.json()["code"]) == (401, "missing-credentials")
    assert answer.headers["www-authenticate"] == 'Bearer realm="taskapi"'


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
async def test_the_scheme_may_be_written_in_any_case(ada: Person, scheme: str) -> None:
    answer = await ada("GET", "me", headers={"Authorization": f"{scheme} {ada.tokens['token']}"})

    assert answer.status_code == 200


@pytest.mark.parametrize("authorization", ["Basic YTpi", "Token x", "x", "Digest", "Bearer2 x", "Bear er", ""])
async def test_other_schemes_are_no_credentials(api: Api, authorization: str) -> None:
    answer = await api("GET", "me", headers={"Authorization": authorization})

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="taskapi"')


@pytest.mark.parametrize(
    "authorization",
    [
        b"Bearer",
        b"Bearer ",
        b"Bearer a b",
        b"Bearer a,b",
        b"Bearer \xe9",
        b"Bearer =",
        b"Bearer\tabc",
        b"Bearer " + b"a" * 4_090,
        b"Bearer " + b"a" * 8_100,
    ],
)
async def test_what_cannot_be_a_token_is_an_invalid_one(api: Api, authorization: bytes) -> None:
    answer = await exchange(api.app, "GET", f"{BASE}/me", (HOST, (b"authorization", authorization)))

    assert (answer.status, answer.headers[b"www-authenticate"]) == (401, INVALID.encode())


def test_a_long_token_is_refused_unread() -> None:
    with pytest.raises(InvalidToken):
        token_in(b"Bearer " + b"a" * 4_096)


async def test_two_authorization_headers_are_a_malformed_request(api: Api, ada: Person) -> None:
    token = (b"authorization", ada.authorization["Authorization"].encode())

    answer = await exchange(api.app, "GET", f"{BASE}/me", (HOST, token, token))

    assert answer.status == 400
    assert answer.headers[b"www-authenticate"] == b'Bearer realm="taskapi", error="invalid_request"'


async def test_a_token_in_the_query_or_the_body_is_no_token(api: Api, ada: Person) -> None:
    token = ada.tokens["token"]

    assert (await api("GET", f"me?access_token={token}")).status_code == 401
    assert (await api("POST", "tasks", json={"title": "x", "access_token": token})).status_code == 401


async def test_the_tokens_of_a_pair_are_not_interchangeable(api: Api, ada: Person) -> None:
    refresh, access = ada.tokens["refresh_token"], ada.tokens["token"]

    assert (await api("GET", "me", headers={"Authorization": f"Bearer {refresh}"})).status_code == 401
    assert (await api("POST", "auth/refresh", json={"refresh_token": access})).status_code == 401


class Forger:
    """Somebody who knows our key and everything about our tokens but one thing."""

    def __init__(self, genuine: str) -> None:
        self.header = jwt.get_unverified_header(genuine)
        self.claims: dict[str, Any] = jwt.decode(genuine, options={"verify_signature": False})

    def token(self, *, key: bytes = SECRET, header: dict[str, Any] | None = None, **claims: Any) -> str:
        payload = {name: value for name, value in (self.claims | claims).items() if value is not ...}
        return jwt.encode(payload, key, "HS256", headers={**self.header, **(header or {})})


def unsigned(token: str, algorithm: str) -> str:
    _, payload, _ = token.split(".")
    header = json.dumps({"alg": algorithm, "typ": "at+jwt", "kid": "tests"}).encode()
    return f"{base64.urlsafe_b64encode(header).decode().rstrip('=')}.{payload}."


FORGERIES: dict[str, Callable[[Forger, str], str]] = {
    "another key": lambda forger, _: forger.token(key=b"x" * 32),
    "the master key": lambda forger, _: forger.token(key=SIGNING_KEY.secret),
    "no algorithm": lambda _, token: unsigned(token, "none"),
    "no algorithm in other letters": lambda _, token: unsigned(token, "NoNe"),
    "unknown kid": lambda forger, _: forger.token(header={"kid": "other"}),
    "kid as a path": lambda forger, _: forger.token(header={"kid": "../../dev/null"}),
    "another type": lambda forger, _: forger.token(header={"typ": "JWT"}),
    "crit": lambda forger, _: forger.token(header={"crit": ["bork"]}),
    "jwk": lambda forger, _: forger.token(header={"jwk": {"kty": "oct", "k": "AAAA"}}),
    "expired": lambda forger, _: forger.token(exp=NOW - 1, iat=NOW - 10),
    "without end": lambda forger, _: forger.token(exp=...),
    "a fraction of a second": lambda forger, _: forger.token(exp=NOW + 60.5),
    "an end as text": lambda forger, _: forger.token(exp=str(NOW + 60)),
    "an end after all days": lambda forger, _: forger.token(exp=10**30),
    "from the future": lambda forger, _: forger.token(iat=NOW + 3600),
    "another issuer": lambda forger, _: forger.token(iss="other"),
    "a part of the issuer": lambda forger, _: forger.token(iss="task"),
    "another audience": lambda forger, _: forger.token(aud="other"),
    "several audiences": lambda forger, _: forger.token(aud=["taskapi", "other"]),
    "nobody": lambda forger, _: forger.token(sub=...),
    "a number as subject": lambda forger, _: forger.token(sub="1"),
    "another user": lambda forger, _: forger.token(sub=str(uuid4())),
    "another session": lambda forger, _: forger.token(sid=str(uuid4())),
    "one more claim": lambda forger, _: forger.token(admin=True),
    "padded": lambda _, token: f"{token}=",
    "cut short": lambda _, token: token[:-1],
    "no signature": lambda _, token: token.rpartition(".")[0],
    "an empty signature": lambda _, token: token.rpartition(".")[0] + ".",
    "four segments": lambda _, token: f"{token}.x",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
async def test_a_forged_token_is_an_invalid_one(api: Api, ada: Person, forge: Callable[[Forger, str], str]) -> None:
    token = forge(Forger(ada.tokens["token"]), ada.tokens["token"])

    answer = await api("GET", "me", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, INVALID)
    assert answer.json()["code"] == "invalid-token"


async def test_the_forger_could_make_a_good_one(api: Api, ada: Person) -> None:
    answer = await api("GET", "me", headers={"Authorization": f"Bearer {Forger(ada.tokens['token']).token()}"})

    assert answer.status_code == 200
