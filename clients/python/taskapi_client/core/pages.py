"""Pages of a list."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

import msgspec

from taskapi_client.core.messages import Response

T = TypeVar("T")
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[^;,"=]+(?:=(?:"[^"]*"|[^;,"]*))?)*)')


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a list."""

    items: list[T]
    next: str | None = None
    """The query string of the next page; None on the last one."""
    total: int | None = None
    """The number of items on all pages, if it was asked for."""
    limit: int | None = None
    """The limit that the server applied instead of a larger one."""
    etag: str | None = None

    @property
    def cursor(self) -> str | None:
        """The cursor of the next page; None on the last one, or if the list has none."""
        parameters: dict[str, str] = dict(parse_qsl(self.next or ""))
        return parameters.get("cursor")


def page_parser(parse: Callable[[Response], list[T]]) -> Callable[[Response], Page[T]]:
    """Return a parser of pages, given the parser of their items."""

    def parsed(response: Response) -> Page[T]:
        headers = response.headers
        total, limit = headers.get("x-total-count"), headers.get("x-limit")
        return Page(
            parse(response),
            next_query(headers.get("link", "")),
            None if total is None else int(total),
            None if limit is None else int(limit),
            headers.get("etag"),
        )

    return parsed


def next_query(link: str) -> str | None:
    """Return the query string of the next page according to a `Link` header (RFC 8288).

    Host and path are not followed: the token is for the base URL only, whatever a proxy makes out of the link.
    """
    for target, parameters in _LINK.findall(link):
        if re.search(r'(?:^|;)\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:;|$)', parameters, re.IGNORECASE):
            query: str = urlsplit(target).query
            return query
    return None


def json_parser(answer: type[T]) -> Callable[[Response], T]:
    """Return a parser of JSON bodies."""
    decoder = msgspec.json.Decoder(answer)
    return lambda response: decoder.decode(response.body)
