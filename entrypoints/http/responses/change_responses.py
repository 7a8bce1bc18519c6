"""Responses about changes."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from attrs import evolve

from application.changes.history import HistoryPage
from application.changes.reading import Changes
from application.changes.snapshot import SnapshotPage
from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.recorded_change import RecordedChange
from domain.projects.project import Project
from domain.tasks.task import Task
from entrypoints.http.requests.parsing.list_requests import MAX_PAGE, ChangeListRequest, HistoryRequest
from entrypoints.http.responses.change_views import ChangesView, ChangeView, DeletedView, ObjectsView, UndoneView
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.response import HeaderPair, Response, encoded, ok
from entrypoints.http.responses.task_view import TaskView

CHANGES_PATH = "/api/v1/changes"
APPLIED = (b"preference-applied", b"dry-run")


def changes_response(changes: Changes, request: ChangeListRequest) -> Response:
    """Return changes after a number, and the changed objects as they are now."""
    view = ChangesView(
        changes=[ChangeView.of(change) for change in changes.changes],
        objects=_objects(changes.objects, changes.deleted),
        next=changes.next,
        latest=changes.latest,
        more=changes.more,
    )
    return ok(view, *_limit(request.requested))


def snapshot_response(page: SnapshotPage, request: ChangeListRequest, cursor: str | None) -> Response:
    """Return a page of a snapshot, with a link to the next one."""
    view = ChangesView(
        changes=[],
        objects=_objects(page.objects, ()),
        next=page.number,
        latest=page.number,
        more=cursor is not None,
        cursor=msgspec.UNSET if cursor is None else cursor,
    )
    headers = _limit(request.requested)
    if cursor is not None:
        headers.append((b"link", f'<{CHANGES_PATH}?limit={request.limit}&cursor={cursor}>; rel="next"'.encode()))
    return ok(view, *headers)


def history_response(page: HistoryPage, path: str, request: HistoryRequest) -> Response:
    """Return changes of the object at a path, with a link to older ones."""
    headers = _limit(request.requested)
    if page.next is not None:
        older = f"{path}/history?limit={request.limit}&before={page.next}"
        headers.append((b"link", f'<{older}>; rel="next"'.encode()))
    return ok([ChangeView.of(change) for change in page.changes], *headers)


def undone_response(changes: Sequence[RecordedChange]) -> Response:
    """Return the changes that undo others."""
    return ok(UndoneView([ChangeView.of(change) for change in changes]))


def dry_run_response(response: Response, changes: Sequence[RecordedChange]) -> Response:
    """Return what a request would have been answered; a body says in addition which changes it would have made."""
    body = response.body
    if body and b'"changes":' not in body[:12]:
        members = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        body = encoded({**members, "changes": [ChangeView.of(change) for change in changes]})
    return evolve(response, headers=(*response.headers, APPLIED), body=body)


def _objects(objects: Sequence[RecordedObject], deleted: Sequence[tuple[ObjectKind, UUID]]) -> ObjectsView:
    return ObjectsView(
        [TaskView.of(each) for each in objects if isinstance(each, Task)],
        [ProjectView.of(each) for each in objects if isinstance(each, Project)],
        [DeletedView(kind, id_) for kind, id_ in deleted],
    )


def _limit(requested: int) -> list[HeaderPair]:
    return [(b"x-limit", b"%d" % MAX_PAGE)] if requested > MAX_PAGE else []
