"""Responses about labels."""

from collections.abc import Sequence
from urllib.parse import urlencode

from domain.tasks.labels import LabelCount
from entrypoints.http.requests.parsing.list_requests import MAX_PAGE, LabelListRequest
from entrypoints.http.responses.response import HeaderPair, Response, ok
from entrypoints.http.responses.views import LabelCountView

LABELS_PATH = "/api/v1/labels"


def label_response(label: LabelCount) -> Response:
    """Return a label."""
    return ok(LabelCountView.of(label))


def labels_response(found: Sequence[LabelCount], request: LabelListRequest) -> Response:
    """Return a page of labels, with a link to the next one if `found` has one more."""
    page = found[: request.limit]
    headers: list[HeaderPair] = [(b"x-limit", b"%d" % MAX_PAGE)] if request.requested > MAX_PAGE else []
    if len(found) > len(page):
        query = urlencode({"limit": request.limit, "after": page[-1].name})
        headers.append((b"link", f'<{LABELS_PATH}?{query}>; rel="next"'.encode()))
    return ok([LabelCountView.of(each) for each in page], *headers)
