"""Routes of labels."""

from litestar import HttpMethod
from litestar.params import FromPath, JSONBody

from domain.accounts.personal_access_token import Scope
from domain.tasks.group import MAX_GROUP, TooManyTasks
from domain.tasks.labels import LabelNotFound
from entrypoints.http.dispatch.caller import Authenticated
from entrypoints.http.dispatch.operations import (
    IDEMPOTENCY_KEY,
    IDEMPOTENCY_REPLAYED,
    LIMIT,
    LINK,
    PREFER,
    PREFERENCE_APPLIED,
    Operation,
)
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.parsing.body_models import LabelRenaming
from entrypoints.http.requests.parsing.list_requests import LabelListRequest, parse_label_list
from entrypoints.http.requests.parsing.path_ids import label_in
from entrypoints.http.responses.label_responses import label_response, labels_response
from entrypoints.http.responses.response import Response, nothing_response
from entrypoints.http.responses.views import LabelCountView

TAG = "Labels"
EVERYWHERE = f"One change for each task that has the label, all or none, of up to {MAX_GROUP:,} tasks."


@call(
    HttpMethod.GET,
    "/labels",
    Operation(
        id="listLabels",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="List the labels of all tasks, with the number of tasks that have each",
        query=LabelListRequest,
        answer=list[LabelCountView],
        gives=(LINK, LIMIT),
    ),
)
async def list_labels(caller: Authenticated) -> Response:
    request = parse_label_list(caller.exchange.query)
    found = await caller.use_cases.list_labels(caller.id, request.after, request.limit + 1)
    return labels_response(found, request)


@call(
    HttpMethod.PATCH,
    "/labels/{label:str}",
    Operation(
        id="renameLabel",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Rename a label in every task that has it",
        description=f"{EVERYWHERE} A task that has a label of the new name as well keeps that one.",
        body=LabelRenaming,
        answer=LabelCountView,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(LabelNotFound, TooManyTasks),
    ),
)
async def rename_label(label: FromPath[str], data: JSONBody[LabelRenaming], caller: Authenticated) -> Response:
    return await caller.once(label_response, caller.use_cases.rename_label, label_in(label), data.name)


@call(
    HttpMethod.DELETE,
    "/labels/{label:str}",
    Operation(
        id="deleteLabel",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Take a label off every task that has it",
        description=EVERYWHERE,
        status=204,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(LabelNotFound, TooManyTasks),
    ),
)
async def delete_label(label: FromPath[str], caller: Authenticated) -> Response:
    return await caller.once(nothing_response, caller.use_cases.delete_label, label_in(label))


LABELS = (list_labels, rename_label, delete_label)
