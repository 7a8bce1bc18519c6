"""Cursors for pages of projects."""

from attrs import frozen

from domain.errors import violations_at
from domain.ids import UserId
from entrypoints.http.requests.parsing.cursors import CURSOR, Seal
from entrypoints.http.requests.parsing.projects.requests import ProjectListRequest
from entrypoints.http.requests.parsing.query_parameters import encode_query


@frozen
class ProjectCursors:
    """The cursors for pages of the projects of one user."""

    seal: Seal
    owner: UserId

    def position(self, request: ProjectListRequest) -> str | None:
        """Return where the requested page begins, if not at the first project; raise `InvalidInput`."""
        if request.cursor is None:
            return None
        with violations_at(CURSOR):
            return self.seal.open(request.cursor, context=self._context(request)).hex()

    def link_to_next(self, path: str, request: ProjectListRequest, position: str) -> str:
        """Return a Link header for the page after a position (RFC 8288)."""
        cursor = self.seal.seal(bytes.fromhex(position), context=self._context(request))
        archived = () if request.archived is None else (("archived", str(request.archived).lower()),)
        query = encode_query([*archived, ("limit", str(request.limit)), (CURSOR, cursor)])
        return f'<{path}?{query}>; rel="next"'

    def _context(self, request: ProjectListRequest) -> bytes:
        return self.owner.bytes + b"projects %s" % str(request.archived).encode()
