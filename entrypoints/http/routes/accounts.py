"""Routes to register, read, export and delete an account."""

from litestar import HttpMethod
from litestar.params import JSONBody

from application import Registration
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import WrongPassword
from domain.accounts.personal_access_token import Scope
from domain.accounts.user import EmailTaken
from entrypoints.http.dispatch.caller import Anonymous, Authenticated
from entrypoints.http.dispatch.operations import (
    IDEMPOTENCY_KEY,
    IDEMPOTENCY_REPLAYED,
    LOCATION,
    PROVEN_KEY,
    Ends,
    Operation,
)
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.parsing.body_models import PasswordProof
from entrypoints.http.responses.account_export import exported
from entrypoints.http.responses.idempotency import marked
from entrypoints.http.responses.response import NOTHING, Response, created, ok
from entrypoints.http.responses.streaming import Stream
from entrypoints.http.responses.views import AccountView, ExportView

TAG = "Accounts"
OWN_ACCOUNT = (b"location", b"/api/v1/me")


@call(
    HttpMethod.POST,
    "/auth/register",
    Operation(
        id="register",
        tag=TAG,
        summary="Register an account",
        public=True,
        body=Registration,
        status=201,
        answer=AccountView,
        takes=(IDEMPOTENCY_KEY,),
        gives=(LOCATION, IDEMPOTENCY_REPLAYED),
        errors=(EmailTaken, TooManyAttempts),
    ),
)
async def register(data: JSONBody[Registration], anonymous: Anonymous) -> Response:
    registered = await anonymous.use_cases.register(anonymous.client, data, anonymous.key)
    return marked(created(AccountView.of(registered.user), OWN_ACCOUNT), repeated=registered.repeated)


@call(
    HttpMethod.GET,
    "/me",
    Operation(id="readAccount", tag=TAG, summary="Read the account", scope=Scope.ACCOUNT, answer=AccountView),
)
async def read_account(caller: Authenticated) -> Response:
    return ok(AccountView.of(await caller.use_cases.read_account(caller.id)))


@call(
    HttpMethod.GET,
    "/me/export",
    Operation(
        id="exportAccount",
        tag=TAG,
        summary="Export account data",
        scope=Scope.ACCOUNT,
        description=(
            "The account, all sessions, personal access tokens and tasks, as one streamed document. Not included: "
            "secrets (the hashes of password and tokens), and the answers kept for 24 hours under an `Idempotency-Key`."
        ),
        answer=ExportView,
    ),
)
async def export_account(caller: Authenticated) -> Stream:
    return exported(caller.use_cases.export_account(caller.id))


@call(
    HttpMethod.DELETE,
    "/me",
    Operation(
        id="deleteAccount",
        tag=TAG,
        summary="Delete the account and everything that belongs to it",
        description=(
            "A retry with an `Idempotency-Key` gets 204 as well, although the account of its token no longer exists."
        ),
        body=PasswordProof,
        status=204,
        takes=(PROVEN_KEY,),
        ends=Ends.ACCOUNT,
        gives=(IDEMPOTENCY_REPLAYED,),
        errors=(WrongPassword, TooManyAttempts),
    ),
)
async def delete_account(data: JSONBody[PasswordProof], caller: Authenticated) -> Response:
    repeated = await caller.use_cases.delete_account(caller.session, caller.client, data.password, caller.key)
    return marked(NOTHING, repeated=repeated)


ACCOUNTS = (register, read_account, export_account, delete_account)
