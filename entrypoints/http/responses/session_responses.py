"""Responses about sessions."""

from collections.abc import Sequence
from uuid import UUID

from domain.accounts.session import Session
from entrypoints.http.requests.parsing.list_requests import SessionListRequest
from entrypoints.http.responses.response import HeaderPair, Response, ok
from entrypoints.http.responses.views import SessionView

SESSIONS_PATH = "/api/v1/auth/sessions"


def sessions_response(sessions: Sequence[Session], request: SessionListRequest, *, current: UUID) -> Response:
    """Return a page of sessions, with a link to the next one."""
    headers: list[HeaderPair] = []
    if len(sessions) > request.end:
        target = f"{SESSIONS_PATH}?limit={request.limit}&offset={request.end}"
        headers.append((b"link", f'<{target}>; rel="next"'.encode()))
    if request.requested > request.limit:
        headers.append((b"x-limit", b"%d" % request.limit))
    page = sessions[request.offset : request.end]
    return ok([SessionView.of(session, current=current) for session in page], *headers)
