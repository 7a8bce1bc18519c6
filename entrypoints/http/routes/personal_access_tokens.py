"""Routes to create, list and revoke personal access tokens."""

from litestar import HttpMethod
from litestar.params import FromPath, JSONBody

from domain.accounts.personal_access_token import NewPersonalAccessToken, Scope, TokenNotFound, TooManyTokens
from domain.accounts.receipt import TooManyReceipts
from entrypoints.http.dispatch.caller import Authenticated
from entrypoints.http.dispatch.operations import IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, Operation
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.parsing.path_ids import token_id_in
from entrypoints.http.responses.idempotency import marked
from entrypoints.http.responses.response import Response, created, nothing_response, ok
from entrypoints.http.responses.views import CreatedTokenView, PersonalAccessTokenView

TAG = "Personal access tokens"


@call(
    HttpMethod.POST,
    "/auth/tokens",
    Operation(
        id="createToken",
        tag=TAG,
        summary="Create a personal access token",
        description=(
            "For scripts, CI and other programs, instead of a password. It is shown only in this response, because only"
            " a digest of it is stored. It is sent like that of a session, in the Authorization header after `Bearer `."
        ),
        body=NewPersonalAccessToken,
        status=201,
        answer=CreatedTokenView,
        takes=(IDEMPOTENCY_KEY,),
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(TooManyTokens, TooManyReceipts),
    ),
)
async def create_token(data: JSONBody[NewPersonalAccessToken], caller: Authenticated) -> Response:
    token = await caller.use_cases.create_token(caller.id, data, caller.key)
    return marked(created(CreatedTokenView.of(token)), repeated=token.repeated)


@call(
    HttpMethod.GET,
    "/auth/tokens",
    Operation(
        id="listTokens",
        tag=TAG,
        summary="List active personal access tokens, newest first",
        scope=Scope.ACCOUNT,
        answer=list[PersonalAccessTokenView],
    ),
)
async def list_tokens(caller: Authenticated) -> Response:
    return ok(list(map(PersonalAccessTokenView.of, await caller.use_cases.list_tokens(caller.id))))


@call(
    HttpMethod.DELETE,
    "/auth/tokens/{token_id:str}",
    Operation(
        id="revokeToken",
        tag=TAG,
        summary="Revoke a personal access token immediately",
        scope=Scope.ACCOUNT,
        status=204,
        takes=(IDEMPOTENCY_KEY,),
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(TokenNotFound,),
    ),
)
async def revoke_token(token_id: FromPath[str], caller: Authenticated) -> Response:
    return await caller.once(nothing_response, caller.use_cases.revoke_token, token_id_in(token_id))


TOKENS = (create_token, list_tokens, revoke_token)
