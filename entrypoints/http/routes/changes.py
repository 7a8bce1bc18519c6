"""Routes of the record of changes."""

from litestar import HttpMethod
from litestar.params import FromPath, JSONBody

from application.changes.following import HEARTBEAT
from domain.accounts.personal_access_token import Scope
from domain.changes.recorded_change import ChangeNotFound, ChangesGone
from domain.changes.undo import (
    ReferenceGone,
    StillReferenced,
    TooManyLaterChanges,
    Undo,
    UndoBreaksStructure,
    UndoConflict,
)
from domain.tasks.group import TooManyTasks
from domain.tasks.task import TaskNotFound
from entrypoints.http.dispatch.caller import Authenticated, Held
from entrypoints.http.dispatch.operations import (
    IDEMPOTENCY_KEY,
    IDEMPOTENCY_REPLAYED,
    LAST_EVENT_ID,
    LIMIT,
    LINK,
    PREFER,
    PREFERENCE_APPLIED,
    Operation,
)
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.parsing.list_requests import (
    ChangeListRequest,
    EventStreamRequest,
    HistoryRequest,
    parse_change_list,
    parse_event_stream,
    parse_history,
)
from entrypoints.http.requests.parsing.path_ids import change_number_in, task_id_in
from entrypoints.http.responses.change_responses import (
    changes_response,
    history_response,
    snapshot_response,
    undone_response,
)
from entrypoints.http.responses.change_views import ChangesView, ChangeView, UndoneView
from entrypoints.http.responses.event_stream import MEDIA_TYPE, EventStream
from entrypoints.http.responses.response import Response
from entrypoints.http.responses.task_responses import TASKS_PATH

TAG = "Changes"


@call(
    HttpMethod.GET,
    "/changes",
    Operation(
        id="listChanges",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="List changes, or read all objects at one moment",
        description=(
            "With `since`: the changes after a number, without gaps, and the changed objects as they are now; continue"
            " with `since` = `next`. Without: a snapshot of all objects, in pages that show one moment; continue with"
            " `cursor` while there is one, then with `since` = `next`."
        ),
        query=ChangeListRequest,
        answer=ChangesView,
        gives=(LINK, LIMIT),
        errors=(ChangesGone,),
    ),
)
async def list_changes(caller: Authenticated, held: Held) -> Response:
    request = parse_change_list(caller.exchange.query)
    if request.since is None:
        cursors = caller.snapshot_cursors
        page = await caller.use_cases.read_snapshot(caller.id, cursors.position(request.cursor), request.limit)
        return snapshot_response(page, request, cursors.cursor(page.next))
    if not request.wait:
        changes = await caller.use_cases.read_changes(caller.id, request.since, request.limit)
    else:
        with held(request.wait):
            changes = await caller.use_cases.await_changes(
                caller.id, request.since, request.limit, seconds=request.wait
            )
        await caller.ensure_admitted()
    return changes_response(changes, request)


@call(
    HttpMethod.GET,
    "/events",
    Operation(
        id="streamChanges",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="Follow changes as they are committed",
        description=(
            "Server-Sent Events: `id` is the number of the change, `event` is `change`, `data` is the change. A client"
            " that connects again continues after the last event. The stream ends with the session or token."
        ),
        query=EventStreamRequest,
        takes=(LAST_EVENT_ID,),
        answer=str,
        media_type=MEDIA_TYPE,
        errors=(ChangesGone,),
    ),
)
async def stream_changes(caller: Authenticated, held: Held) -> EventStream:
    request = parse_event_stream(caller.exchange.query, caller.exchange.headers.get(b"last-event-id"))
    stream = caller.use_cases.stream_changes
    since = await stream.beginning(caller.id, request.since)
    return EventStream(since, stream(caller.id, since, caller.ensure_admitted), held, HEARTBEAT)


@call(
    HttpMethod.GET,
    "/tasks/{task_id:str}/history",
    Operation(
        id="readHistory",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="List the changes of one task, newest first, also after it was deleted",
        query=HistoryRequest,
        answer=list[ChangeView],
        gives=(LINK, LIMIT),
        errors=(TaskNotFound,),
    ),
)
async def read_history(task_id: FromPath[str], caller: Authenticated) -> Response:
    id_, request = task_id_in(task_id), parse_history(caller.exchange.query)
    page = await caller.use_cases.read_task_history(caller.id, id_, request.before, request.limit)
    return history_response(page, f"{TASKS_PATH}/{id_}", request)


UNDO_ERRORS = (
    *(ChangeNotFound, ChangesGone, UndoConflict, UndoBreaksStructure, TooManyLaterChanges, TooManyTasks),
    *(ReferenceGone, StillReferenced),
)


@call(
    HttpMethod.POST,
    "/changes/{number:str}/undo",
    Operation(
        id="undoChange",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Undo a change by a new change",
        description=(
            "Rejected if a later change set the same fields. Status rules do not apply; a deleted task comes back with"
            " its id."
        ),
        answer=UndoneView,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=UNDO_ERRORS,
    ),
)
async def undo_change(number: FromPath[str], caller: Authenticated) -> Response:
    return await caller.once_numbered(undone_response, caller.use_cases.undo_changes, Undo((change_number_in(number),)))


@call(
    HttpMethod.POST,
    "/changes/undo",
    Operation(
        id="undoChanges",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Undo several changes, all or none",
        description="Those with some `numbers`, or all that one request made: the `group` of one of them.",
        body=Undo,
        answer=UndoneView,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(*UNDO_ERRORS, TooManyTasks),
    ),
)
async def undo_changes(data: JSONBody[Undo], caller: Authenticated) -> Response:
    return await caller.once_numbered(undone_response, caller.use_cases.undo_changes, data)


CHANGES = (list_changes, stream_changes, read_history, undo_change, undo_changes)
