"""Routes to log in, refresh tokens, list and end sessions, and change the password."""

from litestar import HttpMethod
from litestar.params import FromPath, JSONBody

from application import Credentials, PasswordChange
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import WrongCredentials, WrongPassword
from domain.accounts.personal_access_token import Scope
from domain.accounts.receipt import TooManyReceipts
from domain.accounts.session import InvalidToken, SessionNotFound
from entrypoints.http.dispatch.caller import Anonymous, Authenticated
from entrypoints.http.dispatch.operations import (
    IDEMPOTENCY_KEY,
    IDEMPOTENCY_REPLAYED,
    LIMIT,
    LINK,
    PROVEN_KEY,
    Ends,
    Operation,
)
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.parsing.body_models import RefreshBody
from entrypoints.http.requests.parsing.list_requests import SessionListRequest, parse_session_list
from entrypoints.http.requests.parsing.path_ids import session_id_in
from entrypoints.http.responses.idempotency import marked
from entrypoints.http.responses.response import NOTHING, Response, ok
from entrypoints.http.responses.session_responses import sessions_response
from entrypoints.http.responses.views import SessionView, TokensView

TAG = "Sessions"


@call(
    HttpMethod.POST,
    "/auth/login",
    Operation(
        id="logIn",
        tag=TAG,
        summary="Log in",
        public=True,
        body=Credentials,
        answer=TokensView,
        takes=(PROVEN_KEY,),
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(WrongCredentials, TooManyAttempts, TooManyReceipts),
    ),
)
async def log_in(data: JSONBody[Credentials], anonymous: Anonymous) -> Response:
    pair = await anonymous.use_cases.log_in(anonymous.client, data, anonymous.key)
    return marked(ok(TokensView.of(pair)), repeated=pair.repeated)


@call(
    HttpMethod.POST,
    "/auth/refresh",
    Operation(
        id="refreshTokens",
        tag=TAG,
        summary="Exchange a refresh token for a new pair of tokens",
        description="Each refresh token is valid once; using an older one again ends the session.",
        public=True,
        body=RefreshBody,
        answer=TokensView,
        takes=(IDEMPOTENCY_KEY,),
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(InvalidToken,),
    ),
)
async def refresh_tokens(data: JSONBody[RefreshBody], anonymous: Anonymous) -> Response:
    pair = await anonymous.use_cases.rotate_session(data.refresh_token, anonymous.key)
    return marked(ok(TokensView.of(pair)), repeated=pair.repeated)


@call(
    HttpMethod.POST,
    "/auth/logout",
    Operation(
        id="logOut",
        tag=TAG,
        summary="Log out: end this session immediately",
        status=204,
        takes=(IDEMPOTENCY_KEY,),
        ends=Ends.SESSION,
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(SessionNotFound,),
    ),
)
async def log_out(caller: Authenticated) -> Response:
    return await caller.end(caller.use_cases.end_session, caller.session.id)


@call(
    HttpMethod.GET,
    "/auth/sessions",
    Operation(
        id="listSessions",
        tag=TAG,
        summary="List active sessions, newest first",
        scope=Scope.ACCOUNT,
        query=SessionListRequest,
        answer=list[SessionView],
        gives=(LINK, LIMIT),
    ),
)
async def list_sessions(caller: Authenticated) -> Response:
    request = parse_session_list(caller.exchange.query)
    sessions = await caller.use_cases.list_sessions(caller.id)
    return sessions_response(sessions, request, current=caller.credential.id)


@call(
    HttpMethod.DELETE,
    "/auth/sessions/{session_id:str}",
    Operation(
        id="endSession",
        tag=TAG,
        summary="End one session immediately",
        scope=Scope.ACCOUNT,
        status=204,
        takes=(IDEMPOTENCY_KEY,),
        ends=Ends.SESSION,
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(SessionNotFound,),
    ),
)
async def end_session(session_id: FromPath[str], caller: Authenticated) -> Response:
    return await caller.end(caller.use_cases.end_session, session_id_in(session_id))


@call(
    HttpMethod.DELETE,
    "/auth/sessions",
    Operation(
        id="endAllSessions",
        tag=TAG,
        summary="End all sessions immediately, including this one",
        scope=Scope.ACCOUNT,
        status=204,
        takes=(IDEMPOTENCY_KEY,),
        ends=Ends.SESSION,
        gives=(IDEMPOTENCY_REPLAYED,),
    ),
)
async def end_all_sessions(caller: Authenticated) -> Response:
    return await caller.end(caller.use_cases.end_all_sessions)


@call(
    HttpMethod.PUT,
    "/auth/password",
    Operation(
        id="changePassword",
        tag=TAG,
        summary="Change the password, end every other session and revoke all personal access tokens",
        body=PasswordChange,
        status=204,
        takes=(IDEMPOTENCY_KEY,),
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(WrongPassword, TooManyAttempts),
    ),
)
async def change_password(data: JSONBody[PasswordChange], caller: Authenticated) -> Response:
    repeated = await caller.use_cases.change_password(caller.session, caller.client, data, caller.key)
    return marked(NOTHING, repeated=repeated)


SESSIONS = (log_in, refresh_tokens, log_out, list_sessions, end_session, end_all_sessions, change_password)
