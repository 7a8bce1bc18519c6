"""How to reach a page far down without walking there."""

import re
import urllib.request
from urllib.parse import urlsplit

from benchmarks.load.running import RunningContestant


def page_path(contestant: RunningContestant, token: str, *, page: int, length: int) -> str:
    """The path of a page: by the cursor that the page before it links to, or by offset where there is no such link."""
    offset = f"/api/v1/tasks?limit={length}&offset="
    if page == 1:
        return f"/api/v1/tasks?limit={length}"
    before = urllib.request.Request(
        f"http://127.0.0.1:{contestant.port}{offset}{(page - 2) * length}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(before, timeout=60) as answer:
        link = re.search(r'<([^>]+)>; *rel="?next"?', answer.headers.get("Link", ""))
    if link is None:
        return f"{offset}{(page - 1) * length}"
    where = urlsplit(link[1])
    return f"{where.path}?{where.query}"
